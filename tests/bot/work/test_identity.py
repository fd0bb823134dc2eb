"""One process on SQLite, numbered replicas on PostgreSQL, and the end of a process that lost its place."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from bot.kernel.errors import FixSettings
from bot.storage.database import Database
from bot.work.identity import SlotIdentity, Watchdog, identity_for
from tests.bot.work.support import working
from tests.support.waiting import eventually


async def test_a_second_process_on_sqlite_is_told_who_has_it(sqlite_database: Database) -> None:
    second = identity_for(sqlite_database)
    async with working(sqlite_database, []):
        with pytest.raises(FixSettings, match=rf"already running .*process {os.getpid()}.*need PostgreSQL"):
            await second.take()
    await second.take()
    await second.release()
    assert not os.path.exists(f"{sqlite_database.path}.holder")  # noqa: ASYNC240  # a look at a local file


async def test_replicas_take_the_lowest_free_slot(postgres_url: str) -> None:
    database = Database(postgres_url)
    first, second, third = (identity_for(database) for _ in range(3))
    await first.take()
    await second.take()
    await first.release()
    await third.take()
    assert (second.executor, third.executor) == ("slot-1", "slot-0")
    for identity in (second, third):
        await identity.release()
    await database.close()


async def test_only_an_executor_that_was_gone_twice_is_dead(postgres_url: str) -> None:
    database = Database(postgres_url)
    watcher, other = identity_for(database), identity_for(database)
    await watcher.take()
    await other.take()
    relieved: list[str] = []

    async def take_over(executor: str) -> None:
        relieved.append(executor)

    async def look() -> list[str]:
        relieved.clear()
        names = [watcher.executor, other.executor, "slot-9", "strange", ""]
        await watcher.relieve(names, take_over)
        return list(relieved)

    assert await look() == []
    assert await look() == ["slot-9"]
    await other.release()
    await eventually(lambda: saw(look, other.executor))
    await watcher.release()
    await database.close()


async def test_a_lost_session_ends_the_process(postgres_url: str) -> None:
    reasons: list[str] = []
    database = Database(postgres_url)
    identity = SlotIdentity(database, on_lost=reasons.append)
    await identity.take()
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'goodword identity' AND datname = current_database()"
        )
    await eventually(lambda: told(identity, reasons))
    assert "slot-0" in reasons[0]
    await identity.release()
    await database.close()


async def told(identity: SlotIdentity, reasons: list[str]) -> bool:
    await identity.relieve([], nobody)
    return bool(reasons)


async def nobody(executor: str) -> None:
    raise AssertionError(executor)


async def saw(look: Callable[[], Awaitable[list[str]]], executor: str) -> bool:
    return executor in await look()


async def test_the_watchdog_bites_when_the_loop_stands_still() -> None:
    reasons: list[str] = []
    bitten = threading.Event()

    def bite(reason: str) -> None:
        reasons.append(reason)
        bitten.set()

    watchdog = Watchdog(0.4, on_lost=bite)
    watchdog.start()
    await asyncio.sleep(0.6)  # longer than its patience, but the loop turns
    assert not reasons
    deadline = time.monotonic() + 10
    while not bitten.is_set() and time.monotonic() < deadline:
        time.sleep(0.05)  # noqa: ASYNC251  # the fault under test
    await watchdog.stop()
    assert len(reasons) == 1
