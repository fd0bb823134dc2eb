"""What somebody didn't share after all: what they said of it, and composers that they only opened. It flushes;
whoever opened the unit of work commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.badges.service import after_taking_back
from bot.ambassadors.ledger import service as ledger
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import OfferState
from bot.ambassadors.sharing import NOT_POSTED, SAID
from bot.ambassadors.wishes import ask_to_unsay
from bot.work import Enqueuer


async def take_back(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, share_id: int, now: datetime
) -> bool:
    """They didn't share it there after all: what it gave is gone, and so are posts that celebrate it. The piece stays
    shared where they shared it elsewhere too. False where it was seen by a click, or not said. Raises Refused where
    it isn't theirs."""
    await ledger.hold(session)
    share = await queries.share(session, share_id)
    if share is None or share.ambassador_id != ambassador_id:
        raise refused(Why.UNKNOWN_SHARE)
    if share.how != SAID or share.visitors:
        return False
    await ledger.take_back(session, share_id)
    for gone in await after_taking_back(session, ambassador_id):
        if gone.told is not None:
            await ask_to_unsay(session, work, gone.badge_id, gone.told, now)
    share.shared_at, share.how = None, None
    await queries.save(session, share)
    others = await queries.shares_of_pieces(session, ambassador_id, [share.item_id])
    if not any(one.shared_at for one in others):
        await queries.set_offer(session, ambassador_id, share.item_id, OfferState.SHOWN, now)
    return True


async def not_posted(session: AsyncSession, ambassador_id: int, item_id: int) -> int:
    """They opened composers with a piece and posted nothing there: those aren't asked about any more. How many. A
    click on such a link still shows that it was shared."""
    await ledger.hold(session)
    opened = [
        one
        for one in await queries.shares_of_pieces(session, ambassador_id, [item_id])
        if one.shared_at is None and one.how is None
    ]
    for share in opened:
        share.how = NOT_POSTED
        await queries.save(session, share)
    return len(opened)
