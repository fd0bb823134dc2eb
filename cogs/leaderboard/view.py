"""A board and one's own place on it, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.boards.service import Board, Own, board, own
from bot.ambassadors.queries import who_takes_part
from bot.ambassadors.rules import ALL_TIME, Measure, periods_of

SPANS = ("this_week", "this_season", "all_time")
MEASURES = {
    "most_points": Measure.POINTS,
    "most_clicks": Measure.CLICKS,
    "most_shares": Measure.SHARES,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """``own`` None: none of the reader's accounts takes part. ``mine``: their number, to mark their line."""

    span: str
    by: str
    board: Board
    own: Own | None = None
    mine: int | None = None


async def load(
    session: AsyncSession,
    span: str,
    by: str,
    page: int,
    accounts: Collection[int],
    zone: str,
    now: datetime,
) -> Standing:
    """A page of a board, and where somebody with these accounts stands. Unknown words are the first of their kind."""
    span = span if span in SPANS else SPANS[0]
    by = by if by in MEASURES else next(iter(MEASURES))
    periods = periods_of(now, zone)
    period = {"this_week": periods.week, "this_season": periods.season}.get(span, ALL_TIME)
    mine = await who_takes_part(session, accounts)
    place = await own(session, period, MEASURES[by], mine) if mine is not None else None
    return Standing(span, by, await board(session, period, MEASURES[by], page), place, mine)
