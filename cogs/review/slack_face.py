"""What the buttons of the cards do. A decision is committed before Slack is told that the click arrived."""

from __future__ import annotations

from uuid import uuid4

from bot.content.queries import campaigns
from bot.faces.history import load_history
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_view
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed, cannot_decide, decide, escalate, open_item, settle
from bot.faces.slack.history import history_window
from bot.faces.slack.painter import Painter
from bot.faces.slack.router import Handler, SlackRouter
from bot.faces.slack.staff import Staff
from bot.people.rules import Right
from bot.review.rules import Action
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.review import modals
from cogs.review.view import OTHER

GONE = "I don't know this item any more; it was removed from the database."


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    for verb, action in {
        "approve": Action.APPROVE,
        "undo": Action.UNDO,
        "hide_media": Action.HIDE_MEDIA,
        "show_media": Action.SHOW_MEDIA,
    }.items():
        router.action("review", verb, _at_once(action))
    router.action("review", "reject", open_reject)
    router.view("review", "reject", submit_reject)
    router.action("review", "escalate", open_escalate)
    router.view("review", "escalate", submit_escalate)
    router.action("review", "note", open_note)
    router.view("review", "note", submit_note)
    router.action("review", "campaign", open_campaign)
    router.view("review", "campaign", submit_campaign)
    router.action("review", "block", open_block)
    router.view("review", "block", submit_block)
    router.action("review", "unblock", unblock)
    router.action("review", "history", open_history)
    router.action("review", "details", open_details)
    router.action("review", "link", _just_a_link)


def _at_once(action: Action) -> Handler:
    async def handler(ctx: SlackContext) -> None:
        await settle(ctx, await decide(ctx, action))
        await _refresh_window(ctx)

    return handler


async def open_reject(ctx: SlackContext) -> None:
    if item := await open_item(ctx, Action.REJECT):
        await ctx.ack()
        await ctx.open_modal(modals.reject(item, ctx.origin))


async def submit_reject(ctx: SlackContext) -> None:
    chosen, text = ctx.field("reason"), str(ctx.field("text") or "").strip()
    if not chosen and not text:
        await ctx.ack(response_action="errors", errors={"reason": "Choose a reason or write one."})
        return
    if chosen == OTHER and not text:
        await ctx.ack(response_action="errors", errors={"text": "Say in a few words what it is."})
        return
    reason = text if chosen in (None, OTHER) else f"{chosen}: {text}" if text else str(chosen)
    await settle(ctx, await decide(ctx, Action.REJECT, reason=reason))
    await _refresh_window(ctx)


async def open_escalate(ctx: SlackContext) -> None:
    if item := await open_item(ctx, Action.ESCALATE):
        await ctx.ack()
        people = await ctx.services.outlet(Staff).deciders(ctx.person.id)
        await ctx.open_modal(modals.escalate(item, ctx.origin, people))


async def submit_escalate(ctx: SlackContext) -> None:
    to, note = str(ctx.field("to") or ""), str(ctx.field("note") or "").strip()
    if refused := await cannot_decide(ctx, to):
        await ctx.ack(response_action="errors", errors={"to": refused})
        return
    await settle(ctx, await escalate(ctx, to, note))
    await _refresh_window(ctx)


async def open_note(ctx: SlackContext) -> None:
    if item := await open_item(ctx, Action.NOTE):
        await ctx.ack()
        await ctx.open_modal(modals.note(item, ctx.origin))


async def submit_note(ctx: SlackContext) -> None:
    await settle(ctx, await decide(ctx, Action.NOTE, note=str(ctx.field("note") or "")))
    await _refresh_window(ctx)


async def open_campaign(ctx: SlackContext) -> None:
    item = await open_item(ctx, Action.CAMPAIGN)
    if item is None:
        return
    async with reading(ctx.services.database) as session:
        names = [campaign.name for campaign in await campaigns(session)]
    await ctx.ack()
    await ctx.open_modal(modals.campaign(item, names, ctx.origin))


async def submit_campaign(ctx: SlackContext) -> None:
    name = str(ctx.field("name") or ctx.field("campaign") or "").strip()
    if not name:
        await ctx.ack(response_action="errors", errors={"name": "Choose a campaign or name a new one."})
        return
    await settle(ctx, await decide(ctx, Action.CAMPAIGN, data={"name": name}))
    await _refresh_window(ctx)


async def open_block(ctx: SlackContext) -> None:
    if item := await open_item(ctx, Action.BLOCK_CREATOR):
        await ctx.ack()
        await ctx.open_modal(modals.block(item, ctx.origin))


async def submit_block(ctx: SlackContext) -> None:
    reason = str(ctx.field("text") or "").strip() or None
    await settle(ctx, await decide(ctx, Action.BLOCK_CREATOR, reason=reason))
    await _refresh_window(ctx)


async def unblock(ctx: SlackContext) -> None:
    if not await allowed(ctx, Right.BLOCK):
        return
    item = await _item(ctx)
    if item is not None and item.creator is not None:
        async with unit_of_work(ctx.services.database) as session:
            await ctx.services.reviews.unblock_creator(session, item.creator.id, ctx.person, ctx.now)
        await ctx.ack()
        who = b.isolate(item.creator.label)
        await ctx.tell_privately(f"{who} is no longer blocked; what was closed waits again.")
        await ctx.services.outlet(Painter).after_click(ctx, item.item_id)
        await _refresh_window(ctx)


async def open_history(ctx: SlackContext) -> None:
    if not await allowed(ctx, Right.VIEW):
        return
    item = await _item(ctx)
    if item is None:
        return
    async with reading(ctx.services.database) as session:
        lines = await load_history(session, item)
    await ctx.ack()
    await ctx.open_modal(history_window(item, lines))
    await ctx.services.outlet(Painter).after_click(ctx, item.item_id)


async def open_details(ctx: SlackContext) -> None:
    if not await allowed(ctx, Right.VIEW):
        return
    item = await _item(ctx)
    if item is not None:
        await ctx.ack()
        files = await ctx.services.outlet(Painter).files(item)
        await ctx.open_modal(modals.details(item, files, ctx.person, ctx.origin))


async def _just_a_link(ctx: SlackContext) -> None:
    """A button that opens an address sends a click as well; there is nothing to do about it."""
    await ctx.ack()


async def _item(ctx: SlackContext) -> ItemView | None:
    async with reading(ctx.services.database) as session:
        item = await load_item_view(session, ctx.item_id)
    if item is None:
        await ctx.ack()
        await ctx.tell_privately(GONE)
    return item


async def _refresh_window(ctx: SlackContext) -> None:
    """Where the person acted in the item's own window, that shows how things stand now."""
    origin = ctx.origin
    if origin.view_id is None or ":review:details:" not in origin.view:
        return
    item = await _item(ctx)
    if item is not None:
        files = await ctx.services.outlet(Painter).files(item)
        before = origin.unpack(origin.extra)
        view = modals.details(item, files, ctx.person, before, uuid4().hex[:6])
        await ctx.update_modal(view, origin.view_id)
