"""A local Slack (later also a local Discord) on loopback, to see and click everything without an account."""
