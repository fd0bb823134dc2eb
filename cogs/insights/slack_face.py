"""``/goodword insights`` in Slack: a window for one person, with menus that change it in place.

Its figures are there at once, its charts follow. Whatever comes late leaves a window alone that shows something else
by then.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.content.queries import campaigns
from bot.digests.charts import COURSES
from bot.faces.slack.charts import Charts, Shown
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.replies import Window
from bot.faces.slack.router import SlackRouter
from bot.faces.texts import say
from bot.insights.periods import parse
from bot.insights.rows import count, rows
from bot.people.rules import Right
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.insights import blocks
from cogs.insights.blocks import AREA
from cogs.insights.opened import PAGE, Opened
from cogs.insights.screens import Screens, Turn
from cogs.insights.slack_handing import hand_rows, hand_view
from cogs.insights.view import View, load, named_slice, words_of
from cogs.insights.wanted import Asked, Wanted, read

PATIENCE = 1.5
"""Seconds of counting after which a window opens without figures: its trigger is good for three."""


def register(router: SlackRouter, services: Services) -> None:
    """Hang the handlers on the router."""
    services.provide(Screens())
    router.command("insights", by_command)
    router.action(AREA, "show", show)  # a button elsewhere
    for verb in ("period", "slice"):
        router.action(AREA, verb, change)
    router.action(AREA, "back", back)
    router.action(AREA, "open", choose)
    for verb in ("part", "previous", "next"):
        router.action(AREA, verb, choose)
    router.action(AREA, "export", export)
    router.action(AREA, "export_rows", export_rows)


async def by_command(ctx: SlackContext) -> None:
    """What was typed after the word."""
    if not await allowed(ctx, Right.VIEW):
        return
    services = ctx.services
    async with reading(services.database) as session:
        wanted = await read(session, ctx.text, services.settings.sources)
    parse(wanted.period, ctx.now, words_of(services).zone)  # said before it is counted
    await ctx.ack()
    await _open(ctx, wanted)


async def show(ctx: SlackContext) -> None:
    """From what was clicked elsewhere."""
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await _open(ctx, Wanted.unpack(ctx.value or ""))


async def change(ctx: SlackContext) -> None:
    """Another period or slice, in place; in a window where it was asked in a message of an older version."""
    if not await allowed(ctx, Right.VIEW):
        return
    wanted = Wanted.unpack(ctx.value or "")
    turn = _turn(ctx)
    await ctx.ack()
    if turn is None:
        await _open(ctx, wanted)
        return
    await _show(ctx, await load(ctx.services, wanted), turn)


async def back(ctx: SlackContext) -> None:
    """From a figure to the view that it was opened from, as it was."""
    if not await allowed(ctx, Right.VIEW):
        return
    asked, turn = Asked.unpack(ctx.value or ""), _turn(ctx)
    await ctx.ack()
    if asked is not None and turn is not None:
        await _show(ctx, await load(ctx.services, asked.wanted, asked.at), turn)


async def choose(ctx: SlackContext) -> None:
    """The rows behind a figure, another page of them or another part, in place of the figures: what is opened from
    there needs the windows that Slack stacks."""
    if not await allowed(ctx, Right.VIEW):
        return
    turn, opened = _turn(ctx), Opened.unpack(ctx.value or "")
    window = await _rows(ctx, opened)
    await ctx.ack()
    if turn is None:
        await ctx.open_modal(window)
    elif ctx.services.outlet(Screens).latest(turn):
        await ctx.replies.redraw(turn.view_id, window)


async def export(ctx: SlackContext) -> None:
    """Everything that is shown, as files."""
    if not await allowed(ctx, Right.VIEW):
        return
    asked, turn = Asked.unpack(ctx.value or ""), _turn(ctx, anew=False)
    await ctx.ack()
    if asked is None:
        return
    view = await load(ctx.services, asked.wanted, asked.at)
    await hand_view(ctx, view)
    if turn is not None:
        await _show(ctx, view, turn, note=say(view.words.language, "in-files-sent"))


async def export_rows(ctx: SlackContext) -> None:
    """The rows behind the figure that is open, as a file."""
    if not await allowed(ctx, Right.VIEW):
        return
    opened = Opened.unpack(ctx.value or "")
    await ctx.ack()
    await hand_rows(ctx, opened, await _name(ctx, opened.slice))


def _turn(ctx: SlackContext, *, anew: bool = True) -> Turn | None:
    """The window that was clicked; None where it was a message. ``anew``: it is to show something else."""
    view, screens = ctx.view or {}, ctx.services.outlet(Screens)
    if view.get("type") != "modal":
        return None
    view_id = str(view.get("id"))
    return screens.begin(view_id) if anew else screens.present(view_id)


async def _open(ctx: SlackContext, wanted: Wanted) -> None:
    """A window with the figures, or one that says that they are being counted where that takes long."""
    counting = asyncio.create_task(load(ctx.services, wanted))
    try:
        await asyncio.wait({counting}, timeout=PATIENCE)
        counted = counting.result() if counting.done() else None
        waiting = Shown({}, "drawing")
        made = blocks.counting(words_of(ctx.services)) if counted is None else _window(counted, waiting)
        opened = await ctx.replies.open_window(ctx, made)
        view = await counting
    finally:
        counting.cancel()
    if opened is not None:
        turn = ctx.services.outlet(Screens).begin(opened.view_id)
        await _show(ctx, view, turn, opened=opened if counted is not None else None)


async def _show(
    ctx: SlackContext, view: View, turn: Turn, *, note: str = "", opened: Window | None = None
) -> None:
    """The view in its window. ``opened``: it shows the figures already."""

    def waits() -> bool:
        return ctx.services.outlet(Screens).latest(turn)

    async def draw(shown: Shown, hash_: str) -> str | None:
        if not waits():
            return None
        return await ctx.replies.redraw(turn.view_id, _window(view, shown, note), hash_)

    if view.insight.quiet:
        if opened is None:
            await draw(Shown(), "")
        return
    hash_ = "" if opened is None else opened.hash
    await ctx.services.outlet(Charts).present(view.course, list(COURSES), draw, hash_=hash_, waits=waits)


def _window(view: View, shown: Shown, note: str = "") -> dict[str, object]:
    return blocks.window(view, Shown() if view.insight.quiet else shown, note=note)


async def _rows(ctx: SlackContext, opened: Opened) -> dict[str, object]:
    part, slice, start, end = opened.part, opened.slice, opened.start, opened.end
    async with reading(ctx.services.database) as session:
        total = await count(session, part, slice, start, end)
        shown = replace(opened, page=min(opened.page, max(1, -(-total // PAGE))))
        skip = (shown.page - 1) * PAGE
        found = await rows(session, part, slice, start, end, skip=skip, limit=PAGE)
    name = await _name(ctx, slice)
    metadata = ctx.metadata if (ctx.view or {}).get("type") == "modal" else ""
    return blocks.rows(words_of(ctx.services), shown, name, found, total, metadata)


async def _name(ctx: SlackContext, slice: str) -> str:
    """What a slice is called."""
    if not slice.startswith("campaign:"):
        return named_slice(slice, {})
    async with reading(ctx.services.database) as session:
        return named_slice(slice, {f"campaign:{one.id}": one.name for one in await campaigns(session)})
