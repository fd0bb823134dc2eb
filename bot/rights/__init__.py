"""Permission to reuse: asks and what creators answered."""
