"""The programme as faces and durable work use it: its parts, put together once."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.membership import Membership
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.sharing import Prepared, Sharing
from bot.ambassadors.shortening import Clicks, Shortener
from bot.ambassadors.suggesting import Proposed, Taker, suggest
from bot.ambassadors.thanking import Thanking
from bot.curation.programme import Programme
from bot.curation.service import Curation
from bot.people.rules import Person
from bot.settings import Settings


class Ambassadors:
    """Membership and sharing, with the tracked links that they rest on and the way in for suggestions."""

    def __init__(self, settings: Settings, shortener: Shortener, clicks: Clicks, take: Taker) -> None:
        self.curation = Curation(settings)
        self.membership = Membership(shortener, public_boards=settings.ambassadors.open)
        self.sharing = Sharing(shortener)
        self.thanking = Thanking(self.curation)
        self.clicks = clicks
        self._take = take

    async def programme(self, session: AsyncSession) -> Programme:
        """What holds now."""
        return await self.curation.programme(session)

    async def suggest(
        self, session: AsyncSession, ambassador_id: int, actor: Person, url: str, note: str, now: datetime
    ) -> Proposed:
        """Propose what stands at an address, see ``bot.ambassadors.suggesting``."""
        return await suggest(session, self._take, ambassador_id, actor, url, note, now)

    async def text_for(
        self, session: AsyncSession, ambassador_id: int, item_id: int, programme: Programme, now: datetime
    ) -> str:
        """What somebody would say with a piece: their own words, else the first suggestion. Raises Refused where it
        wasn't offered to them, or may not be shared."""
        row = await queries.offer(session, ambassador_id, item_id)
        if row is None:
            raise refused(Why.NOT_OFFERED)
        if row.draft:
            return row.draft
        found = await self.sharing.suggest_texts(session, ambassador_id, item_id, programme, now)
        return found[0].text if found else ""

    async def open(
        self,
        session: AsyncSession,
        ambassador_id: int,
        item_id: int,
        network: str,
        programme: Programme,
        now: datetime,
        room: int | None = None,
    ) -> Prepared:
        """A Share button was pressed: the post for the network with what they would say, see ``Sharing.share``."""
        text = await self.text_for(session, ambassador_id, item_id, programme, now)
        return await self.sharing.share(
            session, ambassador_id, item_id, network, text, programme, now, room=room
        )

    async def ended(self, session: AsyncSession, account_id: int, now: datetime) -> bool:
        """Somebody's account was deactivated, in the chat or in the directory: they take no part any more, and their
        links end at once. False where nobody took part by that account."""
        return await self.membership.ended(session, account_id, now)
