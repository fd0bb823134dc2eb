"""What is the team's own: closed as it arrives, to be counted only."""
