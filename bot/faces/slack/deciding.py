"""What every feature that decides does around the desk: ask it, and explain a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.faces.refusals import explain, no_right
from bot.faces.slack.context import SlackContext
from bot.faces.slack.staff import Staff
from bot.people.rules import Right, may
from bot.review.rules import Action, Refusal
from bot.review.service import Decision, Outcome


async def decide(
    ctx: SlackContext,
    action: Action,
    *,
    item_id: int | None = None,
    reason: str | None = None,
    note: str | None = None,
    data: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Outcome:
    """Decide on the clicked item (or the one named), committed when this returns: acknowledge after it."""
    decision = Decision(
        item_id if item_id is not None else ctx.item_id,
        action,
        ctx.person,
        ctx.request_id,
        reason=reason,
        note=note,
        data=data or {},
        seen=seen,
    )
    return await ctx.services.desk.decide(decision)


def why_refused(ctx: SlackContext, refusal: Refusal) -> str:
    """The refusal as a sentence for the person who clicked."""
    staff = ctx.services.outlet(Staff)
    whom = staff.whom_to_ask(refusal.ask) if refusal.ask else ""
    if not whom and refusal.right is not None:
        whom = staff.who_may(refusal.right)
    return explain(refusal, ctx.person.id, ctx.now, whom)


async def allowed(ctx: SlackContext, right: Right) -> bool:
    """Whether the person has the right; if not, they are told whom to ask."""
    if may(ctx.person.role, right):
        return True
    await ctx.ack()
    await ctx.tell_privately(no_right(right, ctx.services.outlet(Staff).who_may(right)))
    return False
