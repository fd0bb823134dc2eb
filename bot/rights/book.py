"""Loading a permission alone, keeping what happened to it, and asking for the work that follows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.media.folder import MediaFolder
from bot.content.queries import get_items, media_of
from bot.content.tables import Item
from bot.kernel.text import clean_line, strip_controls, truncate
from bot.people.queries import get_creators
from bot.people.rules import Right
from bot.people.tables import Creator
from bot.review.queries import load_for_deciding, reviews_of
from bot.review.rules import Status
from bot.review.service import Reviews
from bot.rights import contacts, queries, wishes
from bot.rights.chain import Signer
from bot.rights.clearances.queries import last_ended_clearance
from bot.rights.evidence import Evidence, snapshot
from bot.rights.limits import Limits, next_due
from bot.rights.links import queries as chain
from bot.rights.outcomes import AskDone, AskRefused, AskRepeated
from bot.rights.private_links import PrivateLinks, link_hash
from bot.rights.rules import (
    AskAction,
    AskRefusal,
    AskState,
    AskStatus,
    AskStep,
    Subject,
    advance,
    derive,
    leads_somewhere,
)
from bot.rights.scope import Scope, names, uses_of
from bot.rights.tables import Ask, Clearance, Snapshot
from bot.rights.takedowns.queries import standing_takedown
from bot.rights.terms import Terms
from bot.work import Enqueuer
from bot.work.notices import NOTICE, Offer

TEXT_LIMIT = 3000  # what a Slack text input takes
NOTE_LIMIT = 3000
ANSWER_LIMIT = 10_000
CREDIT_LIMIT = 200

Listener = Callable[[AsyncSession, AskDone], Awaitable[None]]
"""Told of every step, in its unit of work: a chat that shows it, a mail that is due."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What permissions are kept with. ``signer`` is called at the first event, so that looking makes no key."""

    signer: Callable[[], Signer]
    evidence: Evidence
    previews: MediaFolder
    limits: Limits
    terms: Terms
    links: PrivateLinks


@dataclass(slots=True)
class Loaded:
    """An item's permission and what the rule needs. ``ask`` is None where the next step begins one;
    ``before`` is then the one that is over."""

    item: Item
    creator: Creator | None
    subject: Subject
    ask: Ask | None
    state: AskState
    before: Ask | None = None
    clearances: Sequence[Clearance] = field(default=())

    @property
    def item_id(self) -> int:
        return self.item.id or 0


class Book:
    """The one who writes. It flushes; whoever opened the unit of work commits."""

    def __init__(
        self, reviews: Reviews, work: Enqueuer, kit: Kit, who_may: Callable[[Right], Sequence[str]]
    ) -> None:
        self.kit = kit
        self.limits = kit.limits
        self.work = work
        self._reviews = reviews
        self._who_may = who_may
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """Have somebody told of every step."""
        self._listeners.append(listener)

    async def load(
        self, session: AsyncSession, item_id: int, now: datetime, *, lock: bool = True
    ) -> Loaded | None:
        """The permission that an item stands on. ``lock`` holds the review row, so two people can't both make
        the first step."""
        if lock:
            await load_for_deciding(session, [item_id])
            ask = await queries.locked_ask(session, item_id)
        else:
            ask = (await queries.asks_of(session, [item_id])).get(item_id)
        return await self._around(session, item_id, ask, now)

    async def load_ask(self, session: AsyncSession, ask_id: int, now: datetime) -> Loaded | None:
        """One ask, live or not, with its item; both held until the unit of work ends."""
        found = await queries.get_ask(session, ask_id)
        if found is None:
            return None
        await load_for_deciding(session, [found.item_id])
        ask = await queries.locked(session, ask_id)
        loaded = await self._around(session, found.item_id, ask, now)
        if loaded is not None and loaded.ask is None and ask is not None:
            loaded.ask, loaded.before = ask, None  # this very one is meant, over or not
            loaded.state = derive(await queries.steps_of(session, ask_id))
        return loaded

    async def _around(
        self, session: AsyncSession, item_id: int, ask: Ask | None, now: datetime
    ) -> Loaded | None:
        review = (await reviews_of(session, [item_id])).get(item_id)
        item = (await get_items(session, [item_id])).get(item_id)
        if review is None or item is None:
            return None
        creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
        creator = creators.get(item.creator_id or 0)
        state = derive(await queries.steps_of(session, ask.id or 0)) if ask is not None else AskState()
        before = None
        if ask is not None and state.over:
            ask, before, state = None, ask, AskState()
        clearances = await self._clearances(session, creator, now)
        subject = Subject(
            item.life,
            Status(review.status),
            creator is not None and creator.blocked_at is not None,
            do_not_contact=creator is not None and await contacts.must_not_contact(session, creator),
            asked_lately=await self._asked_lately(session, creator, now),
            most=self.limits.asks_per_creator,
            clearance=clears(clearances, self.wanted(ask)),
            taken_down=await standing_takedown(session, item_id) is not None,
        )
        return Loaded(item, creator, subject, ask, state, before, clearances)

    def wanted(self, ask: Ask | None) -> Scope:
        """What is asked for: as the ask says, else as the settings do."""
        if ask is None or not ask.uses:
            return self.limits.scope()
        return Scope(
            uses_of(ask.uses), ask.territory, ask.duration_days, ask.credit, ask.terms_version, ask.latest
        )

    def proposed(self, ask: Ask | None) -> Scope:
        """What a message asks for before anybody chose: as the ask says, else what is proposed."""
        return self.wanted(ask) if ask is not None and ask.uses else self.limits.proposal()

    async def _clearances(
        self, session: AsyncSession, creator: Creator | None, now: datetime
    ) -> Sequence[Clearance]:
        return await queries.clearances_of(session, creator.id or 0, now) if creator is not None else ()

    async def _asked_lately(self, session: AsyncSession, creator: Creator | None, now: datetime) -> int:
        if creator is None:
            return 0
        return await queries.asked_since(session, creator.id or 0, self.limits.since(now))

    async def repeated(
        self, session: AsyncSession, loaded: Loaded, request_id: str | None
    ) -> AskRepeated | None:
        """What to answer to a request that was done before."""
        ask = loaded.ask or loaded.before
        if ask is not None and request_id and await queries.seen_request(session, request_id):
            return AskRepeated(loaded.item_id, ask)
        return None

    async def keep(
        self,
        session: AsyncSession,
        loaded: Loaded,
        step: AskStep,
        *,
        credit: str = "",
        changes: dict[str, Any] | None = None,
    ) -> AskDone:
        """Write the row that all steps add up to and the step, have the card drawn again, and ask for what
        follows. ``changes`` are columns of the ask that no step alone says."""
        ask = loaded.ask
        if ask is None:
            ask = Ask(item_id=loaded.item_id, creator_id=loaded.item.creator_id, changed_at=step.at)
            ask.supersedes_id = loaded.before.id if loaded.before is not None else None
        before = loaded.state
        uses_before = set(ask.granted_uses)
        for name, value in (changes or {}).items():
            setattr(ask, name, value)
        if step.action in (AskAction.SENT, AskAction.GRANTED):
            shown = await self.snapshot(session, loaded, step.at)
            ask.snapshot_id = shown.id
            agreed = await asyncio.to_thread(self._keep_terms, ask.language)
            version = step.data.get("terms_version") or ask.terms_version or self.kit.terms.version
            terms = {"terms_version": version, "terms_sha256": step.data.get("terms_sha256") or agreed}
            step = replace(step, data={**step.data, **terms, "snapshot": shown.sha256})
        state = advance(before, step)
        self._project(ask, state, step)
        await queries.save(session, ask)
        await chain.append(session, ask, step, credit, self.kit.signer())
        loaded.ask, loaded.state = ask, state
        narrowed = state.status is AskStatus.GRANTED and not uses_before <= set(ask.granted_uses)
        if before.status is AskStatus.GRANTED and (state.status is not AskStatus.GRANTED or narrowed):
            await self.work.enqueue_soon(session, wishes.REMOVED, loaded.item_id)
        await self._reviews.touch(session, [loaded.item_id], step.at)
        done = AskDone(loaded.item_id, step, ask)
        for listener in self._listeners:
            await listener(session, done)
        return done

    def _keep_terms(self, language: str) -> str:
        """Keep the terms as they are worded now, in every language, and give the hash of the one that is meant: a
        file that is edited later changes nothing of what was agreed to."""
        for each in self.kit.terms.texts.values():
            self.kit.evidence.put(each.encode())
        return self.kit.terms.sha256(language)

    def _project(self, ask: Ask, state: AskState, step: AskStep) -> None:
        """Make the row say what its steps add up to."""
        if leads_somewhere(step.action):
            ask.standing_revision, ask.changed_at = state.revision, step.at
        ask.status, ask.revision, ask.text, ask.live = (
            state.status.value,
            state.revision,
            state.text,
            state.live,
        )
        ask.asked_by, ask.asked_by_name, ask.asked_at = state.asked_by, state.asked_by_name, state.asked_at
        ask.answered_at, ask.answer = state.answered_at, state.answer or None
        if not state.live:
            ask.delivery = "" if ask.delivery in ("wanted", "sending") else ask.delivery
        ask.due_at = next_due(
            state.status,
            remind_at=ask.remind_at,
            ends_at=ask.ends_at,
            licence_until=ask.licence_until,
            warned=ask.warned,
            warn_days=self.limits.warn_days,
        )

    async def snapshot(self, session: AsyncSession, loaded: Loaded, now: datetime) -> Snapshot:
        """The item as it is now, kept; what is kept already is not kept twice."""
        media = (await media_of(session, [loaded.item_id])).get(loaded.item_id, [])
        shown = await snapshot(loaded.item, media, self.kit.previews, self.kit.evidence, now)
        last = await queries.latest_snapshot(session, loaded.item_id)
        if last is not None and last.sha256 == shown.sha256:
            return last
        await queries.save(session, shown)
        return shown

    async def ended_at(self, session: AsyncSession, loaded: Loaded, now: datetime) -> datetime:
        """When the last thing happened that may have taken the item off what is shown."""
        review = (await reviews_of(session, [loaded.item_id]))[loaded.item_id]
        asks = await queries.all_asks(session, loaded.item_id)
        moments = [review.decided_at, loaded.item.ended_at, *(one.changed_at for one in asks)]
        standing = await standing_takedown(session, loaded.item_id)
        moments.append(standing.at if standing is not None else None)
        if loaded.item.creator_id is not None:
            cleared = await last_ended_clearance(session, loaded.item.creator_id, now)
            moments.append(cleared.ends_at if cleared is not None else None)
        return max(one for one in moments if one is not None)

    async def ending(self, session: AsyncSession, loaded: Loaded, now: datetime) -> str:
        """What names this ending of an item that nobody was asked about: the next one has another name."""
        review = (await reviews_of(session, [loaded.item_id]))[loaded.item_id]
        cleared = await last_ended_clearance(session, loaded.item.creator_id or 0, now)
        last = cleared.id if cleared is not None else 0
        return f"cleared:{loaded.item_id}:{review.revision}:{loaded.item.life}:{last}"

    async def notice(
        self, session: AsyncSession, what: str, remedy: str, key: str, offers: Sequence[Offer] = ()
    ) -> None:
        """Tell the team, once for the key. ``offers``: see ``bot.work.notices``."""
        more = [[list(one) for one in offers]] if offers else []
        await self.work.enqueue(session, NOTICE, what, remedy, f"rights:{key}", *more, key=f"rights:{key}")

    async def concealed(self, session: AsyncSession, item_id: int, text: str | None) -> str | None:
        """A message as it is kept: without the secret of the private link that we made for it."""
        nonce = self.kit.links.nonce_in(text or "")
        if not text or nonce is None:
            return text
        count = await queries.count_sent(session, item_id)
        made = {self.kit.links.nonce(item_id, number) for number in range(count + 1)}
        return self.kit.links.conceal(text, nonce) if nonce in made else text

    async def revealed(self, session: AsyncSession, ask: Ask, text: str) -> str:
        """A message as it went out, or goes out. One that is no more than a draft gets the next secret."""
        links = self.kit.links
        if not links.hides(text):
            return text
        count = await queries.count_sent(session, ask.item_id)
        wanted = [links.nonce(ask.item_id, number) for number in range(count, -1, -1)]
        fitting = [one for one in wanted if link_hash(one) == ask.link_hash]
        return links.reveal(text, fitting[0] if fitting else wanted[0])

    async def next_nonce(self, session: AsyncSession, item_id: int) -> str:
        """The secret of the private link in the next request about an item."""
        return self.kit.links.nonce(item_id, await queries.count_sent(session, item_id))

    async def touch(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Have the cards of these items drawn again."""
        await self._reviews.touch(session, item_ids, now)

    async def follow(self, session: AsyncSession, item_id: int) -> None:
        """Be told when the item is closed or decided anew."""
        await self._reviews.follow(session, [item_id])

    async def follow_all(self, session: AsyncSession, item_ids: Sequence[int]) -> None:
        await self._reviews.follow(session, item_ids)

    def refused(self, loaded: Loaded, refusal: AskRefusal) -> AskRefused:
        if refusal.right is not None:
            refusal = replace(refusal, ask=tuple(self._who_may(refusal.right)))
        return AskRefused(loaded.item_id, refusal, loaded.ask or loaded.before)


def clears(clearances: Sequence[Clearance], wanted: Scope) -> str | None:
    """The kind of a clearance that covers all that is wanted."""
    for each in clearances:
        if wanted.uses <= uses_of(each.uses):
            return each.kind
    return None


def unknown(item_id: int) -> AskRefused:
    return AskRefused(item_id, AskRefusal("unknown_item"))


def clean(text: str | None, limit: int) -> str | None:
    """Words fit to be kept; None where nothing is left."""
    return truncate(strip_controls(text).strip(), limit) or None if text else None


def clean_credit(credit: str) -> str:
    return clean_line(credit, CREDIT_LIMIT)


def asked_for(scope: Scope) -> dict[str, Any]:
    """The columns that say what is asked for."""
    return {
        "uses": names(scope.uses),
        "territory": clean_line(scope.territory, 200),
        "duration_days": scope.duration_days,
        "credit": clean_credit(scope.credit),
        "terms_version": scope.terms_version,
        "latest": scope.latest,
    }
