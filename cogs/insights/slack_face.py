"""``/goodword insights`` in Slack: an answer for one person, with menus that change it in place."""

from __future__ import annotations

from dataclasses import replace

from bot.content.queries import campaigns
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import SlackRouter
from bot.insights.periods import parse
from bot.insights.rows import count, rows
from bot.people.rules import Right
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.insights import blocks
from cogs.insights.blocks import AREA
from cogs.insights.opened import PAGE, Opened
from cogs.insights.view import load, words_of
from cogs.insights.wanted import Wanted, read


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("insights", by_command)
    router.action(AREA, "show", show)  # a button elsewhere
    for verb in ("period", "slice"):
        router.action(AREA, verb, change)
    router.action(AREA, "open", choose)
    for verb in ("part", "previous", "next"):
        router.action(AREA, verb, turn)


async def by_command(ctx: SlackContext) -> None:
    """What was typed after the word."""
    if not await allowed(ctx, Right.VIEW):
        return
    services = ctx.services
    async with reading(services.database) as session:
        wanted = await read(session, ctx.text, services.settings.sources)
    parse(wanted.period, ctx.now, words_of(services).zone)  # said before it is counted
    await ctx.ack()
    await _answer(ctx, wanted)


async def show(ctx: SlackContext) -> None:
    """Beside what was clicked; by direct message from App Home."""
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await _answer(ctx, Wanted.unpack(ctx.value or ""))


async def change(ctx: SlackContext) -> None:
    """Another period or slice, in place; beside it where Slack no longer lets us."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    view = await load(ctx.services, Wanted.unpack(ctx.value or ""))
    if not await ctx.respond(blocks.title(view), blocks.message(view), replace=True):
        await ctx.tell_privately(blocks.title(view), blocks.message(view))


async def choose(ctx: SlackContext) -> None:
    """Open the rows behind a figure."""
    if await allowed(ctx, Right.VIEW):
        view = await _window(ctx, Opened.unpack(ctx.value or ""))
        await ctx.ack()
        await ctx.open_modal(view)


async def turn(ctx: SlackContext) -> None:
    """Another page or part, in the same window."""
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await ctx.update_modal(await _window(ctx, Opened.unpack(ctx.value or "")))


async def _answer(ctx: SlackContext, wanted: Wanted) -> None:
    view = await load(ctx.services, wanted)
    await ctx.tell_privately(blocks.title(view), blocks.message(view))


async def _window(ctx: SlackContext, opened: Opened) -> dict[str, object]:
    part, slice, start, end = opened.part, opened.slice, opened.start, opened.end
    async with reading(ctx.services.database) as session:
        total = await count(session, part, slice, start, end)
        shown = replace(opened, page=min(opened.page, max(1, -(-total // PAGE))))
        skip = (shown.page - 1) * PAGE
        found = await rows(session, part, slice, start, end, skip=skip, limit=PAGE)
        kind, _, name = slice.partition(":")
        if kind == "campaign":
            name = {str(one.id): one.name for one in await campaigns(session)}.get(name, name)
    named = f"#{name}" if kind == "tag" else name
    return blocks.window(words_of(ctx.services), shown, named, found, total)
