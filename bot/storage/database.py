"""Engines of one database and how transactions begin on them.

SQLite has one writer at a time, so the write engine holds a single connection whose transactions begin
IMMEDIATE (the lock is taken before the first read, so what was read is still true when it is written),
and reads go through other connections that never wait for it (WAL).
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.kernel.errors import FixSettings, TryLater
from bot.kernel.log import hide_secrets
from bot.storage.one_visit import DRIVER

Synchronous = Literal["NORMAL", "FULL"]
BUSY_TIMEOUT_MS = 30_000
_WAL_ATTEMPTS = 100


class Database:
    """Asynchronous engines for our rows (``engine`` writes, ``read_engine`` reads) and a synchronous
    one (``sync_engine``) for migrations and for the durable-work engine, all on the same database."""

    def __init__(self, url: str, *, synchronous: Synchronous = "NORMAL", pool_size: int = 10) -> None:
        self.url = _parse(url)
        self.synchronous: Synchronous = synchronous
        if self.is_sqlite:
            if self.url.database:
                _make_folder(Path(self.url.database).parent)
            self._open_sqlite()
        else:
            self._open_postgresql(pool_size)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def path(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    async def close(self) -> None:
        await self.engine.dispose()
        if self.read_engine is not self.engine:
            await self.read_engine.dispose()
        self.sync_engine.dispose()

    def _open_sqlite(self) -> None:
        asynchronous = self.url.set(drivername=DRIVER)
        self.engine: AsyncEngine = create_async_engine(
            asynchronous,
            pool_size=1,
            max_overflow=0,
            pool_timeout=BUSY_TIMEOUT_MS / 1000,
            hide_parameters=True,  # an error must not print what customers wrote
        )
        self.read_engine: AsyncEngine = create_async_engine(
            asynchronous, pool_size=4, max_overflow=4, hide_parameters=True
        )
        self.sync_engine: sa.Engine = sa.create_engine(
            self.url.set(drivername="sqlite"), pool_size=10, hide_parameters=True
        )
        self._prepare(self.engine.sync_engine, isolation_level=None)
        self._prepare(self.read_engine.sync_engine, isolation_level=None)
        # The durable-work engine manages its own transactions: the driver begins them before a write.
        self._prepare(self.sync_engine, isolation_level="IMMEDIATE")
        _begin_with(self.engine.sync_engine, "BEGIN IMMEDIATE")
        _begin_with(self.read_engine.sync_engine, "BEGIN")

    def _prepare(self, engine: sa.Engine, *, isolation_level: str | None) -> None:
        def on_connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = isolation_level
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            _use_wal(cursor)
            cursor.execute(f"PRAGMA synchronous={self.synchronous}")
            cursor.execute("PRAGMA foreign_keys=ON")
            cursor.close()

        sa.event.listen(engine, "connect", on_connect)

    def _open_postgresql(self, pool_size: int) -> None:
        psycopg = self.url.set(drivername="postgresql+psycopg")
        self.engine = create_async_engine(
            psycopg, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True
        )
        self.read_engine = self.engine
        self.sync_engine = sa.create_engine(
            psycopg, pool_size=pool_size, pool_pre_ping=True, hide_parameters=True
        )


def _use_wal(cursor: Any) -> None:
    """Write-ahead logging, which a file keeps. Processes that open a new file together refuse one another at once
    instead of waiting (https://sqlite.org/wal.html, "sometimes queries return SQLITE_BUSY"), so this asks again."""
    for attempt in range(1, _WAL_ATTEMPTS + 1):
        cursor.execute("PRAGMA journal_mode")
        if cursor.fetchone()[0] == "wal":
            return
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt == _WAL_ATTEMPTS:
                raise
            time.sleep(0.05)  # only ever for a file that is new


async def ask(database: Database) -> None:
    """Have the database answer something. Raises the driver's error where it doesn't."""
    async with database.read_engine.connect() as connection:
        await connection.exec_driver_sql("SELECT 1")


def reach(database: Database) -> None:
    """Open one connection, to learn whether it can be had. Blocks. Raises TryLater with what stands in the way."""
    try:
        database.sync_engine.connect().close()
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as error:
        words = hide_secrets(str(error.orig or error).strip().splitlines()[0])
        where = f"the file {database.path}" if database.is_sqlite else "the server"
        raise TryLater(
            f"The database can't be reached: {words}.",
            remedy=f"Check that {where} is there and may be used by this user, and GOODWORD_DATABASE_URL.",
        ) from None


def _begin_with(engine: sa.Engine, statement: str) -> None:
    def on_begin(connection: sa.Connection) -> None:
        raw: Any = connection.connection.dbapi_connection  # a ``OneVisitConnection``
        raw.begin(statement)

    sa.event.listen(engine, "begin", on_begin)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FixSettings(
            f"The data folder {folder} can't be made: {error.strerror}.",
            remedy="Set data_dir (or GOODWORD_DATA_DIR) to a folder that this user may write to.",
        ) from None


def _parse(url: str) -> URL:
    remedy = "Use sqlite:////absolute/path/goodword.db or postgresql://user@host/name."
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as error:
        raise FixSettings("database.url is not a database URL.", remedy=remedy) from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise FixSettings(f"database.url names {parsed.get_backend_name()!r}.", remedy=remedy)
    if parsed.get_backend_name() == "sqlite" and not parsed.database:
        raise FixSettings("database.url names no SQLite file; it must be kept on disk.", remedy=remedy)
    return parsed
