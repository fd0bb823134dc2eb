"""Tests of the private pages."""
