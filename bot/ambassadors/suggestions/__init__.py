"""What ambassadors saw and proposed, as rows."""
