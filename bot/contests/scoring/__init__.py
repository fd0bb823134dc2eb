"""Votes, marks, points and measures, the standings they add up to, and what looks odd about them."""
