"""What some decisions change outside review, in the same transaction: media hidden, campaigns joined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.service import Contents
from bot.review.rules import Action
from bot.review.service import Decision, Effect


def decision_effects(contents: Contents) -> Mapping[Action, Effect]:
    """For ``Reviews(..., effects=decision_effects(contents))``."""

    async def hide(session: AsyncSession, decision: Decision, now: datetime) -> None:
        await contents.hide_media(session, decision.item_id, True, decision.actor.id, decision.via, now)

    async def show(session: AsyncSession, decision: Decision, now: datetime) -> None:
        await contents.hide_media(session, decision.item_id, False, decision.actor.id, decision.via, now)

    async def join(session: AsyncSession, decision: Decision, now: datetime) -> None:
        name = str(decision.data["name"])
        await contents.add_to_campaign(session, decision.item_id, name, decision.actor.id, now, decision.via)

    return {Action.HIDE_MEDIA: hide, Action.SHOW_MEDIA: show, Action.CAMPAIGN: join}
