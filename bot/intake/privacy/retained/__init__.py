"""Keeping found content no longer than may be: periods, what is over, removing it."""
