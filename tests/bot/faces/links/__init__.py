"""Tracked links, over HTTP."""
