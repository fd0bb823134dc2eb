"""Previews of pictures and videos: fetched through the address guard, re-encoded, kept until a deadline."""
