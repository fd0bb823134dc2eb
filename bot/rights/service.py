"""Permission asks by hand: draft, send it yourself, record what came of it. Each step redraws the item's card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.content.tables import Item
from bot.kernel.errors import TellUser
from bot.kernel.text import strip_controls, truncate
from bot.people.queries import get_creators
from bot.people.rules import Person, Right
from bot.people.tables import Creator
from bot.review.queries import load_for_deciding, reviews_of
from bot.review.rules import Status
from bot.review.service import Reviews
from bot.rights import queries
from bot.rights.drafts import AskFacts, Draft, Voice, Wordings, draft, nearest
from bot.rights.rules import (
    AskAction,
    AskRefusal,
    AskState,
    AskStatus,
    AskStep,
    Subject,
    advance,
    apply,
    derive,
)
from bot.rights.tables import Ask

TEXT_LIMIT = 3000  # what a Slack text input takes
NOTE_LIMIT = 3000


@dataclass(frozen=True, slots=True)
class AskDone:
    """The step was kept; ``ask`` is how the ask stands now."""

    item_id: int
    step: AskStep
    ask: Ask


@dataclass(frozen=True, slots=True)
class AskRefused:
    """The step was not done, and why. ``ask`` is how it stands, if there is one."""

    item_id: int
    refusal: AskRefusal
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class AskRepeated:
    """Nothing changed: the request was done before, or exactly this draft is kept."""

    item_id: int
    ask: Ask


AskOutcome = AskDone | AskRefused | AskRepeated


@dataclass(slots=True)
class _Loaded:
    item: Item
    creator: Creator | None
    subject: Subject
    ask: Ask | None
    state: AskState


class Asks:
    """The service of permission asks. It flushes; whoever opened the unit of work commits."""

    def __init__(
        self,
        reviews: Reviews,
        voice: Voice,
        wordings: Mapping[str, Wordings],
        *,
        who_may: Callable[[Right], Sequence[str]] = lambda right: (),
    ) -> None:
        self._reviews = reviews
        self._voice = voice
        self._wordings = wordings
        self._who_may = who_may

    @property
    def languages(self) -> list[str]:
        """Languages that there are wordings for."""
        return sorted(self._wordings)

    async def suggest(
        self,
        session: AsyncSession,
        item_id: int,
        actor: Person,
        now: datetime,
        *,
        language: str | None = None,
        turn: int = 0,
        shown: str = "",
    ) -> Draft | AskRefused:
        """A message to send: the draft that was saved, or a new one in the item's language (or the one wanted).

        Writes nothing, so looking at it changes nothing; saving or sending it is ``record``. ``turn`` counts the
        wordings this person was shown and ``shown`` is the last of them: each turn gives another. The wording
        used longest ago is taken, so no two asks in a row are alike.
        """
        loaded = await self._load(session, item_id, lock=False)
        if loaded is None:
            return AskRefused(item_id, AskRefusal("unknown_item"))
        answer = apply(loaded.state, AskAction.DRAFT, actor, now, loaded.subject)
        if isinstance(answer, AskRefusal):
            return self._refused(item_id, answer, loaded.ask)
        ask = loaded.ask
        if ask is not None and loaded.state.status is AskStatus.DRAFTED and language is None and not turn:
            return Draft(ask.text, ask.template, ask.language)
        wanted = nearest(self._wordings, language or loaded.item.language or loaded.item.declared_language)
        return await self._word(session, loaded, wanted, turn, shown)

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
        via: str = "slack",
    ) -> AskOutcome:
        """Record what a person did: kept an edited draft, sent the message, got an answer, starts over.

        ``text`` is the message as sent; without it the draft's counts. ``wording`` is the language and the
        template it was made from, so that the next asks are worded differently. Raises TellUser for an empty
        message.
        """
        loaded = await self._load(session, item_id)
        if loaded is None:
            return AskRefused(item_id, AskRefusal("unknown_item"))
        if loaded.ask is not None and request_id and await queries.seen_request(session, request_id):
            return AskRepeated(item_id, loaded.ask)
        message = _clean(text, TEXT_LIMIT)
        if action in (AskAction.DRAFT, AskAction.SENT):
            message = message or loaded.state.text
        remark = _clean(note, NOTE_LIMIT)
        drafted = loaded.state.status is AskStatus.DRAFTED and loaded.state.text == message
        if loaded.ask is not None and drafted and action is AskAction.DRAFT and not remark:
            return AskRepeated(item_id, loaded.ask)
        answer = apply(loaded.state, action, actor, now, loaded.subject, remark, message)
        if isinstance(answer, AskRefusal):
            return self._refused(item_id, answer, loaded.ask)
        if action in (AskAction.DRAFT, AskAction.SENT) and not message:
            raise TellUser(
                "The message is empty.", remedy="Write what you sent, so that it can be shown later."
            )
        return await self._keep(session, loaded, replace(answer, via=via, request_id=request_id), wording)

    async def _load(self, session: AsyncSession, item_id: int, *, lock: bool = True) -> _Loaded | None:
        """Everything the rule needs. ``lock`` holds the review row, so two people can't both make the first
        step."""
        if lock:
            await load_for_deciding(session, [item_id])
        review = (await reviews_of(session, [item_id])).get(item_id)
        item = (await get_items(session, [item_id])).get(item_id)
        if review is None or item is None:
            return None
        creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
        creator = creators.get(item.creator_id or 0)
        blocked = creator is not None and creator.blocked_at is not None
        if lock:
            ask = await queries.locked_ask(session, item_id)
        else:
            ask = (await queries.asks_of(session, [item_id])).get(item_id)
        steps = await queries.ask_events(session, item_id) if ask is not None else []
        subject = Subject(item.life, Status(review.status), blocked)
        return _Loaded(item, creator, subject, ask, derive(steps))

    async def _word(
        self, session: AsyncSession, loaded: _Loaded, wanted: Wordings, turn: int, shown: str
    ) -> Draft:
        recent = await queries.recent_templates(session, wanted.language, len(wanted.templates))
        creator, item = loaded.creator, loaded.item
        facts = AskFacts(
            handle=creator.handle if creator else None,
            name=creator.name if creator else None,
            platform=item.platform,
            url=item.url,
            seed=(item.id or 0) + loaded.state.revision + turn,  # another wording each time one is wanted
        )
        return draft(
            facts, self._voice, self._wordings, wanted.language, [shown, *recent] if shown else recent
        )

    async def _keep(
        self, session: AsyncSession, loaded: _Loaded, step: AskStep, wording: tuple[str, str] | None
    ) -> AskOutcome:
        """Write the step and the row that all steps add up to, and have the card drawn again."""
        item_id = loaded.item.id or 0
        state = advance(loaded.state, step)
        ask = loaded.ask or Ask(item_id=item_id, creator_id=loaded.item.creator_id, changed_at=step.at)
        ask.status, ask.revision, ask.text = state.status.value, state.revision, state.text
        ask.asked_by, ask.asked_by_name, ask.asked_at = state.asked_by, state.asked_by_name, state.asked_at
        ask.answered_at, ask.changed_at = state.answered_at, step.at
        if wording is not None and step.action in (AskAction.DRAFT, AskAction.SENT):
            ask.language, ask.template = wording
        await queries.keep(session, ask, step)
        await self._reviews.touch(session, [item_id], step.at)
        return AskDone(item_id, step, ask)

    def _refused(self, item_id: int, refusal: AskRefusal, ask: Ask | None) -> AskRefused:
        if refusal.right is not None:
            refusal = replace(refusal, ask=tuple(self._who_may(refusal.right)))
        return AskRefused(item_id, refusal, ask)


def _clean(text: str | None, limit: int) -> str | None:
    return truncate(strip_controls(text).strip(), limit) or None if text else None
