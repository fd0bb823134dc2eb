"""The chain in the database: adding to it, and reading it again in constant memory."""
