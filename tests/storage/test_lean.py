"""Statements run without SQLAlchemy's share give what they give with it, in the same transaction."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from bot.people.tables import Account
from bot.storage.database import Database
from bot.storage.lean import Step, fetch, fetch_alone, run_together
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work

NOW = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
_ACCOUNT = table_of(Account)
_ADD = (
    sa.insert(_ACCOUNT)
    .values(
        {
            name: sa.bindparam(name, type_=_ACCOUNT.c[name].type)
            for name in ("platform", "external_id", "name", "first_seen_at", "updated_at")
        }
    )
    .returning(_ACCOUNT.c.id)
)
_READ = sa.select(_ACCOUNT.c.id, _ACCOUNT.c.name, _ACCOUNT.c.updated_at, _ACCOUNT.c.left_at).where(
    _ACCOUNT.c.external_id == sa.bindparam("who")
)
_RENAME = (
    sa.update(_ACCOUNT)
    .where(_ACCOUNT.c.external_id == sa.bindparam("who"))
    .values(name=sa.bindparam("new_name"))
    .returning(_ACCOUNT.c.id)
)
_RENAME_QUIETLY = sa.text("UPDATE account SET name = name || '!' WHERE external_id = :who")


def values(who: str, name: str | None = "Ann") -> dict[str, object]:
    return {
        "platform": "discord",
        "external_id": who,
        "name": name,
        "first_seen_at": NOW,
        "updated_at": NOW,
    }


async def read(database: Database, who: str) -> list[tuple[object, ...]]:
    async with reading(database) as session:
        return await fetch(await session.connection(), _READ, {"who": who})


async def test_values_and_rows_are_as_sqlalchemy_has_them(database: Database) -> None:
    async with unit_of_work(database) as session:
        connection = await session.connection()
        ((id,),) = await fetch(connection, _ADD, values("a", "100 % \u202eAnn' --"))
        found = await fetch(connection, _READ, {"who": "a"})
        assert found == [tuple(row) for row in await connection.execute(_READ, {"who": "a"})]
    assert found == [(id, "100 % \u202eAnn' --", NOW, None)]
    assert await read(database, "a") == found
    assert await read(database, "b") == []


async def test_what_follows_from_nothing_is_not_done(database: Database) -> None:
    async with unit_of_work(database) as session:
        connection = await session.connection()
        steps: list[Step] = [
            (_ADD, values("a")),
            (_RENAME_QUIETLY, {"who": "a"}),
            (_RENAME, {"who": "nobody", "new_name": "Bob"}),
            (_RENAME_QUIETLY, {"who": "a"}),
        ]
        first, quiet, nothing = await run_together(connection, steps)
    assert (len(first or []), quiet, nothing) == (1, None, [])
    assert [row[1] for row in await read(database, "a")] == ["Ann!"]


async def add(database: Database, *rows: dict[str, object], failing: bool = False) -> None:
    async with unit_of_work(database) as session:
        await run_together(await session.connection(), [(_ADD, row) for row in rows])
        if failing:
            raise RuntimeError("no")


async def test_it_belongs_to_the_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError, match="no"):
        await add(database, values("a"), failing=True)
    assert await read(database, "a") == []


async def test_read_alone_it_sees_what_is_committed_and_leaves_nothing_open(database: Database) -> None:
    async with unit_of_work(database) as session:
        await fetch(await session.connection(), _ADD, values("u1"))
    assert [row[1] for row in await fetch_alone(database.read_engine, _READ, {"who": "u1"})] == ["Ann"]
    for name in ("Bea", "Cleo"):
        async with unit_of_work(database) as session:
            await fetch(await session.connection(), _RENAME, {"who": "u1", "new_name": name})
        # The same connection again: had it kept a transaction open, it would still see the name before.
        assert [row[1] for row in await fetch_alone(database.read_engine, _READ, {"who": "u1"})] == [name]
    assert await fetch_alone(database.read_engine, _READ, {"who": "nobody"}) == []
    with pytest.raises(sa.exc.DBAPIError):
        await fetch_alone(database.read_engine, sa.text("SELECT nothing FROM nowhere"), {})


async def test_errors_are_sqlalchemy_s(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError) as error:
        await add(database, values("a", "a secret"), values("a", "a secret"))
    assert "secret" not in str(error.value)
    assert await read(database, "a") == []


async def test_a_list_of_unknown_length_is_refused(database: Database) -> None:
    statement = sa.select(_ACCOUNT.c.id).where(_ACCOUNT.c.id.in_(sa.bindparam("ids", expanding=True)))
    async with reading(database) as session:
        with pytest.raises(ValueError, match="unknown length"):
            await fetch(await session.connection(), statement, {"ids": [1]})
