"""Statements over a whole contest: mixing, and adding everything up anew."""
