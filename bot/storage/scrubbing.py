"""What a database file keeps of what was deleted, and writing over it.

SQLite leaves the bytes of deleted rows in free parts of its file, and older states of pages in its log, until they
are used again (https://sqlite.org/pragma.html#pragma_secure_delete). A VACUUM writes the whole file anew; emptying
the log afterwards leaves nothing of before. On a PostgreSQL server space is freed by VACUUM and used again; when its
bytes are overwritten is the server's affair, as are its write-ahead log and its backups.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from bot.kernel.errors import TryLater
from bot.storage.database import Database

LARGEST = 3_000_000_000
"""Bytes of a SQLite file that is written anew while others use it: some ten seconds, in which their writes wait."""


def is_too_large(database: Database) -> bool:
    """Whether the file is one that only a stopped process should have written anew."""
    return database.path is not None and database.path.exists() and database.path.stat().st_size > LARGEST


async def scrub(database: Database, tables: Collection[str]) -> None:
    """Leave nothing of what was deleted in the file, or on a server in the tables as far as it lets one. Doing it
    twice does no harm. Raises TryLater while others keep the database busy."""
    await asyncio.to_thread(_sqlite if database.is_sqlite else _server, database, tables)


def _sqlite(database: Database, _tables: Collection[str]) -> None:
    raw: Any = database.sync_engine.raw_connection()
    connection = raw.driver_connection
    before = connection.isolation_level
    try:
        connection.isolation_level = None  # VACUUM runs outside transactions
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise _busy() from error
    finally:
        connection.isolation_level = before
        raw.close()
    if busy:
        raise _busy()


def _busy() -> TryLater:
    return TryLater("The database is busy: its file could not be written anew.", retry_after=5)


def _server(database: Database, tables: Collection[str]) -> None:
    engine = database.sync_engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        quote = connection.dialect.identifier_preparer.quote
        for table in sorted(tables):
            connection.execute(sa.text(f"VACUUM {quote(table)}"))
