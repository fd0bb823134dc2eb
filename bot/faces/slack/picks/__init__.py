"""Messages that show ambassadors their picks."""
