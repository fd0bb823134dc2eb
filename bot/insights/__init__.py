"""Figures about what was found, decided, asked and measured, each with the rows that it counts."""
