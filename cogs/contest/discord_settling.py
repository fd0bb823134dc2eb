"""What managers do to entries and prizes in Discord: an entry taken out or back, a prize given to the next in order.

What can't be taken back, or becomes public, is asked about first; the reason is kept meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import app_commands

from bot.contests import queries
from bot.contests.jobs import who_left
from bot.contests.rules import AwardStatus, ContestAction, Kind
from bot.contests.tables import Contest, ContestAward
from bot.faces.discord import queries as kept
from bot.faces.discord.acts import Style, button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import member, plain
from bot.faces.discord.members import PLATFORM
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_guard import AREA, GROUP, complete_any, managed, which
from cogs.contest.discord_page import page_of
from cogs.contest.view import view_of as contest_view

VIA = "discord"
OUT = (AwardStatus.PLANNED, AwardStatus.OFFERED, AwardStatus.CLAIMED)
"""Prizes that somebody has, and may lose to the next in order."""
REASON = 500
Number = app_commands.Range[int, 1]
Reason = app_commands.Range[str, 1, REASON]


def register(router: DiscordRouter) -> None:
    complete = {"contest": complete_any}
    for name, handler in (("disqualify", disqualify), ("reinstate", reinstate), ("redraw", redraw)):
        router.command(f"{GROUP} {name}", handler, complete=complete)
    router.component(AREA, "out", on_out)
    router.component(AREA, "next", on_next)


# ---- entries ----


async def _entry(ctx: DiscordContext, contest: str, number: int) -> tuple[Contest, int]:
    found = await which(ctx, contest)
    async with reading(ctx.services.database) as session:
        entry = await queries.entry_numbered(session, found.id or 0, number)
    if entry is None or entry.id is None:
        raise ctx.refuse("manage-no-entry", number=str(number), contest=found.name)
    return found, entry.id


@managed
async def disqualify(ctx: DiscordContext, contest: str, number: Number, reason: Reason) -> None:
    """With a reason that the entrant sees; after the freeze of a draw, everybody."""
    found, entry_id = await _entry(ctx, contest, number)
    given = {"contest": found.id, "entry": entry_id, "number": number, "reason": reason}
    if found.record is not None and found.kind == Kind.LOT:
        said = ctx.tell("sure-disqualify-drawn", number=str(number), reason=reason)
        await _ask(ctx, said, "out", ctx.tell("settling-disqualify"), given)
        return
    await _disqualify(ctx, given)


@managed
async def on_out(ctx: DiscordContext) -> None:
    await _disqualify(ctx, await _given(ctx))


async def _disqualify(ctx: DiscordContext, given: dict[str, Any]) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.disqualify(
            session, given["entry"], given["reason"], ctx.person, ctx.now, VIA
        )
    await ctx.update(
        await page_of(ctx, given["contest"], ctx.tell("done-disqualify", number=str(given["number"])))
    )


@managed
async def reinstate(ctx: DiscordContext, contest: str, number: Number) -> None:
    found, entry_id = await _entry(ctx, contest, number)
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.reinstate(session, entry_id, ctx.person, ctx.now, VIA)
    await ctx.answer(await page_of(ctx, found.id or 0, ctx.tell("done-reinstate", number=str(number))))


# ---- prizes ----


@managed
async def redraw(ctx: DiscordContext, contest: str, reason: Reason, number: Number | None = None) -> None:
    """A prize goes to the next in order. ``number``: of the entry that has it, or in a season of the place."""
    found = await which(ctx, contest)
    async with reading(ctx.services.database) as session:
        awards = [each for each in await queries.awards(session, found.id or 0) if each.status in OUT]
        numbers = await _numbers(ctx, session, awards)
        accounts = await ctx.services.identities.known(session, {each.account_id or 0 for each in awards})
    suiting = [each for each in awards if number in (None, numbers[each.id or 0])]
    definition = contest_view(found).definition
    if not suiting:
        raise ctx.refuse("redraw-nobody", contest=found.name)
    if number is None and len(suiting) > 1:
        listed = ", ".join(
            f"{numbers[each.id or 0]} ({plain(definition.prizes[each.prize].name)})" for each in suiting[:20]
        )
        raise ctx.refuse("redraw-which", contest=found.name, numbers=Markup(listed))
    award = suiting[0]
    account = accounts.get(award.account_id or 0)
    name = "–" if account is None else plain(account.name)
    if account is not None and account.platform == PLATFORM:
        name = member(account.external_id)
    said = ctx.tell(
        "sure-redraw", prize=definition.prizes[award.prize].name, member=Markup(name), reason=reason
    )
    if definition.draws:
        said = f"{said} {ctx.tell('sure-redraw-drawn')}"
    given = {"contest": found.id, "award": award.id, "reason": reason}
    await _ask(ctx, said, "next", ctx.tell("settling-redraw"), given)


async def _numbers(ctx: DiscordContext, session: Any, awards: Sequence[ContestAward]) -> dict[int, int]:
    """What each prize is asked for by: its entry's number, or where people are ranked, its place."""
    entries = {
        each.entry_id: entry.number
        for each in awards
        if each.entry_id is not None and (entry := await queries.entry(session, each.entry_id)) is not None
    }
    return {each.id or 0: entries.get(each.entry_id or 0, each.place) for each in awards}


@managed
async def on_next(ctx: DiscordContext) -> None:
    given = await _given(ctx)
    left = await who_left(ctx.services, given["contest"])
    data = {"award": given["award"], "reason": given["reason"], "left": left}
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.act(
            session, given["contest"], ContestAction.REDRAW, ctx.person, ctx.now, VIA, ctx.request_id, data
        )
    await ctx.update(await page_of(ctx, given["contest"], ctx.tell("done-redraw")))


# ---- asking first ----


async def _ask(ctx: DiscordContext, said: str, verb: str, label: str, given: dict[str, Any]) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await kept.keep(session, ctx.interaction.id, given, ctx.now)
    sure = button(label, custom_id(AREA, verb, ctx.interaction.id), style=Style.danger)
    back = button(ctx.tell("manage-back"), custom_id(AREA, "back", given["contest"]))
    await ctx.answer(Answer(said, view=view_of(sure, back)))


async def _given(ctx: DiscordContext) -> dict[str, Any]:
    async with reading(ctx.services.database) as session:
        found = await kept.kept(session, ctx.subject)
    if found is None:
        raise ctx.refuse("settling-too-old")
    return found
