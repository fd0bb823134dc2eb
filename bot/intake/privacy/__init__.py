"""Erasing a person, handing out what is held about them, and keeping nothing longer than may be."""
