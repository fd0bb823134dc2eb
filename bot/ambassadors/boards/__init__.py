"""Boards: who stands where, by points, shares or clicks, in a week, a season or of all time."""
