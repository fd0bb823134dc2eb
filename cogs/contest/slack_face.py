"""Contests in Slack: one window that a manager walks through, and the forms that lie above it."""

from __future__ import annotations

import asyncio

from bot.contests import queries
from bot.contests.draw import verify
from bot.contests.rules import EntryStatus
from bot.faces.refusals import no_right
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.places import card_link
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.faces.web.draws import draw_address
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.contest import (
    slack_acts,
    slack_blocks,
    slack_flags,
    slack_judging,
    slack_pages,
    slack_preview,
    slack_winners,
    slack_writing,
)
from cogs.contest.slack_answers import draw
from cogs.contest.slack_blocks import View
from cogs.contest.slack_view import (
    ContestView,
    EntriesPage,
    Where,
    load,
    load_entries,
    load_flags,
    load_judging,
    load_jury,
    load_list,
    load_standings,
    load_winners,
)

GONE = "That contest isn't there any more. Here are those that are."


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("contest", by_command)
    router.action("contest", "show", show)
    router.action("contest", "filter", choose_entries)
    slack_writing.register(router, page)
    slack_acts.register(router, page)
    slack_judging.register(router)


async def by_command(ctx: SlackContext) -> None:
    """``/goodword contest``: the list; ``new`` opens the form; a name or a slug goes to that contest."""
    word, _, rest = ctx.text.strip().partition(" ")
    if word.casefold() == "new":
        await slack_writing.begin(ctx, rest.strip())
        return
    if not may(ctx.person.role, Right.VIEW):
        await slack_judging.instead(ctx)
        return
    where, notice = Where(), ""
    if ctx.text.strip():
        where, notice = await _named(ctx, ctx.text.strip())
    view = await page(ctx, where, notice)
    await ctx.ack()
    await ctx.open_modal(view)


async def _named(ctx: SlackContext, typed: str) -> tuple[Where, str]:
    wanted = clean_line(typed, 100).casefold()
    async with reading(ctx.services.database) as session:
        found = await queries.by_slug(session, wanted)
        rows = [found] if found else await queries.contests(session, limit=500)
    exact = [row for row in rows if wanted in (row.slug, row.name.casefold())]
    like = exact or [row for row in rows if wanted in row.name.casefold()]
    if len(like) == 1:
        return Where("contest", like[0].id), ""
    if like:
        return Where(), f"“{clean_line(typed, 60)}” fits several contests. Choose one of them."
    return Where(), f"There is no contest “{clean_line(typed, 60)}”. Here are those that are."


async def show(ctx: SlackContext) -> None:
    """A button that leads to a page; from a message or App Home it opens the window."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    await draw(ctx, await page(ctx, _where(ctx)))


def _where(ctx: SlackContext) -> Where:
    """What the button says."""
    action = ctx.action
    if action is None:
        return Where()
    name, number, status = (*action.extra, "", "", "")[:3]
    wanted = Where().to(name or "contest", int(number) if number.isdigit() else 1, status)
    return Where.unpack(Where(wanted.page, action.item_id, wanted.number, wanted.status).pack())


async def choose_entries(ctx: SlackContext) -> None:
    """Entries of one status only."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    status = ctx.value if ctx.value in set(EntryStatus) else ""
    await ctx.update_modal(await page(ctx, Where("entries", ctx.item_id, 1, status or "")))


# ---- pages ----


async def page(ctx: SlackContext, where: Where, notice: str = "") -> View:
    """The page as it is now; the list where its contest isn't there for this person."""
    services, who = ctx.services, ctx.person
    contest = await load(services, where.contest, who) if where.contest is not None else None
    if contest is None or where.page == "list":
        missing = where.contest is not None and where.page != "list"
        return slack_blocks.listing(
            await load_list(services, who),
            Where(),
            manager=may(who.role, Right.CONTEST),
            notice=notice or (GONE if missing else ""),
            judging=await load_judging(services, who, ctx.now),
        )
    if where.page in ("flags", "jury") and not contest.manager:
        notice = no_right(Right.CONTEST, await services.outlet(Staff).who_may(Right.CONTEST))
        where = where.to("contest")
    return await _about(ctx, contest, where, notice)


async def _about(ctx: SlackContext, contest: ContestView, where: Where, notice: str) -> View:
    services = ctx.services
    match where.page:
        case "preview":
            return slack_preview.preview(contest, where, notice)
        case "entries":
            found = await load_entries(services, contest, where.number, where.status)
            return slack_pages.entries(contest, found, await _links(ctx, found), where, notice)
        case "standings":
            standings = await load_standings(services, contest.id, where.number)
            return slack_pages.standings(contest, standings, where, notice)
        case "flags":
            return slack_flags.flags(contest, await load_flags(services, contest.id), where, notice)
        case "jury":
            return slack_pages.jury(contest, await load_jury(services, contest), where, notice)
        case "winners":
            return slack_winners.winners(contest, await load_winners(services, contest), where, notice)
        case "record" if contest.record is not None:
            done = await asyncio.to_thread(
                verify, contest.record
            )  # a beacon's signature takes about a second
            return slack_pages.record(
                contest, done, draw_address(services.settings.web, contest.id), where, notice
            )
        case _:
            judging = await load_judging(services, ctx.person, ctx.now, contest.id)
            mine = judging[0] if judging else None
            return slack_blocks.one(contest, ctx.now, where.to("contest"), notice, mine)


async def _links(ctx: SlackContext, found: EntriesPage) -> dict[int, str | None]:
    """Where the entries' review cards stand."""
    links = await asyncio.gather(
        *(card_link(ctx.client, ctx.services.database, row.item_id) for row in found.rows)
    )
    return dict(zip((row.item_id for row in found.rows), links, strict=True))
