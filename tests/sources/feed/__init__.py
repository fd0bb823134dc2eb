"""Tests of the feed source."""
