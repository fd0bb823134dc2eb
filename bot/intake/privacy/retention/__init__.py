"""How long found content is kept, and removing what is over."""
