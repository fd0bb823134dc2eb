"""The digest: what a period brought, in the channel that wants to read it."""
