"""What every room may use and what uses none of ours: errors, clock, identifiers, text, log."""
