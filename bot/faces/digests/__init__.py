"""How digests are worded, for every face."""
