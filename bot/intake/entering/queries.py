"""Statements about what may be entered and who made it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Sighting
from bot.contests.tables import ContestEntry
from bot.people.tables import Account, Creator
from bot.review.rules import Status
from bot.review.tables import Review

_LOOKED_AT = 400
"""Of somebody's newest pieces, how many are looked through for the hashtag."""
_NOT_OFFERED = (Status.REJECTED.value, Status.CLOSED.value)
_ITEM = (
    col(Item.id),
    col(Item.title),
    col(Item.text),
    col(Item.tags),
    col(Item.url),
    col(Item.platform),
    col(Item.life),
    col(Item.published_at),
    col(Item.found_at),
)


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a piece, and the account they are known by, if they are."""

    platform: str
    external_id: str
    label: str
    account_id: int | None
    identity_id: int | None


@dataclass(frozen=True, slots=True)
class Piece:
    """An item as far as it matters here."""

    id: int
    title: str | None
    text: str
    tags: Sequence[str]
    url: str | None
    platform: str
    life: str
    published_at: datetime | None
    found_at: datetime


async def maker_of(session: AsyncSession, item_id: int) -> Maker | None:
    """Who made an item; None where nobody knows."""
    connection = await session.connection()
    row = (await connection.execute(_MAKER, {"item": item_id})).first()
    if row is None:
        return None
    label = row.name or row.handle or row.external_id
    return Maker(row.platform, row.external_id, label, row.account_id, row.identity_id)


_MAKER: Any = (
    sa.select(
        col(Creator.platform),
        col(Creator.external_id),
        col(Creator.handle),
        col(Creator.name),
        col(Account.id).label("account_id"),
        col(Account.identity_id),
    )
    .join_from(Item, Creator, col(Creator.id) == col(Item.creator_id))
    .outerjoin(
        Account,
        sa.and_(
            col(Account.platform) == col(Creator.platform),
            col(Account.external_id) == col(Creator.external_id),
        ),
    )
    .where(col(Item.id) == sa.bindparam("item"))
)


async def creators_of(session: AsyncSession, account_ids: Collection[int]) -> list[Creator]:
    """The creators whom these accounts are."""
    statement = (
        select(Creator)
        .join(
            Account,
            sa.and_(
                col(Account.platform) == col(Creator.platform),
                col(Account.external_id) == col(Creator.external_id),
            ),
        )
        .where(col(Account.id).in_(list(account_ids)))
        .order_by(col(Creator.id))
    )
    return list((await session.exec(statement)).all())


async def enterable(
    session: AsyncSession, contest_id: int, creator_ids: Collection[int], besides: str
) -> list[Piece]:
    """The newest pieces by these creators that live, weren't refused and aren't entered yet, and that a source found:
    another than ``besides``."""
    found = sa.exists().where(col(Sighting.item_id) == col(Item.id), col(Sighting.source) != besides)
    entered = sa.exists().where(
        col(ContestEntry.contest_id) == contest_id, col(ContestEntry.item_id) == col(Item.id)
    )
    statement = (
        sa.select(*_ITEM)
        .join_from(Item, Review, col(Review.item_id) == col(Item.id), isouter=True)
        .where(col(Item.creator_id).in_(list(creator_ids)), col(Item.life) == "live", ~entered, found)
        .where(sa.or_(col(Review.status).is_(None), col(Review.status).not_in(_NOT_OFFERED)))
        .order_by(col(Item.id).desc())
        .limit(_LOOKED_AT)
    )
    return [_piece(row) for row in await (await session.connection()).execute(statement)]


async def piece(session: AsyncSession, item_id: int) -> Piece | None:
    """An item as ``enterable`` gives it, however it stands."""
    statement = sa.select(*_ITEM).where(col(Item.id) == item_id)
    row = (await (await session.connection()).execute(statement)).first()
    return None if row is None else _piece(row)


def _piece(row: Any) -> Piece:
    return Piece(*row)


async def sighted(session: AsyncSession, source: str, external_ids: Collection[str]) -> dict[str, int]:
    """Which of these a source has given and that still stand, with their items."""
    statement = sa.select(col(Sighting.external_id), col(Sighting.item_id)).where(
        col(Sighting.source) == source,
        col(Sighting.external_id).in_(list(external_ids)),
        col(Sighting.removed_at).is_(None),
    )
    rows = await (await session.connection()).execute(statement)
    return {row.external_id: row.item_id for row in rows}
