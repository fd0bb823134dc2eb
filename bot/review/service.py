"""Decisions on items: load under a lock, ask the rule, keep the event, update the row, wake the delivery.

Everything is done for many items at once, with a fixed number of statements: a desk gathers the clicks of a
moment, an intake queues a poll's items.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line, strip_controls, truncate
from bot.people.queries import block, unblock
from bot.people.rules import SYSTEM, Person, Right
from bot.review import queries
from bot.review.apart import queries as apart
from bot.review.claims import queries as claims
from bot.review.queries import EVERYTHING, Loaded, QueueFilter
from bot.review.rules import BLOCKED, COUNTED, Action, Event, Refusal, State, apply, derive, step
from bot.work import Enqueuer

DELIVER = "review.deliver"  # the job that makes the chat show what the rows say; its argument is the channel
REASON_LIMIT = 300
NOTE_LIMIT = 3000


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody wants done with an item. ``request_id`` names the click: the same one never acts twice.

    ``seen`` is the review revision the person had before them, if the face knows it (see ``rules.apply``).
    """

    item_id: int
    action: Action
    actor: Person
    request_id: str | None
    via: str = "slack"
    reason: str | None = None
    note: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """It was done: the event kept and where the item stands now."""

    item_id: int
    event: Event
    state: State


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done, and why."""

    item_id: int
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same request was done before: what it led to then, and where the item stands now."""

    item_id: int
    event: Event
    state: State


Outcome = Done | Refused | Repeated
# What an action changes outside review, in the same unit of work: hiding media, joining a campaign.
Effect = Callable[[AsyncSession, Decision, datetime], Awaitable[None]]
# Told, in the same unit of work, which of the items it follows were decided on or closed.
Follower = Callable[[AsyncSession, Sequence[int], datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class NewReview:
    """An item for the queue. ``severity`` is that of its worst flag; higher ``priority`` is carded first."""

    item_id: int
    severity: int = 0
    priority: int = 0


class Reviews:
    """The review service. It flushes; whoever opened the unit of work commits.

    ``channel_of`` is the channel of every card, or gives an item's. ``who_may`` names the people and groups to
    turn to for a right. ``effects`` are run after an action was allowed, before the commit.
    """

    def __init__(
        self,
        work: Enqueuer,
        channel_of: Callable[[int], str] | str,
        *,
        who_may: Callable[[Right], Sequence[str]] = lambda right: (),
        effects: Mapping[Action, Effect] | None = None,
    ) -> None:
        self._work = work
        self._channel_of = channel_of
        self._who_may = who_may
        self._followers: list[Follower] = []
        self._effects: dict[Action, Effect] = {Action.BLOCK_CREATOR: self._block_creator, **(effects or {})}

    async def decide(
        self, session: AsyncSession, decisions: Sequence[Decision], now: datetime
    ) -> list[Outcome]:
        """Do what the rule allows, in order; one outcome for each decision, in the same order.

        Raises TellUser if a decision lacks what its action needs: check it alone with ``checked`` before.
        """
        decisions = [checked(decision) for decision in decisions]
        undone = {decision.item_id for decision in decisions if decision.action is Action.UNDO}
        loaded = await queries.load_for_deciding(session, {decision.item_id for decision in decisions})
        earlier = await queries.events_by_request(session, [d.request_id for d in decisions if d.request_id])
        for item_id, events in (await queries.events_of(session, undone)).items():
            if item_id in loaded:
                loaded[item_id] = replace(loaded[item_id], state=derive(events))
        outcomes = [self._one(decision, loaded, earlier, now) for decision in decisions]
        done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
        await self._keep(session, done, loaded, now)
        for decision, outcome in zip(decisions, outcomes, strict=True):
            if isinstance(outcome, Done) and decision.action in self._effects:
                await self._effects[decision.action](session, decision, now)
        followed = {outcome.item_id for outcome in done if loaded[outcome.item_id].followed}
        for follower in self._followers if followed else ():
            await follower(session, sorted(followed), now)
        return outcomes

    def tell(self, follower: Follower) -> None:
        """Who is told of decisions on followed items; each looks which of them are its own."""
        self._followers.append(follower)

    async def follow(self, session: AsyncSession, item_ids: Sequence[int]) -> None:
        """Have the followers told of every later decision on these items. The mark is a column of the row that a
        decision loads anyway, so items that nobody follows cost nothing."""
        await queries.follow(session, item_ids)

    def _one(
        self,
        decision: Decision,
        loaded: dict[int, Loaded],
        earlier: dict[str, tuple[int, Event]],
        now: datetime,
    ) -> Outcome:
        """Ask the rule about one decision, and let those after it in the batch see what it led to."""
        item_id = decision.item_id
        found = loaded.get(item_id)
        if found is None:
            return Refused(item_id, Refusal("unknown_item"))
        if decision.request_id in earlier:
            _, event = earlier[decision.request_id]
            return Repeated(item_id, event, found.state)
        answer = apply(
            found.state,
            decision.action,
            decision.actor,
            now,
            found.life,
            decision.reason,
            decision.note,
            decision.data,
            seen=decision.seen,
        )
        if isinstance(answer, Refusal):
            return Refused(item_id, self._with_whom_to_ask(answer))
        event = replace(answer, via=decision.via, request_id=decision.request_id)
        state = step(found.state, event)
        loaded[item_id] = Loaded(state, found.life, found.followed)
        if decision.request_id:
            earlier[decision.request_id] = (item_id, event)
        return Done(item_id, event, state)

    def _with_whom_to_ask(self, refusal: Refusal) -> Refusal:
        if refusal.kind != "no_right" or refusal.right is None:
            return refusal
        return replace(refusal, ask=tuple(self._who_may(refusal.right)))

    async def _keep(
        self, session: AsyncSession, done: Sequence[Done], loaded: Mapping[int, Loaded], now: datetime
    ) -> None:
        if not done:
            return
        await queries.add_events(session, [(outcome.item_id, outcome.event) for outcome in done])
        changed: dict[int, int] = {}
        for outcome in done:
            changed[outcome.item_id] = changed.get(outcome.item_id, 0) + 1
        await queries.save_states(
            session, {item_id: (loaded[item_id].state, count) for item_id, count in changed.items()}, now
        )
        await self._wake(session, changed)

    async def _wake(self, session: AsyncSession, item_ids: Sequence[int] | Mapping[int, int]) -> None:
        """Ask for one delivery run a channel, however many of its items changed."""
        if isinstance(self._channel_of, str):
            channels = [self._channel_of]
        else:
            channels = sorted({self._channel_of(item_id) for item_id in item_ids})
        for channel in channels:
            await self._work.enqueue_soon(session, DELIVER, channel, partition=channel)

    async def queue_new(self, session: AsyncSession, reviews: Sequence[NewReview], now: datetime) -> None:
        """Put items into the queue. One that was here before comes back if it was closed, else is touched."""
        if not reviews:
            return
        known = await queries.load_for_deciding(session, {review.item_id for review in reviews})
        fresh = [review for review in reviews if review.item_id not in known]
        if fresh:
            await queries.add_reviews(session, fresh_rows(fresh, now))
            arrived = Event(Action.ARRIVED, SYSTEM.id, SYSTEM.name, now, 1, via="system")
            await queries.add_events(session, [(review.item_id, arrived) for review in fresh])
            await self._wake(session, [review.item_id for review in fresh])
        if known:
            await self.rescore(session, [review for review in reviews if review.item_id in known], now)
            await self.reopen(session, sorted(known), "seen again", SYSTEM, now)

    async def touch(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Say that what a card shows has changed (an edit, flags, media, rights), so that it is drawn again."""
        if item_ids:
            await queries.touch(session, item_ids, now)
            await self._wake(session, item_ids)

    async def rescore(self, session: AsyncSession, reviews: Sequence[NewReview], now: datetime) -> None:
        """Give items already queued a new severity and priority, after an edit say, and touch them."""
        if reviews:
            await queries.save_scores(session, [(r.item_id, r.severity, r.priority) for r in reviews])
            await self.touch(session, [review.item_id for review in reviews], now)

    async def close(
        self,
        session: AsyncSession,
        item_ids: Sequence[int],
        why: str,
        actor: Person,
        now: datetime,
        via: str = "system",
    ) -> None:
        """Close items that are gone at their source or whose creator is blocked; closed ones stay as they are."""
        await self._each(session, Action.CLOSE, item_ids, why, actor, now, via)

    async def set_apart(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Close items that are the team's own: they are counted, and nobody has to decide on them."""
        await self.close(session, item_ids, COUNTED, SYSTEM, now)

    async def take_back(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Queue those of these items that were set apart: they turned out to be somebody else's."""
        if item_ids and (own := await apart.counted_only(session, item_ids)):
            await self.reopen(session, own, "not the team's own", SYSTEM, now)

    async def reopen(
        self,
        session: AsyncSession,
        item_ids: Sequence[int],
        why: str,
        actor: Person,
        now: datetime,
        via: str = "system",
    ) -> None:
        """Put closed items that still exist back into the queue; others stay as they are."""
        await self._each(session, Action.REOPEN, item_ids, why, actor, now, via)

    async def review_again(
        self, session: AsyncSession, item_ids: Sequence[int], why: str, now: datetime
    ) -> None:
        """Take back the decisions on these items, as an undo by a person would: they wait in the queue again. Items
        that wait already, or are closed, stay as they are."""
        await self._each(session, Action.UNDO, item_ids, why, SYSTEM, now, "system")

    async def _each(
        self,
        session: AsyncSession,
        action: Action,
        item_ids: Sequence[int],
        why: str,
        actor: Person,
        now: datetime,
        via: str,
    ) -> None:
        # Whoever calls this has checked the right; a source has no role and what it reports is still so.
        trusted = replace(actor, role=SYSTEM.role)
        decisions = [Decision(item_id, action, trusted, None, via, why) for item_id in item_ids]
        await self.decide(session, decisions, now)

    async def _block_creator(self, session: AsyncSession, decision: Decision, now: datetime) -> None:
        """Take nothing more from the item's creator, and close what of theirs still waits."""
        creator_id = await queries.creator_of(session, decision.item_id)
        if creator_id is None:
            raise TellUser("Nobody is known to have made this, so there is nobody to block.")
        await block(session, creator_id, decision.actor.id, decision.reason, now)
        others = await queries.waiting_by_creator(session, creator_id)
        await self.close(session, others, BLOCKED, decision.actor, now, decision.via)

    async def unblock_creator(
        self, session: AsyncSession, creator_id: int, actor: Person, now: datetime, via: str = "slack"
    ) -> None:
        """Take content from a creator again and put back what was closed by the block. The caller checks the
        right (``Right.BLOCK``)."""
        await unblock(session, creator_id, now)
        closed = await queries.blocked_by_creator(session, creator_id)
        await self.reopen(session, closed, "unblocked", actor, now, via)

    async def claim_next(
        self,
        session: AsyncSession,
        actor: Person,
        now: datetime,
        minutes: float = 5,
        skip: frozenset[int] = frozenset(),
        only: QueueFilter = EVERYTHING,
    ) -> int | None:
        """The next item for this person alone, most urgent and then oldest first; None when nothing is left.

        A claim keeps two people from being handed the same item. It is a courtesy, not a lock on deciding: a
        decision by somebody else (from the card, say) counts if it comes first. It lapses after ``minutes`` and
        ends with a decision, so a neglected one blocks nobody. Asking again gives the same item until it is
        decided or in ``skip``; items in ``skip`` are released.
        """
        return await claims.claim_next(session, actor.id, now, minutes, skip, only)

    async def claim(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime, minutes: float = 5
    ) -> bool:
        """This very item for this person, as after an undo. What they hold already stays theirs and comes next.
        False when it is decided or in somebody else's hands."""
        return await claims.claim(session, item_id, actor.id, now, minutes)

    async def renew(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime, minutes: float = 5
    ) -> bool:
        """Hold a claim for longer. False when it is not this person's any more."""
        return await claims.renew(session, item_id, actor.id, now, minutes)

    async def release(self, session: AsyncSession, item_id: int, actor: Person) -> None:
        """Give an item back to the queue for others to claim."""
        await claims.release(session, item_id, actor.id)


def fresh_rows(reviews: Sequence[NewReview], now: datetime) -> list[dict[str, Any]]:
    """Rows of items that are new in the queue: one event (they arrived), nothing decided."""
    return [
        {
            "item_id": review.item_id,
            "status": State().status.value,
            "revision": 1,
            "display_revision": 1,
            "priority": review.priority,
            "severity": review.severity,
            "followed": False,
            "queued_at": now,
            "changed_at": now,
        }
        for review in reviews
    ]


def checked(decision: Decision) -> Decision:
    """The decision with its texts cleaned and cut. Raises TellUser when it lacks what its action needs."""
    note = truncate(strip_controls(decision.note).strip(), NOTE_LIMIT) if decision.note else None
    reason = clean_line(decision.reason, REASON_LIMIT) if decision.reason else None
    if decision.action is Action.NOTE and not note:
        raise TellUser("A note needs words.", remedy="Write something and send it again.")
    if decision.action is Action.ESCALATE and not decision.data.get("to"):
        raise TellUser("An escalation needs a person.", remedy="Choose whom to ask.")
    if decision.action is Action.CAMPAIGN and not clean_line(str(decision.data.get("name") or "")):
        raise TellUser("A campaign needs a name.", remedy="Choose one or type a new one.")
    if note == decision.note and reason == decision.reason:
        return decision
    return replace(decision, note=note or None, reason=reason or None)
