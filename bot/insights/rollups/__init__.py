"""Days counted once, so that a week is read from seven of them."""
