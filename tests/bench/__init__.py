"""Speed and memory against named floors, in one run: ``make bench [CASE=name] [ROUNDS=n]``."""
