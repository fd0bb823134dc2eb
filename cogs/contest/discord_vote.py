"""Voting in Discord: from the cards in the channel, and page by page; and judges' marks."""

from __future__ import annotations

import discord

from bot.contests import queries
from bot.contests.rules import EntryStatus
from bot.contests.scoring.marks import marks_by
from bot.contests.scoring.votes import Voted
from bot.contests.tables import ContestEntry
from bot.faces.discord.acts import Act, Option, Style, button, custom_id, menu, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.forms import Field, form
from bot.faces.discord.markup import plain
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_cards import OTHER, card_embed, several, weights
from cogs.contest.discord_choose import choose, complete_contest, contest_of
from cogs.contest.discord_draw import AREA, Tongue, pager
from cogs.contest.queries import accepted_page
from cogs.contest.view import ContestView, EntryView, entry_views

IN_PAGE = 4
"""Entries of a page: each has a row of controls, and one row leads to the other pages."""
VIA = "discord"


def register(router: DiscordRouter) -> None:
    router.command("contest vote", vote, complete={"contest": complete_contest})
    router.component(AREA, "vote", on_vote)
    router.component(AREA, "votes", on_votes)
    router.component(AREA, "pvote", on_page_vote)
    router.component(AREA, "pvotes", on_page_votes)
    router.modal(AREA, "weight", on_weight)
    router.component(AREA, "vote_page", on_page)
    router.component(AREA, "judge", on_judge)
    router.component(AREA, "mark", on_mark)


# ---- from a card in the channel ----


async def on_vote(ctx: DiscordContext) -> None:
    """Give or take back the only vote one has for an entry."""
    await _vote_and_tell(ctx, number_in(ctx, 0))


async def on_votes(ctx: DiscordContext) -> None:
    """Give an entry as many as were chosen."""
    if not await _asks_for_number(ctx):
        await _vote_and_tell(ctx, int(ctx.values[0]))


async def _asks_for_number(ctx: DiscordContext) -> bool:
    """Whether a number is wanted that stands in no menu: then a form asks for it."""
    if ctx.values[0] != OTHER:
        return False
    field = Field("count", ctx.tell("vote-number-label"), most=3)
    await ctx.open(form(ctx.tell("vote-button"), custom_id(AREA, "weight", ctx.subject), [field]))
    return True


async def on_weight(ctx: DiscordContext) -> None:
    """Give an entry as many as were written."""
    typed = ctx.fields.get("count", "").strip()
    if not (typed.isascii() and typed.isdigit()):
        async with reading(ctx.services.database) as session:
            entry = await queries.entry(session, ctx.subject)
        if entry is None:
            raise ctx.refuse("old-button")
        most = (await contest_of(ctx, entry.contest_id)).definition.votes_per_entry
        raise ctx.refuse("vote-bad-number", most=most)
    await _vote_and_tell(ctx, int(typed))


async def _vote_and_tell(ctx: DiscordContext, weight: int) -> None:
    entry, voted = await cast(ctx, ctx.subject, weight)
    await ctx.answer(Answer(told(ctx, entry.number, voted)))


async def cast(ctx: DiscordContext, entry_id: int, weight: int) -> tuple[ContestEntry, Voted]:
    """Committed on return. Raises Refused."""
    async with unit_of_work(ctx.services.database) as session:
        voted = await ctx.services.contests.scoring.vote(session, entry_id, ctx.account, weight, ctx.now, VIA)
        entry = await queries.entry(session, entry_id)
    assert entry is not None  # it was voted for
    return entry, voted


def told(ctx: DiscordContext, number: int, voted: Voted) -> str:
    """What became of a vote."""
    votes = Markup(ctx.tell("count-votes", count=voted.votes))
    about = {"number": str(number), "votes": votes}
    if voted.weight == 0:
        said = ctx.tell("vote-taken-back" if voted.changed else "vote-none-to-take", **about)
    elif not voted.changed:
        said = ctx.tell("vote-same", **about)
    elif voted.weight == 1:
        said = ctx.tell("vote-counted", **about)
    else:
        said = ctx.tell("vote-counted-several", weight=voted.weight, **about)
    return said if voted.left is None else f"{said} {ctx.tell('vote-left', left=voted.left)}"


# ---- page by page ----


async def vote(ctx: DiscordContext, contest: str = "") -> None:
    found = await choose(ctx, contest, lambda each: each.running and each.definition.counts_votes)
    await ctx.answer(await page_of(ctx, found, 1))


async def on_page(ctx: DiscordContext) -> None:
    contest = await contest_of(ctx, ctx.subject)
    await ctx.update(await page_of(ctx, contest, number_in(ctx, 0)))


async def on_page_vote(ctx: DiscordContext) -> None:
    await _vote_in_page(ctx, number_in(ctx, 0), number_in(ctx, 1))


async def on_page_votes(ctx: DiscordContext) -> None:
    if not await _asks_for_number(ctx):
        await _vote_in_page(ctx, int(ctx.values[0]), number_in(ctx, 0))


async def _vote_in_page(ctx: DiscordContext, weight: int, page: int) -> None:
    entry, voted = await cast(ctx, ctx.subject, weight)
    contest = await contest_of(ctx, entry.contest_id)
    await ctx.update(await page_of(ctx, contest, page, told(ctx, entry.number, voted)))


async def page_of(ctx: DiscordContext, contest: ContestView, page: int, said: str = "") -> Answer:
    """Some entries, each with its votes and the buttons to change one's own."""
    say = Tongue(ctx.language)
    if not contest.definition.counts_votes:
        kind = Markup(say(f"kind-{contest.kind}"))
        return Answer(say("vote-not-by-votes", contest=contest.name, kind=kind))
    async with reading(ctx.services.database) as session:
        counts = await queries.count_entries(session, contest.id)
        total = counts.get(EntryStatus.ACCEPTED, 0)
        pages = max(1, -(-total // IN_PAGE))
        page = min(max(1, page), pages)
        rows = await accepted_page(session, contest.id, (page - 1) * IN_PAGE, IN_PAGE)
        entries = await entry_views(session, rows)
        mine = await ctx.services.contests.scoring.cast_by(session, contest.id, ctx.account.id)
    if not entries:
        waiting = counts.get(EntryStatus.WAITING, 0)
        return Answer(say("vote-none-accepted" if waiting else "vote-nothing", contest=contest.name))
    embeds = tuple(_entry(say, contest, each, mine.get(each.id, 0)) for each in entries)
    controls = [
        _control(say, contest, each, mine.get(each.id, 0), page, at) for at, each in enumerate(entries)
    ]
    controls += pager(say, "vote_page", contest.id, page, pages)
    left = _left(say, contest, mine)
    return Answer("\n".join(filter(None, (said, left))), embeds, view_of(*controls))


def _entry(say: Tongue, contest: ContestView, entry: EntryView, held: int) -> discord.Embed:
    embed = card_embed(say, contest, entry, picture=None)
    if held:
        yours = say("vote-yours") if held == 1 else say("vote-yours-several", weight=held)
        embed.set_footer(text=f"{embed.footer.text} · ✅ {yours}")
    return embed


def _control(say: Tongue, contest: ContestView, entry: EntryView, held: int, page: int, row: int) -> Act:
    number = str(entry.number)
    if several(contest.definition):
        options = weights(say, contest.definition, held, none=True)
        return menu(
            custom_id(AREA, "pvotes", entry.id, str(page)),
            options,
            placeholder=say("vote-how-many", number=number),
        )
    wanted = 0 if held else 1
    label = say("vote-back-for" if held else "vote-for", number=number)
    style = Style.secondary if held else Style.success
    return button(label, custom_id(AREA, "pvote", entry.id, str(wanted), str(page)), style=style, row=row)


def _left(say: Tongue, contest: ContestView, mine: dict[int, int]) -> str:
    budget = contest.definition.votes_per_member
    return say("vote-left", left=max(0, budget - sum(mine.values()))) if budget else ""


def number_in(ctx: DiscordContext, at: int) -> int:
    """A number in the button's identity. Raises Said where it isn't one."""
    found = ctx.extra[at] if at < len(ctx.extra) else ""
    if not (found.isascii() and found.isdigit()):
        raise ctx.refuse("old-button")
    return int(found)


# ---- judging ----


async def on_judge(ctx: DiscordContext) -> None:
    """A menu for each criterion, with the marks given so far. Others than judges are told that they are none."""
    await ctx.answer(await _judging(ctx, ctx.subject, {}))


async def on_mark(ctx: DiscordContext) -> None:
    """A mark was chosen: it is kept at once, and may be changed until voting closes."""
    if not ctx.extra:
        raise ctx.refuse("old-button")
    await ctx.update(await _judging(ctx, ctx.subject, {ctx.extra[0]: int(ctx.values[0])}))


async def _judging(ctx: DiscordContext, entry_id: int, marks: dict[str, int]) -> Answer:
    say, scoring = Tongue(ctx.language), ctx.services.contests.scoring
    async with unit_of_work(ctx.services.database) as session:
        # Without marks it changes nothing, and says whether this person judges here.
        await scoring.mark(session, entry_id, ctx.account, marks, ctx.now)
        entry = await queries.entry(session, entry_id)
        contest = await queries.get(session, entry.contest_id if entry else 0)
        assert entry is not None  # it was marked
        assert contest is not None
        given = await marks_by(session, contest, entry_id, ctx.account)
    criteria = (await contest_of(ctx, entry.contest_id)).definition.criteria
    lines = [
        say("judge-mark", name=one.name, value=given[one.key], best=one.best)
        if one.key in given
        else say("judge-mark-none", name=one.name)
        for one in criteria
    ]
    menus = [
        menu(
            custom_id(AREA, "mark", entry_id, one.key),
            [Option(str(each), str(each), chosen=given.get(one.key) == each) for each in range(one.best + 1)],
            placeholder=say("judge-criterion", name=Markup(plain(one.name)), best=one.best),
        )
        for one in criteria
    ]
    title = say("judge-title", number=str(entry.number))
    done = say("judge-so-far", done=len(given), all=len(criteria))
    return Answer("\n".join([f"**{title}**", *lines, done]), view=view_of(*menus))
