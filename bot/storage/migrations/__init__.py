"""One track of migrations for every room. Written by ``python -m bot.storage.migrate``, see there."""
