"""How SQLite means to answer what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database


class Asked:
    """The statements that were asked while watching, with their values."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.statements: list[tuple[str, Any]] = []

    def plans(self, naming: str) -> list[list[str]]:
        """The plan of every statement in which ``naming`` stands, step by step."""
        with self._database.sync_engine.connect() as connection:
            return [
                [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
                for statement, values in self.statements
                if naming in statement
            ]


@contextmanager
def watching(database: Database) -> Iterator[Asked]:
    """Note what is read from a SQLite database meanwhile."""
    asked = Asked(database)

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.statements.append((statement, values))

    engine = database.read_engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
