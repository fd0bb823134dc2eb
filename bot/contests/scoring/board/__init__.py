"""Reading and keeping standings: who is ranked, where, and by what."""
