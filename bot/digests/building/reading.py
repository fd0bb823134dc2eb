"""What a period adds up to beside the one before, and what of it is shown of one slice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests.building.figures import Figures
from bot.digests.document import Number, Span, Times
from bot.insights.counting.queries import earliest
from bot.insights.periods import Period, before
from bot.insights.rollups.service import sums, sums_of_slice
from bot.insights.rollups.sums import Sums
from bot.insights.rows import value

FUNNEL = ("found", "approved", "asked", "granted", "published")
MOODS = ("positive", "neutral", "negative")
_OF_ENTRIES = (
    *FUNNEL,
    *("rejected", "decided", "declined", "unanswered", "ended", "judged", *MOODS),
    *(f"{what}_{mood}" for what in ("approved", "decided") for mood in MOODS),
    *("gained", *(f"gained_{one}" for one in ("likes", "comments", "shares", "saves", "views", "viewed"))),
)


@dataclass(frozen=True, slots=True)
class Insight:
    """The figures of one slice. ``whole``: what they were taken from, for other slices."""

    slice: str
    funnel: list[Number]
    sentiment: list[Number]
    rates: list[Number]
    times: list[Times]
    engagement: list[Number]
    whole: Figures

    @property
    def quiet(self) -> bool:
        """Whether nothing at all happened in the period."""
        every = (*self.funnel, *self.engagement, *self.sentiment, *self.rates)
        return not any(one.value for one in every) and not self.times

    def numbers(self) -> list[Number]:
        """Every figure of it, in the order it is read."""
        medians = [one.median for one in self.times]
        return [*self.funnel, *self.sentiment, *self.rates, *self.engagement, *medians]


async def figures_of(session: AsyncSession, period: Period, only: str | None = None) -> Figures:
    """A period and the one before. ``only``: of one slice, which is quicker, without
    creators, pieces and how long anything took."""

    async def read(one: Period) -> Sums:
        if only is None:
            return await sums(session, one.start, one.end)
        return await sums_of_slice(session, one.start, one.end, only)

    compared, begun = before(period), await earliest(session)
    now = await read(period)
    return Figures(now, await read(compared) if begun is not None and begun < compared.end else None)


async def figures_of_entries(session: AsyncSession, period: Period, slice: str) -> Figures:
    """The figures of the pieces that were entered in a contest ("contest:3"), from its rows: contests have no days of
    their own. Nothing comes before a contest."""
    counts = Counter({key: await value(session, key, slice, period.start, period.end) for key in _OF_ENTRIES})
    whole = await sums(session, period.start, period.end)
    return Figures(replace(whole, counts={slice: counts}), None)


def shares(figures: Figures, slice: str = "") -> list[Number]:
    """Sentiment; nothing where no piece could be judged."""
    return [figures.share(f"{one}_share", slice) for one in MOODS] if figures.has("judged", slice) else []


def rates(figures: Figures, slice: str = "") -> list[Number]:
    """How much is approved, of all and by sentiment, and how many permissions are given; those of nothing are left
    out."""
    keys = ["approval_rate", *(f"approval_rate_{one}" for one in MOODS)]
    found = [
        figures.share(one, slice)
        for one in keys
        if figures.has(f"decided{one.removeprefix('approval_rate')}", slice)
    ]
    return [*found, *([figures.share("permission_rate", slice)] if figures.has("ended", slice) else [])]


def times(figures: Figures, slice: str = "") -> list[Times]:
    """How long decisions and answers took."""
    found = [figures.times(one, slice) for one in ("decided_in", "answered_in")]
    return [one for one in found if one is not None]


def engagement(figures: Figures, slice: str = "") -> list[Number]:
    """What was gained, and one rate: by views where any platform counts them, else by reach, else by followers."""
    kinds = ("likes", "comments", "shares", "saves", "views", "reach")
    if not any(figures.has(f"gained_{one}", slice) for one in kinds):
        return []
    found = [figures.gain("gained", slice)]
    found += [figures.gain(f"gained_{one}", slice) for one in kinds if figures.has(f"gained_{one}", slice)]
    for rate, per in (("views", "gained_views"), ("reach", "gained_reach"), ("followers", "followers")):
        if figures.has(per, slice):
            found.append(figures.ratio(f"engagement_rate_{rate}", slice))
            break
    return found


def insight_of(figures: Figures, slice: str = "") -> Insight:
    """What is shown of one slice."""
    return Insight(
        slice=slice,
        funnel=[figures.count(one, slice) for one in FUNNEL],
        sentiment=shares(figures, slice),
        rates=rates(figures, slice),
        times=times(figures, slice),
        engagement=engagement(figures, slice),
        whole=figures,
    )


def span_of(period: Period) -> Span:
    """The period as documents hold it."""
    return Span(
        cadence=period.cadence.value, name=period.name, start=period.start, end=period.end, zone=period.zone
    )


def glance(figures: Figures) -> list[Number]:
    """The few figures that say how it goes; empty where nothing happened. Neither creators nor pieces are needed, so
    of engagement it isn't said whether it changed."""
    found = [figures.count(one) for one in FUNNEL]
    if figures.has("judged"):
        found.append(figures.share("positive_share"))
    if figures.has("gained"):
        found.append(figures.gain("gained").model_copy(update={"change": "unknown"}))
    return found if any(one.value for one in found) else []
