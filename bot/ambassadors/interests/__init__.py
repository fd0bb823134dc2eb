"""What somebody may say that they are interested in: tags, campaigns and collections that there are pieces of."""
