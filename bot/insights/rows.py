"""The rows behind a figure: what opens when somebody asks what a number is made of.

They come from the facts that are counted, so their number is the figure; a figure that is a sum (what pieces gained,
followers) is the sum of their values. Of a piece that is gone no word is shown: it still counts.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.insights.figures import FIGURES, Unit
from bot.insights.opening import queries
from bot.kernel.errors import TellUser

LIVE = "live"
TITLE = 120
"""Letters of a piece's words that stand for its title where it has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """A piece; a creator or an ambassador where ``item_id`` is None. ``value``: what it gained, how many pieces or
    shares, or seconds."""

    item_id: int | None
    creator_id: int | None
    title: str
    creator: str
    platform: str
    url: str | None
    at: datetime | None
    value: float | None
    kind: str = ""  # bot.sources.base.Kind; "" of a creator


async def rows(
    session: AsyncSession,
    figure: str,
    slice: str,
    start: datetime,
    end: datetime,
    *,
    skip: int = 0,
    limit: int = 50,
) -> list[Row]:
    """A page of the rows behind a figure, newest first, or what gained most. A share opens what it counts."""
    found = await queries.page(session, opened(figure), slice, start, end, max(0, skip), max(0, limit))
    return [_row(one) for one in found]


async def all_rows(
    session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime
) -> AsyncIterator[Row]:
    """All rows behind a figure in the same order, few in memory at a time."""
    async for one in queries.stream(session, opened(figure), slice, start, end):
        yield _row(one)


async def count(session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime) -> int:
    """How many rows are behind a figure at this moment."""
    number, _ = await queries.measured(session, opened(figure), slice, start, end)
    return number


async def value(session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime) -> int:
    """What a figure is by its rows: their number, or the sum of their values where the figure is a sum."""
    key = opened(figure)
    number, total = await queries.measured(session, key, slice, start, end)
    return total if key in queries.SUMMED else number


def opened(figure: str) -> str:
    """The figure whose rows are shown for one. Raises TellUser where there is no such figure."""
    known = FIGURES.get(figure)
    if known is None:
        raise TellUser(
            f"There is no figure “{figure[:60]}”.", remedy="Open one of the figures that a digest shows."
        )
    return known.parts[0] if known.unit in (Unit.SHARE, Unit.MONEY) else figure


def _row(one: Any) -> Row:
    if one.item_id is None:
        name = one.person or one.name or one.handle or ""
        return Row(None, one.creator_id, name, name, one.home or "", one.profile, one.at, _number(one.value))
    gone = one.life != LIVE
    waited = None if one.begun is None else max(0.0, (one.at - one.begun).total_seconds())
    return Row(
        item_id=one.item_id,
        creator_id=None if gone else one.creator_id,
        title="" if gone else one.title or _shortened(one.text),
        creator="" if gone else one.name or one.handle or "",
        platform=one.platform,
        url=None if gone else one.url,
        at=one.at,
        value=_number(one.value) if waited is None else waited,
        kind=one.kind,
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= TITLE else words[: TITLE - 1] + "…"
