"""Which messages in Slack show picks."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.slack.tables import SlackMessage, SlackMessageItem
from bot.storage.types import begins_with, table_of

PICK = "pick"
"""Kind of a message that shows a pick with its buttons."""
HELD = "pick_held"
"""Kind of one from which nothing can be shared for now."""
OVER = "pick_over"
"""Kind of one from which nothing can be shared any more."""
CLOSED = "pick_closed"
"""Kind of one whose person takes no part any more."""
_MESSAGE, _ITEM = table_of(SlackMessage), table_of(SlackMessageItem)


def key_of(ambassador_id: int, item_id: int) -> str:
    """The key of a pick's message."""
    return f"{PICK}:{ambassador_id}:{item_id}"


async def messages_of(session: AsyncSession, ambassador_id: int) -> list[SlackMessage]:
    """All messages with somebody's picks that aren't closed, the earliest first."""
    about = begins_with(col(SlackMessage.key), f"{PICK}:{ambassador_id}:")
    statement = select(SlackMessage).where(about, SlackMessage.kind != CLOSED).order_by(col(SlackMessage.id))
    return list(await session.exec(statement))


async def set_kind(session: AsyncSession, key: str, kind: str) -> None:
    """Whether something can be shared from that message."""
    statement = sa.update(_MESSAGE).where(_MESSAGE.c.key == key, _MESSAGE.c.kind != kind).values(kind=kind)
    await (await session.connection()).execute(statement)


async def pieces_shown(session: AsyncSession) -> list[int]:
    """Pieces that can be shared from anybody's message, however old it is. It goes through all messages."""
    statement = (
        sa.select(_ITEM.c.item_id)
        .join(_MESSAGE, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == PICK)
        .distinct()
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def pieces_shown_to(session: AsyncSession, ambassador_id: int) -> list[int]:
    """Pieces that can be shared from somebody's messages, however old those are."""
    statement = (
        sa.select(_ITEM.c.item_id)
        .join(_MESSAGE, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == PICK, begins_with(_MESSAGE.c.key, f"{PICK}:{ambassador_id}:"))
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def pieces_held(session: AsyncSession, ambassador_id: int | None = None) -> list[int]:
    """Pieces whose messages say that they can't be shared for now: of one person's or of everybody's."""
    held = sa.select(_MESSAGE.c.id).where(
        _MESSAGE.c.kind == sa.literal_column(f"'{HELD}'")
    )  # as the index has it
    if ambassador_id is not None:
        held = held.where(begins_with(_MESSAGE.c.key, f"{PICK}:{ambassador_id}:"))
    statement = sa.select(_ITEM.c.item_id).where(_ITEM.c.message_id.in_(held)).distinct()
    return list((await (await session.connection()).execute(statement)).scalars())


async def offered_to(session: AsyncSession, item_ids: Collection[int], kind: str = PICK) -> list[int]:
    """The ambassadors in whose messages these pieces can be shared; with ``HELD``, for now can't."""
    statement = (
        sa.select(_MESSAGE.c.key)
        .join(_ITEM, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == kind, _ITEM.c.item_id.in_(sorted(item_ids)))
    )
    keys = (await (await session.connection()).execute(statement)).scalars()
    return sorted({int(key.split(":")[1]) for key in keys})
