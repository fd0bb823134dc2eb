"""What is somebody's own in Discord: their entries, votes, places and prizes, and what they may do with them."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.jobs import who_left
from bot.contests.rules import AwardStatus, EntryStatus
from bot.contests.tables import Contest, ContestAward, ContestEntry
from bot.faces.discord import queries as messages
from bot.faces.discord.acts import Act, Option, Style, button, custom_id, menu, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_choose import complete_contest
from cogs.contest.discord_draw import AREA, COLOUR, EMBEDS, Tongue, fitted, row_words
from cogs.contest.view import EntryView, entry_views, named
from cogs.contest.view import view_of as contest_view

VIA = "discord"
MOST_CONTESTS, MOST_ENTRIES = 8, 25
ABOUT_ONE, A_TITLE = 3000, 220
"""Characters about one contest, and at most of its title."""
_LIVE = (EntryStatus.WAITING, EntryStatus.ACCEPTED, EntryStatus.REJECTED)


def register(router: DiscordRouter) -> None:
    router.command("contest me", me, complete={"contest": complete_contest})
    router.component(AREA, "withdraw", on_withdraw)
    router.component(AREA, "withdraw_yes", on_withdraw_yes)
    router.component(AREA, "withdraw_no", on_withdraw_no)
    router.component(AREA, "claim", on_claim)
    router.component(AREA, "decline", on_decline)
    router.component(AREA, "decline_yes", on_decline_yes)
    router.component(AREA, "decline_no", on_decline_no)


async def me(ctx: DiscordContext, contest: str = "") -> None:
    """Everything of one's own, in all contests or in one."""
    say = Tongue(ctx.language)
    async with reading(ctx.services.database) as session:
        accounts = await ctx.services.identities.accounts_of(session, ctx.account.id)
        ids = [each.id for each in accounts]
        entries = await queries.entries_of(session, ids)
        awards = await queries.awards_of(session, ids)
        wanted = await _contests(session, entries, awards, contest)
        views = await entry_views(
            session, [each for each in entries if each.contest_id in wanted][:MOST_ENTRIES]
        )
        shown = list(wanted.values())[:MOST_CONTESTS]
        room = min(ABOUT_ONE, EMBEDS // max(1, len(shown)) - A_TITLE)
        embeds = [
            await _own(
                ctx, session, found, [each for each in views if each.contest_id == found.id], ids, room
            )
            for found in shown
        ]
        closed = await messages.unheard(session, ctx.account.id)
    prizes = [_prize(say, each, wanted[each.contest_id]) for each in awards if each.contest_id in wanted]
    lines = [say("me-dms-closed")] if closed else []
    others = ", ".join(f"{plain(each.name)} ({each.platform})" for each in accounts[1:])
    if others:
        lines.append(say("me-linked", accounts=Markup(others)))
    if not embeds and not prizes:
        lines.append(say("me-nothing"))
    controls: list[Act] = [each for award in awards for each in _prize_buttons(say, award, wanted)][:4]
    controls += _withdraw_menu(say, views)
    view = view_of(*controls) if controls else None
    await ctx.answer(Answer("\n".join([*lines, *prizes])[:2000], tuple(embeds), view))


async def _contests(
    session: AsyncSession, entries: Sequence[ContestEntry], awards: Sequence[ContestAward], name: str
) -> dict[int, Contest]:
    ids = dict.fromkeys([*(each.contest_id for each in entries), *(each.contest_id for each in awards)])
    found = await queries.contests_of(session, list(ids))
    if name:
        one = named([contest_view(each) for each in found.values()], name)
        return {one.id: found[one.id]} if one is not None else {}
    return {each: found[each] for each in ids if each in found}


async def _own(
    ctx: DiscordContext,
    session: AsyncSession,
    contest: Contest,
    entries: Sequence[EntryView],
    accounts: Sequence[int],
    room: int,
) -> discord.Embed:
    view, scoring, say = contest_view(contest), ctx.services.contests.scoring, Tongue(ctx.language)
    lines: list[str] = []
    for each in entries:
        title = plain(each.title, 60) if each.title else Markup(say("untitled", number=str(each.number)))
        status = Markup(say(f"status-{each.status}"))
        lines.append(say("me-entry", number=str(each.number), title=title, status=status))
        if each.reason and each.status is not EntryStatus.ACCEPTED:
            lines.append(say("me-reason", reason=Markup(plain(each.reason, 300))))
    for row in (await scoring.own(session, view.id, accounts))[:5]:
        lines.append(row_words(say, view.kind, row))
    if view.definition.counts_votes:
        given = sum((await scoring.cast_by(session, view.id, ctx.account.id)).values())
        budget = view.definition.votes_per_member
        lines.append(
            say("me-votes-left", left=max(0, budget - given), budget=budget)
            if budget
            else say("me-votes-given", count=given)
        )
    return discord.Embed(
        title=say("me-title", contest=view.name), description=fitted(lines, room) or None, colour=COLOUR
    )


# ---- withdrawing: can't be undone for its votes, so it is asked for twice ----


def _withdraw_menu(say: Tongue, entries: Sequence[EntryView]) -> list[Act]:
    live = [each for each in entries if each.status in _LIVE]
    if not live:
        return []
    options = [
        Option(f"{each.number}: {each.title or say('untitled', number=str(each.number))}", str(each.id))
        for each in live
    ]
    return [menu(custom_id(AREA, "withdraw"), options, placeholder=say("me-withdraw"))]


async def _entry_and_contest(ctx: DiscordContext, entry_id: int) -> tuple[ContestEntry, Contest]:
    async with reading(ctx.services.database) as session:
        entry = await queries.entry(session, entry_id)
        contest = await queries.get(session, entry.contest_id) if entry is not None else None
    if entry is None or contest is None:
        raise ctx.refuse("old-button")
    return entry, contest


async def on_withdraw(ctx: DiscordContext) -> None:
    entry, contest = await _entry_and_contest(ctx, int(ctx.values[0]))
    text = ctx.tell("withdraw-sure", number=str(entry.number), contest=contest.name)
    await ctx.answer(Answer(text, view=sure(ctx, "withdraw", entry.id or 0, "yes-withdraw", "no-keep")))


def sure(ctx: DiscordContext, verb: str, about: int, yes: str, no: str) -> discord.ui.View:
    """Two buttons under a question about something that can't be undone."""
    return view_of(
        button(ctx.tell(yes), custom_id(AREA, f"{verb}_yes", about), style=Style.danger),
        button(ctx.tell(no), custom_id(AREA, f"{verb}_no", about)),
    )


async def on_withdraw_yes(ctx: DiscordContext) -> None:
    entry, contest = await _entry_and_contest(ctx, ctx.subject)
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.withdraw(session, ctx.subject, ctx.account, ctx.now, VIA)
    await ctx.update(Answer(ctx.tell("withdraw-done", number=str(entry.number), contest=contest.name)))


async def on_withdraw_no(ctx: DiscordContext) -> None:
    entry, contest = await _entry_and_contest(ctx, ctx.subject)
    await ctx.update(Answer(ctx.tell("withdraw-kept", number=str(entry.number), contest=contest.name)))


# ---- prizes ----


def _prize(say: Tongue, award: ContestAward, contest: Contest) -> str:
    prize = definition_of(contest).prizes[award.prize].name
    about = {"contest": contest.name, "prize": prize}
    if award.status == AwardStatus.OFFERED:
        return say("me-prize", by=award.claim_by, **about)
    reason = Markup(plain(award.reason or "", 200))
    return say(f"me-prize-{award.status}", reason=reason, **about)


def _prize_buttons(say: Tongue, award: ContestAward, contests: dict[int, Contest]) -> list[Act]:
    contest = contests.get(award.contest_id)
    if award.status != AwardStatus.OFFERED or contest is None:
        return []
    return claim_buttons(say, award.id or 0, definition_of(contest).prizes[award.prize].name)


def claim_buttons(say: Tongue, award_id: int, prize: str) -> list[Act]:
    """Under the message that tells somebody of their prize, and in ``/contest me``."""
    return [
        button(
            say("claim-button", prize=Markup(prize)), custom_id(AREA, "claim", award_id), style=Style.success
        ),
        button(say("decline-button"), custom_id(AREA, "decline", award_id)),
    ]


async def _prize_name(ctx: DiscordContext, award_id: int) -> str:
    return (await _prize_and_contest(ctx, award_id))[0]


async def _prize_and_contest(ctx: DiscordContext, award_id: int) -> tuple[str, int]:
    async with reading(ctx.services.database) as session:
        award = await queries.award(session, award_id)
        contest = await queries.get(session, award.contest_id) if award is not None else None
    if award is None or contest is None:
        raise ctx.refuse("old-button")
    return definition_of(contest).prizes[award.prize].name, award.contest_id


async def on_claim(ctx: DiscordContext) -> None:
    prize = await _prize_name(ctx, ctx.subject)
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.claim(session, ctx.subject, ctx.account, ctx.now, VIA)
    await ctx.say("claim-done", prize=prize)


async def on_decline(ctx: DiscordContext) -> None:
    text = ctx.tell("decline-sure", prize=await _prize_name(ctx, ctx.subject))
    await ctx.answer(Answer(text, view=sure(ctx, "decline", ctx.subject, "yes-decline", "no-keep-prize")))


async def on_decline_yes(ctx: DiscordContext) -> None:
    """Who of those next in order has left meanwhile is asked first: the prize doesn't go to them."""
    prize, contest_id = await _prize_and_contest(ctx, ctx.subject)
    left = await who_left(ctx.services, contest_id)
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.decline(session, ctx.subject, ctx.account, ctx.now, VIA, left)
    await ctx.update(Answer(ctx.tell("decline-done", prize=prize)))


async def on_decline_no(ctx: DiscordContext) -> None:
    await ctx.update(Answer(ctx.tell("decline-kept", prize=await _prize_name(ctx, ctx.subject))))
