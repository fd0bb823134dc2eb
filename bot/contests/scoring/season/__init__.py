"""Rows of a season of points."""
