"""What counts, once each, and the scores that it adds up to."""
