"""Tests of the fileimport source."""
