"""Contests, held from their first entry to their last prize."""
