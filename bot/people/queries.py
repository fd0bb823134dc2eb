"""Reading and writing creators, always many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.text import casefold_text, clean_line, strip_controls
from bot.people.creators import creator_identity
from bot.people.tables import Creator
from bot.sources.base import FoundCreator
from bot.storage.personal import SOMEBODY
from bot.storage.types import table_of

CreatorKey = tuple[str, str]
"""Platform and the id the creator has there."""

_LARGEST = 2**31 - 1  # a follower count is a 32-bit column; no account comes near it
_table = table_of(Creator)
MOST_CALLED = 200
"""Creators of a name that are looked at, the ones seen last first."""
_FACTS = ("handle", "name", "url", "avatar_url", "followers", "identity")


def creator_key(platform: str, found: FoundCreator) -> CreatorKey | None:
    """What identifies a creator: the platform's own id, else the handle or the name. None for nobody."""
    own = strip_controls(found.external_id).strip()
    if not own:
        own = creator_identity(found.handle, found.name, platform)
    return (platform, own[:500]) if own else None


async def upsert_creators(
    session: AsyncSession, platform: str, found: Sequence[FoundCreator], now: datetime
) -> dict[str, int]:
    """Make creators of one platform known, and give the id of each by its ``external_id``."""
    ids = await upsert_creators_of(session, [(platform, one) for one in found], now)
    named = ((one.external_id, creator_key(platform, one)) for one in found)
    return {external_id: ids[key] for external_id, key in named if key is not None}


async def upsert_creators_of(
    session: AsyncSession, found: Iterable[tuple[str, FoundCreator]], now: datetime
) -> dict[CreatorKey, int]:
    """Make creators of any platforms known: one read, at most one insert and one update.

    The newest facts win; a fact that a source leaves out keeps the value it had.
    """
    latest = {key: one for platform, one in found if (key := creator_key(platform, one)) is not None}
    if not latest:
        return {}
    connection = await session.connection()
    ids: dict[CreatorKey, int] = {}
    changed: list[dict[str, Any]] = []
    wanted = {"platforms": list({key[0] for key in latest}), "ids": list({key[1] for key in latest})}
    for row in (await connection.execute(_READ, wanted)).mappings():
        key = (row["platform"], row["external_id"])
        if key not in latest:
            continue
        ids[key] = row["id"]
        facts = _facts(key[0], latest.pop(key))
        merged = {name: facts[name] if facts[name] is not None else row[name] for name in _FACTS}
        merged["identity"] = facts["identity"] or row["identity"]
        if any(merged[name] != row[name] for name in _FACTS):
            changed.append({"creator": row["id"], "now": now, **{f"new_{k}": v for k, v in merged.items()}})
    if changed:
        await connection.execute(_CHANGE, changed)
    if latest:
        seen = {"first_seen_at": now, "updated_at": now}
        rows = [
            {"platform": key[0], "external_id": key[1], **_facts(key[0], one), **seen}
            for key, one in latest.items()
        ]
        statement = _INSERT_POSTGRESQL if connection.dialect.name == "postgresql" else _INSERT_SQLITE
        for made in await connection.execute(statement, rows):
            ids[(made.platform, made.external_id)] = made.id
    return ids


async def get_creators(session: AsyncSession, ids: Iterable[int]) -> dict[int, Creator]:
    """Creators by id; unknown ids are left out."""
    rows = await session.exec(select(Creator).where(_table.c.id.in_(set(ids))))
    return {row.id: row for row in rows if row.id is not None}


async def hold_creators(session: AsyncSession, ids: Iterable[int]) -> list[Creator]:
    """Creators by id, in its order, decided about by nobody else until the unit of work ends."""
    statement = select(Creator).where(_table.c.id.in_(set(ids))).order_by(_table.c.id).with_for_update()
    return list(await session.exec(statement.execution_options(populate_existing=True)))


def holds(column: Any, word: str) -> Any:
    """SQLite folds the case of ASCII letters only: the word as written and its other cases are looked for."""
    cases = {word, word.lower(), word.upper(), word.capitalize()} if not word.isascii() else {word}
    return sa.or_(*(col(column).icontains(case, autoescape=True) for case in sorted(cases)))


class Likeness(IntEnum):
    """How much a name is somebody's."""

    SAME = 0  # their handle, their id or their name
    LOCAL = 1  # their handle without its server
    PART = 2  # of their handle or name


async def creators_called(
    session: AsyncSession, name: str, platform: str = ""
) -> list[tuple[Likeness, Creator]]:
    """Creators whose handle, id or name is or holds this, on one platform or (empty) on any, the likeliest first and
    then those seen last. Case and "@" don't count."""
    wanted = name.strip().lstrip("@") or name
    plain = casefold_text(wanted)
    likely = [
        holds(_table.c.handle, wanted),
        holds(_table.c.name, wanted),
        sa.func.lower(_table.c.external_id) == wanted.lower(),
    ]
    if identity := creator_identity(wanted, None, platform):
        likely.append(_table.c.identity == identity)
    chosen = select(Creator).where(sa.or_(*likely), _table.c.external_id.not_like(f"{SOMEBODY}:%"))
    if platform:
        chosen = chosen.where(sa.func.lower(_table.c.platform) == platform.casefold())
    rows = await session.exec(chosen.order_by(_table.c.updated_at.desc(), _table.c.id).limit(MOST_CALLED))
    return sorted(((_likeness(row, plain), row) for row in rows), key=lambda found: found[0])


def _likeness(row: Creator, plain: str) -> Likeness:
    names = [casefold_text(one or "").removeprefix("@") for one in (row.handle, row.external_id, row.name)]
    if plain in names:
        return Likeness.SAME
    return Likeness.LOCAL if names[0].partition("@")[0] == plain else Likeness.PART


async def creator_platforms(session: AsyncSession) -> list[str]:
    """The platforms that creators are from, by name."""
    rows = await session.exec(select(Creator.platform).distinct().order_by(Creator.platform))
    return list(rows)


async def blocked_among(session: AsyncSession, ids: Iterable[int]) -> dict[int, str]:
    """Which of these creators are blocked, and why."""
    wanted = set(ids)
    if not wanted:
        return {}
    connection = await session.connection()
    rows = await connection.execute(_BLOCKED, {"ids": list(wanted)})
    return {row.id: row.blocked_reason or "" for row in rows}


async def block(session: AsyncSession, creator_id: int, by: str, reason: str | None, now: datetime) -> bool:
    """Block a creator: what comes from them is closed on arrival. False when that was so already, or the
    creator is unknown; the first block's person, reason and time stand."""
    changed = (
        sa.update(_table)
        .where(_table.c.id == creator_id, _table.c.blocked_at.is_(None))
        .values(blocked_at=now, blocked_by=by, blocked_reason=reason, updated_at=now)
    )
    return bool((await (await session.connection()).execute(changed)).rowcount)


async def unblock(session: AsyncSession, creator_id: int, now: datetime) -> bool:
    """Lift a block. False when there was none."""
    changed = (
        sa.update(_table)
        .where(_table.c.id == creator_id, _table.c.blocked_at.is_not(None))
        .values(blocked_at=None, blocked_by=None, blocked_reason=None, updated_at=now)
    )
    return bool((await (await session.connection()).execute(changed)).rowcount)


def _facts(platform: str, found: FoundCreator) -> dict[str, Any]:
    """The columns a source can tell, fit to be stored: single lines, numbers that fit."""
    followers = found.followers
    return {
        "handle": clean_line(found.handle) if found.handle else None,
        "name": clean_line(found.name) if found.name else None,
        "url": strip_controls(found.url)[:2000] if found.url else None,
        "avatar_url": strip_controls(found.avatar_url)[:2000] if found.avatar_url else None,
        "followers": None if followers is None else max(0, min(followers, _LARGEST)),
        "identity": creator_identity(found.handle, found.name, platform),
    }


_READ = sa.select(_table.c.id, _table.c.platform, _table.c.external_id, *(_table.c[n] for n in _FACTS)).where(
    # Not a tuple of both: SQLite would scan every creator for it.
    _table.c.platform.in_(sa.bindparam("platforms", expanding=True)),
    _table.c.external_id.in_(sa.bindparam("ids", expanding=True)),
)
_BLOCKED = sa.select(_table.c.id, _table.c.blocked_reason).where(
    _table.c.blocked_at.is_not(None), _table.c.id.in_(sa.bindparam("ids", expanding=True))
)
_CHANGE = (
    sa.update(_table)
    .where(_table.c.id == sa.bindparam("creator"))
    .values({name: sa.bindparam(f"new_{name}") for name in _FACTS} | {"updated_at": sa.bindparam("now")})
)


def _insert(dialect: Any) -> Any:
    """Another replica may make the same creator at the same moment: then theirs is the row, updated by us."""
    statement = dialect.insert(_table)
    return statement.on_conflict_do_update(
        index_elements=["platform", "external_id"], set_={"updated_at": statement.excluded.updated_at}
    ).returning(_table.c.id, _table.c.platform, _table.c.external_id)


_INSERT_SQLITE = _insert(sqlite)
_INSERT_POSTGRESQL = _insert(postgresql)
