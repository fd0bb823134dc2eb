"""Which direct message told whom about an item."""

from __future__ import annotations

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.slack.queries import ESCALATION
from bot.faces.slack.tables import SlackMessage
from bot.storage.types import begins_with


def keep_escalation(session: AsyncSession, item_id: int, channel: str, ts: str) -> None:
    """Remember the message that told a person about an escalation. Its key names the item."""
    key = f"{_prefix(item_id)}{channel}:{ts}"
    session.add(SlackMessage(key=key, kind=ESCALATION, channel=channel, ts=ts))


async def escalations_of(session: AsyncSession, item_id: int) -> list[SlackMessage]:
    """The messages that told people about an item's escalations."""
    about = begins_with(col(SlackMessage.key), _prefix(item_id))
    found = select(SlackMessage).where(SlackMessage.kind == ESCALATION, about).order_by(col(SlackMessage.id))
    return list((await session.exec(found)).all())


def _prefix(item_id: int) -> str:
    return f"{ESCALATION}:{item_id}:"
