"""Licences that run now, of one item or of all that a surface may show."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import ContentEvent, Item
from bot.people.tables import Creator
from bot.review.rules import LIVE, Status
from bot.review.tables import Review, ReviewEvent
from bot.rights.rules import AskStatus
from bot.rights.scope import Licence, Proof, Use, mask, uses_of
from bot.rights.tables import Ask, AskEvent, Clearance
from bot.rights.takedowns.queries import taken_down

_AT_ONCE = 500


async def licence(session: AsyncSession, item_id: int, use: Use, now: datetime) -> Licence | None:
    """What allows an item to be shown for this use now; None: nothing does, or it no longer exists where it was
    found. Time is asked of the row, so a licence ends in the second that it says, whatever work is late."""
    found = await _licences(session, [item_id], use, now)
    return found.get(item_id)


async def may_publish(session: AsyncSession, item_id: int, use: Use, now: datetime) -> Licence | None:
    """The licence, where people have approved the item as well."""
    approved = (
        await session.exec(
            select(Review.item_id).where(Review.item_id == item_id, Review.status == Status.APPROVED.value)
        )
    ).first()
    return await licence(session, item_id, use, now) if approved is not None else None


async def licensed_items(
    session: AsyncSession, use: Use, now: datetime, after: int | None = None, limit: int = 50
) -> list[tuple[Item, Licence]]:
    """What a surface may show: approved, there, and licensed for the use; the newest first. ``after`` is the id of
    the last item of the page before."""
    newest = newest_ids(use, now, limit, after)
    statement = (
        select(Item)
        .where(col(Item.id).in_(sa.select(newest.subquery().c.item_id)))
        .order_by(col(Item.id).desc())
        .limit(limit)
    )
    items = (await session.exec(statement)).all()
    found = await _licences(session, [item.id or 0 for item in items], use, now)
    return [(item, found[item.id or 0]) for item in items if (item.id or 0) in found]


def licensed_ids(use: Use, now: Any) -> Any:
    """The ids (``item_id``) of all that may be shown for the use, each once, as a part of others' statements. ``now``
    may be a parameter of theirs."""
    return sa.union(_granted(use, now), _cleared(use, now))


async def count_licensed(session: AsyncSession, use: Use, now: datetime) -> int:
    """How many items may be shown for the use now."""
    statement = sa.select(sa.func.count()).select_from(licensed_ids(use, now).subquery())
    return int((await (await session.connection()).execute(statement)).scalar_one())


def newest_ids(use: Use, now: Any, limit: int, after: int | None = None) -> Any:
    """The ids (``item_id``) of the newest that may be shown for the use, as a part of others' statements: among them
    are the ``limit`` newest of all, some ids twice. ``after`` is the id of the last one before."""
    return sa.union_all(*(_newest(way, after, limit) for way in (_granted(use, now), _cleared(use, now))))


def _newest(way: Any, after: int | None, limit: int) -> Any:
    """The newest items that are allowed in one way: read from the end of its index, as far as the limit. An ``OR`` of
    the ways would go through all that is licensed for each page."""
    ids = way.order_by(way.selected_columns.item_id.desc()).limit(limit)
    if after is not None:
        ids = ids.where(way.selected_columns.item_id < after)
    return sa.select(ids.subquery().c.item_id)


def _granted(use: Use, now: datetime) -> Any:
    return sa.select(col(Ask.item_id).label("item_id")).where(*_runs(use, now), *_shown(col(Ask.item_id)))


@cache
def _shown(item_id: Any) -> tuple[Any, ...]:
    """That an item is there, that people approved it, and that no takedown notice stands against it. As questions
    about one item: joined, a database would begin with all that was ever approved."""
    there, approved = sa.orm.aliased(Item), sa.orm.aliased(Review)
    return (
        sa.exists().where(col(there.id) == item_id, col(there.life) == LIVE),
        sa.exists().where(col(approved.item_id) == item_id, col(approved.status) == Status.APPROVED.value),
        ~taken_down(item_id),
    )


def _runs(use: Use, now: datetime) -> list[Any]:
    """What an ask is that licenses this use now."""
    return [
        col(Ask.status) == sa.text(f"'{AskStatus.GRANTED.value}'"),  # literal: the index says the same
        col(Ask.live),
        col(Ask.granted_mask).op("&")(mask([use])) != 0,
        col(Ask.licence_from) <= now,
        sa.or_(col(Ask.licence_until).is_(None), col(Ask.licence_until) > now),
    ]


def _cleared(use: Use, now: datetime) -> Any:
    """By a clearance of the creator, unless the creator said no to this very item."""
    cleared = sa.select(col(Clearance.creator_id)).where(*_clears(use, now))
    return sa.select(col(Item.id).label("item_id")).where(
        col(Item.creator_id).in_(cleared), *_shown(col(Item.id)), ~_said_no()
    )


def _clears(use: Use, now: datetime) -> list[Any]:
    """The clearances that run. One that a person ended never runs again, also when the clock is set back."""
    return [
        col(Clearance.mask).op("&")(mask([use])) != 0,
        col(Clearance.starts_at) <= now,
        sa.or_(col(Clearance.ends_at).is_(None), col(Clearance.ends_at) > now),
        col(Clearance.ended_by).is_(None),
    ]


@cache
def _said_no() -> Any:
    """Whether the item's latest ask ended in a no."""
    later = sa.orm.aliased(Ask)
    newer = sa.select(sa.literal(1)).where(
        col(later.item_id) == col(Ask.item_id), col(later.id) > col(Ask.id)
    )
    # not as a list: a statement with one can't be prepared once for all
    no = sa.or_(*(col(Ask.status) == one.value for one in (AskStatus.DECLINED, AskStatus.WITHDRAWN)))
    runs = sa.select(sa.literal(1)).where(
        col(Ask.item_id) == col(Item.id), no, ~sa.exists(newer.correlate(Ask))
    )
    return sa.exists(runs.correlate(Item))


async def _licences(
    session: AsyncSession, item_ids: list[int], use: Use, now: datetime
) -> dict[int, Licence]:
    """What a person agreed to comes before a clearance."""
    if not item_ids:
        return {}
    there = sa.and_(col(Item.id).in_(item_ids), col(Item.life) == LIVE, ~taken_down(col(Item.id)))
    cleared = await session.exec(
        select(Item.id, Clearance)
        .join(Clearance, col(Clearance.creator_id) == col(Item.creator_id))
        .join(Creator, col(Creator.id) == col(Item.creator_id))
        .where(there, *_clears(use, now), ~_said_no())
        .order_by(col(Clearance.id).desc())
    )
    found = {item_id or 0: _by_clearance(item_id or 0, row) for item_id, row in cleared}
    granted = await session.exec(
        select(Ask).join(Item, col(Item.id) == col(Ask.item_id)).where(there, *_runs(use, now))
    )
    found.update({row.item_id: _by_ask(row) for row in granted})
    return found


def _by_ask(row: Ask) -> Licence:
    return Licence(
        item_id=row.item_id,
        ask_id=row.id,
        uses=uses_of(row.granted_uses),
        starts_at=row.licence_from or row.changed_at,
        until=row.licence_until,
        territory=row.territory,
        credit=row.credit,
        proof=Proof(row.proof),
        terms_version=row.terms_version,
    )


def _by_clearance(item_id: int, row: Clearance) -> Licence:
    return Licence(
        item_id=item_id,
        ask_id=None,
        uses=uses_of(row.uses),
        starts_at=row.starts_at,
        until=row.ends_at,
        kind=row.kind,
        credit=row.credit,
    )


async def licensed_among(
    session: AsyncSession, ids: Collection[int], use: Use, now: datetime, *, creators: bool = False
) -> set[int]:
    """Those of these items that may be shown for the use now; with ``creators``, those of these creators of whom any
    item may be."""
    found, wanted = set[int](), sorted(ids)
    connection = await session.connection()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        # Within each way: asked from outside, a database would begin with all that was ever granted.
        inside = sa.select(col(Item.id)).where(col(Item.creator_id).in_(part)) if creators else part
        ways = (
            _granted(use, now).where(col(Ask.item_id).in_(inside)),
            _cleared(use, now).where(col(Item.id).in_(inside)),
        )
        for way in ways:
            shown = set((await connection.execute(way)).scalars())
            found |= await _creators_of(connection, shown) if creators else shown
    return found


async def touched_since(session: AsyncSession, since: datetime, now: datetime) -> set[int]:
    """Items that may have stopped being licensed since then: with a step of a permission, a decision or an event of
    their life, or by a creator whose clearance ended. It costs what happened, whatever there is; an item that was
    given to another creator is not among them."""
    found = await (await session.connection()).execute(touched(since, now))
    return set(found.scalars())


def touched(since: datetime, now: datetime) -> Any:
    """The statement. A permission whose end nobody acted upon yet is due; the step that ends it comes later."""
    steps: list[Any] = [
        sa.select(col(event.item_id).label("item_id")).where(col(event.at) > since)
        for event in (AskEvent, ReviewEvent, ContentEvent)
    ]
    over = sa.select(col(Ask.item_id)).where(col(Ask.due_at) <= now, col(Ask.licence_until) <= now)
    ended = sa.select(col(Clearance.creator_id)).where(
        col(Clearance.ends_at) > since, col(Clearance.ends_at) <= now
    )
    theirs = sa.select(col(Item.id)).where(col(Item.creator_id).in_(ended))
    return sa.union(*steps, over, theirs)


async def _creators_of(connection: AsyncConnection, item_ids: set[int]) -> set[int]:
    found, ids = set[int](), sorted(item_ids)
    for start in range(0, len(ids), _AT_ONCE):
        chosen = sa.select(col(Item.creator_id)).where(col(Item.id).in_(ids[start : start + _AT_ONCE]))
        found |= {one for one in (await connection.execute(chosen.distinct())).scalars() if one is not None}
    return found
