"""Looking for what is odd about votes, for managers to judge. Nothing is removed because of it."""
