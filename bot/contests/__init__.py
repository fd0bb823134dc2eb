"""Contests: their life, entries, votes and scores, a draw that anybody can run again, and the prizes."""
