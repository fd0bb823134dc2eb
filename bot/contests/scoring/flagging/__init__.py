"""What managers are told about votes, and what they do about it."""
