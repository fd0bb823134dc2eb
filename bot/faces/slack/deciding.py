"""What every feature that decides does around the desk: ask it, and explain a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.faces.escalations import TELL_ESCALATED
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_view
from bot.faces.refusals import explain, name_of, no_right
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.painter import Painter
from bot.faces.slack.staff import Staff
from bot.people.rules import Right, may
from bot.review.rules import Action, Refusal, apply
from bot.review.service import Decision, Done, Outcome, Refused
from bot.storage.unit_of_work import reading, unit_of_work

DOUBLE_CLICK = 5.0  # seconds


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
        seen=seen if seen is not None or ctx.action is None else ctx.action.revision,
    )
    return await ctx.services.desk.decide(decision)


async def escalate(ctx: SlackContext, to: str, note: str, item_id: int | None = None) -> Outcome:
    """Put the item before one person. Not through the desk: the message to them is asked for in the decision's
    own transaction."""
    services = ctx.services
    item_id = item_id if item_id is not None else ctx.item_id
    name = await services.outlet(Staff).name(to)
    reason, data = note[:300] or None, {"to": to, "to_name": name}
    decision = Decision(
        item_id, Action.ESCALATE, ctx.person, ctx.request_id, reason=reason, note=note or None, data=data
    )
    async with unit_of_work(services.database) as session:
        (outcome,) = await services.reviews.decide(session, [decision], ctx.now)
        if isinstance(outcome, Done) and to != ctx.person.id:
            arguments = (item_id, to, ctx.person.name, note)
            await services.work.enqueue(session, TELL_ESCALATED, *arguments, key=ctx.request_id)
    return outcome


async def cannot_decide(ctx: SlackContext, user_id: str) -> str | None:
    """Why it is no use to escalate to that person; None if they may decide."""
    staff = ctx.services.outlet(Staff)
    person = await staff.person(user_id)
    if may(person.role, Right.DECIDE):
        return None
    whom = await staff.who_may(Right.DECIDE)
    return f"{person.name} can't decide." + (f" Choose {whom}." if whom else "")


async def why_refused(ctx: SlackContext, refusal: Refusal, item_id: int) -> str:
    """The refusal as a sentence for the person who clicked. Plain text: it names strangers."""
    async with reading(ctx.services.database) as session:
        what = name_of(await load_item_view(session, item_id))
    staff = ctx.services.outlet(Staff)
    whom = await staff.whom_to_ask(refusal.ask) if refusal.ask else ""
    if not whom and refusal.right is not None:
        whom = await staff.who_may(refusal.right)
    return explain(refusal, ctx.person.id, ctx.now, whom, what)


async def allowed(ctx: SlackContext, right: Right, task: str = "") -> bool:
    """Whether the person has the right; if not, they are told whom to ask. ``task``: for what, see ``no_right``."""
    if may(ctx.person.role, right):
        return True
    await ctx.ack()
    await ctx.tell_privately(no_right(right, await ctx.services.outlet(Staff).who_may(right), task))
    return False


async def settle(ctx: SlackContext, outcome: Outcome) -> None:
    """Acknowledge what is committed, redraw what was clicked, and explain a refusal to the person alone."""
    await ctx.ack()
    if isinstance(outcome, Refused) and not wanted_that(ctx, outcome.refusal):
        await ctx.tell_privately(b.escape(await why_refused(ctx, outcome.refusal, outcome.item_id)))
    await ctx.services.outlet(Painter).after_click(ctx, outcome.item_id)


async def open_item(ctx: SlackContext, action: Action, item_id: int | None = None) -> ItemView | None:
    """The clicked item if this person may do that to it now; else they are told why not, and None is given.
    For clicks that open a window first: the decision itself asks the rule again."""
    async with reading(ctx.services.database) as session:
        item = await load_item_view(session, item_id if item_id is not None else ctx.item_id)
    if item is None:
        refusal: Refusal | None = Refusal("unknown_item")
    else:
        answer = apply(item.state(), action, ctx.person, ctx.now, item.life)
        refusal = answer if isinstance(answer, Refusal) else None
    if refusal is None:
        return item
    await ctx.ack()
    wanted = item_id if item_id is not None else ctx.item_id
    await ctx.tell_privately(b.escape(await why_refused(ctx, refusal, wanted)))
    if item is not None:
        await ctx.services.outlet(Painter).after_click(ctx, item.item_id)
    return None


def wanted_that(ctx: SlackContext, refusal: Refusal) -> bool:
    """A double click: the person's own first click already did it, a moment ago."""
    if refusal.kind != "already_decided" or refusal.by != ctx.person.id or refusal.at is None:
        return False
    return (ctx.now - refusal.at).total_seconds() < DOUBLE_CLICK
