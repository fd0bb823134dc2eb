"""Recognition that isn't rank: streaks, firsts, the most helpful find, thanks."""
