"""The human queue: what may be decided by whom, every decision kept as an event, undo, claims, escalation."""
