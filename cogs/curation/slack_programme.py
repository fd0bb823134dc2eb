"""``/goodword programme``: how it goes, for managers alone: it says of colleagues who does how much."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from babel.numbers import format_decimal

from bot.curation.programme import programme
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.handing import OurFile, hand
from bot.faces.slack.router import SlackRouter
from bot.faces.texts import Markup
from bot.links.queries import Clicked
from bot.people.rules import Right
from bot.storage.unit_of_work import reading
from cogs.curation import brought, overview, slack_people
from cogs.curation.overview import SPANS, Goes
from cogs.curation.slack_pages import teller
from cogs.curation.slack_view import AREA, Notice, named
from cogs.curation.telling import Teller

GOES = "see how the ambassador programme goes"
LISTED = 10
FEW_PIECES = 10
"""To share: with fewer everybody has soon seen them all."""
NOBODY = Clicked()


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("programme", by_command)
    router.action(AREA, "days", change)
    router.action(AREA, "tables", tables)
    router.action(AREA, "goes", by_button)


async def by_command(ctx: SlackContext) -> None:
    """The window, for four weeks unless other days were typed."""
    if await allowed(ctx, Right.SETTINGS, GOES):
        view = await drawn(ctx, overview.days_of(ctx.text))
        await ctx.ack()
        await ctx.open_modal(view)


async def change(ctx: SlackContext) -> None:
    """Other days, in the same window."""
    if await allowed(ctx, Right.SETTINGS, GOES):
        await ctx.ack()
        await ctx.update_modal(await drawn(ctx, overview.days_of(ctx.value or "")))


async def tables(ctx: SlackContext) -> None:
    """All of it as tables, in our direct messages."""
    if not await allowed(ctx, Right.SETTINGS, GOES):
        return
    await ctx.ack()
    tell, goes = teller(ctx), await _load(ctx, overview.days_of(ctx.metadata), everybody=True)
    stem = f"ambassadors-{goes.end:%Y-%m-%d}-{goes.days}d"
    people, networks, pieces = await asyncio.gather(
        asyncio.to_thread(overview.people_table, goes),
        asyncio.to_thread(overview.networks_table, goes),
        asyncio.to_thread(overview.pieces_table, goes),
    )
    files = [
        OurFile(f"{stem}-people.csv", "People", people),
        OurFile(f"{stem}-networks.csv", "Networks", networks),
        OurFile(f"{stem}-pieces.csv", "Pieces", pieces),
    ]
    await hand(ctx.client, ctx.person.id, files, tell.say("tables-comment", days=goes.days))
    await ctx.tell_privately(tell.say("tables-sent"))


async def _load(ctx: SlackContext, days: int, *, everybody: bool = False) -> Goes:
    async with reading(ctx.services.database) as session:
        held = await programme(session, ctx.services.settings)
        window = ctx.services.settings.links.window_days
        return await overview.load(session, held, days, ctx.now, everybody=everybody, window_days=window)


async def drawn(ctx: SlackContext, days: int, notice: Notice | None = None) -> dict[str, Any]:
    """The window of these days."""
    channel = ctx.services.settings.ambassadors.channel
    return window(teller(ctx), await _load(ctx, days), channel=channel, notice=notice)


async def by_button(ctx: SlackContext) -> None:
    """The same window, from a message that says that the programme fades."""
    if await allowed(ctx, Right.SETTINGS, GOES):
        view = await drawn(ctx, overview.days_of(""))
        await ctx.ack()
        await ctx.open_modal(view)


def window(tell: Teller, goes: Goes, *, channel: str = "", notice: Notice | None = None) -> dict[str, Any]:
    """What managers ask: who is there, what was shared, what that brought, who shares no more. ``channel``: where
    people can be celebrated."""
    made: list[b.Block] = slack_people.told(tell, notice) if notice is not None else []
    made.append(b.actions([_spans(tell, goes.days)]))
    if not goes.people:
        made.append(b.section(tell.say("nobody-now" if goes.begun else "nobody-yet")))
    made.append(b.section(offered(tell, goes)))
    if goes.people or goes.begun:
        made += [b.section("\n".join(_summary(tell, goes)))]
        if goes.nudge is not None:
            made.append(
                b.section(tell.say("fades", shares=goes.pulse.shares, before=goes.pulse.shares_before))
            )
        made += _list(tell, "by-network", [_network(tell, goes, one) for one in overview.networks_of(goes)])
        made += _pieces(tell, goes)
        made += brought.doubtful(tell, goes)
        made += brought.sources(tell, goes)
        made += slack_people.active(tell, goes, channel=channel)
        made += slack_people.faded(tell, goes)
        made.append(b.actions([b.button(tell.plain("tables"), encode(AREA, "tables"))]))
    return b.modal(
        tell.plain("programme-title"),
        made,
        callback_id=encode(AREA, "programme"),
        close=tell.plain("close"),
        metadata=str(goes.days),
    )


def _spans(tell: Teller, days: int) -> b.Block:
    options = [b.option(tell.plain("last-days", days=int(one)), one) for one in SPANS]
    if str(days) not in SPANS:
        options.append(b.option(tell.plain("last-days", days=days), str(days)))
    return b.select(encode(AREA, "days"), tell.plain("which-days"), options, initial=str(days))


def offered(tell: Teller, goes: Goes) -> str:
    """How many pieces there are to share, and how to get more where they are few."""
    said = tell.say("shareable", count=goes.shareable)
    return said if goes.shareable >= FEW_PIECES else f"{said} {tell.say('shareable-few')}"


def _summary(tell: Teller, goes: Goes) -> list[str]:
    beat = goes.pulse
    return [
        tell.say("people", active=beat.active, paused=beat.paused, faded=beat.faded),
        tell.say(
            "brought",
            shares=goes.shares,
            visitors=goes.visitors,
            conversions=goes.converted.number,
            worth=Markup(brought.worth(tell, goes)),
        ),
        *brought.lines(tell, goes),
    ]


def _list(tell: Teller, title: str, lines: Sequence[str], total: int = 0) -> list[b.Block]:
    if not lines:
        return []
    shown = [f"*{tell.say(title)}*", *(f"• {one}" for one in lines[:LISTED])]
    if max(total, len(lines)) > LISTED:
        shown.append(tell.say("more", count=max(total, len(lines)) - LISTED))
    return [b.section("\n".join(shown))]


def _network(tell: Teller, goes: Goes, network: str) -> str:
    got = _got(tell, goes.networks.get(network, 0), goes.by_network.get(network))
    return f"{b.escape(tell.network(network))}: {got}"


def _got(tell: Teller, shares: int, clicked: Clicked | None) -> str:
    clicked = clicked or NOBODY
    return tell.say(
        "got",
        shares=shares,
        visitors=clicked.visitors,
        clicks=str(format_decimal(clicked.clicks, locale=tell.language)),
    )


def _pieces(tell: Teller, goes: Goes) -> list[b.Block]:
    lines = [
        f"{named(tell, number, goes.items.get(number))}: {_got(tell, shares, goes.by_piece.get(number))}"
        for number, shares in goes.pieces
    ]
    made = _list(tell, "by-piece", lines)
    # Each option stands for its piece's own page in the window of curation.
    options = [b.option(f"#{number}", encode(AREA, "item", number)) for number, _ in goes.pieces]
    menu = b.select(encode(AREA, "piece_menu"), tell.plain("open-piece"), options)
    return [*made, b.actions([menu])] if options else []
