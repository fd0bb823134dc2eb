"""Who is who: staff and what they may do, creators and how they are known on each platform."""
