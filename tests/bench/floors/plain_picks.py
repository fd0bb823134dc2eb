"""The database read alone: every piece's columns by the driver, with no question whether it may be offered."""

from __future__ import annotations

import sqlite3

_READ = """SELECT id, creator_id, platform, kind, language, sentiment, rating, rating_scale, length(text), tags,
    metrics, found_at FROM item"""


def read(connection: sqlite3.Connection) -> int:
    """How many there are."""
    return len(connection.execute(_READ).fetchall())
