"""Looking again at what was found: edits, counts and deletions that a source tells only when it is asked.

A fresh piece is looked at more often than an old one: deleting and mending happen mostly soon after posting, and
platforms count our requests. What is approved is shown and reported on, so its counts go on being read for months, as
far as a run has room. Nothing follows from a look that failed; only "not found" and "gone" say so, and
where suddenly most pieces of a host are not found, that isn't believed at once (see ``doubt``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.pieces import prepare
from bot.content.queries import get_items, media_of
from bot.content.tables import Item, Media
from bot.intake import queries
from bot.intake.doubt import Look, from_json, judge, to_json
from bot.intake.line import Found, Taken
from bot.intake.poll import PollContext, backing_off
from bot.kernel.errors import GoodwordError, TryLater
from bot.kernel.log import get_logger
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use
from bot.settings import SourceSection
from bot.sources.base import (
    CanRefresh,
    CanTellGone,
    Capability,
    Failure,
    FoundItem,
    FoundMedia,
    Removed,
    SourceContext,
)
from bot.sources.http import PoliteClient
from bot.sources.registry import build_source, source_kind, validate_settings
from bot.sources.tables import SourceState
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Job
from bot.work.notices import NOTICE

RECHECK = "intake.recheck"
EVERY = timedelta(minutes=2)
"""How often a source's due pieces are looked for."""

FIRST = timedelta(minutes=10)
"""Age at which a piece is looked at for the first time, and the shortest gap between two looks."""

LONGEST = timedelta(days=1)
WATCHED = timedelta(days=14)
"""Age after which a piece is looked at no more, unless it is approved."""

LONGEST_PUBLISHED = timedelta(days=1)
"""The longest gap between two looks at a piece that we show, or that colleagues' links lead to, as long as that is
allowed: what its creator deletes must soon be gone here too."""

SEARCHED = timedelta(hours=1)
"""How often a source's published pieces that are due are searched for: that costs all that is licensed. Where a run
has no room for all of them, the next run goes on."""

LONGEST_APPROVED = timedelta(days=7)
WATCHED_APPROVED = timedelta(days=90)
"""Age after which an approved piece is looked at no more: some fifteen looks, at gaps of half a week to a week."""

MISSING = timedelta(days=7)
"""How much longer a piece is looked at that isn't found and isn't believed to be gone."""

BATCH = 30
"""Looks in one run; each is one request at most platforms (Mastodon allows 300 in five minutes)."""

LONGEST_RUN = 60.0
"""Seconds; a run holds a place among the polls."""

log = get_logger(__name__)


def gap(age: timedelta, first: timedelta = FIRST, longest: timedelta = LONGEST) -> timedelta:
    """How long after a look the next one is due: a quarter of the piece's age, a day at most (``longest``)."""
    return min(max(age / 4, first), longest)


def can_recheck(kind: str) -> bool:
    """Whether sources of this kind can be asked again. Raises FixSettings for an unknown kind."""
    return bool(source_kind(kind).spec.capabilities & {Capability.REFRESH, Capability.STILL_THERE})


@dataclass(slots=True)
class _Looks:
    """What came of looking at these ids; ``error`` is what ended it early."""

    ids: Sequence[str]
    found: list[Found] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    stands: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)  # not found, which may be the host's fault
    failures: int = 0
    error: GoodwordError | None = None

    def add(self, one: FoundItem | Removed | Failure) -> None:
        """Count an answer. What was not asked for is none: a source speaks only of the ids it was given."""
        identity = one.what if isinstance(one, Failure) else one.external_id
        if identity not in self.ids:
            return
        self.answered.add(identity)
        if isinstance(one, Failure):
            self.failures += 1
            return
        if isinstance(one, FoundItem) or one.reason == "withdrawn":
            self.stands.add(identity)  # its host knows it, whatever it may show
        elif not one.sure:
            self.doubtful.add(identity)
        # Why a piece was found doesn't change by looking at it again.
        self.found.append(replace(one, why=()) if isinstance(one, FoundItem) else one)

    @property
    def open(self) -> list[str]:
        return [one for one in self.ids if one not in self.answered]


async def recheck(context: PollContext, name: str, first: float = FIRST.total_seconds()) -> None:
    """Look again at a source's due pieces, a bounded batch of them. ``first``: see FIRST, in seconds.

    The next look is set before this one is made: a run that dies, or two at once, look at nothing twice.
    Health is the poll's affair, which asks the same servers with the same credentials.
    """
    section = context.settings.sources.get(name)
    if section is None or not section.enabled or not await _may_ask(context, name, section):
        return
    now, shortest = context.clock(), timedelta(seconds=first)
    due = await _claim(context, name, now, shortest)
    if not due:
        return
    looks = await _look(context, name, section, list(due))
    if looks.error is not None:
        log.warning("source_recheck_failed", source=name, problem=looks.error.message)
    if looks.open:
        pause = max(shortest, timedelta(seconds=getattr(looks.error, "retry_after", None) or 0))
        async with unit_of_work(context.database) as session:
            await queries.put_off_looks(session, name, looks.open, now + pause)
    if looks.found or looks.stands:
        await _take(context, name, section.kind, looks, due)


async def _claim(context: PollContext, name: str, now: datetime, shortest: timedelta) -> dict[str, int]:
    """What this run looks at, as id at the source to item: fresh pieces first, then old ones that are published, then
    those that are approved. What is published is looked at daily whatever else it is due by."""
    daily = LONGEST_PUBLISHED - SEARCHED
    async with unit_of_work(context.database) as session:
        due = await queries.claim_looks(
            session,
            name,
            now,
            youngest=shortest,
            oldest=WATCHED,
            missing=MISSING,
            limit=BATCH,
            gap=lambda age: gap(age, shortest),
        )
    found = await _published(context, name, now, BATCH - len(due))
    async with unit_of_work(context.database) as session:
        if found:
            due |= await queries.claim_published_looks(
                session, found, now, longest=LONGEST_PUBLISHED, gap=lambda age: gap(age, shortest, daily)
            )
        if room := BATCH - len(due):
            approved = await queries.claim_approved_looks(
                session,
                name,
                now,
                youngest=WATCHED,
                oldest=WATCHED_APPROVED,
                limit=room,
                gap=lambda age: gap(age, shortest, LONGEST_APPROVED),
            )
            due |= approved
            for use in (Use.WEBSITE, Use.EMPLOYEES) if approved else ():
                shown = await licensed_among(session, sorted(approved.values()), use, now)
                soon = [one for one, item in approved.items() if item in shown]
                await queries.put_off_looks(session, name, soon, now + daily)
    return due


async def _published(context: PollContext, name: str, now: datetime, room: int) -> list[int]:
    """Sightings of published pieces to look at now. Nothing is kept from being written while they are searched."""
    async with reading(context.database) as session:
        state = await queries.state_of(session, name, lock=False)
        later = state.published_due_at if state is not None else None
        # A clock that was set back leaves a time that is far away.
        if not room or (later is not None and now < later <= now + SEARCHED):
            return []
        found = await queries.published_due(
            session, name, now, youngest=WATCHED, longest=LONGEST_PUBLISHED, limit=room
        )
    if len(found) < room:
        async with unit_of_work(context.database) as session:
            await queries.search_published_from(session, name, now + SEARCHED)
    return found


async def _may_ask(context: PollContext, name: str, section: SourceSection) -> bool:
    """Not while a person paused the source or its polls wait after failures."""
    async with reading(context.database) as session:
        state = (await queries.states(session)).get(name)
    return state is None or not (
        state.paused or state.kind != section.kind or backing_off(state, context.clock())
    )


async def _look(context: PollContext, name: str, section: SourceSection, ids: list[str]) -> _Looks:
    looks = _Looks(ids)
    try:
        async with asyncio.timeout(LONGEST_RUN):
            await _ask(context, name, section, looks)
    except GoodwordError as error:
        looks.error = error
    except TimeoutError:
        looks.error = TryLater(f"Looking again took longer than {LONGEST_RUN:g} seconds.")
    except Exception as error:  # a fault in one source must be seen, and stop no other
        log.exception("source_failed", source=name)
        looks.error = TryLater(f"Looking again failed unexpectedly ({type(error).__name__}).")
    return looks


async def _ask(context: PollContext, name: str, section: SourceSection, looks: _Looks) -> None:
    settings = validate_settings(section.kind, section.own(), name)
    http = context.outlet(PoliteClient).for_run()
    source: Any = build_source(section.kind, settings, SourceContext(name, http, context.clock()))
    capabilities = source_kind(section.kind).spec.capabilities
    if Capability.REFRESH in capabilities:
        async for one in cast(CanRefresh, source).refresh(looks.ids):
            looks.add(one)
    elif Capability.STILL_THERE in capabilities:
        there = await cast(CanTellGone, source).still_there(looks.ids)
        for identity, stands in there.items():
            if not stands:
                looks.add(Removed(identity, sure=False))
            elif identity in looks.ids:
                looks.stands.add(identity)
        # The rest stands, or could not be looked up: both wait for their next look.
        looks.answered.update(looks.ids)


async def _take(context: PollContext, name: str, kind: str, looks: _Looks, due: Mapping[str, int]) -> None:
    """Keep what was seen, except what isn't believed, in one unit of work."""
    intake, now = context.intake, context.clock()
    async with reading(context.database) as session:
        ids = {due[one.external_id] for one in looks.found}
        items, media = await get_items(session, ids), await media_of(session, ids)
    batch = [_as_known(one, items.get(due[one.external_id]), media) for one in looks.found]
    ready = await intake.prepare(context.database, name, batch)
    async with unit_of_work(context.database) as session:
        held = await _judge(context, session, name, kind, _outcomes(looks, due, items, now))
        kept = [one for one in ready.entries if not (isinstance(one, Removed) and one.external_id in held)]
        taken = await intake.take(session, name, replace(ready, entries=kept), now) if kept else Taken()
    log.info(
        "source_rechecked",
        source=name,
        looked=len(looks.answered),
        failed=looks.failures,
        edited=len(taken.edited),
        ended=len(taken.ended),
        held=len(held),
    )


def _outcomes(looks: _Looks, due: Mapping[str, int], items: Mapping[int, Item], now: datetime) -> list[Look]:
    """The looks that say something about their host, in the order they were made."""
    told = [one for one in looks.ids if one in looks.stands or one in looks.doubtful]
    creators = {one: item.creator_id for one in told if (item := items.get(due[one])) is not None}
    return [Look(one, now, one in looks.doubtful, str(creators.get(one) or "")) for one in told]


async def _judge(
    context: PollContext, session: AsyncSession, name: str, kind: str, outcomes: Sequence[Look]
) -> frozenset[str]:
    """Which pieces are not found and stay all the same; what is doubted or believed again is told once."""
    now = context.clock()
    state = await queries.state_of(session, name)
    if state is None:
        state = SourceState(name=name, kind=kind)
        session.add(state)
    before = from_json(state.looks)
    judgement = judge(before, outcomes, name, now)
    state.looks = to_json(judgement.memory)
    if judgement.held:
        await queries.set_missing(session, name, judgement.held, now)
    if before.doubts:
        await queries.set_missing(session, name, {one.piece for one in outcomes if not one.gone}, None)
    for notice in judgement.notices:
        log.warning("source_looks_judged", source=name, what=notice.what)
        told = (notice.what, notice.remedy, notice.key)
        await context.work.enqueue(session, NOTICE, *told, key=notice.key)
    return judgement.held


def _as_known(one: Found, item: Item | None, media: Mapping[int, Sequence[Media]]) -> Found:
    """The same words and pictures under another host are no edit.

    A federated server shows its own copies of a picture; looking again goes to where the piece is at home.
    """
    if isinstance(one, Removed) or item is None or item.id is None:
        return one
    tidied, known = prepare(one).found, media.get(item.id, ())
    if (tidied.title, tidied.text) != (item.title, item.text):
        return one
    if [each.kind for each in one.media] != [each.kind for each in known]:
        return one
    if _hosts(each.url for each in one.media) & _hosts(each.url for each in known):
        return one
    return replace(
        one,
        media=tuple(FoundMedia(m.kind, m.url, m.preview_url, m.alt, m.width, m.height) for m in known),
    )


def _hosts(urls: Iterable[str]) -> set[str]:
    return {urlsplit(url).netloc for url in urls}


JOBS = (Job(RECHECK, recheck, queue="polls"),)
