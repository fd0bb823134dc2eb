"""What is decided about a creator as a whole, not about one piece: never to be asked, that nothing need be asked."""
