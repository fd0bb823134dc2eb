"""Entering content in a contest: by a link, a file, a message, or a post that was found already."""
