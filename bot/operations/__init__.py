"""What an operator does from the command line: check, try a source, import, initialise."""
