"""Reaching creators where they are: requests go out as replies, and what creators answer is noticed."""
