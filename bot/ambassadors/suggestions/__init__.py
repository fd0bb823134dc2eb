"""What ambassadors proposed, and what people decided about it."""
