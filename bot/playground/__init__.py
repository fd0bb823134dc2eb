"""A local Slack (and later a local Discord) on loopback, so that everything can be seen and clicked without an account."""
