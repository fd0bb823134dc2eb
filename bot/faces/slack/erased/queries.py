"""Which messages in Slack are about pieces that were erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Media
from bot.faces.slack.tables import DRAWN, SlackFile, SlackMessage, SlackMessageItem
from bot.review.tables import Review

_CHUNK = 500


def _about(items: Sequence[int], *conditions: sa.ColumnElement[bool]) -> Any:
    """Messages that show any of these, as a subquery of their ids."""
    return (
        sa.select(col(SlackMessageItem.message_id))
        .join(Review, col(Review.item_id) == col(SlackMessageItem.item_id))
        .where(col(SlackMessageItem.item_id).in_(list(items)), *conditions)
    )


async def posts_about(session: AsyncSession, items: Sequence[int]) -> list[SlackMessage]:
    """Posts about these pieces that nothing draws anew."""
    found: list[SlackMessage] = []
    for start in range(0, len(items), _CHUNK):
        chosen = select(SlackMessage).where(
            col(SlackMessage.id).in_(_about(items[start : start + _CHUNK])),
            col(SlackMessage.kind).not_in(DRAWN),
        )
        found += list(await session.exec(chosen.order_by(col(SlackMessage.id))))
    return found


async def with_keys(session: AsyncSession, keys: Sequence[str]) -> list[SlackMessage]:
    """The messages of these keys."""
    found: list[SlackMessage] = []
    for start in range(0, len(keys), _CHUNK):
        chosen = select(SlackMessage).where(col(SlackMessage.key).in_(keys[start : start + _CHUNK]))
        found += list(await session.exec(chosen))
    return found


async def still_shown(session: AsyncSession, items: Sequence[int]) -> int:
    """Messages that still show one of these as it was."""
    old = col(SlackMessageItem.shown_revision) < col(Review.display_revision)
    return await _count(session, items, old, col(SlackMessage.lost).is_(None))


async def drawn_about(session: AsyncSession, items: Sequence[int]) -> tuple[int, int]:
    """How many messages show them as gone, and how many can't be changed any more."""
    every = await _count(session, items, sa.true(), sa.true())
    lost = await _count(session, items, sa.true(), col(SlackMessage.lost).is_not(None))
    return every - lost, lost


async def _count(
    session: AsyncSession,
    items: Sequence[int],
    shown: sa.ColumnElement[bool],
    standing: sa.ColumnElement[bool],
) -> int:
    count, connection = 0, await session.connection()
    for start in range(0, len(items), _CHUNK):
        chosen = (
            sa.select(sa.func.count())
            .select_from(SlackMessage)
            .where(
                col(SlackMessage.id).in_(_about(items[start : start + _CHUNK], shown)),
                col(SlackMessage.kind).in_(DRAWN),
                standing,
            )
        )
        count += int((await connection.execute(chosen)).scalar_one())
    return count


async def pictures_left(session: AsyncSession) -> int:
    """Uploaded pictures whose media are not known any more."""
    known = sa.exists().where(col(Media.id) == col(SlackFile.media_id))
    chosen = sa.select(sa.func.count()).select_from(SlackFile).where(~known)
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def anything_posted(session: AsyncSession) -> bool:
    """Whether any message of ours stands in Slack."""
    return (await session.exec(select(SlackMessage.id).limit(1))).first() is not None
