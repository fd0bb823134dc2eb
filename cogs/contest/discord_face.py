"""Contests in Discord: what is registered where. What each part does is said in its own file."""

from __future__ import annotations

from discord import app_commands

from bot.contests import queries
from bot.contests.membership import Membership
from bot.contests.rules import EntryStatus, Kind
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.members import PLATFORM
from bot.faces.discord.places import Places
from bot.faces.discord.router import DiscordRouter
from bot.kernel.errors import GoodwordError
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.contest import (
    discord_enter,
    discord_link,
    discord_manage,
    discord_mine,
    discord_verify,
    discord_vote,
)
from cogs.contest.discord_choose import choose, complete_contest, contest_of
from cogs.contest.discord_draw import AREA, Board, Tongue, list_of, rules_of, standings_of
from cogs.contest.discord_show import ask_for_all, is_member
from cogs.contest.discord_vote import number_in
from cogs.contest.view import ContestView, visible

HIGHEST_PAGE = 100_000


def register(router: DiscordRouter, services: Services) -> None:
    """Hang the handlers on the router, and have every contest looked at when the connection begins."""
    router.command("contest list", list_contests)
    router.command("contest rules", rules, complete={"contest": complete_contest})
    router.command("contest standings", standings, complete={"contest": complete_contest})
    router.component(AREA, "rules", on_rules)
    router.component(AREA, "standings", on_standings)
    router.component(AREA, "standings_page", on_standings_page)
    for part in (discord_vote, discord_enter, discord_mine, discord_verify, discord_link, discord_manage):
        part.register(router)
    services.outlet(Membership).add(PLATFORM, lambda account: is_member(services, account))
    services.outlet(DiscordFace).on_connected.append(lambda: ask_for_all(services))


async def list_contests(ctx: DiscordContext) -> None:
    async with reading(ctx.services.database) as session:
        found = await visible(session, ctx.now)
    await ctx.answer(list_of(Tongue(ctx.language), found, await _channel(ctx)))


async def _channel(ctx: DiscordContext) -> str:
    """Where contests are announced, as a link."""
    try:
        return (await ctx.services.outlet(Places).channel()).mention
    except GoodwordError:
        return f"#{ctx.services.settings.discord.channel}"


async def rules(ctx: DiscordContext, contest: str = "") -> None:
    await ctx.answer(rules_of(Tongue(ctx.language), await choose(ctx, contest)))


async def on_rules(ctx: DiscordContext) -> None:
    await ctx.answer(rules_of(Tongue(ctx.language), await contest_of(ctx, ctx.subject)))


async def standings(
    ctx: DiscordContext, contest: str = "", page: app_commands.Range[int, 1, HIGHEST_PAGE] = 1
) -> None:
    found = await choose(ctx, contest, lambda each: each.running)
    await ctx.answer(await board_of(ctx, found, page))


async def on_standings(ctx: DiscordContext) -> None:
    await ctx.answer(await board_of(ctx, await contest_of(ctx, ctx.subject), 1))


async def on_standings_page(ctx: DiscordContext) -> None:
    await ctx.update(await board_of(ctx, await contest_of(ctx, ctx.subject), number_in(ctx, 0)))


async def board_of(ctx: DiscordContext, contest: ContestView, page: int) -> Answer:
    """A page of the standings, with the reader's own places and how their scores came about."""
    scoring, services = ctx.services.contests.scoring, ctx.services
    async with reading(services.database) as session:
        row = await queries.get(session, contest.id)
        assert row is not None  # it was just found
        shown = await scoring.page(session, contest.id, min(max(1, page), HIGHEST_PAGE))
        ids = [each.id for each in await services.identities.accounts_of(session, ctx.account.id)]
        own = [
            (each, await scoring.explain(session, row, each))
            for each in (await scoring.own(session, contest.id, ids))[:5]
        ]
        entries = 0
        if contest.kind is Kind.LOT:
            entries = (await queries.count_entries(session, contest.id)).get(EntryStatus.ACCEPTED, 0)
    board = Board(contest, shown, own, entries, None if contest.frozen else ctx.now)
    return standings_of(Tongue(ctx.language), board)
