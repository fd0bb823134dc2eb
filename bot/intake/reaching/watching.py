"""Noticing what creators answer to messages of ours.

A message is looked at soon after it was sent or something happened, and ever more seldom; at once where a source sees
that somebody replied to it. Every answer counts once: that it was heard and what it leads to commit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Protocol, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items, sightings_of
from bot.intake.reaching import queries
from bot.intake.reaching.rules import FIRST, gap
from bot.intake.reaching.senders import ReachContext, built
from bot.intake.reaching.tables import HeardAnswer, Watch
from bot.intake.reaching.ways import Pace, Watchers, answer_request, mailboxes, replying, speaker
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, TryLater
from bot.kernel.letter import written_to
from bot.kernel.log import get_logger
from bot.rights.outcomes import AskDone, AskRefused
from bot.rights.rules import AskAction, AskStatus
from bot.rights.scope import Channel, Proof
from bot.rights.service import Asks
from bot.rights.tables import Ask
from bot.settings import Settings
from bot.sources.base import Answer, CanWatch
from bot.sources.http import Gone
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE

WATCH = "rights.watch"
EVERY = 60
"""Seconds between two looks for what is due."""

LIMIT = 40
"""Messages looked at in one run; each is one to three requests."""

PAUSE = timedelta(minutes=15)
"""How long a source is left alone after it could not be read."""

LOST = timedelta(hours=3)
"""How long answers may be unreadable before the team is told, where it may pass by itself."""

AGAIN = timedelta(minutes=5)
"""When to look once more for an answer that was not found: a server may leave out for a moment what it has."""

log = get_logger(__name__)


class WatchContext(ReachContext, Protocol):
    """What watching needs of the running services."""

    @property
    def work(self) -> Enqueuer: ...
    @property
    def asks(self) -> Asks: ...


class Beginning:
    """Begins to look at a message once a platform took it. Told of every step of every permission."""

    def __init__(self, settings: Settings, pace: Pace, watchers: Watchers) -> None:
        self._settings = settings
        self._pace = pace
        self._watchers = watchers

    async def __call__(self, session: AsyncSession, done: AskDone) -> None:
        reference = str(done.step.data.get("reference") or "")
        if done.step.action is not AskAction.DELIVERED or not reference:
            return
        if done.ask.channel not in (Channel.REPLY, Channel.MESSAGE, Channel.MAIL):
            return
        if await queries.watching(session, reference) is not None:
            return
        platform, source = await self._who(session, done.ask)
        row = Watch(
            ask_id=done.ask.id or 0,
            platform=platform,
            source=source,
            reference=reference,
            sent_at=done.step.at,
            next_at=done.step.at + self._pace.first if source else None,
        )
        await queries.save(session, row)

    async def _who(self, session: AsyncSession, ask: Ask) -> tuple[str, str]:
        """On which platform it stands, and the source that sees its answers; empty where none does."""
        if ask.channel == Channel.MAIL:
            boxes = mailboxes(self._settings)
            return "mail", boxes[0] if boxes else ""
        item = (await get_items(session, [ask.item_id]))[ask.item_id]
        if ask.channel == Channel.MESSAGE:
            return item.platform, self._watchers.name(item.platform)
        seen = (await sightings_of(session, [ask.item_id])).get(ask.item_id, [])
        found = speaker(replying(self._settings).get(item.platform, []), item.platform, seen)
        return item.platform, found[0] if found is not None else ""


async def watch(context: WatchContext) -> None:
    """Look for answers to what is due, a bounded number of messages.

    The next look is set before this one is made: two runs at once look at nothing twice. Running twice finds the
    same answers, of which each counts once.
    """
    now, first = context.clock(), context.outlet(Pace).first
    async with unit_of_work(context.database) as session:
        due = await queries.claim(session, now, LIMIT, partial(_gap, now, first))
    for name, watches in groupby(sorted(due, key=lambda one: one.source), key=lambda one: one.source):
        await _Round(context, name).look(list(watches))


def _gap(now: datetime, first: timedelta, watch: Watch, ask: Ask) -> timedelta | None:
    return gap(AskStatus(ask.status), watch.sent_at, ask.changed_at, now, first)


class _Round:
    """One source, and the messages of ours whose answers it sees."""

    def __init__(self, context: WatchContext, name: str) -> None:
        self._context = context
        self._name = name

    async def look(self, watches: Sequence[Watch]) -> None:
        """At one after the other. Where the source can't be read, the rest waits with the one that showed it."""
        try:
            source = self._watcher()
        except GoodwordError as error:
            await self._lost(watches, error)
            return
        for number, watch in enumerate(watches):
            try:
                # A clock that was ahead when it was sent must not hide what was answered since.
                since = min(watch.sent_at, self._context.clock())
                answers = [one async for one in source.answers(watch.reference, since)]
            except Gone:
                await self._gone(watch)
            except (TryLater, FixCredentials, FixSettings) as error:
                await self._lost(watches[number:], error)
                return
            except GoodwordError as error:
                await self._odd(watch, error)
            else:
                await self._found(watch, answers)

    def _watcher(self) -> CanWatch:
        """Raises FixSettings where nobody is set up any more who sees these answers."""
        if (ours := self._context.outlet(Watchers).of(self._name)) is not None:
            return ours
        section = self._context.settings.sources.get(self._name)
        if section is None or not section.enabled:
            raise FixSettings(
                f"The source {self._name} is not set any more.", remedy="Set it again, or look by hand."
            )
        return cast(CanWatch, built(self._context, self._name))

    async def _found(self, watch: Watch, answers: Sequence[Answer]) -> None:
        for answer in answers:
            await self._hear(watch, answer)
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await queries.locked(session, watch.id or 0)
            if row is None:
                return
            row.looked_at = now
            await queries.save(session, row)
            if watch.failing_since is not None:
                await queries.works_again(session, self._name)
            await self._look_for_missing(session, row, {one.external_id for one in answers}, now)

    async def _hear(self, watch: Watch, answer: Answer) -> None:
        """Take in one answer, or a new version of it; one that is known changes nothing."""
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await queries.locked(session, watch.id or 0)
            if row is None:  # its creator was erased meanwhile
                return
            known = (await queries.heard(session, row.id or 0)).get(answer.external_id)
            if known is not None and known.version == answer.version:
                return
            known = known or HeardAnswer(
                watch_id=row.id or 0, external_id=answer.external_id, version="", heard_at=now
            )
            known.version, known.missing = answer.version, 0
            await queries.save(session, known)
            await self._take_in(session, row, answer, now)
            first = self._context.outlet(Pace).first
            row.next_at = min(row.next_at or now + first, now + first)
        log.info("answer_heard", ask=watch.ask_id, source=self._name)

    async def _take_in(self, session: AsyncSession, watch: Watch, answer: Answer, now: datetime) -> None:
        asks = self._context.asks
        mail = watch.platform == "mail"
        # Whether a mail comes from whom was written to, its id tells: creators of elsewhere have no address there.
        theirs = mail and written_to(watch.reference, answer.creator_id)
        request = answer_request(asks.links, answer.external_id, answer.version)
        outcome = await asks.answered(
            session,
            watch.ask_id,
            answer.text,
            Proof.MAIL if mail else Proof.REPLY,
            now,
            via=watch.platform,
            by=None if theirs else answer.creator_id,
            request_id=request,
            quoted=await asks.texts(session, watch.ask_id),
            vouched=answer.proven,
        )
        if not isinstance(outcome, AskRefused):
            return
        if outcome.refusal.kind == "other_account":
            who = answer.creator_id
            await asks.stranger_said(session, watch.ask_id, answer.text, who, answer.external_id, now)
            return
        log.warning("answer_refused", ask=watch.ask_id, why=outcome.refusal.kind)
        what = f"An answer about item {outcome.item_id} could not be recorded ({outcome.refusal.kind})."
        await self._context.work.enqueue(
            session,
            NOTICE,
            what,
            f"Read it where it stands: {answer.url or answer.external_id}",
            request,
            key=request,
        )

    async def _look_for_missing(
        self, session: AsyncSession, watch: Watch, seen: set[str], now: datetime
    ) -> None:
        """Answers that are no longer there. One look may err, so it takes two."""
        for external_id, known in (await queries.heard(session, watch.id or 0)).items():
            before, known.missing = known.missing, 0 if external_id in seen else known.missing + 1
            if known.missing == 1:
                again = now + min(AGAIN, self._context.outlet(Pace).first * 2)
                watch.next_at = min(watch.next_at or again, again)
            if known.missing == 2 and before == 1:
                await self._context.asks.answer_gone(session, watch.ask_id, external_id, now)

    async def _gone(self, watch: Watch) -> None:
        now = self._context.clock()
        async with unit_of_work(self._context.database) as session:
            row = await queries.locked(session, watch.id or 0)
            if row is not None:
                row.next_at, row.looked_at = None, now
                await self._context.asks.message_gone(session, row.ask_id, row.reference, now)

    async def _odd(self, watch: Watch, error: GoodwordError) -> None:
        """Something is wrong with this one message, or with its creator's account: told once."""
        log.warning("answers_unreadable", ask=watch.ask_id, source=self._name, problem=error.message)
        what = f"Answers to permission request {watch.ask_id} can't be read: {error.message}"
        remedy = error.remedy or "Look for them by hand."
        async with unit_of_work(self._context.database) as session:
            key = f"unreadable:{watch.id}"
            await self._context.work.enqueue(session, NOTICE, what, remedy, key, key=key)

    async def _lost(self, watches: Iterable[Watch], error: GoodwordError) -> None:
        """The source can't be read. Told once until it can: at once where an operator has to act."""
        now = self._context.clock()
        log.warning("answers_unreadable", source=self._name, problem=error.message)
        async with unit_of_work(self._context.database) as session:
            since = await queries.failing_since(session, self._name) or now
            pause = max(PAUSE, timedelta(seconds=getattr(error, "retry_after", None) or 0))
            for watch in watches:
                row = await queries.locked(session, watch.id or 0)
                if row is not None:
                    row.next_at = max(row.next_at or now, now + min(pause, self._pause))
                    row.failures, row.failing_since = row.failures + 1, row.failing_since or now
            if isinstance(error, TryLater) and now - since < LOST:
                return
            what = f"What creators answer can't be read from {self._name}: {error.message}"
            key = f"answers-lost:{self._name}:{since.isoformat()}"
            await self._context.work.enqueue(session, NOTICE, what, error.remedy, key, key=key)

    @property
    def _pause(self) -> timedelta:
        """Servers of our own may be asked again soon."""
        own = self._context.outlet(Pace).first
        return own * 5 if own < FIRST else timedelta(days=1)


async def look_at(work: Enqueuer, session: AsyncSession, watches: Sequence[Watch], now: datetime) -> None:
    """Look at these messages once this commits."""
    if watches:
        await queries.hasten(session, watches, now)
        await work.enqueue_soon(session, WATCH)


JOBS = (Job(WATCH, watch, queue="polls"),)
