"""The durable-work engine's own tables, and its silence."""

from __future__ import annotations

import logging
import threading
from typing import Any

from dbos import DBOSPortableJSONSerializer
from dbos._sys_db import SystemDatabase

from bot.storage.database import Database

SCHEMA = "dbos"  # on PostgreSQL; on SQLite its tables stand beside ours
# The engine strands work of other versions. Ours is compatible by rule: job names are stable and
# arguments small, so every release runs what any earlier one left.
VERSION = "1"
SERIALIZER = DBOSPortableJSONSerializer()  # its default would be pickle

_migrating = threading.Lock()


def quiet() -> None:
    """Send the engine's log through ours, warnings and worse; it would print a banner of its own."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # keeps it from adding one that prints
    logger.setLevel(logging.WARNING)


def prepare(database: Database) -> None:
    """Create or upgrade the engine's tables. Blocks; safe when several processes start together."""
    quiet()
    kind = "sqlite" if database.is_sqlite else "postgresql"
    options: dict[str, Any] = {"engine_kwargs": {}, "executor_id": None, "use_listen_notify": False}
    system = SystemDatabase.create(
        # With an engine given, the URL only says which kind it is.
        system_database_url=f"{kind}://",
        engine=database.sync_engine,
        schema=SCHEMA,
        serializer=SERIALIZER,
        **options,
    )
    with _migrating:
        system.run_migrations()
    system.destroy()
