"""``/contest verify``: the published record as a file, what checking it gives, and the same in plain words."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.contests import queries
from bot.contests.draw import Outcome, Record, Verification, explain, verify
from bot.contests.order import record_of
from bot.contests.rules import Kind, Ties
from bot.faces import texts
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain, when
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading
from cogs.contest.discord_choose import choose, complete_contest
from cogs.contest.discord_draw import COLOUR, Tongue, fitted
from cogs.contest.view import ContestView

MARKS = {
    Outcome.OK: "verify-check-ok",
    Outcome.CAUTION: "verify-check-caution",
    Outcome.FAILS: "verify-check-wrong",
}
"""What rests on people is marked apart, as on the page and in a terminal: it isn't proved by sums."""

UPLOAD = 8 * 1024 * 1024
"""A record beyond it isn't attached: Discord takes 10 MiB in all. It is exported to the organisers instead."""


def register(router: DiscordRouter) -> None:
    router.command("contest verify", check, complete={"contest": complete_contest})


async def check(ctx: DiscordContext, contest: str = "") -> None:
    found = await choose(ctx, contest, lambda each: each.frozen)
    say = Tongue(ctx.language)
    if not has_draw(found):
        kind = Markup(say(f"kind-{found.kind}"))
        await ctx.say("verify-no-draw", contest=found.name, kind=kind)
        return
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, found.id)
        record = record_of(row) if row is not None else None
    if record is None:
        await ctx.say("verify-not-yet", contest=found.name)
        return
    await ctx.acknowledge()  # checking a beacon's signature takes about a second
    checked, files = await asyncio.to_thread(_work, record)
    await ctx.answer(Answer(embeds=(_embed(say, found, record, checked),), files=files))


def has_draw(contest: ContestView) -> bool:
    """Whether chance decides anything in it."""
    return contest.kind is Kind.LOT or contest.definition.ties is Ties.LOT


def _work(record: Record) -> tuple[Verification, tuple[discord.File, ...]]:
    published = record.to_json().encode()
    words = "\n\n".join(f"{each.title}\n{each.text}" for each in explain(record)).encode()
    files = [discord.File(io.BytesIO(words), "how-the-draw-works.txt")]
    if len(published) <= UPLOAD:
        files.insert(0, discord.File(io.BytesIO(published), "draw.json"))
    return verify(record), tuple(files)


def _embed(say: Tongue, contest: ContestView, record: Record, checked: Verification) -> discord.Embed:
    entries = Markup(say("count-entries", count=len(record.frozen.entry_list.entries)))
    lines = [
        say("verify-frozen", entries=entries, when=when(record.frozen.frozen_at)),
        say("verify-hash", hash=Markup(record.frozen_hash)),
        "",
    ]
    for each in checked.checks:
        title = Markup(say(f"check-{each.key}") if texts.has(f"check-{each.key}") else plain(each.title, 100))
        lines.append(say(MARKS[each.outcome], what=title))
        if each.outcome is Outcome.CAUTION:
            lines.append(plain(each.why, 400))
    lines += ["", _outcome(say, record, checked)]
    lines += [say("verify-winner", number=str(number)) for number in checked.winners[:25]]
    lines += ["", say("verify-how")]
    return discord.Embed(
        title=say("verify-title", contest=contest.name), description=fitted(lines, 4000), colour=COLOUR
    )


def _outcome(say: Tongue, record: Record, checked: Verification) -> str:
    if checked.failed:
        return say("verify-fails", problem=Markup(plain(checked.failed[0].why, 300)))
    return say("verify-ok" if record.opening is not None else "verify-waiting")
