"""Messages to creators before they go out: worded anew each time, with the private link, short enough for the way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.people.rules import Person
from bot.rights import queries
from bot.rights.book import Book, Loaded, unknown
from bot.rights.drafts import (
    AskFacts,
    Draft,
    Voice,
    Wordings,
    drafts,
    nearest,
    one_of_a_kind,
    with_link,
    with_uses,
)
from bot.rights.outcomes import AskRefused
from bot.rights.rules import AskAction, AskRefusal, AskState, AskStatus, apply
from bot.rights.scope import Use

Fits = Callable[[str], bool]
"""Whether a message is short enough for the way on which it goes."""


class Message(StrEnum):
    """What a message is for."""

    ASK = "ask"
    RENEWAL = "renewal"  # before a licence ends
    REMINDER = "reminder"


class Wording:
    """It reads only."""

    _book: Book
    _voice: Voice
    _wordings: Mapping[str, Wordings]

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
        message: Message = Message.ASK,
        fits: Fits | None = None,
    ) -> Draft | AskRefused:
        """A message to send: the draft that was saved, or a new one in the item's language (or the one wanted).

        Writes nothing, so looking at it changes nothing; saving or sending it is ``record`` and ``ask``. ``turn``
        counts the wordings this person was shown and ``shown`` is the last of them: each turn gives another. The
        wording used longest ago is taken, so no two asks in a row are alike; where ``fits`` is given, of those that
        are short enough with the private link, else without it. A creator who is cleared for what is asked for by
        default can still be asked for more, so that is no refusal here.
        """
        loaded = await self._book.load(session, item_id, now, lock=False)
        if loaded is None:
            return unknown(item_id)
        refusal = self._refusal(loaded, actor, now, message)
        if refusal is not None:
            return self._book.refused(loaded, refusal)
        ask = loaded.ask
        drafted = loaded.state.status is AskStatus.DRAFT and message is Message.ASK
        if ask is not None and drafted and language is None and not turn:
            return Draft(await self._book.revealed(session, ask, ask.text), ask.template, ask.language)
        asked_in = ask.language if ask is not None and message is not Message.ASK else None
        wanted = nearest(
            self._wordings,
            language or asked_in or loaded.item.language or loaded.item.declared_language,
        )
        return await self._word(session, loaded, wanted, turn, shown, message, fits)

    def naming(self, text: str, language: str, uses: Collection[Use]) -> str:
        """The message with a line for what it asks for and doesn't name yet; as it is where it names all."""
        return with_uses(text, nearest(self._wordings, language), uses)

    def _refusal(self, loaded: Loaded, actor: Person, now: datetime, message: Message) -> AskRefusal | None:
        state, action = loaded.state, AskAction.DRAFT
        if message is Message.REMINDER:
            action = AskAction.REMINDED
        elif message is Message.RENEWAL and state.status is AskStatus.GRANTED:
            state = AskState()
        answer = apply(state, action, actor, now, replace(loaded.subject, clearance=None))
        return answer if isinstance(answer, AskRefusal) else None

    async def addressed(self, session: AsyncSession, item_id: int, text: str) -> tuple[str, str | None]:
        """A message as it goes out, and the secret of the private link in it; None where there is none. The link of
        an earlier request about the item becomes the one of the next. Raises TellUser where the message holds a link
        that was made for something else: it would let its reader answer for somebody else."""
        links = self._book.kit.links
        found = set(links.nonces_in(text))
        if not found and not links.hides(text):
            return text, None
        count = await queries.count_sent(session, item_id)
        mine = [links.nonce(item_id, number) for number in range(count + 1)]
        if found - set(mine):
            raise TellUser(
                "The message holds a private link that was made for another request.",
                remedy="Take it out, or press Another wording.",
            )
        for old in found:
            text = links.conceal(text, old)
        return links.reveal(text, mine[-1]), mine[-1]

    async def _word(
        self,
        session: AsyncSession,
        loaded: Loaded,
        wanted: Wordings,
        turn: int,
        shown: str,
        message: Message,
        fits: Fits | None,
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
        avoid = [shown, *recent] if shown else recent
        made = drafts(facts, self._voice, self._wordings, wanted.language, avoid)
        special = {Message.RENEWAL: wanted.renewal, Message.REMINDER: wanted.reminder}.get(message, "")
        text = one_of_a_kind(special, facts, self._voice)
        if text is not None and not turn:
            made.insert(0, Draft(text, message.value, wanted.language))
        address = "" if message is Message.REMINDER else await self._address(session, loaded.item_id)
        if message is not Message.REMINDER:
            uses = self._book.proposed(loaded.ask).uses  # what the window ticks
            made = [replace(one, text=with_uses(one.text, wanted, uses)) for one in made]
        linked = [replace(one, text=with_link(one.text, wanted, address)) for one in made]
        fitting = (one for one in [*linked, *made] if fits is None or fits(one.text))
        return next(fitting, linked[0])

    async def _address(self, session: AsyncSession, item_id: int) -> str:
        """Of the creator's private page; "" where nobody reaches our pages."""
        links = self._book.kit.links
        return links.answer(await self._book.next_nonce(session, item_id)) if links.address else ""
