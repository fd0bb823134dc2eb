"""What pieces were counted to have, again and again, and what they gained in between."""
