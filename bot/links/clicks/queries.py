"""What the counter writes. All of it adds to rows, in the order of their keys, so that replicas that write the same
rows at once don't wait for each other in a circle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.links.clicks.visitors import new_salt
from bot.links.tables import LinkDay, LinkSalt, LinkSource, LinkVisitor
from bot.storage.lean import run_together
from bot.storage.rows import write_rows
from bot.storage.types import table_of

Key = tuple[date, int, bytes]
"""A day, a link, a hash."""
_DAY, _VISITOR, _SALT, _SOURCE = (table_of(one) for one in (LinkDay, LinkVisitor, LinkSalt, LinkSource))
_AT_ONCE = 500


async def salt_of(session: AsyncSession, day: date) -> bytes:
    """The secret of a day, made by whoever asks first."""
    connection = await session.connection()
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = build.insert(_SALT).values(day=day, salt=new_salt()).on_conflict_do_nothing()
    await connection.execute(first)
    found: bytes = (await connection.execute(sa.select(_SALT.c.salt).where(_SALT.c.day == day))).scalar_one()
    return found


async def add_numbers(connection: AsyncConnection, more: Mapping[Key, int]) -> dict[Key, int]:
    """Add to the clicks of visitors, and give what they are then."""
    keys = sorted(more)
    rows = [
        {"day": day, "link_id": link_id, "who": who, "number": more[day, link_id, who]}
        for day, link_id, who in keys
    ]
    if connection.dialect.name == "sqlite":
        answers = await run_together(connection, [(_ADD_ONE, row) for row in rows])
        return {key: answer[0][0] for key, answer in zip(keys, answers, strict=True) if answer}
    found: dict[Key, int] = {}
    for start in range(0, len(rows), _AT_ONCE):
        result = await connection.execute(_ADD_MANY, rows[start : start + _AT_ONCE])
        found |= {(row.day, row.link_id, bytes(row.who)): row.number for row in result}
    return found


async def visitors_of(
    connection: AsyncConnection, day: date, link_id: int, address: bytes, below: int
) -> int:
    """How many visitors of an address followed a link in a day, without those of ``below`` clicks and more."""
    whole = {"day": day, "link_id": link_id, "first": address, "last": address + b"\xff" * 9, "below": below}
    return int((await connection.execute(_VISITORS_OF, whole)).scalar_one())


async def add_days(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add to days of links. Each row has all columns."""
    if rows:
        ordered = sorted(rows, key=lambda row: (row["link_id"], row["day"]))
        await write_rows(connection, _ADD_DAY[connection.dialect.name], ordered)


async def add_sources(connection: AsyncConnection, more: Mapping[tuple[date, str, str], int]) -> None:
    """Add to where the clicks of a day came from."""
    rows = [
        {"day": day, "kind": kind, "name": name, "clicks": clicks}
        for (day, kind, name), clicks in sorted(more.items())
    ]
    if rows:
        await write_rows(connection, _ADD_SOURCE[connection.dialect.name], rows)


async def source_names(connection: AsyncConnection, day: date) -> set[tuple[str, str]]:
    """The kinds and names that a day has already."""
    statement = sa.select(_SOURCE.c.kind, _SOURCE.c.name).where(_SOURCE.c.day == day)
    return {(kind, name) for kind, name in await connection.execute(statement)}


async def forget_before(session: AsyncSession, day: date) -> int:
    """Delete the secrets and hashes of the days before; how many hashes that were."""
    connection = await session.connection()
    await connection.execute(sa.delete(_SALT).where(_SALT.c.day < day))
    return (await connection.execute(sa.delete(_VISITOR).where(_VISITOR.c.day < day))).rowcount


_VISITORS_OF = sa.select(sa.func.count()).where(
    _VISITOR.c.day == sa.bindparam("day"),
    _VISITOR.c.link_id == sa.bindparam("link_id"),
    _VISITOR.c.who.between(sa.bindparam("first"), sa.bindparam("last")),
    _VISITOR.c.number < sa.bindparam("below"),
)


def _add_number(dialect: Any) -> Any:
    insert = dialect.insert(_VISITOR)
    return insert.on_conflict_do_update(
        index_elements=["day", "link_id", "who"],
        set_={"number": _VISITOR.c.number + insert.excluded.number},
    )


def _add_day(dialect: Any) -> Any:
    insert = dialect.insert(_DAY)
    new = insert.excluded
    sums = {name: _DAY.c[name] + new[name] for name in ("clicks", "visitors", "machines", "ignored")}
    times = {
        "first_at": sa.func.coalesce(_DAY.c.first_at, new.first_at),
        "clicked_at": sa.func.coalesce(new.clicked_at, _DAY.c.clicked_at),
    }
    return insert.on_conflict_do_update(index_elements=["link_id", "day"], set_={**sums, **times})


def _add_source(dialect: Any) -> Any:
    insert = dialect.insert(_SOURCE)
    return insert.on_conflict_do_update(
        index_elements=["day", "kind", "name"], set_={"clicks": _SOURCE.c.clicks + insert.excluded.clicks}
    )


_DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
_ADD_ONE = _add_number(sqlite).returning(_VISITOR.c.number)
_ADD_MANY = _add_number(postgresql).returning(
    _VISITOR.c.day, _VISITOR.c.link_id, _VISITOR.c.who, _VISITOR.c.number
)
_ADD_DAY = {name: _add_day(dialect) for name, dialect in _DIALECTS.items()}
_ADD_SOURCE = {name: _add_source(dialect) for name, dialect in _DIALECTS.items()}
