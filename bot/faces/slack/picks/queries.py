"""Which message shows whom which pick, and how many of them wait."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import OfferState
from bot.ambassadors.tables import Offer
from bot.faces.slack.tables import SlackMessage
from bot.storage.types import table_of

PICK = "pick"
"""Kind of a message that shows a pick with its buttons, and how keys of all messages with picks begin."""
_MESSAGE, _OFFER = table_of(SlackMessage), table_of(Offer)


def key_of(ambassador_id: int, item_id: int) -> str:
    """The key of a pick's message."""
    return f"{PICK}:{ambassador_id}:{item_id}"


async def waiting(session: AsyncSession, ambassador_id: int) -> int:
    """How many picks somebody did nothing with yet, and can share from a message of theirs. What they only looked at
    in the channel has no message; what is held back, or wasn't posted yet, can't be shared from one."""
    key = sa.literal(f"{PICK}:{ambassador_id}:") + sa.cast(_OFFER.c.item_id, sa.String)
    statement = (
        sa.select(sa.func.count())
        .select_from(_OFFER)
        .join(_MESSAGE, _MESSAGE.c.key == key)
        .where(
            _OFFER.c.ambassador_id == ambassador_id,
            _OFFER.c.state == OfferState.SHOWN.value,
            _MESSAGE.c.kind == PICK,
            _MESSAGE.c.ts.is_not(None),
            _MESSAGE.c.lost.is_(None),
        )
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())
