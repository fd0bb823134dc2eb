"""Answers that arrive as found pieces: a reply carries the brand's hashtag and name, so searches find it.

It is an answer, and no piece to be reviewed: it gets no card. Its words are taken from where answers are read, which
also says whose they are; here it only tells that it is time to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.intake.reaching import queries
from bot.intake.reaching.tables import Watch
from bot.intake.reaching.watching import look_at
from bot.people.queries import get_creators
from bot.rights import queries as asked
from bot.rights.contacts import is_account
from bot.rights.service import Asks
from bot.sources.base import FoundItem
from bot.work import Enqueuer


class Arrivals:
    """Tells answers from pieces, in the unit of work in which pieces are taken."""

    def __init__(self, asks: Asks, work: Enqueuer) -> None:
        self._asks = asks
        self._work = work

    async def answers(self, session: AsyncSession, found: Sequence[FoundItem], now: datetime) -> set[str]:
        """The ids of those pieces that answer a message of ours. Their messages are looked at at once; who is
        somebody else than the creator is told. Nothing is asked of the database where no piece is a reply."""
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
