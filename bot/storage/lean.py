"""Short statements without what SQLAlchemy works out anew for each of them.

Running one through SQLAlchemy costs some hundred microseconds of a process's time, several times what a database
takes to find a row by its index. Here what is the same for all runs of a statement is worked out once; the driver
gets the same text and the same values, in the same transaction. On SQLite several statements share one visit to the
connection's thread (see ``one_visit``).

For what stands in the way of a person's click, with statements that are a module's constants. Rests on SQLAlchemy's
internals, as ``rows`` and ``one_visit`` do. ``before_cursor_execute`` and the like aren't told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Row = tuple[Any, ...]
Step = tuple[sa.Executable, Mapping[str, Any]]
_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """``values`` are a statement's in its order: name, the driver's name, default, what makes it the driver's.
    ``results`` are the columns whose values the driver doesn't give as they are meant."""

    text: str
    values: tuple[tuple[str, str, Any, _Process | None], ...]
    results: tuple[tuple[int, _Process], ...]

    def in_order(self, given: Mapping[str, Any]) -> list[Any]:
        return [
            given.get(key, default) if process is None else process(given.get(key, default))
            for key, _, default, process in self.values
        ]

    def by_name(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: given.get(key, default) if process is None else process(given.get(key, default))
            for key, name, default, process in self.values
        }

    def rows(self, found: Sequence[Row]) -> list[Row]:
        if not self.results:
            return list(found)
        return [self._row(row) for row in found]

    def _row(self, row: Row) -> Row:
        values = list(row)
        for at, process in self.results:
            values[at] = process(values[at])
        return tuple(values)


async def fetch(
    connection: AsyncConnection, statement: sa.Executable, values: Mapping[str, Any]
) -> list[Row]:
    """Run a statement that gives rows, and give them. Keep the statement: what is worked out is remembered for it.

    Raises what SQLAlchemy raises.
    """
    found = await run_together(connection, [(statement, values)])
    return found[0] or []


async def fetch_alone(engine: AsyncEngine, statement: sa.Executable, values: Mapping[str, Any]) -> list[Row]:
    """Run one reading statement by itself, on a connection of its own: no transaction begins or ends for it, which
    on SQLite saves a visit to the connection's thread. Raises what SQLAlchemy raises."""
    async with engine.connect() as connection:
        prepared = [(_prepared(statement, connection.dialect), values)]
        with _said_as_sqlalchemy_does(connection):
            raw = _raw(connection)
            if connection.dialect.name == "sqlite":
                return (await _in_one_visit(raw.visit_alone, prepared))[0] or []
            return (await _in_order(raw.driver_connection, prepared))[0] or []


async def run_together(connection: AsyncConnection, steps: Sequence[Step]) -> list[list[Row] | None]:
    """Run statements in order: the rows of each, None for one that gives none by its nature.

    One that is to give rows (RETURNING) and gives none is the last: what would follow from it isn't done.
    """
    prepared = [(_prepared(statement, connection.dialect), values) for statement, values in steps]
    with _said_as_sqlalchemy_does(connection):
        raw = _raw(connection)
        if connection.dialect.name == "sqlite":
            return await _in_one_visit(raw.visit_async, prepared)
        return await _in_order(raw.driver_connection, prepared)


def _raw(connection: AsyncConnection) -> Any:
    """What SQLAlchemy has the driver's connection in: on SQLite a ``OneVisitConnection``."""
    return connection.sync_connection.connection.dbapi_connection if connection.sync_connection else None


async def _in_one_visit(
    visit: Callable[..., Awaitable[Any]], steps: Sequence[tuple[_Prepared, Mapping[str, Any]]]
) -> list[list[Row] | None]:
    bound = [(prepared, prepared.in_order(values)) for prepared, values in steps]
    found: list[list[Row] | None] = []

    def run(cursor: sqlite3.Cursor) -> None:
        for prepared, values in bound:
            cursor.execute(prepared.text, values)
            rows = prepared.rows(cursor.fetchall()) if cursor.description else None
            found.append(rows)
            if rows == []:
                return

    await visit(run)
    return found


async def _in_order(
    driver: psycopg.AsyncConnection[Row], steps: Sequence[tuple[_Prepared, Mapping[str, Any]]]
) -> list[list[Row] | None]:
    found: list[list[Row] | None] = []
    for prepared, values in steps:
        cursor = await driver.execute(prepared.text.encode(), prepared.by_name(values))
        # Not ``cursor.description``, which makes an object for each column.
        gives = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        rows = prepared.rows(await cursor.fetchall()) if gives else None
        found.append(rows)
        if rows == []:
            break
    return found


@contextmanager
def _said_as_sqlalchemy_does(connection: AsyncConnection) -> Iterator[None]:
    """What the driver raises becomes what SQLAlchemy raises."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error) as error:
        dialect = connection.dialect
        base: Any = dialect.loaded_dbapi.Error
        raise sa.exc.DBAPIError.instance(
            None, None, error, base, hide_parameters=True, dialect=dialect
        ) from error


@lru_cache(maxsize=256)
def _prepared(statement: Any, dialect: Dialect) -> _Prepared:
    compiled: Any = statement.compile(dialect=dialect)
    if compiled.post_compile_params:
        raise ValueError("a statement with a list of unknown length can't be prepared")
    processors = compiled._bind_processors
    values = []
    for name in compiled.positiontup or compiled.binds:
        bound = compiled.binds[name]
        values.append((bound.key, name, bound.effective_value, processors.get(name)))
    kinds = [column.type for column in compiled._result_columns]
    results = [(at, kind._cached_result_processor(dialect, None)) for at, kind in enumerate(kinds)]
    return _Prepared(
        text=str(compiled),
        values=tuple(values),
        results=tuple((at, process) for at, process in results if process is not None),
    )
