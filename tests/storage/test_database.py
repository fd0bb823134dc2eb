"""What both databases keep, and how transactions on them behave."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.content.tables import Item
from bot.kernel.errors import FixSettings
from bot.storage.database import Database, ask
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.tables import DueTime

NOON = datetime(2026, 3, 29, 12, 0, 0, 123456, tzinfo=UTC)


def item(text: str = "Great bag", **values: Any) -> Item:
    return Item(kind="post", platform="mastodon", text=text, found_at=NOON, updated_at=NOON, **values)


async def test_times_come_back_as_the_same_utc_instant(database: Database) -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=2)))
    async with unit_of_work(database) as session:
        session.add(DueTime(name="digest", due_at=berlin))
    async with reading(database) as session:
        due = (await session.exec(select(DueTime))).one().due_at
    assert due == NOON
    assert due.utcoffset() == timedelta(0)


async def test_times_are_compared_as_instants(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(DueTime(name="earlier", due_at=NOON - timedelta(microseconds=1)))
        session.add(DueTime(name="later", due_at=NOON + timedelta(hours=1)))
    now = NOON.astimezone(timezone(timedelta(hours=-7)))
    async with reading(database) as session:
        names = (await session.exec(select(DueTime.name).where(DueTime.due_at <= now))).all()
    assert names == ["earlier"]


async def test_a_naive_time_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="must be aware"):
        async with unit_of_work(database) as session:
            session.add(DueTime(name="digest", due_at=naive))


async def test_json_and_hostile_text_come_back_unchanged(database: Database) -> None:
    hostile = "<!channel> '); DROP TABLE item; -- \u202e\u200b \U0001f9f5"
    async with unit_of_work(database) as session:
        session.add(item(hostile, metrics={"likes": 3}, tags=[hostile], why=[{"tag": "#bag"}]))
    async with reading(database) as session:
        found = (await session.exec(select(Item))).one()
    assert found.text == hostile
    assert (found.metrics, found.tags, found.why) == ({"likes": 3}, [hostile], [{"tag": "#bag"}])
    assert found.id == 1


async def test_a_unit_of_work_commits_everything_on_leaving(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(item("one"))
        await session.flush()
        session.add(item("two"))
    assert await count(database) == 2


async def test_a_unit_of_work_keeps_nothing_when_anything_raises(database: Database) -> None:
    async def interrupted() -> None:
        async with unit_of_work(database) as session:
            session.add(item())
            await session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        await interrupted()
    assert await count(database) == 0


async def test_a_unit_of_work_inside_another_is_refused(database: Database) -> None:
    async def nested() -> None:
        async with unit_of_work(database) as session:
            session.add(item())
            async with unit_of_work(database):
                pass

    with pytest.raises(RuntimeError, match="pass its session on"):
        await nested()
    assert await count(database) == 0
    async with unit_of_work(database) as session:  # and the next one opens as if nothing had been
        session.add(item())
    assert await count(database) == 1


async def test_concurrent_writers_lose_no_update(database: Database) -> None:
    """On SQLite the lock is taken before the read; on PostgreSQL the row is read for update."""
    async with unit_of_work(database) as session:
        session.add(item(version=0))

    async def increment() -> None:
        async with unit_of_work(database) as session:
            found = (await session.exec(select(Item).with_for_update())).one()
            found.version += 1
            session.add(found)

    await asyncio.gather(*(increment() for _ in range(20)))
    async with reading(database) as session:
        assert (await session.exec(select(Item.version))).one() == 20


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    async with unit_of_work(database) as session:
        session.add(item())
        await session.flush()
        async with asyncio.timeout(5):
            assert await count(database) == 0
    assert await count(database) == 1


async def test_sqlite_keeps_a_log_and_checks_references(sqlite_database: Database) -> None:
    async with reading(sqlite_database) as session:
        connection = await session.connection()
        pragmas = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert pragmas == ["wal", 1, 1, 30_000]


@pytest.mark.parametrize("url", ["", "goodword.db", "mysql://host/name", "sqlite://", "sqlite:///"])
def test_a_url_that_names_no_database_of_ours_is_refused_with_a_remedy(url: str) -> None:
    with pytest.raises(FixSettings, match=r"database\.url.*Use sqlite:////"):
        Database(url)


async def count(database: Database) -> int:
    async with reading(database) as session:
        return (await session.exec(select(sa.func.count()).select_from(Item))).one()


async def test_asking_is_more_than_having_a_connection(tmp_path: Path, database: Database) -> None:
    await ask(database)
    (tmp_path / "damaged.db").write_bytes(b"no database" * 200)
    damaged = Database(f"sqlite:///{tmp_path}/damaged.db")
    with pytest.raises(sa.exc.DatabaseError):
        await ask(damaged)
    await damaged.close()
