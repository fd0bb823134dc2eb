"""Tests of the boards of ambassadors in Discord."""
