"""The name of the work by which any room tells managers something; a feature of the chat does it."""

NOTICE = "notices.post"
"""Arguments: what, what to do about it, and a key (the occasion): with one it is told once, however often it is
asked for."""
