"""The public gallery."""
