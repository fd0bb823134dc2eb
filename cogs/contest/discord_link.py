"""One person across platforms, in Discord: a code to say elsewhere, a code from elsewhere, and apart again."""

from __future__ import annotations

from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain
from bot.faces.discord.members import Members
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.people.accounts import KnownAccount
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_draw import AREA
from cogs.contest.discord_mine import sure
from cogs.contest.view import visible

VIA = "discord"


def register(router: DiscordRouter) -> None:
    router.command("contest link", link)
    router.command("contest unlink", unlink)
    router.component(AREA, "unlink_yes", on_unlink_yes)
    router.component(AREA, "unlink_no", on_unlink_no)


async def link(ctx: DiscordContext, code: str = "") -> None:
    """With a code: say it. Without: get one."""
    if code:
        async with unit_of_work(ctx.services.database) as session:
            other = await ctx.services.identities.redeem(
                session, code, ctx.account.id, ctx.account.key, VIA, ctx.now
            )
        ctx.services.outlet(Members).forget(ctx.interaction.user.id)
        await ctx.say("link-done", account=Markup(_named(other)))
        return
    async with unit_of_work(ctx.services.database) as session:
        made = await ctx.services.identities.new_code(session, ctx.account.id, ctx.now)
        contests = await visible(session, ctx.now)
    hashtag = next((each.definition.hashtag for each in contests if each.definition.hashtag), "")
    if hashtag:
        await ctx.say("link-code", code=Markup(made), hashtag=hashtag)
    else:
        await ctx.say("link-code-plain", code=Markup(made))


async def unlink(ctx: DiscordContext) -> None:
    async with reading(ctx.services.database) as session:
        accounts = await ctx.services.identities.accounts_of(session, ctx.account.id)
    if len(accounts) < 2:
        await ctx.say("link-none")
        return
    others = Markup(", ".join(_named(each) for each in accounts[1:]))
    text = ctx.tell("unlink-sure", accounts=others)
    await ctx.answer(Answer(text, view=sure(ctx, "unlink", ctx.account.id, "yes-unlink", "no-stay")))


async def on_unlink_yes(ctx: DiscordContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.identities.unlink(session, ctx.account.id, ctx.account.key, VIA, ctx.now)
    ctx.services.outlet(Members).forget(ctx.interaction.user.id)
    await ctx.update(Answer(ctx.tell("unlink-done")))


async def on_unlink_no(ctx: DiscordContext) -> None:
    await ctx.update(Answer(ctx.tell("no-stay")))


def _named(account: KnownAccount) -> str:
    return f"{plain(account.name or account.handle or account.external_id)} ({account.platform})"
