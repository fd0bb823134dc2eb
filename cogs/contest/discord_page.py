"""The page about a contest for those who run it: how it stands, and what can be done now."""

from __future__ import annotations

import discord

from bot.contests import queries
from bot.contests.overview import queries as overview
from bot.contests.rules import ContestAction, EntryStatus, Phase, open_actions
from bot.contests.tables import Contest
from bot.faces.discord.acts import Act, Style, button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading
from cogs.contest.discord_draw import COLOUR, Tongue, fitted
from cogs.contest.discord_guard import AREA
from cogs.contest.view import ContestView
from cogs.contest.view import view_of as contest_view

A = ContestAction
AT_ONCE = (A.ANNOUNCE, A.OPEN, A.DECIDE)
TWICE = (A.CLOSE_ENTRIES, A.CLOSE, A.FREEZE, A.AWARD, A.FINISH)
"""Can't be undone: asked for twice."""


async def page_of(ctx: DiscordContext, contest_id: int, said: str = "") -> Answer:
    """How it stands, and what can be done now."""
    say = Tongue(ctx.language)
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, contest_id)
        counts = await queries.count_entries(session, contest_id)
        winners = (await overview.numbers(session, [contest_id]))[contest_id].planned > 0
    if row is None:
        raise ctx.refuse("old-button")
    contest = contest_view(row)
    entries = ", ".join(
        say(f"manage-count-{each}", count=counts[each]) for each in EntryStatus if counts.get(each)
    )
    lines = [
        say("manage-phase", phase=Markup(say(f"phase-{contest.phase}"))),
        say(
            "manage-times",
            opens=contest.opens_at,
            entries_close=contest.entries_close_at,
            closes=contest.closes_at,
        ),
        say("manage-entries", entries=Markup(entries or say("manage-no-entries"))),
    ]
    if contest.phase is Phase.CLOSED and not contest.frozen and counts.get(EntryStatus.WAITING):
        lines.append(say("manage-waiting", count=counts[EntryStatus.WAITING]))
    embed = discord.Embed(title=plain(contest.name, 200), description=fitted(lines, 2000), colour=COLOUR)
    return Answer(said, (embed,), view_of(*_buttons(say, contest, row, winners=winners)))


def _buttons(say: Tongue, contest: ContestView, row: Contest, *, winners: bool) -> list[Act]:
    open_now = open_actions(contest.phase, frozen=contest.frozen, winners=winners)
    made = []
    for action in (*AT_ONCE, A.EXTEND, *TWICE, A.CANCEL):
        if action in open_now:
            style = (
                Style.danger
                if action is A.CANCEL
                else Style.primary
                if action in AT_ONCE
                else Style.secondary
            )
            identity = custom_id(AREA, "act", contest.id, action.value, revision=row.revision)
            made.append(button(say(f"action-{action.value.replace('_', '-')}"), identity, style=style))
    if A.EDIT in open_now:
        made.append(button(say("action-edit"), custom_id(AREA, "edit", contest.id)))
    return made
