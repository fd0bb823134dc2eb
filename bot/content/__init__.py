"""Found items: identity, duplicates, versions, media, campaigns, and their end when a creator deletes."""
