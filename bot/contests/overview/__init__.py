"""Contests as managers look at them: how many of what, entries page by page, and everything as a file."""
