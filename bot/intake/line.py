"""The line every piece takes: stored, screened, queued for people, its pictures ordered.

Screening is pure and the costly part, so it runs before the transaction, and only on what isn't known yet.
Everything else is one unit of work with whatever the caller saves beside it (a poll's cursor, say).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.campaigns import CampaignTags
from bot.content.jobs import FETCH
from bot.content.pieces import Entry, Piece, prepare_batch
from bot.content.queries import set_judged
from bot.content.service import Contents, EditedItem, NewItem, Stored
from bot.content.store.queries import known_keys
from bot.intake.codes import redeem_codes
from bot.intake.priority import priority
from bot.intake.privacy.dropping import drop_erased
from bot.kernel.origin import OWN, Origin
from bot.people.identity.service import Identities
from bot.people.queries import blocked_among, creator_key
from bot.people.rules import SYSTEM, Person, Role
from bot.review.rules import BLOCKED
from bot.review.service import NewReview, Reviews
from bot.screening.base import Check
from bot.screening.base import Piece as Text
from bot.screening.merge import Screening, screen, screen_many
from bot.screening.queries import FlagRow, save_flags
from bot.sources.base import FoundItem, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer

THREAD_FROM = 16
"""Pieces from which a batch is prepared and screened in a thread, so that clicks are not kept waiting."""

MEDIA_WINDOW = 1.0
"""Seconds in which the pictures of several batches are gathered into one run."""

Found = FoundItem | Removed


class Arrivals(Protocol):
    """Tells answers to messages of ours from pieces (``intake.reaching.arriving``)."""

    async def answers(self, session: AsyncSession, found: Sequence[FoundItem], now: datetime) -> set[str]: ...
    async def heard(self, session: AsyncSession, references: Sequence[str], now: datetime) -> None: ...


Follower = Callable[[AsyncSession, Sequence[int], datetime], Awaitable[None]]
_Key = tuple[str, str]
_In = TypeVar("_In")
_Out = TypeVar("_Out")


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch that is tidied and screened, as far as it isn't known: all that needs no transaction."""

    entries: Sequence[Entry]
    screenings: Mapping[_Key, Screening] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: item ids, and how many entries changed nothing."""

    new: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()
    merged: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    returned: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()
    flagged: int = 0
    answers: int = 0  # to messages of ours: no pieces to review
    unchanged: int = 0
    erased: int = 0  # of people who were erased: not taken in


class Intake:
    """Takes what sources find to where people decide on it."""

    def __init__(
        self,
        contents: Contents,
        checks: Sequence[Check],
        reviews: Reviews,
        work: Enqueuer,
        campaigns: Sequence[tuple[str, str]] = (),
        identities: Identities | None = None,
        origins: Mapping[str, Origin] | None = None,
    ) -> None:
        """``campaigns``: (name, hashtag); what carries the hashtag joins by itself. ``identities``: who redeems the
        codes that people post. ``origins``: whose pieces are that a source finds, by its name, where that isn't
        customers'."""
        self._origins = {name: one for name, one in (origins or {}).items() if one is not Origin.UGC}
        self._identities = identities
        self._campaigns = CampaignTags(campaigns)
        self._contents = contents
        self._checks = checks
        self._reviews = reviews
        self._work = work
        self._follower: Follower | None = None
        self._arrivals: Arrivals | None = None

    def tell(self, follower: Follower) -> None:
        """Who is told, in the same unit of work, which items were edited. There is one."""
        self._follower = follower

    def hear(self, arrivals: Arrivals) -> None:
        """Who tells answers to messages of ours from pieces."""
        self._arrivals = arrivals

    async def heard(self, session: AsyncSession, references: Sequence[str], now: datetime) -> None:
        """Somebody answered these messages of ours."""
        if self._arrivals is not None:
            await self._arrivals.heard(session, references, now)

    async def run(self, database: Database, source: str, batch: Sequence[Found], now: datetime) -> Taken:
        """Prepare a batch and take it in a unit of work of its own."""
        ready = await self.prepare(database, source, batch)
        async with unit_of_work(database) as session:
            return await self.take(session, source, ready, now)

    async def prepare(self, database: Database, source: str, batch: Sequence[Found]) -> Ready:
        """Tidy a batch and screen what isn't known; writes nothing. What becomes known meanwhile does no harm."""
        entries = self._of_origin(source, await _apart(len(batch), prepare_batch, batch))
        pieces = [entry for entry in entries if isinstance(entry, Piece)]
        if not pieces:
            return Ready(entries)
        async with reading(database) as session:
            connection = await session.connection()
            known = await known_keys(connection, source, [one.found.external_id for one in pieces])
        unknown = [one for one in {one.key: one for one in pieces}.values() if one.key not in known]
        verdicts = await _apart(len(unknown), self._screen, unknown)
        return Ready([_judged(entry, verdicts) for entry in entries], verdicts)

    async def take(
        self, session: AsyncSession, source: str, batch: Sequence[Found] | Ready, now: datetime
    ) -> Taken:
        """Store, flag, queue, close and order pictures, inside the caller's unit of work.

        Taking the same batch twice changes nothing. Changed likes and ratings are stored and redraw no card: a
        popular post would use up the channel.
        """
        ready = batch if isinstance(batch, Ready) else Ready(self._of_origin(source, prepare_batch(batch)))
        ready, answers = await self._without_answers(session, ready, now)
        entries, erased = await drop_erased(session, source, ready.entries, now)
        ready = replace(ready, entries=entries)
        stored = await self._contents.store(session, source, _entries(ready), now)
        items: list[NewItem | EditedItem] = [*stored.new, *stored.edited]
        verdicts = await self._verdicts(session, ready, items, stored.unrated)
        await save_flags(session, _flag_rows(items, verdicts, now))
        blocked = await self._queue(session, stored, verdicts, now)
        await self._follow(session, source, stored, verdicts, now)
        await self._join_campaigns(session, source, stored, now)
        if self._identities is not None:
            await redeem_codes(session, self._identities, source, items, now)
        if stored.returned or any(one.found.media for one in items):
            await self._work.enqueue_soon(session, FETCH, window=MEDIA_WINDOW)
        return Taken(
            new=tuple(one.item_id for one in stored.new),
            edited=tuple(one.item_id for one in stored.edited),
            merged=tuple(stored.merged),
            ended=tuple(stored.ended),
            returned=tuple(stored.returned),
            blocked=blocked,
            flagged=sum(bool(verdicts[one.piece.key].flags) for one in items),
            unchanged=stored.unchanged,
            answers=answers,
            erased=erased,
        )

    async def _without_answers(self, session: AsyncSession, ready: Ready, now: datetime) -> tuple[Ready, int]:
        """The batch without what answers a message of ours, and how much that was."""
        if self._arrivals is None:
            return ready, 0
        found = [one.found for one in ready.entries if isinstance(one, Piece)]
        answers = await self._arrivals.answers(session, found, now)
        if not answers:
            return ready, 0
        kept = [
            one for one in ready.entries if not (isinstance(one, Piece) and one.found.external_id in answers)
        ]
        return replace(ready, entries=kept), len(answers)

    async def _join_campaigns(
        self, session: AsyncSession, source: str, stored: Stored, now: datetime
    ) -> None:
        """Nothing is asked of the database where nothing carries a campaign's hashtag."""
        items: list[NewItem | EditedItem] = [*stored.new, *stored.edited]
        carried = {one.item_id: names for one in items if (names := self._campaigns.of(one.found))}
        edited = [one.item_id for one in stored.edited]
        await self._contents.join_by_hashtag(session, carried, edited, f"source:{source}", now)

    def _screen(self, pieces: Iterable[Piece]) -> dict[_Key, Screening]:
        pieces = list(pieces)
        return dict(
            zip(
                (one.key for one in pieces),
                screen_many((text_of(one.found) for one in pieces), self._checks),
                strict=True,
            )
        )

    def _of_origin(self, source: str, entries: Sequence[Entry]) -> Sequence[Entry]:
        """The entries, where the source is set to an origin and they say none, with that one."""
        origin = self._origins.get(source)
        if origin is None:
            return entries
        return [
            replace(one, origin=origin) if isinstance(one, Piece) and one.origin is None else one
            for one in entries
        ]

    async def _verdicts(
        self,
        session: AsyncSession,
        ready: Ready,
        items: Sequence[NewItem | EditedItem],
        unrated: Sequence[EditedItem],
    ) -> dict[_Key, Screening]:
        """The verdict on each, made now where it was not made before (a piece that changed hands meanwhile). What
        lost its stars is judged by its words now."""
        verdicts = dict(ready.screenings)
        late: dict[int, tuple[str, str | None]] = {}
        for item in items:
            key = item.piece.key
            if key not in verdicts:
                verdicts[key] = screen(text_of(item.found), self._checks)
            if item.piece.language is None:
                late[item.item_id] = verdicts[key].language, item.sentiment or verdicts[key].sentiment
        for item in unrated:
            words = screen(text_of(item.found), self._checks)
            late[item.item_id] = words.language, words.sentiment
        await set_judged(session, late)
        return verdicts

    async def _queue(
        self, session: AsyncSession, stored: Stored, verdicts: Mapping[_Key, Screening], now: datetime
    ) -> tuple[int, ...]:
        """Queue new items; close at once the team's own and those of blocked creators. Gives the latter."""
        reviews = [_review(one, verdicts[one.piece.key], now) for one in stored.new]
        await self._reviews.queue_new(session, reviews, now)
        if own := [one.item_id for one in stored.new if one.item_id in stored.own]:
            await self._reviews.set_apart(session, own, now)
        if not stored.new or not stored.creators:
            return ()
        barred = await blocked_among(session, stored.creators.values())
        blocked = tuple(one.item_id for one in stored.new if _creator_of(one, stored) in barred)
        if blocked:
            await self._reviews.close(session, blocked, BLOCKED, SYSTEM, now)
        return blocked

    async def _follow(
        self,
        session: AsyncSession,
        source: str,
        stored: Stored,
        verdicts: Mapping[_Key, Screening],
        now: datetime,
    ) -> None:
        """What edits, second sightings, removals and returns mean for items that are queued or decided."""
        actor = Person(f"source:{source}", source, Role.NONE)
        edited = {one.item_id: _review(one, verdicts[one.piece.key], now) for one in stored.edited}
        await self._reviews.rescore(session, list(edited.values()), now)
        if edited and self._follower is not None:
            await self._follower(session, sorted(edited), now)
        await self._reviews.touch(session, [one for one in stored.merged if one not in edited], now)
        await self._resort(session, stored, now)
        for why in ("deleted", "withdrawn"):
            ended = [one for one in stored.ended if stored.ended_as[one] == why]
            if ended:
                await self._reviews.close(session, ended, why, actor, now)
        if returned := [one for one in stored.returned if one not in stored.own]:
            await self._reviews.reopen(session, returned, "seen again", actor, now)

    async def _resort(self, session: AsyncSession, stored: Stored, now: datetime) -> None:
        """Known items that turned out to be the team's own leave the queue; those that aren't any more join it."""
        own = [one for one, before in stored.moved.items() if one in stored.own and before not in OWN]
        if own:
            await self._reviews.set_apart(session, own, now)
        others = [one for one, before in stored.moved.items() if one not in stored.own and before in OWN]
        await self._reviews.take_back(session, others, now)


def text_of(found: FoundItem) -> Text:
    """What the checks may look at."""
    creator = found.creator
    return Text(
        text=found.text,
        title=found.title,
        language=found.language,
        kind=str(found.kind),
        platform=found.platform,
        creator_name=creator.name if creator else None,
        creator_handle=creator.handle if creator else None,
        urls=(found.url,) if found.url else (),
        rating=found.rating,
        rating_scale=found.rating_scale,
        tags=found.tags,
    )


def _entries(ready: Ready) -> list[Found | Piece]:
    return list(ready.entries)


def _judged(entry: Entry, verdicts: Mapping[_Key, Screening]) -> Entry:
    if isinstance(entry, Removed) or (verdict := verdicts.get(entry.key)) is None:
        return entry
    return replace(entry, language=verdict.language, sentiment=verdict.sentiment)


def _review(item: NewItem | EditedItem, verdict: Screening, now: datetime) -> NewReview:
    worst = verdict.worst
    return NewReview(item.item_id, int(worst) if worst else 0, priority(item.found, worst, now))


def _creator_of(item: NewItem, stored: Stored) -> int | None:
    creator = item.found.creator
    key = creator_key(item.found.platform, creator) if creator else None
    return stored.creators.get(key) if key else None


def _flag_rows(
    items: Iterable[NewItem | EditedItem], verdicts: Mapping[_Key, Screening], now: datetime
) -> list[FlagRow]:
    return [
        FlagRow(item.item_id, item.version, flag, now)
        for item in items
        for flag in verdicts[item.piece.key].flags
    ]


async def _apart(size: int, function: Callable[[_In], _Out], argument: _In) -> _Out:
    """Run a pure function here, or in a thread where it would take long."""
    return await asyncio.to_thread(function, argument) if size >= THREAD_FROM else function(argument)
