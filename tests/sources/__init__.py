"""Tests of the sources: the shared contract, and what is particular to each."""
