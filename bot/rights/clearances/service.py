"""The end of clearances. Nothing tells of it but time and a column, so whoever sweeps looks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights import wishes
from bot.rights.book import Book
from bot.rights.clearances import queries
from bot.rights.creators.queries import items_of
from bot.rights.licensed import licence
from bot.rights.scope import Use, uses_of


class Clearing:
    """It flushes; whoever opened the unit of work commits."""

    _book: Book

    async def sweep_clearances(self, session: AsyncSession, now: datetime) -> None:
        """Have the end of every clearance acted upon, and be told when an item that one covers is decided anew or
        closed. Doing it twice asks twice for what is done once."""
        for clearance_id in await queries.ended_clearances(session, now):
            await self._book.work.enqueue_soon(session, wishes.CLEARANCE_ENDED, clearance_id)
        if unfollowed := await queries.cleared_unfollowed(session, now):
            await self._book.follow_all(session, unfollowed)

    async def clearance_ended(self, session: AsyncSession, clearance_id: int, now: datetime) -> None:
        """Ask for the removal of what this clearance alone allowed. The second time nothing is left to do."""
        row = await queries.locked_clearance(session, clearance_id)
        if row is None or row.settled_at is not None or row.ends_at is None or row.ends_at > now:
            return
        for item_id in await queries.approved_of_creator(session, row.creator_id):
            if await self._lost(session, item_id, uses_of(row.uses), now):
                await self._book.work.enqueue_soon(session, wishes.REMOVED, item_id)
        row.settled_at = now
        await self._book.touch(session, await items_of(session, [row.creator_id]), now)
        await session.flush()

    async def _lost(self, session: AsyncSession, item_id: int, uses: frozenset[Use], now: datetime) -> bool:
        for use in uses:
            if await licence(session, item_id, use, now) is None:
                return True
        return False

    async def _cleared_changed(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Review decided anew on these items, or closed them."""
        for item_id in await queries.cleared_among(session, item_ids, now):
            await self._book.work.enqueue_soon(session, wishes.REMOVED, item_id)
