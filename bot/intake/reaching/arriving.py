"""Answers that arrive as found pieces: a reply carries the brand's hashtag and name, so searches find it.

It is an answer, and no piece to be reviewed: it gets no card. Its words are taken from where answers are read, which
also says whose they are; here it only tells that it is time to look.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.intake.reaching import queries
from bot.intake.reaching.tables import Watch
from bot.intake.reaching.watching import look_at
from bot.intake.reaching.ways import answer_request
from bot.people.queries import get_creators
from bot.rights import queries as asked
from bot.rights.codes import code_hash, codes_in
from bot.rights.contacts import is_account
from bot.rights.outcomes import AskRefused
from bot.rights.scope import Proof
from bot.rights.service import Asks
from bot.sources.base import FoundItem
from bot.sources.identity import digest
from bot.work import Enqueuer


class Arrivals:
    """Tells answers from pieces, in the unit of work in which pieces are taken."""

    def __init__(self, asks: Asks, work: Enqueuer, platforms: Collection[str]) -> None:
        """``platforms``: those on which we reply."""
        self._asks = asks
        self._work = work
        self._platforms = platforms

    async def answers(self, session: AsyncSession, found: Sequence[FoundItem], now: datetime) -> set[str]:
        """The ids of those pieces that answer a message of ours. Their messages are looked at at once; who is
        somebody else than the creator is told. So are those that give the code of a private page, wherever its
        reader wrote it. Nothing is asked of the database where no piece is a reply or gives a code."""
        return await self._replies(session, found, now) | await self._codes(session, found, now)

    async def _replies(self, session: AsyncSession, found: Sequence[FoundItem], now: datetime) -> set[str]:
        replies = [one for one in found if one.answers_to]
        if not replies:
            return set()
        ids = {name for one in replies for name in (one.external_id, *one.answers_to)}
        known = await queries.about(session, ids)
        taken = {}
        for one in replies:
            watch = next((known[name] for name in (*one.answers_to, one.external_id) if name in known), None)
            if watch is not None:
                taken[one.external_id] = watch
                await self._judge(session, watch, one, now)
        await look_at(self._work, session, list({one.id: one for one in taken.values()}.values()), now)
        return set(taken)

    async def _codes(self, session: AsyncSession, found: Sequence[FoundItem], now: datetime) -> set[str]:
        """A code that the account which made the piece wrote somewhere else than under our message. Only where the
        platform itself says whose account wrote it: the sources through which we reply. Whoever copies a code is
        somebody else, whichever of the two was found first."""
        said: dict[str, list[FoundItem]] = {}
        for one in found:
            if one.platform in self._platforms and one.creator is not None:
                for code in codes_in(one.text):
                    said.setdefault(code_hash(code), []).append(one)
        taken: set[str] = set()
        for ask in await asked.coded(session, said) if said else ():
            item = (await get_items(session, [ask.item_id])).get(ask.item_id)
            for one in said[ask.code_hash or ""]:
                if item is not None and one.platform == item.platform:
                    taken |= await self._coded(session, ask.id or 0, one, now)
        return taken

    async def _coded(self, session: AsyncSession, ask_id: int, one: FoundItem, now: datetime) -> set[str]:
        """The id of a piece that gives a code, where it was an answer."""
        creator = one.creator
        if creator is None:
            return set()
        outcome = await self._asks.answered(
            session,
            ask_id,
            one.text,
            Proof.REPLY,
            now,
            via=one.platform,
            by=creator.external_id,
            request_id=answer_request(self._asks.links, one.external_id, digest(one.text)),
        )
        if not isinstance(outcome, AskRefused):
            return {one.external_id}
        if outcome.refusal.kind == "other_account":
            who = creator.handle or creator.name or creator.external_id
            await self._asks.stranger_said(session, ask_id, one.text, who, one.external_id, now, code=True)
        return set()

    async def heard(self, session: AsyncSession, references: Sequence[str], now: datetime) -> None:
        """Somebody answered these messages of ours."""
        known = await queries.about(session, references) if references else {}
        await look_at(self._work, session, list({one.id: one for one in known.values()}.values()), now)

    async def _judge(self, session: AsyncSession, watch: Watch, one: FoundItem, now: datetime) -> None:
        ask = await asked.get_ask(session, watch.ask_id)
        item = (await get_items(session, [ask.item_id])).get(ask.item_id) if ask is not None else None
        if ask is None or item is None or one.creator is None:
            return
        creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
        if is_account(one.creator.external_id, creators.get(item.creator_id or 0)):
            return
        who = one.creator.handle or one.creator.name or one.creator.external_id
        await self._asks.stranger_said(session, watch.ask_id, one.text, who, one.external_id, now)
