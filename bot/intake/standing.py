"""How each configured source stands, for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.doubt import doubted_since, from_json
from bot.intake.queries import Arrivals, arrivals, states, unreadable_since
from bot.kernel.errors import GoodwordError
from bot.settings import Settings, SourceSection
from bot.sources.base import Capability
from bot.sources.health import SHORTEST, silent_since, usual_gap
from bot.sources.registry import poll_interval, source_kind, validate_settings
from bot.sources.tables import SourceFailure, SourceState
from bot.work.queries import due_times

Condition = Literal["ok", "new", "silent", "failing", "lost", "paused", "off", "misconfigured"]
TROUBLED: frozenset[Condition] = frozenset({"silent", "lost", "misconfigured", "paused"})


@dataclass(frozen=True, slots=True)
class Standing:
    """One source. ``since`` and ``problem`` belong to the condition; ``new`` was never read to its end."""

    name: str
    kind: str
    condition: Condition
    since: datetime | None = None
    problem: str = ""
    remedy: str = ""
    last_polled_at: datetime | None = None
    last_item_at: datetime | None = None
    next_poll_at: datetime | None = None
    day: int = 0
    week: int = 0
    unreadable: int = 0  # entries of a week that could not become items
    pushed: bool = False  # it is sent to us, so there is nothing to ask for
    last_unreadable: str = ""  # which, why, and what to do
    doubted_since: datetime | None = None  # most pieces are not found, and stay until that is certain

    @property
    def troubled(self) -> bool:
        """Whether somebody ought to look."""
        return self.condition in TROUBLED


async def standings(session: AsyncSession, settings: Settings, now: datetime) -> list[Standing]:
    """Every configured source, by name."""
    known = await states(session)
    came = await arrivals(session, now)
    due = await due_times(session, [f"poll:{name}" for name in settings.sources])
    following = {name.removeprefix("poll:"): row.due_at for name, row in due.items()}
    refused = await unreadable_since(session, now - timedelta(days=7))
    found = (
        _standing(name, section, known.get(name), came, following.get(name), now)
        for name, section in sorted(settings.sources.items())
    )
    return [
        replace(_with_refused(one, refused.get(one.name)), pushed=_pushed(settings.sources[one.name]))
        for one in found
    ]


def _pushed(section: SourceSection) -> bool:
    try:
        return Capability.PUSH in source_kind(section.kind).spec.capabilities
    except GoodwordError:  # a kind that there is not
        return False


def _with_refused(standing: Standing, refused: tuple[int, SourceFailure] | None) -> Standing:
    if refused is None:
        return standing
    count, last = refused
    words = f"{last.what}: {last.reason} {last.remedy}".strip()
    return replace(standing, unreadable=count, last_unreadable=words)


async def troubled(session: AsyncSession, settings: Settings, now: datetime) -> list[Standing]:
    """The sources somebody ought to look at. Counts what came only where a source may be silent."""
    known = await states(session)
    quiet = any(one.last_item_at and now - one.last_item_at > SHORTEST for one in known.values())
    came = await arrivals(session, now) if quiet else {}
    found = (
        _standing(name, section, known.get(name), came, None, now)
        for name, section in sorted(settings.sources.items())
    )
    return [one for one in found if one.troubled]


def _standing(
    name: str,
    section: SourceSection,
    state: SourceState | None,
    came: Mapping[str, Arrivals],
    due: datetime | None,
    now: datetime,
) -> Standing:
    counts = came.get(name)
    day, week = (counts.day, counts.week) if counts else (0, 0)
    kind, interval, fault = _kind(name, section)
    if fault is not None:
        return Standing(name, kind, "misconfigured", None, fault.message, fault.remedy, day=day, week=week)
    if state is None or not section.enabled:
        condition: Condition = "new" if section.enabled else "off"
        return Standing(name, kind, condition, next_poll_at=due, day=day, week=week)
    condition, since = _condition(state, counts, now)
    following = due or (state.last_polled_at + interval if state.last_polled_at else None)
    if state.next_poll_at and (following is None or state.next_poll_at > following):
        following = state.next_poll_at  # it is left alone for a while after failures
    return Standing(
        name,
        kind,
        condition,
        since,
        state.problem or "",
        state.remedy or "",
        state.last_polled_at,
        state.last_item_at,
        None if state.paused else following,
        day,
        week,
        doubted_since=doubted_since(from_json(state.looks)),
    )


def _condition(
    state: SourceState, counts: Arrivals | None, now: datetime
) -> tuple[Condition, datetime | None]:
    if state.paused:
        return "paused", None
    if state.lost_since:
        return "lost", state.lost_since
    if state.failures_in_a_row:
        return "failing", state.last_success_at
    gap = usual_gap(counts.month, counts.first, counts.last) if counts else None
    if silent := silent_since(state.last_item_at, gap, now):
        return "silent", silent
    return ("ok" if state.last_success_at else "new"), None


def _kind(name: str, section: SourceSection) -> tuple[str, timedelta, GoodwordError | None]:
    """What to call its kind, how often it is read, and what is wrong with its settings."""
    try:
        spec = source_kind(section.kind).spec
        return spec.name, poll_interval(spec, validate_settings(section.kind, section.own(), name)), None
    except GoodwordError as error:
        return section.kind, timedelta(minutes=5), error
