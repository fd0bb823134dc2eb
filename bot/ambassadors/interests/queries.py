"""Statements of interests."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Campaign, Item
from bot.curation.tables import Collection
from bot.rights.licensed import newest_ids
from bot.rights.scope import Use
from bot.storage.types import UtcDateTime, table_of

_ITEM, _CAMPAIGN, _COLLECTION = table_of(Item), table_of(Campaign), table_of(Collection)
LOOKED_AT = 2000
"""Pieces whose tags are looked at, the newest."""


async def tags(session: AsyncSession, now: datetime) -> list[str]:
    """Tags of pieces that may be shared now, without "#", the most frequent first."""
    statement = newest_tags(now)
    counts: Counter[str] = Counter()
    for found in (await (await session.connection()).execute(statement)).scalars():
        counts.update({str(tag).lstrip("#").casefold() for tag in found or []})
    return [tag for tag, _ in counts.most_common() if tag]


def newest_tags(now: datetime) -> Any:
    """The statement. It costs as much as it looks at: somebody is typing."""
    newest = newest_ids(Use.EMPLOYEES, sa.literal(now, UtcDateTime()), LOOKED_AT).subquery()
    chosen = (
        sa.select(newest.c.item_id).distinct().order_by(newest.c.item_id.desc()).limit(LOOKED_AT).subquery()
    )
    tagged = sa.select(_ITEM.c.tags).join(chosen, chosen.c.item_id == _ITEM.c.id)
    return tagged.order_by(chosen.c.item_id.desc())


async def campaigns(session: AsyncSession) -> list[str]:
    """Names of campaigns, the newest first."""
    statement = sa.select(_CAMPAIGN.c.name).order_by(_CAMPAIGN.c.id.desc())
    return list((await (await session.connection()).execute(statement)).scalars())


async def collections(session: AsyncSession) -> list[tuple[str, str]]:
    """Slugs and names of open collections, the newest first."""
    statement = (
        sa.select(_COLLECTION.c.slug, _COLLECTION.c.name)
        .where(_COLLECTION.c.closed_at.is_(None))
        .order_by(_COLLECTION.c.id.desc())
    )
    return [(row[0], row[1]) for row in await (await session.connection()).execute(statement)]
