"""What some decisions change outside review, in the same transaction: media hidden, campaigns joined, and a
person told that they need not decide after all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.service import Contents
from bot.faces.escalations import TELL_TAKEN_BACK
from bot.review.queries import history
from bot.review.rules import Action, Status
from bot.review.service import Decision, Effect
from bot.work import Enqueuer


def decision_effects(contents: Contents, work: Enqueuer) -> Mapping[Action, Effect]:
    """For ``Reviews(..., effects=decision_effects(contents, work))``."""

    async def hide(session: AsyncSession, decision: Decision, now: datetime) -> None:
        await contents.hide_media(session, decision.item_id, True, decision.actor.id, decision.via, now)

    async def show(session: AsyncSession, decision: Decision, now: datetime) -> None:
        await contents.hide_media(session, decision.item_id, False, decision.actor.id, decision.via, now)

    async def join(session: AsyncSession, decision: Decision, now: datetime) -> None:
        name = str(decision.data["name"])
        await contents.add_to_campaign(session, decision.item_id, name, decision.actor.id, now, decision.via)

    async def take_back(session: AsyncSession, decision: Decision, _now: datetime) -> None:
        events = await history(session, decision.item_id)
        if events and events[-1].data.get("undone") == Status.ESCALATED.value:
            key = f"taken-back:{decision.item_id}:{events[-1].revision}"
            by = decision.actor.name
            await work.enqueue(session, TELL_TAKEN_BACK, decision.item_id, by, key=key)

    async def end(session: AsyncSession, decision: Decision, _now: datetime) -> None:
        """What its creator took back is gone from direct messages too; they quote it."""
        events = await history(session, decision.item_id)
        if any(event.action is Action.ESCALATE for event in events):
            key = f"closed:{decision.item_id}:{events[-1].revision}"
            await work.enqueue(session, TELL_TAKEN_BACK, decision.item_id, decision.actor.name, key=key)

    return {
        Action.UNDO: take_back,
        Action.CLOSE: end,
        Action.HIDE_MEDIA: hide,
        Action.SHOW_MEDIA: show,
        Action.CAMPAIGN: join,
    }
