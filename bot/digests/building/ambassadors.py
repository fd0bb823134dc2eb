"""Ambassadors in a digest: how many shared, what that brought, who stands in front and what was shared most."""

from __future__ import annotations

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.activity import queries as activity
from bot.ambassadors.boards.service import board
from bot.ambassadors.rules import Measure, periods_of
from bot.digests.building.figures import plain
from bot.digests.building.naming import Naming
from bot.digests.document import Number, Sharer
from bot.insights.periods import Cadence, Period, before
from bot.insights.rows import value
from bot.kernel.text import clean_line

FIGURES = ("sharers", "shared", "visitors", "conversions")
LEADERS = 3
PIECES = 3
LOOKED_AT = 50
NAME = 80


async def ambassadors(session: AsyncSession, period: Period, zone: str, naming: Naming) -> dict[str, Any]:
    """Nothing before anybody took part, and where nothing happened now or before."""
    begun = await activity.begun(session)
    if begun is None or begun >= period.end:
        return {}
    earlier = before(period)
    numbers = []
    for figure in FIGURES:
        now = await value(session, figure, "", period.start, period.end)
        was = await value(session, figure, "", earlier.start, earlier.end) if begun < earlier.end else None
        numbers.append(plain(figure, now, was))
    if not any(one.value or one.before for one in numbers):
        return {}
    most = await activity.by_item(session, period.start, period.end, LOOKED_AT)
    shared = {item_id: shares for item_id, shares, _ in most}
    return {
        "sharing": numbers,
        "sharers": await leaders(session, period, zone),
        "shared_pieces": await naming.shared_pieces(shared, PIECES),
    }


async def leaders(session: AsyncSession, period: Period, zone: str) -> list[Sharer]:
    """Who got most points, of those who want to stand on the boards. Weeks and seasons of the programme's zone are
    boards; for other times it is counted among those who shared in it. ``zone``: the programme's."""
    names = periods_of(period.start, zone)
    kept = {Cadence.WEEK: names.week, Cadence.QUARTER: names.season}.get(period.cadence)
    if kept is not None and period.zone == zone:
        rows = (await board(session, kept, Measure.POINTS, 1, LEADERS)).rows
        found = [(one.ambassador_id, one.name, one.score) for one in rows]
    else:
        found = await activity.leaders(session, period.start, period.end, LEADERS)
    return [
        Sharer(
            ambassador_id=number,
            name=clean_line(name, NAME),
            number=Number(figure="points", slice=f"ambassador:{number}", value=points),
        )
        for number, name, points in found
        if points > 0
    ]
