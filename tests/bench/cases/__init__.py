"""One file a case: ``run(rounds)`` yields its results."""
