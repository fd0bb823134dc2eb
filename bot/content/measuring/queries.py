"""Writing measurements beside the items they are of, reading them, and forgetting what may be kept no longer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.known import LIVE, KnownItem, Plan
from bot.content.metrics import METRICS, Gained, canonical, expires, first_gains, gains
from bot.content.pieces import Piece
from bot.content.tables import Measurement
from bot.storage.rows import write_rows
from bot.storage.types import table_of

BATCH = 500
_m = table_of(Measurement).c
_ADD = sa.insert(table_of(Measurement))
_LAST = sa.select(_m.item_id, _m.platform, _m.stood, *(_m[name] for name in METRICS)).where(
    _m.id.in_(
        sa.select(sa.func.max(_m.id))
        .where(_m.item_id.in_(sa.bindparam("ids", expanding=True)))
        .group_by(_m.item_id)
    )
)


async def write_measurements(connection: AsyncConnection, plan: Plan, now: datetime) -> None:
    """Keep what the written plan's living items were counted to have, where that is something new.

    At most two statements; none where no count changed. A look that finds every count as it was writes nothing.
    """
    known = [(one, one.counted_from) for one in plan.touched.values() if one.counted_from is not None]
    known = [(one, piece) for one, piece in known if one.life == LIVE]
    last: dict[int, Any] = {}
    if known:
        rows = await connection.execute(_LAST, {"ids": [one.id for one, _ in known]})
        last = {row.item_id: row for row in rows}
    values = [*_first_of_new(plan, now)]
    for item, piece in known:
        measured = _measured(item, piece, last.get(item.id or 0), now)
        if measured is not None:
            values.append(_row(item, piece, measured, now, first=item.id not in last))
    await write_rows(connection, _ADD, values)


def _first_of_new(plan: Plan, now: datetime) -> Iterator[dict[str, Any]]:
    for item in plan.new:
        piece = item.counted_from or item.main_piece
        if not item.metrics or piece is None or item.life != LIVE:
            continue
        if counts := canonical(piece.found.platform, item.metrics):
            measured = first_gains(counts, piece.found.published_at, now)
            yield _row(item, piece, measured, now, first=True)


def _measured(item: KnownItem, piece: Piece, last: Any, now: datetime) -> Gained | None:
    """What a known item's counts come to; None where they are none or as they were."""
    found = piece.found
    counts = canonical(found.platform, item.metrics)
    if not counts:
        return None
    if last is None:
        return first_gains(counts, found.published_at, now, new=False)
    if last.platform != found.platform:  # known from another place now, which counts for itself
        return Gained(counts, reset=True)
    before = {name: count for name in METRICS if (count := getattr(last, name)) is not None}
    measured = gains(before, counts, last.stood)
    return measured if measured.counts != before else None


def _row(item: KnownItem, piece: Piece, measured: Gained, now: datetime, *, first: bool) -> dict[str, Any]:
    platform = piece.found.platform
    return {
        "item_id": item.id,
        "at": now,
        "platform": platform,
        "first": first,
        "reset": measured.reset,
        "stood": dict(measured.stood),
        "expires_at": expires(platform, now),
        **{name: measured.counts.get(name) for name in METRICS},
        **{f"gained_{name}": measured.gained.get(name, 0) for name in METRICS},
    }


async def measurements_of(session: AsyncSession, item_id: int) -> Sequence[Measurement]:
    """What an item was counted to have, oldest first: in the order of measuring, whatever the clock did."""
    statement = select(Measurement).where(Measurement.item_id == item_id).order_by(col(Measurement.id))
    return (await session.exec(statement)).all()


async def drop_expired(
    session: AsyncSession, now: datetime, limit: int = BATCH, before: datetime | None = None
) -> int:
    """Forget past counts whose platform lets them be kept no longer; how many, at most ``limit``. ``before``: only
    older ones, since what was gained after has not been added up yet.

    An item's newest one stays with the item: it says what the item's own counts say, and looks renew it.
    """
    newer = aliased(Measurement)
    over = (
        sa.select(_m.id)
        .where(_m.expires_at <= now, sa.true() if before is None else _m.at < before)
        .where(sa.exists().where(col(newer.item_id) == _m.item_id, col(newer.id) > _m.id))
        .limit(limit)
    )
    connection = await session.connection()
    ids = (await connection.execute(over)).scalars().all()
    if not ids:
        return 0
    return (await connection.execute(sa.delete(Measurement).where(_m.id.in_(ids)))).rowcount
