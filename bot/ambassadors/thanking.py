"""Thanks from who made a piece, to those who shared it: passed on by a manager, or said on the creator's own page.
That it was done is a decision of curation, which is taken back like others; what people got follows from it. It
flushes; whoever opened the unit of work commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.badges import queries
from bot.ambassadors.badges import service as badges
from bot.ambassadors.badges.queries import Sharer
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.wishes import ask_to_unsay, ask_to_unthank
from bot.curation import queries as curated
from bot.curation.rules import ChangeId, Mark
from bot.curation.service import Curation
from bot.curation.tables import CurationMark
from bot.people.rules import Person
from bot.work import Enqueuer


class Thankable(StrEnum):
    """Whether whoever made a piece may thank from their page."""

    NOBODY = "nobody"  # shared it
    MAY = "may"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Thanks:
    """How it stands with a piece: whether its creator may thank, and how many shared it."""

    state: Thankable
    people: int


class Thanking:
    """Passing on thanks, and taking that back."""

    def __init__(self, curation: Curation) -> None:
        self._curation = curation

    async def sharers(self, session: AsyncSession, item_id: int) -> Sequence[Sharer]:
        """Who shared a piece, where shares count, and takes part still."""
        return await queries.sharers_of(session, item_id)

    async def pass_on(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime
    ) -> Sequence[Sharer]:
        """A manager passes on a creator's thanks: those who weren't thanked for that piece before. Raises Refused
        where there is nobody."""
        new = [one for one in await self.sharers(session, item_id) if not one.thanked]
        if not new:
            raise refused(Why.NOBODY_TO_THANK)
        await self._curation.thank(session, item_id, actor, now)
        await badges.thank(session, item_id, now)
        return new

    async def standing(self, session: AsyncSession, item_id: int) -> Thanks:
        """What a creator's page offers."""
        people = len(await self.sharers(session, item_id))
        if await curated.creator_thanked(session, item_id):
            return Thanks(Thankable.DONE, people)
        return Thanks(Thankable.MAY if people else Thankable.NOBODY, people)

    async def from_creator(self, session: AsyncSession, item_id: int, now: datetime) -> bool:
        """Whoever made a piece thanks those who shared it, once for each piece. False where they did, or nobody
        shared it."""
        if not await self.sharers(session, item_id) or not await self._curation.thanked(
            session, item_id, now
        ):
            return False
        await badges.thank(session, item_id, now)
        return True

    async def lift(
        self, session: AsyncSession, work: Enqueuer, item_id: int, kind: Mark, actor: Person, now: datetime
    ) -> bool:
        """Take a decision about a piece back, with what followed from it. False where none stood. Raises Refused."""
        lifted = await self._curation.lift(session, item_id, kind, actor, now)
        if lifted and kind is Mark.THANK:
            await _unthank(session, work, item_id, None, now)
        return lifted

    async def undo(
        self, session: AsyncSession, work: Enqueuer, change: ChangeId, actor: Person, now: datetime
    ) -> None:
        """Take one change of curation back, with what followed from it. Raises Refused."""
        row = await self._curation.undo(session, change, actor, now)
        if not isinstance(row, CurationMark) or row.kind != Mark.THANK:
            return
        if change.lifted:
            await badges.thank(session, row.item_id, now)
            return
        stands = await curated.live_mark_id(session, row.item_id, Mark.THANK) is not None
        await _unthank(session, work, row.item_id, row.at if stands else None, now)


async def _unthank(
    session: AsyncSession, work: Enqueuer, item_id: int, at: datetime | None, now: datetime
) -> None:
    """Take back what people got, and what was posted of it."""
    for gone in await queries.drop_thanks(session, item_id, at):
        if gone.told is not None:
            await ask_to_unsay(session, work, gone.badge_id, gone.told, now)
            await ask_to_unthank(session, work, gone.ambassador_id, item_id, gone.told, now)
