"""The service of permissions. By hand: draft, send it yourself, record what came of it; beyond that asking through
the platforms, answers, licences and their end. Each step redraws the item's card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.kernel.errors import TellUser
from bot.people.rules import Person, Right
from bot.people.tables import Creator
from bot.review.service import Reviews
from bot.rights.asking import Outgoing
from bot.rights.book import NOTE_LIMIT, TEXT_LIMIT, Book, Kit, Listener, Loaded, asked_for, clean, unknown
from bot.rights.creators.service import AboutCreators
from bot.rights.drafts import Voice, Wordings
from bot.rights.erasing import Erasing
from bot.rights.limits import Limits
from bot.rights.noticing import Noticing
from bot.rights.outcomes import AskDone, AskOutcome, AskRefused, AskRepeated
from bot.rights.private_links import PrivateLinks
from bot.rights.rules import (
    RECORDABLE,
    AskAction,
    AskRefusal,
    AskState,
    AskStatus,
    AskStep,
    apply,
    open_actions,
)
from bot.rights.scope import Channel, Proof, Scope
from bot.rights.tables import Ask
from bot.rights.terms import Terms
from bot.rights.timing import Timing
from bot.rights.visiting import Visiting
from bot.rights.wording import Wording
from bot.work import Enqueuer


@dataclass(frozen=True, slots=True)
class Standing:
    """An item's permission as one person sees it. ``ask`` is None before the first step, and after an ask that is
    ``before`` is over; ``clearance`` is the kind of one that makes asking needless."""

    item: Item
    creator: Creator | None
    ask: Ask | None
    state: AskState
    open_now: frozenset[AskAction]
    before: Ask | None = None
    clearance: str | None = None


class Asks(Visiting, Noticing, Timing, Erasing, Wording, AboutCreators):
    """It flushes; whoever opened the unit of work commits."""

    def __init__(
        self,
        reviews: Reviews,
        work: Enqueuer,
        voice: Voice,
        wordings: Mapping[str, Wordings],
        kit: Kit,
        *,
        who_may: Callable[[Right], Sequence[str]] = lambda right: (),
    ) -> None:
        self._book = Book(reviews, work, kit, who_may)
        self._voice = voice
        self._wordings = wordings

    @property
    def limits(self) -> Limits:
        return self._book.limits

    @property
    def terms(self) -> Terms:
        return self._book.kit.terms

    @property
    def voice(self) -> Voice:
        return self._voice

    @property
    def links(self) -> PrivateLinks:
        return self._book.kit.links

    @property
    def kit(self) -> Kit:
        return self._book.kit

    def wanted(self, ask: Ask | None) -> Scope:
        """What an ask asks for; where there is none yet, what the settings say."""
        return self._book.wanted(ask)

    def proposed(self, ask: Ask | None) -> Scope:
        """What a message about it asks for until its sender chooses otherwise."""
        return self._book.proposed(ask)

    def tell(self, listener: Listener) -> None:
        """Have somebody told of every step, in its unit of work: a thread that says it, a mail that is due."""
        self._book.tell(listener)

    async def standing(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime
    ) -> Standing | None:
        """How an item's permission stands and what this person may do; None for an item that nobody knows."""
        loaded = await self._book.load(session, item_id, now, lock=False)
        if loaded is None:
            return None
        offered = open_actions(loaded.state, actor, loaded.subject)
        return Standing(
            loaded.item,
            loaded.creator,
            loaded.ask,
            loaded.state,
            offered,
            loaded.before,
            loaded.subject.clearance,
        )

    async def record(
        self,
        session: AsyncSession,
        item_id: int,
        action: AskAction,
        actor: Person,
        note: str | None,
        text: str | None,
        request_id: str | None,
        now: datetime,
        *,
        wording: tuple[str, str] | None = None,
        nonce: str | None = None,
        via: str = "slack",
        scope: Scope | None = None,
    ) -> AskOutcome:
        """Record what a person did: kept an edited draft, sent the message, got an answer, starts over.

        ``text`` is the message as sent; without it the draft's counts. ``wording`` is the language and the
        template it was made from, so that the next asks are worded differently. Raises TellUser for an empty
        message. A yes that a person heard grants ``scope``, else what was asked, else what the settings ask for.
        ``nonce`` is the secret of the private link that stands in the message, see ``private_links``.
        """
        if action not in RECORDABLE:
            raise ValueError(f"{action} is not recorded by hand")
        loaded = await self._book.load(session, item_id, now)
        if loaded is None:
            return unknown(item_id)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        message = await self._book.concealed(session, item_id, clean(text, TEXT_LIMIT))
        if action in (AskAction.DRAFT, AskAction.SENT):
            message = message or loaded.state.text
        remark = clean(note, NOTE_LIMIT)
        drafted = loaded.state.status is AskStatus.DRAFT and loaded.state.text == message
        if loaded.ask is not None and drafted and action is AskAction.DRAFT and not remark:
            return AskRepeated(item_id, loaded.ask)
        return await self._record(
            session, loaded, action, actor, remark, message, request_id, now, wording, nonce, via, scope
        )

    async def _record(
        self,
        session: AsyncSession,
        loaded: Loaded,
        action: AskAction,
        actor: Person,
        remark: str | None,
        message: str | None,
        request_id: str | None,
        now: datetime,
        wording: tuple[str, str] | None,
        nonce: str | None,
        via: str,
        scope: Scope | None,
    ) -> AskOutcome:
        scope = scope or self._book.wanted(loaded.ask)
        data: dict[str, object] = {}
        if action is AskAction.SENT:
            data = {**scope.as_data(), "channel": Channel.HAND.value}
        elif action is AskAction.GRANTED:
            data = {**scope.as_data(), "proof": Proof.HAND.value}
        answer = apply(loaded.state, action, actor, now, loaded.subject, remark, message, data)
        if isinstance(answer, AskRefusal):
            return self._book.refused(loaded, answer)
        if action in (AskAction.DRAFT, AskAction.SENT) and not message:
            raise TellUser(
                "The message is empty.", remedy="Write what you sent, so that it can be shown later."
            )
        step = replace(answer, via=via, request_id=request_id)
        if action is AskAction.GRANTED:
            return await self.keep_grant(session, loaded, step, scope, Proof.HAND)
        changes: dict[str, Any] = {}
        if action is AskAction.SENT:
            changes = self.sending(loaded, scope, Channel.HAND, now, wording, nonce)
        elif action is AskAction.DRAFT:
            changes = asked_for(scope)
            if wording is not None:
                changes |= {"language": wording[0], "template": wording[1]}
        granted = loaded.state.status is AskStatus.GRANTED
        done = await self._book.keep(session, loaded, step, credit=scope.credit, changes=changes)
        if granted and action is AskAction.DECLINED:
            await self._end_renewal(session, loaded.item_id, actor, now, via)
        elif granted and action is AskAction.REOPEN:
            await self._renewal_alone(session, loaded.item_id)
        return done


__all__ = [
    "AskDone",
    "AskOutcome",
    "AskRefused",
    "AskRepeated",
    "AskStep",
    "Asks",
    "Kit",
    "Outgoing",
]
