"""Tests of curation in chat."""
