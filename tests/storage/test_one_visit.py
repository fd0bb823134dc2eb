"""SQLite with one visit to its thread for each statement: the same answers as the adapter it replaces."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
import pytest_asyncio
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.rows import write_rows
from bot.storage.types import UtcDateTime, json_column
from bot.storage.unit_of_work import reading, unit_of_work

NOW = datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
_META = sa.MetaData()
_THING = sa.Table(
    "thing",
    _META,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String, unique=True),
    sa.Column("count", sa.Integer, default=7),
    sa.Column("data", json_column()),
    sa.Column("at", UtcDateTime()),
)
_ADD = sa.insert(_THING)
_RAISE = (
    sa.update(_THING)
    .where(_THING.c.name == sa.bindparam("key"))
    .values(
        count=sa.case((_THING.c.count > 5, sa.bindparam("new")), else_=_THING.c.count - 1),
        data=sa.bindparam("new_data"),
    )
)


@pytest_asyncio.fixture
async def things(database: Database) -> Database:
    async with unit_of_work(database) as session:
        connection = await session.connection()
        await connection.run_sync(_META.drop_all)
        await connection.run_sync(_META.create_all)
    return database


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every call that is handed to a connection's thread."""
    seen: list[Any] = []
    plain: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, fn: Any, *args: Any, **options: Any) -> Any:
        seen.append(fn)
        return await plain(self, fn, *args, **options)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return seen


def row(name: str, **values: Any) -> dict[str, Any]:
    return {"name": name, "count": 1, "data": {"é": [1, None]}, "at": NOW, **values}


async def everything(database: Database) -> list[tuple[Any, ...]]:
    async with reading(database) as session:
        rows = await (await session.connection()).execute(sa.select(_THING).order_by(_THING.c.id))
        return [tuple(each)[1:] for each in rows]


async def test_rows_come_back_as_they_were_written(things: Database) -> None:
    rows = [row("a"), row("b", data=None, at=None), row("c", count=9)]
    async with unit_of_work(things) as session:
        connection = await session.connection()
        await write_rows(connection, _ADD, rows)
        await write_rows(connection, _ADD, [])
        changes = [{"key": name, "new": 40, "new_data": [name]} for name in ("a", "c")]
        await write_rows(connection, _RAISE, changes)
    assert await everything(things) == [
        ("a", 0, ["a"], NOW),
        ("b", 1, None, None),
        ("c", 40, ["c"], NOW),
    ]


async def test_what_python_fills_in_is_filled_in(things: Database) -> None:
    async with unit_of_work(things) as session:
        await write_rows(await session.connection(), _ADD, [{"name": "a", "data": 1, "at": NOW}])
    assert await everything(things) == [("a", 7, 1, NOW)]


async def test_a_row_that_lacks_a_value_is_an_error(things: Database) -> None:
    with pytest.raises((ValueError, sa.exc.StatementError), match="new_data"):
        async with unit_of_work(things) as session:
            await write_rows(await session.connection(), _RAISE, [{"key": "a", "new": 1}])


async def test_a_refused_row_takes_the_whole_unit_with_it(things: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        async with unit_of_work(things) as session:
            await write_rows(await session.connection(), _ADD, [row("a"), row("a")])
    assert await everything(things) == []
    async with unit_of_work(things) as session:  # and the connection works on
        await write_rows(await session.connection(), _ADD, [row("a")])
    assert len(await everything(things)) == 1


async def test_numbers_of_rows_and_new_ids_are_told(things: Database) -> None:
    async with unit_of_work(things) as session:
        connection = await session.connection()
        made = await connection.execute(_ADD.values(**row("a")).returning(_THING.c.id))
        assert made.scalar_one() == 1
        assert (await connection.execute(_ADD.values(**row("b")))).inserted_primary_key == (2,)
        changed = await connection.execute(sa.update(_THING).values(count=3))
        assert changed.rowcount == 2


async def test_a_large_result_can_be_read_piece_by_piece(things: Database) -> None:
    async with unit_of_work(things) as session:
        await write_rows(await session.connection(), _ADD, [row(f"n{number}") for number in range(500)])
    async with reading(things) as session, (await session.connection()).stream(sa.select(_THING)) as rows:
        assert len([each async for each in rows]) == 500


async def test_a_statement_is_one_visit(sqlite_database: Database, visits: list[Any]) -> None:
    async with unit_of_work(sqlite_database) as session:
        await (await session.connection()).run_sync(_META.create_all)
    await everything(sqlite_database)  # both connections are open now
    visits.clear()
    async with unit_of_work(sqlite_database) as session:
        await write_rows(await session.connection(), _ADD, [row("a"), row("b")])
    assert len(visits) == 2, "begin and insert; commit"
    visits.clear()
    await everything(sqlite_database)
    assert len(visits) == 2, "begin and select; end"
    visits.clear()
    async with unit_of_work(sqlite_database) as session:
        await session.connection()
    assert not visits, "nothing was asked"


async def test_a_reader_sees_one_state_throughout(sqlite_database: Database) -> None:
    async with unit_of_work(sqlite_database) as session:
        await (await session.connection()).run_sync(_META.create_all)
    count = sa.select(sa.func.count()).select_from(_THING)
    async with reading(sqlite_database) as reader:
        before = (await (await reader.connection()).execute(count)).scalar_one()
        async with unit_of_work(sqlite_database) as session:
            await write_rows(await session.connection(), _ADD, [row("a")])
        assert (await (await reader.connection()).execute(count)).scalar_one() == before == 0
    assert len(await everything(sqlite_database)) == 1


async def test_what_was_read_is_still_true_when_it_is_written(tmp_path: Path) -> None:
    """Two processes count up one number: the lock is taken before the first read."""
    first, second = (Database(f"sqlite:///{tmp_path}/counter.db") for _ in range(2))
    async with unit_of_work(first) as session:
        await (await session.connection()).run_sync(_META.create_all)
        await write_rows(await session.connection(), _ADD, [row("a", count=0)])

    async def count_up(database: Database) -> None:
        for _ in range(20):
            async with unit_of_work(database) as session:
                connection = await session.connection()
                count = (await connection.execute(sa.select(_THING.c.count))).scalar_one()
                await connection.execute(sa.update(_THING).values(count=count + 1))

    await asyncio.gather(count_up(first), count_up(second))
    assert [each[1] for each in await everything(first)] == [40]
    for database in (first, second):
        await database.close()
