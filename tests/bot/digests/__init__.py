"""Digests: due in time, sent once, and rid of what left."""
