"""Tests of the hackernews source."""
