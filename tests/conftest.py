"""Fixtures every test may use. Nothing here reaches beyond loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.storage.database import Database
from tests.support.databases import (
    PostgresServer,
    PostgresUnavailable,
    SqliteTemplate,
    postgres_server,
    required,
)

BOTH = ["sqlite", "postgresql"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One PostgreSQL for this test process (each xdist worker has its own)."""
    try:
        with postgres_server() as server:
            yield server
    except PostgresUnavailable as error:
        if required():
            raise
        pytest.skip(f"no PostgreSQL here: {error}")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a fresh, migrated database, once on each engine; for processes that open it themselves."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_template").copy_to(tmp_path / "goodword.db")
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database without any tables, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create(template="template0")
    yield url
    server.drop(url)


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, fresh, migrated database, once on each engine."""
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def sqlite_database(sqlite_template: SqliteTemplate, tmp_path: Path) -> AsyncIterator[Database]:
    """The same on SQLite alone, for tests in which the engine makes no difference."""
    opened = Database(sqlite_template.copy_to(tmp_path / "goodword.db"))
    yield opened
    await opened.close()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """The same on PostgreSQL alone, for what only several replicas do."""
    url = postgres.create()
    yield url
    postgres.drop(url)
