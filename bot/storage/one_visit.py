"""SQLite for asyncio with one visit to the connection's thread for each statement.

SQLAlchemy's own adapter visits it four times (make a cursor, execute, fetch, close) and once more to begin. Each
visit wakes two threads, which costs more than most of our statements. Here a statement's begin, its execution and
its rows are one visit. What it gives up is reading a large result piece by piece, except by ``stream()``.

A transaction therefore begins with its first statement: a lock that can't be had is said there.
"""

from __future__ import annotations

import collections
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+onevisit"
"""For ``URL.set(drivername=DRIVER)``."""

_Answer = tuple[Any, int, int | None, Sequence[Any]]


class OneVisitCursor(AsyncAdapt_dbapi_cursor):
    """A cursor that holds a finished statement's answer; there is nothing to close."""

    __slots__ = ("_description", "_lastrowid", "_rowcount", "arraysize")
    _adapt_connection: OneVisitConnection

    def __init__(self, adapt_connection: OneVisitConnection) -> None:
        self._adapt_connection = adapt_connection
        self._rows = collections.deque()
        self._description: Any = None
        self._rowcount = -1
        self._lastrowid: int | None = None
        self.arraysize = 1  # a plain value here, where the base asks its driver

    @property
    def description(self) -> Any:
        return self._description

    @property
    def rowcount(self) -> int:
        return self._rowcount

    @property
    def lastrowid(self) -> int:
        return self._lastrowid  # type: ignore[return-value]  # None before an insert, as in sqlite3

    async def _async_soft_close(self) -> None:
        return

    def close(self) -> None:
        self._rows.clear()

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        self._visit(lambda cursor: cursor.execute(operation, () if parameters is None else parameters))

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._visit(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def _visit(self, run: Callable[[sqlite3.Cursor], Any]) -> None:
        self._description, self._rowcount, self._lastrowid, rows = self._adapt_connection.visit(run)
        self._rows = collections.deque(rows)


class OneVisitConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that remembers a begin until there is something to do, and ends only what has begun."""

    __slots__ = ("_begin", "_used")
    _cursor_cls = OneVisitCursor  # type: ignore[assignment]  # the base names its own, which makes cursors at once

    def __init__(self, dbapi: AsyncAdapt_aiosqlite_dbapi, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begin: str | None = None
        self._used = True  # whether anything was asked of it since the last end

    def begin(self, statement: str) -> None:
        """Begin with ``statement`` when the first statement comes."""
        self._begin = statement

    def cursor(self, server_side: bool = False) -> Any:
        if server_side:
            self.visit(lambda _cursor: None)
        return super().cursor(server_side)

    def visit(self, run: Callable[[sqlite3.Cursor], Any]) -> _Answer:
        """Run it in the connection's thread, after a begin that is due."""
        begin, self._begin, self._used = self._begin, None, True
        try:
            return await_(self._visit(run, begin))
        except Exception as error:  # noqa: BLE001  # as the base: it raises what SQLAlchemy knows
            self._handle_exception(error)

    async def visit_async(self, run: Callable[[sqlite3.Cursor], Any]) -> _Answer:
        """The same for callers that await, without SQLAlchemy between them and this (see ``lean``)."""
        begin, self._begin, self._used = self._begin, None, True
        return await self._visit(run, begin)

    async def visit_alone(self, run: Callable[[sqlite3.Cursor], Any]) -> _Answer:
        """The same for reading outside any transaction: nothing begins, so there is nothing to end either."""
        return await self._visit(run, None)

    async def _visit(self, run: Callable[[sqlite3.Cursor], Any], begin: str | None) -> _Answer:
        async with self._execute_mutex:
            answer: _Answer = await self._connection._execute(_in_thread, self._connection._conn, run, begin)
            return answer

    def rollback(self) -> None:
        self._end(super().rollback)

    def commit(self) -> None:
        self._end(super().commit)

    def _end(self, end: Callable[[], None]) -> None:
        self._begin = None
        if self._used:
            end()
            self._used = False


def _in_thread(raw: sqlite3.Connection, run: Callable[[sqlite3.Cursor], Any], begin: str | None) -> _Answer:
    if begin is not None:
        raw.execute(begin)
    cursor = raw.cursor()
    try:
        run(cursor)
        rows = cursor.fetchall() if cursor.description else ()
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()


class OneVisitDBAPI(AsyncAdapt_aiosqlite_dbapi):
    """The driver as SQLAlchemy sees it."""

    def connect(self, *arg: Any, **kw: Any) -> OneVisitConnection:
        plain = super().connect(*arg, **kw)
        return OneVisitConnection(self, plain._connection)


class OneVisitDialect(SQLiteDialect_aiosqlite):
    """SQLite as SQLAlchemy has it, over ``OneVisitConnection``."""

    driver = "onevisit"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> AsyncAdapt_aiosqlite_dbapi:
        return OneVisitDBAPI(__import__("aiosqlite"), sqlite3)


registry.register("sqlite.onevisit", __name__, "OneVisitDialect")
