"""Rights in Slack: the record, what waits for a person, and the buttons of posts and notices."""

from __future__ import annotations

from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.handing import OurFile, hand
from bot.faces.slack.router import SlackRouter
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.people.rules import Right
from bot.services import Services
from cogs.rights import answering, modals, renewing, takedowns
from cogs.rights.loading import load_page, load_record, signed_file
from cogs.rights.numbers import item_number

UNKNOWN = "I know no such item. `/goodword search WORDS` finds items by their words."
SENT = ":memo: Sent: look at our direct messages. Anybody can check it: `goodword rights verify FILE`."

log = get_logger(__name__)


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("rights", by_command)
    router.action("rights", "open", open_record)
    router.action("rights", "export", export)
    router.action("rights", "page", turn_page)
    router.action("rights", "grant", answering.grant)
    router.action("rights", "less", answering.open_less)
    router.action("rights", "decline", answering.decline)
    router.view("rights", "grant_less", answering.grant_less)
    router.action("rights", "renew", renewing.renew)
    router.action("rights", "place", _just_a_link)
    router.view("rights", "renewed", renewing.renewed)
    router.command("takedown", takedowns.by_command)
    router.action("rights", "takedown", takedowns.open_takedown)
    router.view("rights", "take_down", takedowns.take_down)
    router.action("rights", "lift", takedowns.open_lift)
    router.view("rights", "lift_it", takedowns.lift_it)


async def by_command(ctx: SlackContext) -> None:
    """``/goodword rights`` and ``/goodword rights 123``. Raises TellUser for what is no number."""
    if not await allowed(ctx, Right.VIEW):
        return
    if ctx.text.strip():
        await _open(ctx, item_number(ctx.text, "rights"))
        return
    page = await load_page(ctx.services, 0, ctx.now)
    await ctx.ack()
    await ctx.open_modal(modals.waiting(page))


async def open_record(ctx: SlackContext) -> None:
    """From a card's menu, a post, a notice or the list."""
    if await allowed(ctx, Right.VIEW):
        await _open(ctx, ctx.item_id)


async def _open(ctx: SlackContext, item_id: int) -> None:
    found = await load_record(ctx.services, item_id, ctx.now)
    await ctx.ack()
    if found is None:
        await ctx.tell_privately(UNKNOWN)
        return
    await ctx.open_modal(modals.record(found, ctx.origin.pack()))


async def turn_page(ctx: SlackContext) -> None:
    """Another page of what waits, as it is now."""
    if not await allowed(ctx, Right.VIEW):
        return
    page = await load_page(ctx.services, ctx.item_id, ctx.now)
    await ctx.ack()
    await ctx.update_modal(modals.waiting(page))


async def export(ctx: SlackContext) -> None:
    """Send the signed file to the person alone."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    item_id, notice = ctx.item_id, SENT
    try:
        content = await signed_file(ctx.services, item_id, ctx.now)
        file = OurFile(
            f"item-{item_id}-rights.jsonl", f"Record of the permission for item {item_id}", content
        )
        about = f"The record of the permission for *item {item_id}*, signed. It holds what people wrote."
        await hand(ctx.client, ctx.person.id, [file], about)
        log.info("rights_exported", item=item_id, person=ctx.person.id)
    except GoodwordError as error:
        notice = f":warning: The file could not be sent. {b.escape(str(error))}"
    found = await load_record(ctx.services, item_id, ctx.now)
    if found is not None:
        await ctx.update_modal(modals.record(found, ctx.metadata or Origin().pack(), notice))


async def _just_a_link(ctx: SlackContext) -> None:
    """A button that opens an address sends a click as well."""
    await ctx.ack()
