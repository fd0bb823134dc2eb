"""Erasing, handing out, keeping no longer than may be."""
