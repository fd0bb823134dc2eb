"""What our pages for people have in common: their frame, their style, the language they speak."""
