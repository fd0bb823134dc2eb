"""Polling a source: what it finds goes down the line, its cursor is saved with it, its health is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake import queries
from bot.intake.health import LONGEST_PAUSE, Health, Notice, after_failure, after_success
from bot.intake.line import Found, Intake, Ready, Taken
from bot.kernel.clock import Clock
from bot.kernel.errors import GoodwordError, TryLater
from bot.kernel.log import get_logger
from bot.settings import Settings, SourceSection
from bot.sources.base import Capability, Cursor, Discovery, Failure, Heard, Source, SourceContext
from bot.sources.http import PoliteClient
from bot.sources.politeness import HostAsksForTime
from bot.sources.registry import build_source, poll_interval, source_kind, validate_settings
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE

POLL = "intake.poll"
BATCH = 100
"""Entries stored in one unit of work."""

T = TypeVar("T")
log = get_logger(__name__)
_reading: WeakKeyDictionary[Database, dict[str, asyncio.Lock]] = WeakKeyDictionary()


class PollContext(Protocol):
    """What polling needs of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def intake(self) -> Intake: ...
    @property
    def clock(self) -> Clock: ...
    def outlet(self, kind: type[T]) -> T: ...


@dataclass(slots=True)
class _Poll:
    """One run over one source."""

    context: PollContext
    name: str
    section: SourceSection
    pending: list[Found] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    inbox: list[queries.Delivery] = field(default_factory=list)
    cursor: Cursor | None = None  # covers what is pending; not stored yet
    heard: list[str] = field(default_factory=list)  # messages of ours that somebody answered
    found: int = 0
    answers: int = 0
    more: bool = False  # deliveries that did not fit into this run

    async def run(self, state: SourceState | None) -> None:
        """Read the source to its end, storing as it goes."""
        async with aclosing(self._discover(state)) as discovery:
            async for one in discovery:
                if self.cursor is not None or len(self.pending) + len(self.failures) >= BATCH:
                    await self._store()
                if isinstance(one, GoodwordError):
                    await self._store()
                    await (self._put_off(one) if isinstance(one, HostAsksForTime) else self._failed(one))
                    return
                if isinstance(one, Failure):
                    self.failures.append(one)
                elif isinstance(one, Cursor):
                    self.cursor = one
                elif isinstance(one, Heard):
                    self.heard.append(one.to)
                else:
                    self.pending.append(one)
        await self._finished()

    async def _discover(self, state: SourceState | None) -> AsyncGenerator[Discovery | GoodwordError, None]:
        """What the source gives; what it raises comes last, as a value."""
        try:
            source = await self._source()
            async for one in source.discover(dict(state.cursor) if state else {}):
                yield one
        except GoodwordError as error:
            yield error
        except Exception as error:  # a fault in one source must be seen, and stop no other
            log.exception("source_failed", source=self.name)
            problem = f"Reading it failed unexpectedly ({type(error).__name__})."
            yield TryLater(problem, remedy="The log has the details; please report them.")

    async def _source(self) -> Source:
        kind = source_kind(self.section.kind)
        settings = validate_settings(self.section.kind, self.section.own(), self.name)
        if Capability.PUSH in kind.spec.capabilities:
            async with reading(self.context.database) as session:
                self.inbox = await queries.inbox(session, self.name)
            self.more = len(self.inbox) >= queries.INBOX_BATCH
        http = self.context.outlet(PoliteClient).for_run()
        bodies = tuple(one.body for one in self.inbox)
        context = SourceContext(self.name, http, self.context.clock(), bodies)
        return build_source(self.section.kind, settings, context)

    async def _store(self) -> None:
        """Everything gathered so far, and the cursor that covers it, in one unit of work."""
        if self.pending or self.failures or self.heard or self.cursor is not None:
            now = self.context.clock()
            ready = await self._ready()
            async with unit_of_work(self.context.database) as session:
                taken = await self._keep(session, ready, await self._state(session), now)
            self._kept(taken)

    async def _ready(self) -> Ready:
        return await self.context.intake.prepare(self.context.database, self.name, self.pending)

    async def _keep(
        self, session: AsyncSession, ready: Ready, state: SourceState, now: datetime
    ) -> Taken | None:
        taken = await self.context.intake.take(session, self.name, ready, now) if self.pending else None
        await self.context.intake.heard(session, self.heard, now)
        await queries.keep_failures(session, self.name, self.failures, now)
        if self.cursor is not None:
            state.cursor = dict(self.cursor.value)
            await queries.drop_deliveries(session, [one.id for one in self.inbox])
        if taken and (taken.new or taken.edited or taken.returned):
            state.last_item_at = now
            state.items_found += len(taken.new)
        return taken

    def _kept(self, taken: Taken | None) -> None:
        """What was kept is committed."""
        self.found += len(taken.new) if taken else 0
        self.answers += (taken.answers if taken else 0) + len(self.heard)
        self.pending, self.failures, self.heard = [], [], []
        if self.cursor is not None:
            self.inbox, self.cursor = [], None

    async def _put_off(self, error: HostAsksForTime) -> None:
        """Its host was asked too much, perhaps by others: it is read later, and how it fares stays as it is."""
        wait = min(timedelta(seconds=error.retry_after or 0.0), LONGEST_PAUSE)
        async with unit_of_work(self.context.database) as session:
            state = await self._state(session)
            state.next_poll_at = self.context.clock() + wait
        log.info("source_poll_put_off", source=self.name, reason=error.message)

    async def _failed(self, error: GoodwordError) -> None:
        now = self.context.clock()
        async with unit_of_work(self.context.database) as session:
            state = await self._state(session)
            health, notice = after_failure(_health(state), self.name, error, self._interval(), now)
            self._apply(state, health, now)
            await self._tell(session, notice)
        log.warning("source_poll_failed", source=self.name, problem=error.message)

    async def _finished(self) -> None:
        """The last items and their cursor, and that all went well, in one unit of work."""
        now = self.context.clock()
        ready = await self._ready()
        async with unit_of_work(self.context.database) as session:
            state = await self._state(session)
            taken = await self._keep(session, ready, state, now)
            health, notice = after_success(_health(state), self.name, now)
            self._apply(state, health, now)
            state.last_success_at = now
            await self._tell(session, notice)
            if self.more:  # a run of its own, so that other sources get their turn in between
                await self.context.work.enqueue_soon(session, POLL, self.name)
        self._kept(taken)
        log.info("source_polled", source=self.name, new=self.found, answers=self.answers)

    async def _state(self, session: AsyncSession) -> SourceState:
        state = await queries.state_of(session, self.name)
        if state is None:
            state = SourceState(name=self.name, kind=self.section.kind)
            session.add(state)
        elif state.kind != self.section.kind:  # another source under an old name starts afresh
            state.kind, state.cursor, state.looks = self.section.kind, {}, {}
        return state

    def _apply(self, state: SourceState, health: Health, now: datetime) -> None:
        state.last_polled_at = now
        state.failures_in_a_row = health.failures_in_a_row
        state.lost_since = health.lost_since
        state.problem, state.remedy = health.problem, health.remedy
        state.next_poll_at = health.next_poll_at

    async def _tell(self, session: AsyncSession, notice: Notice | None) -> None:
        """With the change that caused it, under a key of its occasion: once, whatever dies in between."""
        if notice is not None:
            told = (notice.what, notice.remedy, notice.key)
            await self.context.work.enqueue(session, NOTICE, *told, key=notice.key)

    def _interval(self) -> timedelta:
        try:
            settings = validate_settings(self.section.kind, self.section.own(), self.name)
            return poll_interval(source_kind(self.section.kind).spec, settings)
        except GoodwordError:  # its settings are the trouble
            return timedelta(minutes=5)


def _health(state: SourceState) -> Health:
    return Health(state.failures_in_a_row, state.lost_since, state.problem, state.remedy, state.next_poll_at)


async def poll(context: PollContext, name: str, due: str = "", every: float = 0.0) -> None:
    """Read one source once. ``due`` is the scheduled time, for the log. ``every``: this is one of its regular
    readings, so many seconds apart; what piled up of them while others were slow is done by one.

    Running twice finds what the first run did not store: items and cursor are saved together, and what is
    stored already is known. Outside faults are kept as the source's health and never repeat the job.

    One reading of a source at a time in a process: a slow one must not take the places of all others, nor store
    an older answer after a newer one.
    """
    section = context.settings.sources.get(name)
    if section is None or not section.enabled:
        return
    lock = _reading.setdefault(context.database, {}).setdefault(name, asyncio.Lock())
    if lock.locked() and Capability.PUSH not in source_kind(section.kind).spec.capabilities:
        log.debug("source_poll_runs_already", source=name, due=due)
        return
    async with lock:  # what was pushed waits its turn: a run under way has not seen what came since
        await _poll(context, name, section, due, every)


async def _poll(context: PollContext, name: str, section: SourceSection, due: str, every: float) -> None:
    async with reading(context.database) as session:
        state = await queries.state_of(session, name, lock=False)
    now = context.clock()
    if state is not None and (state.paused or backing_off(state, now) or _just_read(state, now, every)):
        log.debug("source_poll_skipped", source=name, due=due)
        return
    if state is not None and state.kind != section.kind:
        state = None
    await _Poll(context, name, section).run(state)


def _just_read(state: SourceState, now: datetime, every: float) -> bool:
    """Whether a regular reading has nothing to add: the last one ended less than a quarter of the time ago."""
    if not every or state.last_polled_at is None:
        return False
    return now - state.last_polled_at < timedelta(seconds=every / 4)


def backing_off(state: SourceState, now: datetime) -> bool:
    """Whether the source is left alone for a while after failures."""
    return state.next_poll_at is not None and now < state.next_poll_at


async def poll_at_once(session: AsyncSession, name: str) -> None:
    """Forget a pause after failures, so that the next poll runs: the operator has mended something."""
    state = await queries.state_of(session, name)
    if state is not None:
        state.next_poll_at = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What a source would give now. ``error`` is set where it could not be read (to its end)."""

    found: tuple[Discovery, ...]
    error: GoodwordError | None = None


async def try_source(
    name: str, kind: str, own: Mapping[str, Any], http: PoliteClient, now: datetime, limit: int = 50
) -> Tried:
    """What a source would find from its start, at most ``limit`` entries. Stores nothing, whatever happens."""
    found: list[Discovery] = []
    try:
        settings = validate_settings(kind, own, name)
        source = build_source(kind, settings, SourceContext(name, http.for_run(), now))
        async for one in source.discover({}):
            found.append(one)
            if len(found) >= limit:
                break
    except GoodwordError as error:
        return Tried(tuple(found), error)
    return Tried(tuple(found))


JOBS = (Job(POLL, poll, queue="polls"),)
