"""What happens to messages and answers on the platforms, beside answers themselves: kept as events, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.text import clean_line
from bot.people.rules import SYSTEM, Person
from bot.rights import queries
from bot.rights.answers import Answer, classify
from bot.rights.book import NOTE_LIMIT, Book, Loaded, clean, unknown
from bot.rights.drafts import Voice
from bot.rights.outcomes import AskOutcome
from bot.rights.rules import WAITING, AskAction, AskRefusal, AskStatus, apply
from bot.rights.scope import Channel
from bot.rights.tables import Ask

UNSENT = frozenset({"failed", "unknown"})
"""Deliveries after which a person has to look, and to send it themselves."""


class Noticing:
    """It flushes; whoever opened the unit of work commits. Each notice is given once for its occasion."""

    _book: Book
    _voice: Voice

    async def message_gone(self, session: AsyncSession, ask_id: int, reference: str, now: datetime) -> None:
        """Our message is not where it was: deleted by hand, by the platform, or with its conversation."""
        loaded = await self._noted(session, ask_id, "message-gone", reference, now)
        if loaded is None or loaded.state.status not in WAITING | {AskStatus.ANSWERED, AskStatus.GRANTED}:
            return
        await self._book.notice(
            session,
            f"Our permission request about item {loaded.item_id} is no longer where it was sent to.",
            "Its answers can't be seen there any more: look whether the piece still stands, and reach its creator in"
            " another way if you need to.",
            f"message-gone:{ask_id}:{reference}",
        )

    async def answer_gone(self, session: AsyncSession, ask_id: int, answer: str, now: datetime) -> None:
        """A creator deleted an answer. What they said stays said, but a yes that is deleted deserves a look."""
        loaded = await self._noted(session, ask_id, "answer-gone", answer, now)
        if loaded is None or loaded.state.status is not AskStatus.GRANTED:
            return
        await self._book.notice(
            session,
            f"The creator of item {loaded.item_id} deleted what they answered to our request. The permission stands.",
            "Ask them whether they still agree; if they don't, record that they took it back.",
            f"answer-gone:{ask_id}:{answer}",
        )

    async def returned(
        self, session: AsyncSession, ask_id: int, message: str, why: str, now: datetime
    ) -> None:
        """A message that was handed over can't reach its creator after all. Whoever carried it has told the team."""
        loaded = await self._noted(session, ask_id, "delivery-failed", message, now, why)
        if loaded is not None and loaded.ask is not None and loaded.state.status in WAITING:
            loaded.ask.delivery = "failed"
            await queries.save(session, loaded.ask)

    async def sent_by_hand(
        self,
        session: AsyncSession,
        ask_id: int,
        actor: Person,
        now: datetime,
        *,
        request_id: str | None = None,
    ) -> AskOutcome:
        """A person has sent themselves what did not go out, or of which nobody could say whether it did."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        if loaded.ask.delivery not in UNSENT or loaded.state.status not in WAITING:
            return self._book.refused(loaded, AskRefusal("not_open", status=loaded.state.status))
        data = {"what": "sent-by-hand", "channel": Channel.HAND.value}
        step = apply(loaded.state, AskAction.NOTED, actor, now, loaded.subject, data=data)
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        changes = {"channel": Channel.HAND.value, "delivery": ""}
        return await self._book.keep(session, loaded, replace(step, request_id=request_id), changes=changes)

    async def whole_text(self, session: AsyncSession, ask: Ask) -> str:
        """The message of an ask with its private link, for whoever has to send it themselves."""
        return await self._book.revealed(session, ask, ask.text)

    async def stranger_said(
        self,
        session: AsyncSession,
        ask_id: int,
        text: str,
        who: str,
        message: str,
        now: datetime,
        *,
        code: bool = False,
    ) -> None:
        """Somebody else than the creator answered. Only what looks like a decision is told, or gives the ``code`` of
        the private page: friends chat there."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return
        verdict = classify(text, self._voice, await self.texts(session, ask_id))
        if verdict.answer is Answer.UNCLEAR and not code:
            return
        await self._book.notice(
            session,
            f"{clean_line(who, 100)} answered our request about item {loaded.item_id} and is not its creator's"
            " account there. Nothing follows from it.",
            "If it is the same person, ask the account that made the piece to answer.",
            f"stranger:{ask_id}:{message}",
        )

    async def texts(self, session: AsyncSession, ask_id: int) -> Sequence[str]:
        """All that we wrote in an ask: what an answer may repeat."""
        steps = await queries.steps_of(session, ask_id)
        sent = (AskAction.SENT, AskAction.REMINDED)
        texts = [step.text for step in steps if step.action in sent and step.text]
        ask = await queries.get_ask(session, ask_id)
        return [await self._book.revealed(session, ask, text) for text in texts] if ask is not None else []

    async def _noted(
        self, session: AsyncSession, ask_id: int, what: str, which: str, now: datetime, why: str = ""
    ) -> Loaded | None:
        """Keep an event, once for the occasion. None where there is no such ask, or it is kept already."""
        loaded = await self._book.load_ask(session, ask_id, now)
        request = f"{what}:{ask_id}:{which}" if which else None
        if loaded is None or loaded.ask is None:
            return None
        if await self._book.repeated(session, loaded, request) is not None:
            return None
        data = {"what": what}
        step = apply(
            loaded.state, AskAction.NOTED, SYSTEM, now, loaded.subject, clean(why, NOTE_LIMIT), data=data
        )
        if isinstance(step, AskRefusal):
            return None
        await self._book.keep(session, loaded, replace(step, via="system", request_id=request))
        return loaded
