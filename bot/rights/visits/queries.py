"""The one statement that a private page takes, as plain values: pages are looked at far more often than answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Media
from bot.people.tables import Creator
from bot.rights.private_links import link_hash
from bot.rights.tables import Ask
from bot.storage.database import Database
from bot.storage.lean import Row, fetch, fetch_alone
from bot.storage.types import table_of

MEDIA_SHOWN = 12
_ASK = table_of(Ask)
_ITEM = table_of(Item)
_CREATOR = table_of(Creator)
_MEDIA = table_of(Media)


class AskSeen(NamedTuple):
    """Of an ask what its page needs, by the names of ``Ask``."""

    id: int
    status: str
    language: str
    channel: str
    uses: list[str]
    granted_uses: list[str]
    territory: str
    duration_days: int
    latest: datetime | None
    credit: str
    licence_from: datetime | None
    licence_until: datetime | None
    link_hash: str
    link_expires_at: datetime | None
    link_generation: int
    pending: Mapping[str, Any]


class PieceSeen(NamedTuple):
    """Of an item and its creator."""

    id: int
    platform: str
    life: str
    title: str | None
    text: str
    url: str | None
    language: str | None
    declared_language: str | None
    handle: str | None
    name: str | None


class MediaSeen(NamedTuple):
    """Of one of its media."""

    id: int
    kind: str
    url: str
    alt: str | None
    state: str
    file: str | None
    width: int | None
    height: int | None


class Visit(NamedTuple):
    """An ask with what it is about; ``media`` in their order, the first of them."""

    ask: AskSeen
    item: PieceSeen
    media: Sequence[MediaSeen]


_OF_ITEM = PieceSeen._fields[:-2]
_OF_CREATOR = PieceSeen._fields[-2:]
_FIRST, _SECOND = len(AskSeen._fields), len(AskSeen._fields) + len(PieceSeen._fields)
_LINKED = (
    sa.select(
        *(_ASK.c[name] for name in AskSeen._fields),
        *(_ITEM.c[name] for name in _OF_ITEM),
        *(_CREATOR.c[name] for name in _OF_CREATOR),
        *(_MEDIA.c[name] for name in MediaSeen._fields),
    )
    .select_from(
        _ASK.join(_ITEM, _ITEM.c.id == _ASK.c.item_id)
        .outerjoin(_CREATOR, _CREATOR.c.id == _ITEM.c.creator_id)
        .outerjoin(_MEDIA, _MEDIA.c.item_id == _ASK.c.item_id)
    )
    .where(_ASK.c.link_hash == sa.bindparam("digest"))
    .order_by(_MEDIA.c.position, _MEDIA.c.id)
    .limit(sa.literal_column(str(MEDIA_SHOWN), sa.Integer))
)


async def look(database: Database, nonce: str) -> Visit | None:
    """What that secret opens; None where nothing has it."""
    digest = _digest(nonce)
    return _visit(await fetch_alone(database.read_engine, _LINKED, {"digest": digest})) if digest else None


async def visit(session: AsyncSession, nonce: str) -> Visit | None:
    """The same in a unit of work."""
    digest = _digest(nonce)
    return _visit(await fetch(await session.connection(), _LINKED, {"digest": digest})) if digest else None


def _digest(nonce: str) -> str | None:
    try:
        return link_hash(nonce)
    except ValueError:
        return None


def _visit(rows: Sequence[Row]) -> Visit | None:
    if not rows:
        return None
    ask, item = AskSeen(*rows[0][:_FIRST]), PieceSeen(*rows[0][_FIRST:_SECOND])
    return Visit(ask, item, [MediaSeen(*row[_SECOND:]) for row in rows if row[_SECOND] is not None])
