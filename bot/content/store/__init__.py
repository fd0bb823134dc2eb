"""Reading what is known about a batch and writing what came of it: a fixed number of statements a batch."""
