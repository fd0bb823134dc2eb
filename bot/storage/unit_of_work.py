"""The one place that commits. Services inside a unit of work flush; the edge that opened it commits.

Nothing leaves the process before the commit that says so: enqueue durable work in the same unit of work
instead of calling out from inside it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.database import Database

_writing: ContextVar[bool] = ContextVar("goodword_writing", default=False)


@asynccontextmanager
async def unit_of_work(database: Database) -> AsyncIterator[AsyncSession]:
    """A session whose changes are all committed on leaving, or none of them if anything raised.

    Raises RuntimeError when opened inside another: pass the session on instead, one change is one commit.
    """
    if _writing.get():
        raise RuntimeError("a unit of work is open already; pass its session on")
    token = _writing.set(True)
    try:
        async with AsyncSession(database.engine, expire_on_commit=False) as session, session.begin():
            yield session
    finally:
        _writing.reset(token)


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncSession]:
    """A session for reading. On SQLite it never waits for a writer; it sees one committed state."""
    async with AsyncSession(database.read_engine, expire_on_commit=False, autoflush=False) as session:
        yield session
