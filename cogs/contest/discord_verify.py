"""``/contest verify``: the published record as a file, what checking it gives, and the same in plain words."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.contests import queries
from bot.contests.draw import (
    Check,
    DrandRound,
    Draw,
    Outcome,
    Record,
    TwoPeople,
    Verification,
    explain,
    verify,
)
from bot.contests.order import record_of
from bot.contests.rules import Kind, Ties
from bot.faces import texts
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain, when
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.faces.web.draws import draw_address
from bot.storage.unit_of_work import reading
from cogs.contest.discord_announce import chance
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
    page = draw_address(ctx.services.settings.web, found.id)
    await ctx.answer(Answer(embeds=(_embed(say, found, record, checked, page),), files=files))


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


def _embed(
    say: Tongue, contest: ContestView, record: Record, checked: Verification, page: str | None
) -> discord.Embed:
    """``page``: where the draw stands for everybody, as far as the settings give an address."""
    entries = Markup(say("count-entries", count=len(record.frozen.entry_list.entries)))
    lines = [
        say("verify-frozen", entries=entries, when=when(record.frozen.frozen_at)),
        say("verify-hash", hash=Markup(record.frozen_hash)),
        "",
    ]
    lines += lines_of(say, record, checked)
    lines += ["", _outcome(say, record, checked)]
    lines += [say("verify-winner", number=str(number)) for number in checked.winners[:25]]
    lines += ["", say("verify-how")]
    if page is not None:
        lines.append(say("verify-page", page=Markup(page)))
    return discord.Embed(
        title=say("verify-title", contest=contest.name), description=fitted(lines, 4000), colour=COLOUR
    )


def lines_of(say: Tongue, record: Record, checked: Verification) -> list[str]:
    """Each check with its mark, and what rests on people with the reason."""
    lines = []
    for each in checked.checks:
        lines.append(say(MARKS[each.outcome], what=Markup(_title(say, record, each))))
        if each.outcome is Outcome.CAUTION:
            lines.append(_caution(say, record, each))
    return lines


def _title(say: Tongue, record: Record, check: Check) -> str:
    """What was looked at, in the reader's language. Of draws and lots there may be several: "draw 2"."""
    kind, _, number = check.key.partition(" ")
    if not texts.has(f"check-{kind}"):
        return plain(check.title, 100)
    count = len(record.excluded) if kind == "excluded" else int(number or 1)
    return say(f"check-{kind}", count=count)


def _caution(say: Tongue, record: Record, check: Check) -> str:
    """What rests on people, and on whom."""
    source = record.frozen.source
    match check.key:
        case "replaces":
            return say("check-why-replaces", hash=Markup(plain(record.frozen.replaces or "")))
        case "opening":
            return say("check-why-opening", source=Markup(chance(say, source)))
        case "network" if isinstance(source, DrandRound):
            return say("check-why-network", network=source.chain.hash)
        case "people" if isinstance(source, TwoPeople):
            people = Markup(" & ".join(plain(each) for each in source.people))
            return say("check-why-people", people=people)
        case "excluded":
            out = [one for draw in record.all(Draw) for one in draw.excluded]
            reasons = "; ".join(f"{one.number}: {one.reason}" for one in out[:20])
            return say("check-why-excluded", reasons=Markup(plain(reasons, 600)))
    return plain(check.why, 400)


def _outcome(say: Tongue, record: Record, checked: Verification) -> str:
    if checked.failed:
        return say("verify-fails", problem=Markup(plain(checked.failed[0].why, 300)))
    return say("verify-ok" if record.opening is not None else "verify-waiting")
