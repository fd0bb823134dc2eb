"""One file a check. A new file with a ``CHECK`` is found by ``bot.screening.registry``; nothing else changes."""
