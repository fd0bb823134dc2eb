"""Taking part from Discord: with a link, a file, a post that was found, or a message."""

from __future__ import annotations

from bot.contests.rules import EntryStatus
from bot.contests.tables import ContestEntry
from bot.faces.discord.context import DiscordContext
from bot.faces.discord.router import DiscordRouter
from bot.intake.add import add_url
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import unit_of_work
from cogs.contest.discord_choose import choose, complete_contest
from cogs.contest.view import ContestView

VIA = "discord"


def register(router: DiscordRouter) -> None:
    router.command(
        "contest enter",
        enter,
        complete={"contest": complete_contest},
    )


async def enter(ctx: DiscordContext, contest: str = "", link: str = "") -> None:
    """One of the ways at a time; without any it says how."""
    found = await choose(ctx, contest, lambda each: each.running)
    if link:
        await _link(ctx, found, link)
        return
    await ctx.say("enter-how")


async def _link(ctx: DiscordContext, contest: ContestView, link: str) -> None:
    services = ctx.services
    async with unit_of_work(services.database) as session:
        added = await add_url(session, services.intake, link, acting(ctx), ctx.now)
        entry = await services.contests.enter(
            session, contest.id, ctx.account, added.item_id, ctx.now, VIA, request_id=ctx.request_id
        )
    await entered(ctx, contest, entry)


def acting(ctx: DiscordContext) -> Person:
    return Person(ctx.account.key, ctx.account.name, Role.NONE)


async def entered(ctx: DiscordContext, contest: ContestView, entry: ContestEntry) -> None:
    """Say what became of it."""
    key = "enter-accepted" if entry.status == EntryStatus.ACCEPTED else "enter-taken-in"
    await ctx.say(key, number=str(entry.number), contest=contest.name)
