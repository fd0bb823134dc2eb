"""What Discord shows, or was given, of somebody who is erased."""
