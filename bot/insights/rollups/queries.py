"""Statements of the rollups: buckets, what they hold, and which of them a later change reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import CampaignItem, ContentEvent, Item, Measurement
from bot.insights.counting.tally import CreatorTally, ItemTally, Tally
from bot.insights.tables import InsightBucket, InsightCount, InsightCreator, InsightItem, InsightState
from bot.review.rules import Action
from bot.review.tables import ReviewEvent
from bot.rights.tables import AskEvent
from bot.storage.types import table_of

_BUCKET = table_of(InsightBucket)
_COUNT = table_of(InsightCount)
_ITEM = table_of(InsightItem)
_CREATOR = table_of(InsightCreator)
_PIECE = table_of(Item)
_HELD = (_COUNT, _ITEM, _CREATOR)
_SEEN_AGAIN = ("sighted", "sighting_removed", "reason_added")
"""What happens to an item that changes no figure."""
_OVERTURNS = (Action.UNDO.value, Action.REOPEN.value)
_IDS = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bucket's number and its moments."""

    id: int
    start: datetime
    end: datetime


async def stretches(session: AsyncSession, start: datetime, end: datetime) -> list[Stretch]:
    """The buckets that lie wholly between two moments, the first one first."""
    statement = (
        sa.select(_BUCKET.c.id, _BUCKET.c.starts_at, _BUCKET.c.ends_at)
        .where(_BUCKET.c.starts_at >= start, _BUCKET.c.ends_at <= end)
        .order_by(_BUCKET.c.starts_at)
    )
    rows = (await (await session.connection()).execute(statement)).all()
    return [Stretch(number, first, last) for number, first, last in rows]


async def last_end(session: AsyncSession) -> datetime | None:
    """Where the last bucket ends."""
    statement = select(InsightBucket.ends_at).order_by(col(InsightBucket.starts_at).desc()).limit(1)
    return (await session.exec(statement)).first()


async def bucket_at(session: AsyncSession, moment: datetime) -> Stretch | None:
    """The bucket that a moment lies in."""
    statement = (
        select(InsightBucket)
        .where(col(InsightBucket.starts_at) <= moment)
        .order_by(col(InsightBucket.starts_at).desc())
        .limit(1)
    )
    found = (await session.exec(statement)).first()
    if found is None or found.ends_at <= moment:
        return None
    return Stretch(found.id or 0, found.starts_at, found.ends_at)


async def held(session: AsyncSession, ids: Sequence[int]) -> Tally:
    """All that buckets hold, added up."""
    found = await held_counts(session, ids)
    if not ids:
        return found
    connection = await session.connection()
    for item_id, gained, views in await connection.execute(_gains_of_items(ids)):
        found.items[item_id] = ItemTally(int(gained), int(views))
    for row in await connection.execute(_brought_by_creators(ids)):
        found.creators[row.creator_id] = _creator_tally(row)
    return found


async def held_counts(session: AsyncSession, ids: Sequence[int], only: str | None = None) -> Tally:
    """The measures that buckets hold, added up. ``only``: of one slice."""
    found = Tally()
    if not ids:
        return found
    counts = (
        sa.select(_COUNT.c.slice, _COUNT.c.measure, sa.func.sum(_COUNT.c.number))
        .where(_COUNT.c.bucket_id.in_(ids))
        .group_by(_COUNT.c.slice, _COUNT.c.measure)
    )
    if only is not None:
        counts = counts.where(_COUNT.c.slice == only)
    for slice, measure, number in await (await session.connection()).execute(counts):
        found.add(slice, measure, int(number))
    return found


def _gains_of_items(ids: Sequence[int], within: Any = None) -> Any:
    """What each piece gained in buckets. ``within``: only pieces that this statement selects."""
    gained, views = sa.func.sum(_ITEM.c.gained).label("gained"), sa.func.sum(_ITEM.c.views).label("views")
    found = sa.select(_ITEM.c.item_id, gained, views).where(_ITEM.c.bucket_id.in_(ids))
    return (found if within is None else found.where(_ITEM.c.item_id.in_(within))).group_by(_ITEM.c.item_id)


def _brought_by_creators(ids: Sequence[int]) -> Any:
    """What each creator brought in buckets."""
    return (
        sa.select(
            _CREATOR.c.creator_id,
            sa.func.sum(_CREATOR.c.found).label("found"),
            sa.func.sum(_CREATOR.c.gained).label("gained"),
            sa.func.max(sa.case((_CREATOR.c.first, 1), else_=0)).label("first"),
        )
        .where(_CREATOR.c.bucket_id.in_(ids))
        .group_by(_CREATOR.c.creator_id)
    )


def _creator_tally(row: Any) -> CreatorTally:
    return CreatorTally(int(row.found), int(row.gained), bool(row.first))


async def leading_items(
    session: AsyncSession, ids: Sequence[int], most: int, within: Any = None
) -> tuple[dict[int, ItemTally], float]:
    """The pieces that gained most in buckets, the first one first, and of what all of them gained the sum of squares:
    as a floating-point number, since squares of large gains add up to more than an integer holds."""
    each = _gains_of_items(ids, within).cte("each").prefix_with("MATERIALIZED")
    gained = sa.cast(each.c.gained, sa.Double)
    squares = sa.select(sa.func.sum(gained * gained)).select_from(each).scalar_subquery()
    statement = (
        sa.select(each.c.item_id, each.c.gained, each.c.views, squares.label("squares"))
        .order_by(each.c.gained.desc(), each.c.item_id.desc())
        .limit(most)
    )
    rows = (await (await session.connection()).execute(statement)).all()
    found = {one.item_id: ItemTally(int(one.gained), int(one.views)) for one in rows if one.gained > 0}
    return found, float(rows[0].squares) if rows else 0.0


async def leading_creators(
    session: AsyncSession, ids: Sequence[int], most: int
) -> tuple[dict[int, CreatorTally], int, int]:
    """The creators who brought most to buckets, the first one first; of how many anything was found, and of how many
    for the first time."""
    each = _brought_by_creators(ids).cte("each").prefix_with("MATERIALIZED")
    found = sa.case((each.c.found > 0, 1), else_=0)
    news = sa.case((each.c.found > 0, each.c.first), else_=0)
    counted = sa.select(sa.func.sum(found).label("those"), sa.func.sum(news).label("news")).cte("counted")
    statement = (
        sa.select(each, counted.c.those, counted.c.news)
        .join_from(each, counted, sa.true())
        .order_by(each.c.gained.desc(), each.c.found.desc(), each.c.creator_id)
        .limit(most)
    )
    rows = (await (await session.connection()).execute(statement)).all()
    if not rows:
        return {}, 0, 0
    return {one.creator_id: _creator_tally(one) for one in rows}, int(rows[0].those), int(rows[0].news)


async def items_among(
    session: AsyncSession, ids: Sequence[int], wanted: Collection[int]
) -> dict[int, ItemTally]:
    """What these pieces gained in buckets."""
    connection, found = await session.connection(), dict[int, ItemTally]()
    for some in _parts(wanted):
        for item_id, gained, views in await connection.execute(
            _gains_of_items(ids).where(_ITEM.c.item_id.in_(some))
        ):
            found[item_id] = ItemTally(int(gained), int(views))
    return found


async def creators_among(
    session: AsyncSession, ids: Sequence[int], wanted: Collection[int]
) -> dict[int, CreatorTally]:
    """What these creators brought to buckets."""
    connection, found = await session.connection(), dict[int, CreatorTally]()
    for some in _parts(wanted):
        for row in await connection.execute(_brought_by_creators(ids).where(_CREATOR.c.creator_id.in_(some))):
            found[row.creator_id] = _creator_tally(row)
    return found


async def among(session: AsyncSession, belonging: Any, wanted: Collection[int]) -> set[int]:
    """Those of these pieces that a statement selects."""
    connection, found = await session.connection(), set[int]()
    for some in _parts(wanted):
        chosen = sa.select(_PIECE.c.id).where(_PIECE.c.id.in_(some), _PIECE.c.id.in_(belonging))
        found.update((await connection.execute(chosen)).scalars())
    return found


def _parts(wanted: Collection[int]) -> Iterator[list[int]]:
    order = sorted(wanted)
    for at in range(0, len(order), _IDS):
        yield order[at : at + _IDS]


async def counted(
    session: AsyncSession, ids: Sequence[int], slice: str, measures: Collection[str]
) -> list[tuple[int, str, int]]:
    """Measures of a slice in buckets: the bucket's number, which, how many. By their numbers, so that the table is
    searched by its key and not walked through."""
    connection, found = await session.connection(), list[tuple[int, str, int]]()
    for at in range(0, len(ids), _IDS):
        statement = sa.select(_COUNT.c.bucket_id, _COUNT.c.measure, _COUNT.c.number).where(
            _COUNT.c.bucket_id.in_(ids[at : at + _IDS]),
            _COUNT.c.slice == slice,
            _COUNT.c.measure.in_(sorted(measures)),
        )
        rows = (await connection.execute(statement)).all()
        found += [(bucket_id, measure, int(number)) for bucket_id, measure, number in rows]
    return found


async def add_bucket(session: AsyncSession, start: datetime, end: datetime, now: datetime) -> int | None:
    """A new bucket's number; None where another process added it."""
    insert: Any = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(_BUCKET)
        .values(starts_at=start, ends_at=end, counted_at=now)
        .on_conflict_do_nothing()
        .returning(_BUCKET.c.id)
    )
    found = (await (await session.connection()).execute(statement)).scalar()
    return None if found is None else int(found)


async def hold_bucket(session: AsyncSession, bucket_id: int, now: datetime) -> None:
    """Let one process at a time write what a bucket holds."""
    statement = sa.update(_BUCKET).where(_BUCKET.c.id == bucket_id).values(counted_at=now)
    await (await session.connection()).execute(statement)


async def drop_unfinished(session: AsyncSession, now: datetime) -> None:
    """Remove the buckets that end after a moment, and what they hold."""
    connection = await session.connection()
    ids = sa.select(_BUCKET.c.id).where(_BUCKET.c.ends_at > now)
    for table in _HELD:
        await connection.execute(sa.delete(table).where(table.c.bucket_id.in_(ids)))
    await connection.execute(sa.delete(_BUCKET).where(_BUCKET.c.ends_at > now))


async def fill(session: AsyncSession, bucket_id: int, found: Tally) -> None:
    """Write what a bucket adds up to in place of what it held."""
    connection = await session.connection()
    for table in _HELD:
        await connection.execute(sa.delete(table).where(table.c.bucket_id == bucket_id))
    rows: list[tuple[sa.Table, list[dict[str, Any]]]] = [
        (
            _COUNT,
            [
                {"bucket_id": bucket_id, "slice": slice, "measure": measure, "number": number}
                for slice, counter in found.counts.items()
                for measure, number in counter.items()
            ],
        ),
        (
            _ITEM,
            [
                {"bucket_id": bucket_id, "item_id": item_id, "gained": one.gained, "views": one.views}
                for item_id, one in found.items.items()
            ],
        ),
        (
            _CREATOR,
            [
                {
                    "bucket_id": bucket_id,
                    "creator_id": creator_id,
                    "found": one.found,
                    "gained": one.gained,
                    "first": one.first,
                }
                for creator_id, one in found.creators.items()
            ],
        ),
    ]
    for table, values in rows:
        if values:
            await connection.execute(sa.insert(table), values)


async def state(session: AsyncSession) -> InsightState | None:
    """How far changes were followed."""
    return await session.get(InsightState, 1)


async def changed_since(session: AsyncSession, since: datetime) -> set[int]:
    """Pieces whose earlier figures may be others now: edited, erased, moved to another campaign, or whose decision
    was overturned."""
    happened = select(ContentEvent.item_id).where(
        col(ContentEvent.at) >= since, col(ContentEvent.event).not_in(_SEEN_AGAIN)
    )
    overturned = select(ReviewEvent.item_id).where(
        col(ReviewEvent.at) >= since, col(ReviewEvent.action).in_(_OVERTURNS)
    )
    joined = select(CampaignItem.item_id).where(col(CampaignItem.added_at) >= since)
    found: set[int] = set()
    for statement in (happened, overturned, joined):
        found.update((await session.exec(statement.distinct())).all())
    return found


async def moments_of(session: AsyncSession, item_ids: Iterable[int]) -> set[datetime]:
    """When anything that counts happened to these pieces."""
    found: set[datetime] = set()
    for some in _parts(set(item_ids)):
        for statement in (
            select(Item.found_at).where(col(Item.id).in_(some)),
            select(ReviewEvent.at).where(col(ReviewEvent.item_id).in_(some)),
            select(AskEvent.at).where(col(AskEvent.item_id).in_(some)),
            select(Measurement.at).where(col(Measurement.item_id).in_(some)),
        ):
            found.update((await session.exec(statement)).all())
    return found
