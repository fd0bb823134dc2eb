"""Writing many rows with one statement.

SQLAlchemy works out each row's values anew, which on SQLite costs more than writing them. Here what is the same for
all rows is worked out once for each statement; the driver gets the same text and the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """``take`` gives a row's values in the statement's order; ``processes`` turn those at some places into the
    driver's. ``constants`` are values the statement itself brings."""

    text: str
    take: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    processes: tuple[tuple[int, Callable[[Any], Any]], ...]
    constants: Mapping[str, Any]

    def values(self, row: Mapping[str, Any], known: dict[datetime, Any]) -> list[Any]:
        """What the driver gets for a row. ``known`` are moments turned already: most rows carry the same."""
        values = list(self.take({**self.constants, **row} if self.constants else row))
        for at, process in self.processes:
            value = values[at]
            if type(value) is not datetime:
                values[at] = process(value)
            elif value in known:
                values[at] = known[value]
            else:
                values[at] = known[value] = process(value)
        return values


async def write_rows(connection: AsyncConnection, statement: sa.Insert | sa.Update, rows: Rows) -> None:
    """Run ``statement`` for every row; all rows have the same keys. Nothing happens when there are none.

    Keep the statement (a module's constant): what is worked out is remembered for it.
    """
    if not rows:
        return
    prepared = _prepared(statement, connection.dialect, tuple(rows[0])) if _is_sqlite(connection) else None
    if prepared is None:
        await connection.execute(statement, rows)
        return
    known: dict[datetime, Any] = {}
    values = [tuple(prepared.values(row, known)) for row in rows]
    await connection.exec_driver_sql(prepared.text, values)


def _is_sqlite(connection: AsyncConnection) -> bool:
    return connection.dialect.name == "sqlite"


@lru_cache(maxsize=64)
def _prepared(statement: sa.Insert | sa.Update, dialect: Dialect, keys: tuple[str, ...]) -> _Prepared | None:
    """None where a statement needs more than its rows' values: defaults worked out in Python, a list of unknown
    length."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys))
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        return None
    processors = compiled._bind_processors  # what SQLAlchemy itself uses for each row
    if any(isinstance(process, tuple) for process in processors.values()):
        return None
    names, constants = [], {}
    for name in compiled.positiontup:
        bound = compiled.binds[name]
        if bound.key in keys:
            name = bound.key  # the compiler may have given it another name in the text
        elif bound.required:
            raise ValueError(f"the rows lack {bound.key!r}")
        else:
            constants[name] = bound.effective_value
        names.append(name)
    processes = [(at, processors.get(name)) for at, name in enumerate(compiled.positiontup)]
    return _Prepared(
        text=str(compiled),
        take=itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],),
        processes=tuple((at, process) for at, process in processes if process is not None),
        constants=constants,
    )
