"""Ambassadors in a digest: how many shared, what that brought, who stands in front and what was shared most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.activity import queries as activity
from bot.ambassadors.boards.service import board
from bot.ambassadors.rules import Measure, periods_of
from bot.ambassadors.worth import Worth, worth
from bot.digests.building.figures import plain
from bot.digests.building.naming import Naming
from bot.digests.document import Number, Sharer
from bot.insights.periods import Cadence, Period, before
from bot.insights.rows import value
from bot.kernel.text import clean_line
from bot.links import queries as links
from bot.settings.ambassadors import Prices

FIGURES = ("sharers", "shared", "visitors", "conversions")
LEADERS = 3
PIECES = 3
LOOKED_AT = 50
NAME = 80


async def ambassadors(
    session: AsyncSession, period: Period, zone: str, naming: Naming, prices: Prices | None, now: datetime
) -> dict[str, Any]:
    """Nothing before anybody took part, and where nothing happened now or before. ``prices`` None: nothing is said
    of money."""
    begun = await activity.begun(session)
    if begun is None or begun >= period.end:
        return {}
    earlier = before(period)
    numbers = []
    for figure in FIGURES:
        counted = await value(session, figure, "", period.start, period.end)
        was = await value(session, figure, "", earlier.start, earlier.end) if begun < earlier.end else None
        numbers.append(plain(figure, counted, was))
    if not any(one.value or one.before for one in numbers):
        return {}
    if prices is not None:
        then = await _worth(session, earlier, prices, begun, now) if begun < earlier.end else None
        numbers += _money(await _worth(session, period, prices, begun, now), then)
    most = await activity.by_item(session, period.start, period.end, LOOKED_AT)
    shared = {item_id: shares for item_id, shares, _ in most}
    return {
        "sharing": numbers,
        "sharers": await leaders(session, period, zone),
        "shared_pieces": await naming.shared_pieces(shared, PIECES),
    }


async def _worth(
    session: AsyncSession, period: Period, prices: Prices, begun: datetime, now: datetime
) -> Worth:
    converted = await links.conversions(session, period.start, period.end)
    visitors = await value(session, "visitors", "", period.start, period.end)
    return worth(converted, visitors, prices, period.start, min(period.end, now), begun)


def _money(found: Worth, before: Worth | None) -> list[Number]:
    """What conversions were worth, each currency apart, and what a click and a conversion cost: where it is known."""
    was = dict(before.values) if before is not None else {}
    made = [
        Number(
            figure="conversion_value",
            value=amount,
            before=was.get(currency),
            estimate=found.assumed > 0 and currency == found.currency,
            currency=currency,
        )
        for currency, amount in found.values
    ]
    costs = (
        ("cost_per_visitor", found.per_click, before and before.per_click),
        ("cost_per_conversion", found.per_conversion, before and before.per_conversion),
    )
    made += [
        Number(figure=figure, value=each, before=then or None, currency=found.currency)
        for figure, each, then in costs
        if each is not None
    ]
    return made


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
