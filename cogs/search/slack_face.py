"""Search in Slack: a private list that turns its pages in place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.queries import SearchQuery, platforms, search
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.places import item_row
from bot.faces.slack.router import SlackRouter
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.review.queries import with_status
from bot.screening.queries import flagged
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.search.view import ANY, FILTERS, Wanted, read

PAGE = 5
EXAMPLES = "`search lamp`, `search is:approved from:@anna`, `search flag:insults since:7d`"


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("search", first_page)
    for verb in ("next", "previous"):
        router.action("search", verb, turn)


async def first_page(ctx: SlackContext) -> None:
    """The first items that fit, for this person alone. Raises TellUser for a filter that doesn't exist."""
    if not await allowed(ctx, Right.VIEW):
        return
    typed = ctx.text[:500]
    wanted = read(typed, ctx.now)
    await ctx.ack()
    if wanted.empty:
        await ctx.tell_privately("What are you looking for?", _usage("What are you looking for?"))
        return
    made = await _page(ctx, typed, wanted, 0)
    await ctx.tell_privately("Search results", made)


async def turn(ctx: SlackContext) -> None:
    """Another page, in place of the one shown. The search travels in the button."""
    if not await allowed(ctx, Right.VIEW) or ctx.action is None:
        return
    await ctx.ack()
    typed = ctx.value or ""
    offset = int(ctx.action.extra[0]) if ctx.action.extra and ctx.action.extra[0].isdigit() else 0
    made = await _page(ctx, typed, read(typed, ctx.now), min(offset, 10_000))
    await ctx.respond("Search results", made, replace=True)


async def _page(ctx: SlackContext, typed: str, wanted: Wanted, offset: int) -> list[b.Block]:
    async with reading(ctx.services.database) as session:
        page = await search(session, _query(wanted), PAGE, offset)
        views = await load_item_views(session, [item.id for item in page.items if item.id is not None])
        known = [] if page.items or not wanted.platform else await platforms(session)
    if known and wanted.platform not in known:
        named = ", ".join(b.isolate(clean_line(one, 40)) for one in known[:20])
        return _usage(f"No item is from “{b.isolate(wanted.platform[:40])}”; there are {named}.")
    items = [views[item.id] for item in page.items if item.id in views]
    return _results(typed, items, offset, more=page.more)


def _query(wanted: Wanted) -> SearchQuery:
    among = with_status(wanted.status) if wanted.status is not None else None
    if wanted.flag:
        among = flagged(None if wanted.flag == ANY else wanted.flag, among)
    return SearchQuery(
        text=wanted.text,
        creator=wanted.creator,
        platform=wanted.platform,
        kind=wanted.kind,
        since=wanted.since,
        campaign=wanted.campaign,
        among=among,
    )


def _results(typed: str, items: Sequence[ItemView], offset: int, *, more: bool) -> list[b.Block]:
    if not items and not offset:
        return _usage(f"Nothing fits “{b.isolate(typed)}”.")
    shown = f"{offset + 1} to {offset + len(items)}" if items else "no more"
    made = [b.section(f"*{b.isolate(typed)}* · {shown}, newest first"), *(item_row(item) for item in items)]
    row = []
    if offset:
        row.append(_turn("Previous", "previous", max(0, offset - PAGE), typed))
    if more:
        row.append(_turn("Next", "next", offset + PAGE, typed))
    return [*made, b.actions(row)] if row else made


def _turn(text: str, verb: str, offset: int, typed: str) -> b.Block:
    return b.button(text, encode("search", verb, extra=(str(offset),)), value=typed)


def _usage(first: str) -> list[b.Block]:
    return [b.section(first), b.context(f"For example {EXAMPLES}. Filters: {b.escape(FILTERS)}.")]
