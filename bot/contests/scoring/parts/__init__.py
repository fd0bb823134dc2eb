"""What a score is made of: votes kept, judges' marks, points, measures."""
