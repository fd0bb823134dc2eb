"""Where we look for customer content: one folder a source, one contract for all (``base``)."""
