"""Several short statements that follow from one another, run as one.

On SQLite they share one visit to the connection's thread (see ``one_visit``), and what SQLAlchemy would work out for
each is worked out once: for statements of some microseconds both cost far more than the statements do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

Step = tuple[sa.Executable, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement's text, and of each value in its order: the name, the default, what makes it the driver's."""

    text: str
    values: tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]

    def bind(self, given: Mapping[str, Any]) -> list[Any]:
        return [
            process(given.get(name, default)) if process is not None else given.get(name, default)
            for name, default, process in self.values
        ]


async def run_together(connection: AsyncConnection, steps: Sequence[Step]) -> list[tuple[Any, ...] | None]:
    """Run statements in order: the first row of each as the driver gives it, None where a statement gives none.

    One that is to give rows (RETURNING) and gives none is the last: what would follow from it isn't done. Keep the
    statements (a module's constants): what is worked out is remembered for them.
    """
    if connection.dialect.name == "sqlite":
        return await connection.run_sync(_in_one_visit, steps)
    found: list[tuple[Any, ...] | None] = []
    for statement, values in steps:
        result = await connection.execute(statement, values)
        row = result.first() if result.returns_rows else None
        found.append(None if row is None else tuple(row))
        if result.returns_rows and row is None:
            break
    return found


def _in_one_visit(connection: sa.Connection, steps: Sequence[Step]) -> list[tuple[Any, ...] | None]:
    bound = [
        (prepared.text, prepared.bind(values))
        for statement, values in steps
        for prepared in (_prepared(statement, connection.dialect),)
    ]
    found: list[tuple[Any, ...] | None] = []

    def run(cursor: sqlite3.Cursor) -> None:
        for text, values in bound:
            cursor.execute(text, values)
            rows = cursor.fetchall() if cursor.description else None
            found.append(rows[0] if rows else None)
            if rows == []:
                return

    raw: Any = connection.connection.dbapi_connection  # a ``OneVisitConnection``
    raw.visit(run)
    return found


@lru_cache(maxsize=64)
def _prepared(statement: Any, dialect: Dialect) -> _Prepared:
    compiled: Any = statement.compile(dialect=dialect)
    processors = compiled._bind_processors  # what SQLAlchemy itself uses
    values = []
    for name in compiled.positiontup or ():
        bound = compiled.binds[name]
        values.append((bound.key, bound.effective_value, processors.get(name)))
    return _Prepared(str(compiled), tuple(values))
