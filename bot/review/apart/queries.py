"""The statements about items that were set apart."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.people.tables import Creator
from bot.review.rules import COUNTED, Status
from bot.review.tables import Review
from bot.storage.types import table_of

_REVIEW = table_of(Review)


async def counted_only(session: AsyncSession, item_ids: Collection[int]) -> list[int]:
    """Which of these items were closed as the team's own, and are no blocked creator's."""
    barred = sa.exists().where(
        col(Item.id) == _REVIEW.c.item_id,
        col(Creator.id) == Item.creator_id,
        col(Creator.blocked_at).is_not(None),
    )
    rows = await (await session.connection()).execute(
        sa.select(_REVIEW.c.item_id)
        .where(
            _REVIEW.c.item_id.in_(sorted(item_ids)),
            _REVIEW.c.status == Status.CLOSED.value,
            _REVIEW.c.reason == COUNTED,
            sa.not_(barred),
        )
        .order_by(_REVIEW.c.item_id)
    )
    return list(rows.scalars())
