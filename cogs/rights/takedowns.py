"""A takedown notice recorded, and lifted again, by a manager."""

from __future__ import annotations

from bot.faces.ask_refusals import NOTHING_DONE, why_refused
from bot.faces.queries import load_brief_views
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.deciding import DOUBLE_CLICK, allowed
from bot.faces.slack.staff import Staff
from bot.people.rules import Right
from bot.rights.outcomes import AskOutcome, AskRefused
from bot.rights.rules import AskRefusal
from bot.rights.takedowns.queries import standing_takedown
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.rights import modals
from cogs.rights.loading import load_record
from cogs.rights.numbers import item_number
from cogs.rights.queries import takedown_words

USAGE = "Which item? Give the number on its card. For example: /goodword takedown 123"


async def by_command(ctx: SlackContext) -> None:
    """``/goodword takedown 123``. Raises TellUser for what is no number."""
    if not await allowed(ctx, Right.OVERRULE):
        return
    if not ctx.text.strip():
        await ctx.ack()
        await ctx.tell_privately(USAGE)
        return
    await _open(ctx, item_number(ctx.text, "takedown"))


async def open_takedown(ctx: SlackContext) -> None:
    """From the record, or from what the gallery's form told the team."""
    if await allowed(ctx, Right.OVERRULE):
        await _open(ctx, ctx.item_id)


async def _open(ctx: SlackContext, item_id: int) -> None:
    async with reading(ctx.services.database) as session:
        item = (await load_brief_views(session, [item_id])).get(item_id)
        row = await standing_takedown(session, item_id)
    await ctx.ack()
    if item is None:
        await _explain(ctx, AskRefusal("unknown_item"))
    elif row is not None:
        await _explain(ctx, AskRefusal("taken_down", row.by, row.by_name, row.at))
    else:
        await ctx.open_modal(modals.takedown(item_id, item, ctx.origin.pack()))


async def take_down(ctx: SlackContext) -> None:
    """Keep it; it is shown nowhere from the commit on."""
    if not await allowed(ctx, Right.OVERRULE):
        return
    who, reason = str(ctx.field("who") or "").strip(), str(ctx.field("reason") or "").strip()
    if not who or not reason:
        asked = {
            "who": "" if who else "Name them, or say how they can be reached.",
            "reason": "" if reason else "Say what they object to: it is kept as evidence.",
        }
        await ctx.ack(response_action="errors", errors={name: said for name, said in asked.items() if said})
        return
    async with unit_of_work(ctx.services.database) as session:
        outcome = await ctx.services.asks.take_down(
            session,
            ctx.item_id,
            ctx.person,
            ctx.now,
            who=who,
            reason=reason,
            request_id=_press(ctx),
        )
    said = (
        f":no_entry: Item {ctx.item_id} is taken down. Whether it is gone everywhere is looked for and said."
    )
    await _after(ctx, outcome, said)


async def open_lift(ctx: SlackContext) -> None:
    if not await allowed(ctx, Right.OVERRULE):
        return
    async with reading(ctx.services.database) as session:
        item = (await load_brief_views(session, [ctx.item_id])).get(ctx.item_id)
        row = await standing_takedown(session, ctx.item_id)
        demanded = await takedown_words(session, row) if row is not None else ""
    await ctx.ack()
    if row is None:
        await _explain(ctx, AskRefusal("not_taken_down"))
        return
    await ctx.open_modal(modals.lift(ctx.item_id, item, demanded, ctx.origin.pack()))


async def lift_it(ctx: SlackContext) -> None:
    """Keep it; what is licensed may be shown from the commit on."""
    if not await allowed(ctx, Right.OVERRULE):
        return
    reason = str(ctx.field("reason") or "").strip()
    if not reason:
        await ctx.ack(response_action="errors", errors={"reason": "Say why it may be shown again."})
        return
    async with unit_of_work(ctx.services.database) as session:
        outcome = await ctx.services.asks.lift(
            session, ctx.item_id, ctx.person, ctx.now, reason=reason, request_id=_press(ctx)
        )
    said = f":unlock: The takedown notice against item {ctx.item_id} is lifted."
    await _after(ctx, outcome, said)


async def _after(ctx: SlackContext, outcome: AskOutcome, said: str) -> None:
    """The window closes; the record below it shows how it stands, and where there is none the person is told."""
    await ctx.ack()
    if isinstance(outcome, AskRefused):
        await _explain(ctx, outcome.refusal)
        return
    origin = Origin.unpack(ctx.metadata)
    if origin.view_id is None:
        await ctx.tell_privately(said)
        return
    found = await load_record(ctx.services, ctx.item_id, ctx.now)
    if found is not None:
        await ctx.update_modal(modals.record(found, origin.extra, said), origin.view_id)


def _press(ctx: SlackContext) -> str:
    """One window does one thing once."""
    return f"takedown:{(ctx.view or {}).get('id', ctx.request_id)}"[:250]


async def _explain(ctx: SlackContext, refusal: AskRefusal) -> None:
    own = refusal.by == ctx.person.id and refusal.at is not None
    if own and refusal.at is not None and (ctx.now - refusal.at).total_seconds() < DOUBLE_CLICK:
        return
    whom = await ctx.services.outlet(Staff).who_may(refusal.right) if refusal.right is not None else ""
    await ctx.tell_privately(b.escape(why_refused(refusal, ctx.person.id, ctx.now, whom, then=NOTHING_DONE)))
