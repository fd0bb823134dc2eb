"""Rows about sources: where each left off, how it fares, what it could not read, what waits in its inbox."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Sighting
from bot.kernel.text import clean_line
from bot.review.rules import Status
from bot.review.tables import Review
from bot.rights.licensed import licensed_ids
from bot.rights.scope import Use
from bot.sources.base import Failure
from bot.sources.tables import SourceFailure, SourceState, WebhookDelivery
from bot.storage.types import table_of

INBOX_BATCH = 200
_failure = table_of(SourceFailure)
_item = table_of(Item)
_sighting = table_of(Sighting)
_delivery = table_of(WebhookDelivery)
_review = table_of(Review)
_due = sa.func.coalesce(_sighting.c.next_look_at, _sighting.c.first_seen_at)
_LOOK = sa.select(_sighting.c.id, _sighting.c.external_id, _sighting.c.item_id, _sighting.c.first_seen_at)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A kept webhook delivery that waits to be handled."""

    id: int
    body: str


async def state_of(session: AsyncSession, name: str, *, lock: bool = True) -> SourceState | None:
    """A source's state, locked for change where the database locks rows; ``lock`` False only looks."""
    statement = select(SourceState).where(SourceState.name == name)
    return (await session.exec(statement.with_for_update() if lock else statement)).first()


async def states(session: AsyncSession) -> dict[str, SourceState]:
    """Every source that was ever polled, by name."""
    return {state.name: state for state in await session.exec(select(SourceState))}


async def inbox(session: AsyncSession, name: str) -> list[Delivery]:
    """Kept deliveries of a source, oldest first."""
    chosen = sa.select(_delivery.c.id, _delivery.c.body).where(_delivery.c.source == name)
    rows = await (await session.connection()).execute(chosen.order_by(_delivery.c.id).limit(INBOX_BATCH))
    return [Delivery(row.id, row.body) for row in rows]


async def keep_delivery(session: AsyncSession, source: str, key: str, body: str, now: datetime) -> bool:
    """Keep a delivery for the next poll of its source; False when one with this key waits already."""
    connection = await session.connection()
    build = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    values = {"source": source, "delivery_key": key, "body": body, "received_at": now}
    statement = build(_delivery).values(values).on_conflict_do_nothing(index_elements=["delivery_key"])
    return (await connection.execute(statement)).rowcount > 0


async def drop_deliveries(session: AsyncSession, ids: Sequence[int]) -> None:
    """Forget deliveries that are handled."""
    if ids:
        connection = await session.connection()
        await connection.execute(sa.delete(_delivery).where(_delivery.c.id.in_(ids)))


async def keep_failures(
    session: AsyncSession, source: str, failures: Sequence[Failure], now: datetime
) -> int:
    """Keep entries that could not be read, each once however often its source repeats it; how many are new."""
    rows = {(clean_line(one.what, 200), clean_line(one.reason, 500)): one for one in failures}
    if not rows:
        return 0
    connection = await session.connection()
    known = sa.select(_failure.c.what, _failure.c.reason).where(
        _failure.c.source == source, _failure.c.what.in_({what for what, _ in rows})
    )
    for row in await connection.execute(known):
        rows.pop((row.what, row.reason), None)
    if rows:
        values: list[dict[str, Any]] = [
            {"source": source, "what": what, "reason": why, "remedy": clean_line(one.remedy, 500), "at": now}
            for (what, why), one in rows.items()
        ]
        await connection.execute(sa.insert(_failure), values)
    return len(rows)


async def failures_of(session: AsyncSession, source: str, limit: int = 20) -> list[SourceFailure]:
    """What a source gave lately that could not be read, newest first."""
    statement = select(SourceFailure).where(SourceFailure.source == source)
    return list(await session.exec(statement.order_by(col(SourceFailure.id).desc()).limit(limit)))


async def unreadable_since(session: AsyncSession, since: datetime) -> dict[str, tuple[int, SourceFailure]]:
    """By source: how many entries could not be read since then, and the last of them."""
    statement = (
        sa.select(_failure.c.source, sa.func.count(), sa.func.max(_failure.c.id))
        .where(_failure.c.at >= since)
        .group_by(_failure.c.source)
    )
    counts = (await (await session.connection()).execute(statement)).all()
    last = select(SourceFailure).where(col(SourceFailure.id).in_([row[2] for row in counts]))
    by_id = {row.id: row for row in await session.exec(last)}
    return {source: (count, by_id[newest]) for source, count, newest in counts}


async def drop_old_failures(
    session: AsyncSession, now: datetime, keep: timedelta = timedelta(days=30)
) -> int:
    """Forget failures older than that; a source that still gives them brings them back."""
    connection = await session.connection()
    return (await connection.execute(sa.delete(_failure).where(_failure.c.at < now - keep))).rowcount


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many items a source gave within the last day, week and month, and the first and last of these."""

    day: int
    week: int
    month: int
    first: datetime
    last: datetime


async def arrivals(session: AsyncSession, now: datetime) -> dict[str, Arrivals]:
    """What came within the last month, by source; an item that two sources showed counts for both."""
    found = col(Item.found_at)
    # By an expression: grouped by the column, SQLite walks all sightings ever in the order of its index.
    source_name = sa.func.coalesce(col(Sighting.source), col(Sighting.source))

    def within(span: timedelta) -> Any:
        return sa.func.sum(sa.case((found >= now - span, 1), else_=0))

    statement = (
        sa.select(
            source_name,
            within(timedelta(days=1)),
            within(timedelta(days=7)),
            sa.func.count(),
            sa.func.min(found),
            sa.func.max(found),
        )
        .join_from(Item, Sighting, col(Sighting.item_id) == col(Item.id))
        .where(found >= now - timedelta(days=30))
        .group_by(source_name)
    )
    rows = await (await session.connection()).execute(statement)
    return {
        source: Arrivals(int(day), int(week), month, first, last)
        for source, day, week, month, first, last in rows
    }


async def set_paused(session: AsyncSession, name: str, kind: str, paused: bool) -> None:
    """Stop polling a source, or take it up again at its next time. A pause after failures ends with it."""
    state = await state_of(session, name)
    if state is None:
        state = SourceState(name=name, kind=kind)
        session.add(state)
    state.paused = paused
    if not paused:
        state.next_poll_at = None


async def claim_looks(
    session: AsyncSession,
    source: str,
    now: datetime,
    *,
    youngest: timedelta,
    oldest: timedelta,
    missing: timedelta,
    limit: int,
    gap: Callable[[timedelta], timedelta],
) -> dict[str, int]:
    """Pieces of a source that are due to be looked at again, longest overdue first, as id at the source to item.

    Their next look is set to ``gap`` of their age from now, so that nobody else is given them. One that wasn't
    found and stays all the same is due for ``missing`` longer than the others: it has to be settled.
    """
    seen = _sighting.c.first_seen_at
    chosen = (
        _LOOK.join(_item, _item.c.id == _sighting.c.item_id)
        .where(_sighting.c.source == source, seen >= now - oldest - missing, seen <= now - youngest)
        .where(sa.or_(seen >= now - oldest, _sighting.c.missing_since.is_not(None)))
    )
    return await _claim(session, chosen, now, limit, gap)


async def claim_approved_looks(
    session: AsyncSession,
    source: str,
    now: datetime,
    *,
    youngest: timedelta,
    oldest: timedelta,
    limit: int,
    gap: Callable[[timedelta], timedelta],
) -> dict[str, int]:
    """The same of pieces of that age that are approved. They are found from what was decided in that time, which is
    far less than what was found."""
    seen = _sighting.c.first_seen_at
    # By an expression: SQLite would else prefer to go through all that the source ever gave.
    of_source = sa.func.coalesce(_sighting.c.source, "") == source
    chosen = (
        _LOOK.join(_review, _review.c.item_id == _sighting.c.item_id)
        .join(_item, _item.c.id == _sighting.c.item_id)
        .where(_review.c.status == str(Status.APPROVED), _review.c.changed_at >= now - oldest)
        .where(of_source, seen >= now - oldest, seen < now - youngest)
    )
    return await _claim(session, chosen, now, limit, gap)


async def published_due(
    session: AsyncSession, source: str, now: datetime, *, youngest: timedelta, longest: timedelta, limit: int
) -> list[int]:
    """Sightings of pieces beyond that age that are shown by us, or lie behind colleagues' links, and are to be looked
    at now, longest overdue first: they are due, or are due later than ``longest`` from now, since they were looked at
    when nobody saw them. They are found from what is licensed, all of which it goes through."""
    ways = (licensed_ids(use, now).subquery() for use in (Use.WEBSITE, Use.EMPLOYEES))
    shown = sa.union(*(sa.select(way.c.item_id) for way in ways))
    of_source = sa.func.coalesce(_sighting.c.source, "") == source
    chosen = (
        sa.select(_sighting.c.id)
        .join(_item, _item.c.id == _sighting.c.item_id)
        .where(_sighting.c.item_id.in_(shown), of_source)
        .where(_sighting.c.first_seen_at < now - youngest, *_stands(), _due_within(now, longest))
        .order_by(_due, _sighting.c.id)
        .limit(limit)
    )
    return list((await (await session.connection()).execute(chosen)).scalars())


async def claim_published_looks(
    session: AsyncSession,
    ids: Sequence[int],
    now: datetime,
    *,
    longest: timedelta,
    gap: Callable[[timedelta], timedelta],
) -> dict[str, int]:
    """Those of these sightings that nobody else was given meanwhile, see ``published_due``."""
    chosen = _LOOK.join(_item, _item.c.id == _sighting.c.item_id).where(_sighting.c.id.in_(ids))
    return await _claim(session, chosen, now, len(ids), gap, _due_within(now, longest))


async def search_published_from(session: AsyncSession, source: str, at: datetime) -> None:
    """Published pieces of a source are searched for again at that time."""
    change = sa.update(table_of(SourceState)).where(col(SourceState.name) == source)
    await (await session.connection()).execute(change.values(published_due_at=at))


def _due_within(now: datetime, longest: timedelta) -> Any:
    return sa.or_(_due <= now, _sighting.c.next_look_at > now + longest)


def _stands() -> tuple[Any, ...]:
    return _sighting.c.removed_at.is_(None), _item.c.life == "live"


async def _claim(
    session: AsyncSession,
    chosen: sa.Select[Any],
    now: datetime,
    limit: int,
    gap: Callable[[timedelta], timedelta],
    due: Any = None,
) -> dict[str, int]:
    """Of the chosen sightings those that stand and are due, and when they are due next. ``due``: what is meant by
    that; by its time where none is given."""
    statement = (
        chosen.where(_due <= now if due is None else due, *_stands())
        .order_by(_due, _sighting.c.id)
        .limit(limit)
        .with_for_update(of=_sighting, skip_locked=True)
    )
    connection = await session.connection()
    rows = (await connection.execute(statement)).all()
    if rows:
        change = sa.update(_sighting).where(_sighting.c.id == sa.bindparam("row_id"))
        values = [{"row_id": row.id, "at": now + gap(now - row.first_seen_at)} for row in rows]
        await connection.execute(change.values(next_look_at=sa.bindparam("at")), values)
    return {row.external_id: row.item_id for row in rows}


async def put_off_looks(session: AsyncSession, source: str, ids: Sequence[str], until: datetime) -> None:
    """Look at these not before then."""
    chosen = sa.update(_sighting).where(_sighting.c.source == source, _sighting.c.external_id.in_(ids))
    await (await session.connection()).execute(chosen.values(next_look_at=until))


async def set_missing(
    session: AsyncSession, source: str, ids: Collection[str], since: datetime | None
) -> None:
    """These were not found and stay for now (the first time counts), or with None: they are settled."""
    at = _sighting.c.missing_since
    chosen = sa.update(_sighting).where(
        _sighting.c.source == source,
        _sighting.c.external_id.in_(ids),
        at.is_(None) if since else at.is_not(None),
    )
    await (await session.connection()).execute(chosen.values(missing_since=since))
