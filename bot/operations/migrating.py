"""``goodword migrate``."""

from __future__ import annotations

from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrate import upgrade


def migrate_database(settings: Settings) -> list[str]:
    """Apply what the database lacks and give the revisions applied."""
    database = Database(settings.database_url, synchronous=settings.database.synchronous)
    try:
        return upgrade(database)
    finally:
        database.sync_engine.dispose()
