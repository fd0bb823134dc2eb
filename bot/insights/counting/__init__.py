"""Counting a stretch of time from the events themselves."""
