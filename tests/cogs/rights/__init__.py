"""Rights in Slack."""
