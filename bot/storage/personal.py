"""What tables hold about people, column by column, and what becomes of it when somebody is erased.

Each room says it in a ``personal.py`` beside its ``tables.py`` (``HELD``, found by file name). Erasing and handing
out what is held read these lists, and a test compares them with the schema: a column of text that no list names fails
it, so no table can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.catalogue import PACKAGE, table_modules
from bot.storage.types import table_of

CHUNK = 500
"""Ids in one statement: far below what SQLite takes."""
SOMEBODY = "erased"
"""What stands in place of who acted."""


class Whose(StrEnum):
    """By which ids a table's rows are found."""

    ITEM = "item"
    CREATOR = "creator"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Gone:
    """It goes. ``what`` it is, for the person; ``leaves`` is what stands there then (``NAMELESS``: a name that is
    nobody's and that no other row has)."""

    what: str
    leaves: Any = None


@dataclass(frozen=True, slots=True)
class Stays:
    """It says something about the person and stays; ``why`` that may be."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Ours:
    """It says nothing about the person: a word or number of ours, who of the team acted, a hash."""

    why: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Names who acted, perhaps the person (as "discord:123"): that is replaced, in every row of the table. ``name``
    is the column of what they were called."""

    what: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Free words of others, which may name the person in any row: the name is replaced there. In rows that are about
    the person they go (``leaves``)."""

    what: str
    leaves: Any = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """It goes by statements of its own, which ``how`` names."""

    what: str
    how: str


NAMELESS = object()
CODE = Ours("a word of ours, one of a few")
DIGEST = Ours("a digest that tells nobody what it is of")
TEAM = Ours("who of the team acted: kept with what they decided")
SETTING = Ours("a name from the settings")
Fate = Gone | Stays | Ours | Actor | Words | Elsewhere
TOLD = (Gone, Stays, Words, Elsewhere)
"""What the person is given when they ask for what is held."""


@dataclass(frozen=True, slots=True)
class Through:
    """The rows belong to the person by way of another table: ``own`` column here, ``id`` there, found by ``by``."""

    own: str
    other: type[SQLModel]
    by: str | Through

    def ids(self, ids: Collection[int]) -> sa.Select[Any]:
        """The ids there that belong to these."""
        other = table_of(self.other)
        return sa.select(other.c.id).where(_belongs(other, self.by, ids))


def _belongs(table: sa.Table, by: str | Through, ids: Collection[int]) -> sa.ColumnElement[bool]:
    if isinstance(by, Through):
        return table.c[by.own].in_(by.ids(ids))
    return table.c[by].in_(list(ids))


@dataclass(frozen=True, slots=True)
class Held:
    """What one table holds. ``whose``: None where no row is about one person. ``by`` is the column of their ids.
    ``row_goes``: whole rows are deleted. A table may stand in several of these."""

    table: type[SQLModel]
    about: str
    columns: Mapping[str, Fate]
    whose: Whose | None = None
    by: str | Through = ""
    row_goes: bool = False

    @property
    def name(self) -> str:
        return table_of(self.table).name

    def rows(self, ids: Collection[int]) -> sa.ColumnElement[bool]:
        """The rows of these ids."""
        return _belongs(table_of(self.table), self.by, ids)


@dataclass(frozen=True, slots=True)
class Named:
    """How a person is named where others write. ``keys`` are account keys ("discord:123"), for who acted; ``names``
    tell them apart from everybody (handles with "@", ids, addresses, full names)."""

    keys: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pattern", naming(self.names))


def naming(names: Collection[str]) -> re.Pattern[str] | None:
    """Finds any of the names as a whole, in any case; None for none."""
    longest_first = sorted({name for name in names if name}, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def all_held() -> list[Held]:
    """Every room's lists, in the order of the rooms' paths."""
    found: list[Held] = []
    for path in table_modules():
        module = path.with_name("personal.py")
        if module.exists():
            name = ".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts)
            found += import_module(name).HELD
    return found


def held_by(whose: Whose) -> list[Held]:
    return [one for one in all_held() if one.whose is whose]


async def erase_rows(session: AsyncSession, held: Held, ids: Sequence[int]) -> int:
    """Erase what a table holds by these ids; how many rows held something. Doing it twice erases nothing more."""
    connection = await session.connection()
    count = 0
    for start in range(0, len(ids), CHUNK):
        statement = _erasing(held, ids[start : start + CHUNK])
        if statement is not None:
            count += (await connection.execute(statement)).rowcount
    return count


def _erasing(held: Held, ids: Sequence[int]) -> sa.Delete | sa.Update | None:
    table = table_of(held.table)
    if held.row_goes:
        return sa.delete(table).where(held.rows(ids))
    leaves = {name: fate.leaves for name, fate in held.columns.items() if isinstance(fate, Gone | Words)}
    if not leaves:
        return None
    values = {name: _leaves(table, value) for name, value in leaves.items()}
    full = [_is_full(table.c[name], value) for name, value in leaves.items()]
    return sa.update(table).where(held.rows(ids), sa.or_(*full)).values(values)


def _leaves(table: sa.Table, value: Any) -> Any:
    if value is NAMELESS:
        return sa.literal(f"{SOMEBODY}:") + sa.cast(table.c.id, sa.String)
    return value


def _is_full(column: sa.ColumnElement[Any], leaves: Any) -> sa.ColumnElement[bool]:
    """Whether a column holds anything but what erasing leaves."""
    if leaves is NAMELESS:
        return column.not_like(f"{SOMEBODY}:%")
    if isinstance(column.type, sa.JSON):
        text = sa.cast(column, sa.Text)
        empty = {None: "null"}.get(leaves) if leaves is None else ("[]" if leaves == [] else "{}")
        return sa.and_(column.is_not(sa.null()), text != empty)
    if leaves is None:
        return column.is_not(None)
    return sa.or_(column.is_(None), column != leaves)


async def replace_actor(session: AsyncSession, held: Held, named: Named) -> int:
    """Say "erased" wherever the person acted; how many rows that were."""
    connection, table, count = await session.connection(), table_of(held.table), 0
    for name, fate in held.columns.items():
        if isinstance(fate, Actor) and named.keys:
            values = {name: SOMEBODY} | ({fate.name: SOMEBODY} if fate.name else {})
            change = sa.update(table).where(table.c[name].in_(sorted(named.keys))).values(values)
            count += (await connection.execute(change)).rowcount
    return count


async def replace_words(session: AsyncSession, held: Held, named: Named) -> int:
    """Say "erased" wherever others name the person in free words; how many rows that were."""
    connection, count = await session.connection(), 0
    for name, fate in held.columns.items():
        if isinstance(fate, Words) and named.pattern is not None:
            count += await _replace(connection, table_of(held.table), name, named.names, named.pattern)
    return count


async def _replace(
    connection: AsyncConnection, table: sa.Table, name: str, names: Collection[str], pattern: re.Pattern[str]
) -> int:
    column, key = table.c[name], next(iter(table.primary_key.columns))
    likely = sa.or_(*(_contains(column, one) for one in sorted(names)))
    rows = (await connection.execute(sa.select(key, column).where(likely))).all()
    count = 0
    for row_id, text in rows:
        said = pattern.sub(f"[{SOMEBODY}]", text)
        if said != text:
            await connection.execute(sa.update(table).where(key == row_id).values({name: said}))
            count += 1
    return count


def _contains(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """SQLite folds the case of ASCII letters only: other letters are left to the pattern."""
    return column.icontains(re.split(r"[^\x00-\x7f]", name, maxsplit=1)[0] or name, autoescape=True)


async def rows_of(
    connection: AsyncConnection, held: Held, ids: Sequence[int]
) -> AsyncIterator[Mapping[str, Any]]:
    """What a table holds by these ids, a row after the other, in the order of their keys."""
    table = table_of(held.table)
    keys = list(table.primary_key.columns)
    for start in range(0, len(ids), CHUNK):
        chosen = sa.select(table).where(held.rows(ids[start : start + CHUNK])).order_by(*keys)
        async with connection.stream(chosen) as rows:
            async for row in rows:
                yield dict(row._mapping)


async def count_rows(connection: AsyncConnection, held: Held, ids: Sequence[int]) -> int:
    """How many rows a table holds by these ids."""
    table, count = table_of(held.table), 0
    for start in range(0, len(ids), CHUNK):
        chosen = sa.select(sa.func.count()).select_from(table).where(held.rows(ids[start : start + CHUNK]))
        count += int((await connection.execute(chosen)).scalar_one())
    return count
