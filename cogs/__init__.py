"""One folder per chat feature: what it shows, what it listens to. Rules stand in bot/."""
