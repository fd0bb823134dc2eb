"""Tracked links."""
