"""A digest's document: what a period adds up to, beside the one before, with the pieces and people it names.

It reads days that were counted already and, where none was, the events: a week's digest reads a week.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import campaigns
from bot.contests.tables import Contest
from bot.digests.building import contests, money, queries
from bot.digests.building.ambassadors import ambassadors
from bot.digests.building.apart import told_apart
from bot.digests.building.figures import Figures
from bot.digests.building.naming import Naming
from bot.digests.building.reading import (
    FUNNEL,
    engagement,
    figures_of,
    figures_of_entries,
    rates,
    shares,
    span_of,
    times,
)
from bot.digests.building.trend import course, records_of, trend_of
from bot.digests.document import LATE, Attention, Document, Edition, Line, Number
from bot.insights.counting.queries import earliest
from bot.insights.periods import Period, before
from bot.insights.rows import value
from bot.kernel.clock import Clock
from bot.kernel.errors import GoodwordError, TellUser
from bot.kernel.log import get_logger
from bot.kernel.origin import Origin
from bot.settings import Settings
from bot.sources.health import silent_since
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

TAGS, CAMPAIGNS, PEOPLE = 10, 10, 10
LONG = timedelta(days=1)
"""A piece that has waited longer for a decision needs attention."""

log = get_logger(__name__)


class Context(Protocol):
    """What building needs of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def clock(self) -> Clock: ...


async def build(
    services: Context, period: Period, *, edition: Edition = "team", language: str = "en", about: str = ""
) -> Document:
    """The digest of a period. ``about``: "" for everything, "campaign:3" for one campaign, "contest:3" for a contest.

    Raises TellUser for a campaign or contest that isn't there.
    """
    async with reading(services.database) as session:
        return await _Building(services, session, period, edition, language, about).document()


class _Building:
    def __init__(
        self,
        services: Context,
        session: AsyncSession,
        period: Period,
        edition: Edition,
        language: str,
        about: str,
    ) -> None:
        self._services, self._session, self._period = services, session, period
        self._edition, self._language, self._about = edition, language, about
        self._now = services.clock()
        kind, _, number = about.partition(":")
        self._campaign = int(number) if kind == "campaign" and number.isdigit() else None
        self._contest = int(number) if kind == "contest" and number.isdigit() else None
        if about and self._campaign is None and self._contest is None:
            raise TellUser(
                f"A digest can't be about “{about[:40]}”.", remedy="Choose a campaign or a contest."
            )
        self._slice = about
        self._missing: list[str] = []

    async def document(self) -> Document:
        """The whole of it. Funnel and names are needed; any other part that can't be made is named as missing."""
        name = await self._about_name()
        if self._contest is None:
            figures = await figures_of(self._session, self._period)
        else:
            figures = await figures_of_entries(self._session, self._period, self._slice)
        compared = before(self._period)
        begun = await earliest(self._session)
        parts: dict[str, Any] = {
            "edition": self._edition,
            "language": self._language,
            "brand": self._services.settings.brand.name,
            "period": span_of(self._period),
            "compared": span_of(compared),
            "made_at": self._now,
            "about": self._about,
            "about_name": name,
            "funnel": [figures.count(one, self._slice) for one in FUNNEL],
        }

        async def trend() -> dict[str, Any]:
            if self._contest is not None:
                return {}
            periods = await course(self._session, self._period, begun, self._slice)
            return {"trend": trend_of(periods), "records": records_of(periods)}

        making: dict[str, Callable[[], Awaitable[dict[str, Any]]]] = {
            "trend": trend,
            "pieces": lambda: self._named(figures),
            "contests": self._contests,
            "ambassadors": lambda: self._ambassadors(figures),
        }
        if self._edition == "team":
            making |= {
                "figures": lambda: self._shares(figures),
                "lines": lambda: self._lines(figures),
                "attention": lambda: self._attention(figures),
            }
        for part, make in making.items():
            parts |= await self._tried(part, make)
        return Document(**parts, missing=self._missing)

    async def _tried(self, part: str, make: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
        """A part of the document; what can't be made is said, and the rest goes out."""
        try:
            return await make()
        except (GoodwordError, ValueError, ArithmeticError, LookupError) as error:
            log.warning("digest_part_missing", part=part, error=type(error).__name__)
            self._missing.append(part)
            return {}

    async def _about_name(self) -> str:
        if self._campaign is not None:
            campaign = await queries.campaign_of(self._session, self._campaign)
            if campaign is None:
                raise TellUser(
                    f"There is no campaign {self._campaign}.", remedy="Look at the campaigns in the settings."
                )
            return campaign.name
        if self._contest is not None:
            return (await contests.held(self._session, self._contest)).name
        return ""

    async def _named(self, figures: Figures) -> dict[str, Any]:
        start, end = self._period.start, self._period.end
        naming = Naming(
            self._session,
            figures,
            self._now,
            community=self._edition == "community",
            about=self._about,
        )
        top, rising = await naming.creators()
        found: dict[str, Any] = {
            "pieces": await naming.top_pieces(start, end),
            "creators": top,
            "rising": rising,
        }
        if self._edition == "team":
            found["praise"] = await naming.examples("positive", start, end)
            found["complaints"] = await naming.examples("negative", start, end)
        return told_apart(found, naming.known, community=self._edition == "community")

    async def _ambassadors(self, figures: Figures) -> dict[str, Any]:
        """The team is told of every programme, the community of one that is open."""
        section = self._services.settings.ambassadors
        community = self._edition == "community"
        if self._about or not section.enabled or (community and not section.open):
            return {}
        naming = Naming(self._session, figures, self._now, community=community)
        prices = None if community else section.prices
        return await ambassadors(self._session, self._period, section.time_zone, naming, prices, self._now)

    async def _shares(self, figures: Figures) -> dict[str, Any]:
        at = self._slice
        prices = self._services.settings.digest.prices
        return {
            "people": [] if at else figures.people(),
            "sentiment": shares(figures, at),
            "rates": rates(figures, at),
            "times": times(figures, at),
            "engagement": [*engagement(figures, at), *await self._reach(figures)],
            "value": money.value(figures, at, self._period, prices),
            "currency": prices.currency,
        }

    async def _reach(self, figures: Figures) -> list[Number]:
        """An estimate, labelled as such, where no platform gives the reach."""
        if self._slice or figures.has("gained_reach"):
            return []
        period = self._period
        most = await value(self._session, "reach_estimate", "", period.start, period.end)
        return [Number(figure="reach_estimate", value=most, estimate=True)] if most else []

    async def _lines(self, figures: Figures) -> dict[str, Any]:
        if self._slice:
            return {}
        names = {f"campaign:{one.id}": one.name for one in await campaigns(self._session)}
        tags = figures.slices("tag", "found")[:TAGS]
        chosen = [one for one in figures.slices("campaign", "found") if one in names][:CAMPAIGNS]
        deciders = figures.slices("person", "decisions")[:PEOPLE]
        people = await queries.people(
            self._session, [one.partition(":")[2] for one in deciders], self._period.start, self._period.end
        )
        return {
            "tags": [_line(figures, one, one.partition(":")[2]) for one in tags],
            "campaigns": [_line(figures, one, names[one]) for one in chosen],
            "load": [
                Line(
                    slice=one,
                    name=people[one.partition(":")[2]],
                    numbers=[figures.count("decisions", one)],
                )
                for one in deciders
            ],
            "sources": await self._sources(figures),
            "origins": origins(figures),
        }

    async def _sources(self, figures: Figures) -> list[Line]:
        """Each source that is switched on, and each that brought something."""
        on = {name for name, one in self._services.settings.sources.items() if one.enabled}
        brought = [one.partition(":")[2] for one in figures.slices("source", "found")]
        states = await queries.sources(self._session)
        lines = []
        for name in dict.fromkeys([*brought, *sorted(on)]):
            since = self._silent_since(figures, name, states.get(name)) if name in on else None
            lines.append(
                Line(
                    slice=f"source:{name}",
                    name=name,
                    numbers=[figures.count("found", f"source:{name}")],
                    silent=since is not None,
                    silent_days=0 if since is None else (self._now - since).days,
                )
            )
        return lines

    def _silent_since(self, figures: Figures, name: str, state: SourceState | None) -> datetime | None:
        if state is None:
            return None
        return silent_since(state.last_item_at, _gap(figures, name, self._period), self._now)

    async def _attention(self, figures: Figures) -> dict[str, Any]:
        """What waits now: no matter of a digest that looks back further, or at a campaign or contest alone."""
        if self._about or self._period.end < self._now - LATE:
            return {}
        waiting = await queries.waiting_since(self._session, self._now - LONG)
        unread = await queries.answers_to_read(self._session)
        found = [
            Attention(what="waiting_long", count=waiting, figure="waiting"),
            Attention(what="answers_unread", count=unread),
        ]
        states = await queries.sources(self._session)
        for name, section in self._services.settings.sources.items():
            state = states.get(name)
            if not section.enabled or state is None:
                continue
            lost = state.lost_since is not None
            if lost or self._silent_since(figures, name, state) is not None:
                what = "source_failing" if lost else "source_silent"
                found.append(Attention(what=what, count=1, name=name, slice=f"source:{name}"))
        return {"attention": [one for one in found if one.count]}

    async def _contests(self) -> dict[str, Any]:
        chosen: list[Contest]
        if self._contest is not None:
            chosen = [await contests.held(self._session, self._contest)]
        else:
            chosen = await queries.contests_between(self._session, self._period.start, self._period.end)
        lines = [await contests.line(self._session, one, self._period) for one in chosen]
        following = await queries.next_contest(self._session, self._now)
        return {
            "contests": lines,
            "next_contest": None
            if following is None
            else await contests.line(self._session, following, self._period),
        }


def origins(figures: Figures) -> list[Line]:
    """What customers said beside what the brand, influencers and advertisements did; nothing where only customers
    did."""
    others = [f"origin:{one.value}" for one in Origin if figures.has("found", f"origin:{one.value}")]
    if not others:
        return []
    ours = Line(slice="", name="ugc", numbers=[figures.count("found"), figures.gain("gained")])
    return [ours, *(_line(figures, one, one.partition(":")[2]) for one in others)]


def _line(figures: Figures, slice: str, name: str) -> Line:
    return Line(
        slice=slice, name=name, numbers=[figures.count("found", slice), figures.gain("gained", slice)]
    )


def _gap(figures: Figures, source: str, period: Period) -> timedelta | None:
    """The usual time between two pieces of a source, by the period and the one before."""
    count = figures.count("found", f"source:{source}")
    total = (count.value or 0) + (count.before or 0)
    length = period.end - period.start
    spans = 1 if figures.before is None else 2
    return spans * length / total if total else None
