"""All that may be offered, in narrow columns; and what else is asked of the few that are chosen among."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.picking.features import TEXT_READ
from bot.ambassadors.tables import Share
from bot.content.tables import Campaign, CampaignItem, Item, Media
from bot.people.tables import Creator
from bot.review.rules import Status
from bot.review.tables import Review
from bot.rights.licensed import licensed_ids
from bot.rights.scope import Use
from bot.rights.tables import Clearance, RightsChain
from bot.storage.lean import Row, fetch
from bot.storage.types import UtcDateTime, table_of

_ITEM, _CREATOR, _MEDIA, _REVIEW = table_of(Item), table_of(Creator), table_of(Media), table_of(Review)
_CAMPAIGN, _MEMBER = table_of(Campaign), table_of(CampaignItem)
_NOW = sa.bindparam("now", type_=UtcDateTime())
_SHARE = table_of(Share)
_AT_ONCE = 500
_PART = 2000  # rows that are made into Python's values while all else waits
Mark = tuple[Any, ...]


async def may_be_offered(session: AsyncSession, now: datetime) -> list[Row]:
    """Every piece that people approved, that is there and that employees may share now, as ``pool.pool_of`` takes it:
    id, creator, platform, kind, language, sentiment, rating, its scale, whether there is something to see, length of
    the text, tags and metrics as JSON, when it was found in seconds since 1970, followers. Numbers that aren't known
    are -1, words ""."""
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        return await fetch(connection, pool_statement(), {"now": now})  # in the connection's thread
    found: list[Row] = []
    async with connection.stream(
        pool_statement(), {"now": now}, execution_options={"yield_per": _PART}
    ) as rows:
        async for part in rows.partitions():
            found.extend(map(tuple, part))
    return found


@cache
def pool_statement() -> sa.Select[Any]:
    """The columns as the driver gives them at once: with a hundred thousand rows each conversion counts."""
    allowed = licensed_ids(Use.EMPLOYEES, _NOW).subquery()
    text = sa.func.coalesce(sa.func.nullif(_ITEM.c.text, ""), _ITEM.c.title, "")
    seen = sa.exists().where(
        _MEDIA.c.item_id == _ITEM.c.id, _MEDIA.c.kind != "audio", _MEDIA.c.state != "gone"
    )
    return sa.select(
        _ITEM.c.id,
        sa.func.coalesce(_ITEM.c.creator_id, -1),
        _ITEM.c.platform,
        _ITEM.c.kind,
        sa.func.coalesce(_ITEM.c.language, _ITEM.c.declared_language, ""),
        sa.func.coalesce(_ITEM.c.sentiment, ""),
        _as_given(sa.func.coalesce(_ITEM.c.rating, -1.0)),
        _as_given(sa.func.coalesce(_ITEM.c.rating_scale, -1.0)),
        sa.case((sa.and_(~_ITEM.c.media_hidden, seen), 1), else_=0),
        sa.func.length(text),
        sa.cast(_ITEM.c.tags, sa.Text),
        sa.cast(_ITEM.c.metrics, sa.Text),
        sa.cast(sa.extract("epoch", _ITEM.c.found_at), sa.BigInteger),
        sa.func.coalesce(_CREATOR.c.followers, -1),
    ).select_from(
        allowed.join(_ITEM, _ITEM.c.id == allowed.c.item_id).outerjoin(
            _CREATOR, _CREATOR.c.id == _ITEM.c.creator_id
        )
    )


def _as_given(number: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A number as the driver gives it: both give a float."""
    return sa.type_coerce(number, sa.types.NullType())


async def newest(session: AsyncSession) -> Mark:
    """Changes when a piece becomes one that may be offered: by a step of a permission, an approval or a clearance.
    Read from the ends of indexes."""
    (row,) = await fetch(await session.connection(), NEWEST, {})
    return tuple(row)


NEWEST = sa.select(
    sa.select(sa.func.max(table_of(RightsChain).c.sequence)).scalar_subquery(),
    sa.select(_REVIEW.c.changed_at)
    .where(_REVIEW.c.status == Status.APPROVED.value)
    .order_by(_REVIEW.c.changed_at.desc())
    .limit(1)
    .scalar_subquery(),
    sa.select(sa.func.max(table_of(Clearance).c.id)).scalar_subquery(),
)


async def texts_of(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The beginnings of what pieces say, as far as they are compared."""
    said = sa.func.coalesce(sa.func.nullif(_ITEM.c.text, ""), _ITEM.c.title, "")
    statement = sa.select(_ITEM.c.id, sa.func.substr(said, 1, TEXT_READ)).where(_ITEM.c.id.in_(sorted(ids)))
    rows = await (await session.connection()).execute(statement)
    return {row[0]: row[1] for row in rows}


async def pieces_of_campaigns(session: AsyncSession, names: Collection[str]) -> dict[str, frozenset[int]]:
    """The pieces of each campaign of these names; a name that no campaign has is left out."""
    if not names:
        return {}
    statement = (
        sa.select(_CAMPAIGN.c.name, _MEMBER.c.item_id)
        .join(_MEMBER, _MEMBER.c.campaign_id == _CAMPAIGN.c.id)
        .where(_CAMPAIGN.c.name.in_(sorted(names)))
    )
    found: dict[str, set[int]] = {}
    for name, item_id in await (await session.connection()).execute(statement):
        found.setdefault(name, set()).add(item_id)
    return {name: frozenset(items) for name, items in found.items()}


# ---- how often pieces were shared ----


async def shared_often(
    session: AsyncSession, since: datetime, least: int, among: Collection[int] | None = None
) -> set[int]:
    """Pieces that were shared at least so often since then; of these, or of all."""
    connection = await session.connection()
    recent = sa.select(_SHARE.c.item_id).where(_SHARE.c.shared_at >= since)
    if among is None:
        # By the column itself SQLite would go through all shares in its order.
        piece = sa.cast(_SHARE.c.item_id, sa.BigInteger)
        statement = recent.with_only_columns(piece).group_by(piece).having(sa.func.count() >= least)
        return set((await connection.execute(statement)).scalars())
    statement = recent.group_by(_SHARE.c.item_id).having(sa.func.count() >= least)
    found, ids = set[int](), sorted(among)
    for start in range(0, len(ids), _AT_ONCE):
        part = statement.where(_SHARE.c.item_id.in_(ids[start : start + _AT_ONCE]))
        found |= set((await connection.execute(part)).scalars())
    return found


async def last_shared(session: AsyncSession) -> datetime | None:
    """When anybody shared something last: the end of an index."""
    last = sa.select(sa.func.max(_SHARE.c.shared_at, type_=UtcDateTime()))
    found: datetime | None = (await (await session.connection()).execute(last)).scalar()
    return found
