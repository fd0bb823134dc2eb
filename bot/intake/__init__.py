"""The line: source, content, screening, review; in one transaction a batch."""
