"""Looks up what the permission window shows to one person now. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.queries import ask_views
from bot.people.rules import Person, Right, may
from bot.rights import queries
from bot.rights.asking import BY_ITSELF
from bot.rights.drafts import Draft
from bot.rights.noticing import UNSENT
from bot.rights.rules import WAITING, AskRefusal, AskStatus
from bot.rights.scope import Channel
from bot.rights.service import AskRefused, Asks, Standing
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.rights.wording import Message
from bot.services import Services
from bot.sources.base import Room
from bot.storage.unit_of_work import reading
from cogs.ask.reasons import Background, background, cleared_words
from cogs.ask.shown import mark
from cogs.ask.view import AskWindow, Letter, Mode, Outcome, about, mode_of, outcomes_of, where

_MESSAGES: Mapping[AskStatus, tuple[Message, Mode]] = {
    AskStatus.NONE: (Message.ASK, Mode.ASK),
    AskStatus.DRAFT: (Message.ASK, Mode.ASK),
    AskStatus.GRANTED: (Message.RENEWAL, Mode.RENEW),
    AskStatus.ASKED: (Message.REMINDER, Mode.REMIND),
}
"""What may be written to a creator, as an ask stands."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants the window. ``text``: their own words, kept; ``suggested`` is then what tells the wording
    that they changed, ``kept`` says that it is about to be replaced,
    and ``named`` that it was given a line that names what it asks for."""

    mode: Mode = Mode.ASK
    language: str | None = None
    turn: int = 0
    template: str = ""
    way: Channel | None = None
    text: str | None = None
    suggested: str = ""
    kept: bool = False
    named: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The window, and why nothing can be written to the creator; None where something can, or nothing is to be."""

    window: AskWindow
    refusal: AskRefusal | None
    known: Background


async def load(services: Services, item_id: int, person: Person, now: datetime, wish: Wish) -> Found | None:
    """None for an item that nobody knows."""
    async with reading(services.database) as session:
        standing = await services.asks.standing(session, item_id, person, now)
        if standing is None:
            return None
        return await _Look(services, session, standing, person, now).found(wish)


class _Look:
    def __init__(
        self, services: Services, session: AsyncSession, standing: Standing, person: Person, now: datetime
    ) -> None:
        self._services = services
        self._session = session
        self._standing = standing
        self._person = person
        self._now = now

    @property
    def _asks(self) -> Asks:
        return self._services.asks

    async def found(self, wish: Wish) -> Found:
        standing, session = self._standing, self._session
        item, creator, status = standing.item, standing.creator, standing.state.status
        item_id = item.id or 0
        renewal = await self._renewal(item_id)
        ways = await self._ways()
        way = wish.way if wish.way is not None and wish.way in ways else ways[0]
        room = await self._room(way)
        message, writing = _MESSAGES.get(status, (None, Mode.HEARD))
        draft = await self._draft(message, wish, room, renewal)
        may_write = isinstance(draft, Draft)
        mode = mode_of(
            wish.mode,
            may_write=may_write and writing is Mode.ASK,
            may_renew=may_write and writing is Mode.RENEW,
            may_remind=may_write and writing is Mode.REMIND,
        )
        steps = await queries.ask_events(session, item_id)
        known = await background(session, creator, self._asks.limits, self._now)
        cleared = standing.clearance is not None and mode is Mode.ASK
        window = AskWindow(
            item_id=item_id,
            about=about(item, creator),
            status=status,
            mode=mode,
            permission=(await ask_views(session, [item_id])).get(item_id),
            letter=self._letter(draft, mode, wish, ways, way, room) if isinstance(draft, Draft) else None,
            languages=self._asks.languages,
            place=where(item, creator),
            reachable=creator is not None and bool(creator.handle),
            platform=item.platform,
            sent=await self._sent(renewal),
            unsent=_unsent(renewal or standing.ask),
            outcomes=self._outcomes(renewal),
            renewing=renewal is not None,
            may_write=may_write and writing is Mode.ASK,
            may_renew=may_write and writing is Mode.RENEW,
            may_remind=may_write and writing is Mode.REMIND,
            asked_for=self._asks.wanted(renewal or standing.ask),
            steps=steps,
            revision=len(steps),
            notice=wish.notice or (cleared_words(known.clearances) if cleared else ""),
        )
        return Found(window, draft.refusal if isinstance(draft, AskRefused) else None, known)

    async def _renewal(self, item_id: int) -> Ask | None:
        rows = await queries.all_asks(self._session, item_id)
        return next((one for one in rows if one.live and one.renewal), None)

    async def _ways(self) -> Sequence[Channel]:
        item = self._standing.item
        senders = self._services.outlet(Senders)
        return [*await senders.open_to(self._session, item.platform, item.id or 0), Channel.HAND]

    async def _room(self, way: Channel) -> Room | None:
        item = self._standing.item
        if way not in BY_ITSELF:
            return None
        return await self._services.outlet(Senders).room(self._session, item.platform, item.id or 0, way)

    async def _draft(
        self, message: Message | None, wish: Wish, room: Room | None, renewal: Ask | None
    ) -> Draft | AskRefused | None:
        """What may be written now; None where nothing is."""
        item = self._standing.item
        if message is None or (message is Message.RENEWAL and renewal is not None):
            return None
        if message is Message.REMINDER and not self._reminds():
            return None
        return await self._asks.suggest(
            self._session,
            item.id or 0,
            self._person,
            self._now,
            language=wish.language,
            turn=wish.turn,
            shown=wish.template,
            message=message,
            fits=(lambda text: room.over(text) == 0) if room is not None else None,
        )

    def _reminds(self) -> bool:
        """Whether a person sends the reminder: where the product sends, it reminds as well."""
        ask = self._standing.ask
        by_hand = ask is not None and Channel(ask.channel) not in BY_ITSELF
        return by_hand and self._asks.limits.remind_at(self._now, self._standing.item.platform) is not None

    def _letter(
        self,
        draft: Draft,
        mode: Mode,
        wish: Wish,
        ways: Sequence[Channel],
        way: Channel,
        room: Room | None,
    ) -> Letter:
        scope = self._asks.proposed(self._standing.ask)
        if mode is Mode.RENEW or (scope.latest is not None and scope.latest <= self._now):
            scope = replace(scope, latest=None)
        if mode is Mode.REMIND:
            ways, way, room = [Channel.HAND], Channel.HAND, None
        own = wish.text is not None
        return Letter(
            text=wish.text if wish.text is not None else draft.text,
            language=(wish.language or draft.language) if own else draft.language,
            template=wish.template if own else draft.template,
            turn=wish.turn,
            suggested=wish.suggested if own else mark(draft.text),
            kept=wish.kept,
            named=wish.named,
            ways=ways,
            way=way,
            most=room.most if room is not None else None,
            scope=scope,
        )

    async def _sent(self, renewal: Ask | None) -> str:
        """The message as it went out; with its private link only for whoever has to send it themselves."""
        ask = renewal or self._standing.ask
        if ask is None or ask.status == AskStatus.DRAFT:
            return ""
        return await self._asks.whole_text(self._session, ask) if _unsent(ask) else ask.text

    def _outcomes(self, renewal: Ask | None) -> list[Outcome]:
        offered = outcomes_of(self._standing.state.status, self._standing.open_now)
        if renewal is None or not may(self._person.role, Right.ASK):
            return offered
        taken_back = [one for one in offered if one is Outcome.WITHDRAWN]
        return [Outcome.GRANTED, Outcome.DECLINED, *taken_back]


def _unsent(ask: Ask | None) -> bool:
    """Whether a person has to send it themselves."""
    return ask is not None and ask.delivery in UNSENT and AskStatus(ask.status) in WAITING
