"""Slack: connection, delivery, limits, error replies. Unmodified Bolt over Socket Mode."""
