"""Votes, marks, points and measures, and the standings they add up to."""
