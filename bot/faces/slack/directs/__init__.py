"""Direct messages that are changed later."""
