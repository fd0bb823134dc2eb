"""House rules that a linter can't say, held over the syntax tree and the file tree."""
