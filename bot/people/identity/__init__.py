"""Accounts, and which of them belong to one person."""
