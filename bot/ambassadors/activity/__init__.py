"""What managers look at: who is active, who faded, what gets shared, and whether the programme fades."""
