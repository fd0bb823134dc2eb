"""What looks odd about votes, with its evidence, for a manager to judge. Nothing is removed because of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.contests import queries
from bot.faces.discord.acts import button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.forms import Field, form
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_draw import fitted
from cogs.contest.discord_guard import AREA, GROUP, complete_any, managed, which

VIA = "discord"
MOST = 10
TINY = 1e-9


def register(router: DiscordRouter) -> None:
    router.command(f"{GROUP} flags", flags, complete={"contest": complete_any})
    router.component(AREA, "settle", on_settle)
    router.modal(AREA, "settled", on_settled)


@managed
async def flags(ctx: DiscordContext, contest: str) -> None:
    found = await which(ctx, contest)
    async with reading(ctx.services.database) as session:
        rows = await ctx.services.contests.scoring.flags(session, found.id or 0, limit=MOST)
        numbers = {
            each.entry_id: entry.number
            for each in rows
            if each.entry_id is not None
            and (entry := await queries.entry(session, each.entry_id)) is not None
        }
    if not rows:
        await ctx.say("flags-none", contest=found.name)
        return
    lines = [
        ctx.tell(
            "flag-row",
            id=str(each.id),
            kind=Markup(ctx.tell(f"flag-{each.kind}")),
            number=str(numbers.get(each.entry_id or 0, "–")),
            evidence=Markup(_evidence(ctx, each.kind, each.evidence)),
        )
        for each in rows
    ]
    buttons = [
        button(ctx.tell("flag-settle", id=str(each.id)), custom_id(AREA, "settle", each.id))
        for each in rows[:MOST]
    ]
    text = fitted([ctx.tell("flags-title", contest=found.name), *lines], 1900)
    await ctx.answer(Answer(text, view=view_of(*buttons)))


def _evidence(ctx: DiscordContext, kind: str, found: Mapping[str, Any]) -> str:
    """What a finding rests on, in the reader's language."""
    votes = Markup(ctx.tell("count-votes", count=int(found.get("count") or 0)))
    match kind:
        case "burst":
            said = ctx.tell(
                "flag-facts-burst",
                votes=votes,
                until=_moment(found, "until"),
                expected=found.get("expected", 0),
                **{"from": _moment(found, "from")},
            )
        case "newcomers":
            said = ctx.tell(
                "flag-facts-newcomers",
                votes=votes,
                since=_moment(found, "new_since"),
                of=int(found.get("of") or 0),
                usual=found.get("usual", 0),
            )
        case "ring":
            said = ctx.tell("flag-facts-ring", people=len(found.get("accounts") or ()), votes=votes)
        case "self":
            said = ctx.tell("flag-facts-self", votes=votes)
        case _:
            return votes
    return f"{said} {_chance(ctx, found.get('chance'))}".strip()


def _moment(found: Mapping[str, Any], name: str) -> datetime:
    return datetime.fromisoformat(found[name])


def _chance(ctx: DiscordContext, value: Any) -> str:
    if not isinstance(value, int | float) or not 0 <= value < 1:
        return ""
    return ctx.tell("flag-chance-tiny") if value < TINY else ctx.tell("flag-chance", times=round(1 / value))


@managed
async def on_settle(ctx: DiscordContext) -> None:
    fields = [Field("outcome", ctx.tell("flag-outcome"), long=True, most=500)]
    title = ctx.tell("flag-settle", id=str(ctx.subject))
    await ctx.open(form(title, custom_id(AREA, "settled", ctx.subject), fields))


@managed
async def on_settled(ctx: DiscordContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.scoring.settle(
            session, ctx.subject, ctx.fields.get("outcome", ""), ctx.person, ctx.now, VIA
        )
    await ctx.say("flag-settled", id=str(ctx.subject))
