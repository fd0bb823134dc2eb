"""Running contests from Discord: one page about a contest with what can be done now, and a command for each act.

Discord offers the commands to those who may manage messages; whether somebody runs contests is asked here, by role.
What can't be undone is asked for twice.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import discord

from bot.contests import queries
from bot.contests.definition import local_time
from bot.contests.overview.export import as_csv, as_json, every_entry
from bot.contests.rules import ContestAction, Phase
from bot.contests.tables import Contest
from bot.faces.discord.acts import Style, button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.forms import Field, form
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest import discord_flags, discord_new, discord_settling
from cogs.contest.discord_draw import Tongue, rules_of
from cogs.contest.discord_guard import AREA, GROUP, complete_any, managed, which
from cogs.contest.discord_page import AT_ONCE, page_of
from cogs.contest.view import view_of as contest_view

A = ContestAction
VIA = "discord"
REASON, WORDS = 500, 1000


def register(router: DiscordRouter) -> None:
    router.managers(GROUP)
    complete = {"contest": complete_any}
    for name, handler in (
        ("show", show), ("preview", preview), ("start", start), ("extend", extend), ("close", close), ("draw", draw),
        ("award", award), ("cancel", cancel), ("export", export), ("promise", promise), ("reveal", reveal),
    ):  # fmt: skip
        router.command(f"{GROUP} {name}", handler, complete=complete)
    router.component(AREA, "act", on_act)
    router.component(AREA, "sure", on_sure)
    router.component(AREA, "back", on_back)
    router.modal(AREA, "extend", on_extend)
    router.modal(AREA, "cancel", on_cancel)
    discord_new.register(router)
    discord_flags.register(router)
    discord_settling.register(router)


@managed
async def show(ctx: DiscordContext, contest: str) -> None:
    await ctx.answer(await page_of(ctx, (await which(ctx, contest)).id or 0))


@managed
async def preview(ctx: DiscordContext, contest: str) -> None:
    """The rules as participants will read them, in one's own language."""
    await ctx.answer(rules_of(Tongue(ctx.language), contest_view(await which(ctx, contest))))


# ---- acts ----


async def act(
    ctx: DiscordContext, contest_id: int, action: ContestAction, data: Mapping[str, Any] | None = None
) -> None:
    """Once for each click. Raises Refused."""
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.act(
            session, contest_id, action, ctx.person, ctx.now, VIA, ctx.request_id, data
        )


async def _do(ctx: DiscordContext, contest_id: int, action: ContestAction, **data: Any) -> None:
    """Act, and show how it stands then."""
    await act(ctx, contest_id, action, data)
    done = ctx.tell(f"done-{action.value.replace('_', '-')}")
    answer = await page_of(ctx, contest_id, done)
    await (ctx.update(answer) if ctx.kind == "component" else ctx.answer(answer))


def _action(ctx: DiscordContext) -> ContestAction:
    name = ctx.extra[0] if ctx.extra else ""
    if name not in set(ContestAction):
        raise ctx.refuse("old-button")
    return ContestAction(name)


@managed
async def on_act(ctx: DiscordContext) -> None:
    action = _action(ctx)
    if action is A.EXTEND:
        await ctx.open(await _extend_form(ctx, ctx.subject))
    elif action is A.CANCEL:
        await ctx.open(
            form(
                ctx.tell("action-cancel"),
                custom_id(AREA, "cancel", ctx.subject),
                [Field("reason", ctx.tell("manage-reason"), long=True, most=REASON)],
            )
        )
    elif action in AT_ONCE and action is not A.OPEN:
        await _do(ctx, ctx.subject, action)
    else:
        await ctx.update(await _ask(ctx, ctx.subject, action))


async def _ask(ctx: DiscordContext, contest_id: int, action: ContestAction) -> Answer:
    """Is it meant? It can't be undone."""
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, contest_id)
    if row is None:
        raise ctx.refuse("old-button")
    key = action.value.replace("_", "-")
    return Answer(
        ctx.tell(f"sure-{key}", contest=row.name),
        view=view_of(
            button(
                ctx.tell(f"action-{key}"),
                custom_id(AREA, "sure", contest_id, action.value),
                style=Style.danger,
            ),
            button(ctx.tell("manage-back"), custom_id(AREA, "back", contest_id)),
        ),
    )


@managed
async def on_sure(ctx: DiscordContext) -> None:
    await _do(ctx, ctx.subject, _action(ctx))


@managed
async def on_back(ctx: DiscordContext) -> None:
    await ctx.update(await page_of(ctx, ctx.subject))


async def _twice(ctx: DiscordContext, contest: str, action: ContestAction) -> None:
    await ctx.answer(await _ask(ctx, (await which(ctx, contest)).id or 0, action))


@managed
async def start(ctx: DiscordContext, contest: str) -> None:
    """Announce a draft; open what is announced."""
    found = await which(ctx, contest)
    action = A.ANNOUNCE if found.phase == Phase.DRAFT else A.OPEN
    await _do(ctx, found.id or 0, action)


@managed
async def close(ctx: DiscordContext, contest: str) -> None:
    await _twice(ctx, contest, A.CLOSE)


@managed
async def draw(ctx: DiscordContext, contest: str) -> None:
    """Freeze what is closed, or decide: by the draw, or by the final standings."""
    found = await which(ctx, contest)
    if found.phase == Phase.CLOSED and found.record is None:
        await ctx.answer(await _ask(ctx, found.id or 0, A.FREEZE))
        return
    await _do(ctx, found.id or 0, A.DECIDE)


@managed
async def award(ctx: DiscordContext, contest: str) -> None:
    await _twice(ctx, contest, A.AWARD)


@managed
async def cancel(ctx: DiscordContext, contest: str, reason: str) -> None:
    await _do(ctx, (await which(ctx, contest)).id or 0, A.CANCEL, reason=reason)


@managed
async def on_cancel(ctx: DiscordContext) -> None:
    await _do(ctx, ctx.subject, A.CANCEL, reason=ctx.fields.get("reason", ""))


# ---- a later closing ----


@managed
async def extend(ctx: DiscordContext, contest: str, closes: str) -> None:
    found = await which(ctx, contest)
    await _extend(ctx, found, closes)


async def _extend_form(ctx: DiscordContext, contest_id: int) -> discord.ui.Modal:
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, contest_id)
    if row is None:
        raise ctx.refuse("old-button")
    local = row.closes_at.astimezone(contest_view(row).definition.zone)
    label = ctx.tell("manage-closes", zone=Markup(contest_view(row).definition.time_zone))
    fields = [Field("closes", label, f"{local:%Y-%m-%d %H:%M}", "2026-12-24 18:00", most=40)]
    return form(ctx.tell("action-extend"), custom_id(AREA, "extend", contest_id), fields)


@managed
async def on_extend(ctx: DiscordContext) -> None:
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, ctx.subject)
    if row is None:
        raise ctx.refuse("old-button")
    await _extend(ctx, row, ctx.fields.get("closes", ""))


async def _extend(ctx: DiscordContext, contest: Contest, typed: str) -> None:
    moment = moment_in(ctx, typed, contest_view(contest).definition.time_zone)
    await _do(ctx, contest.id or 0, A.EXTEND, closes_at=moment.isoformat())


def moment_in(ctx: DiscordContext, typed: str, zone: str) -> datetime:
    """A local time as typed: "2026-12-24 18:00". Raises Said."""
    try:
        local = datetime.strptime(typed.strip().replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - its zone follows
        moment, _ = local_time(local.date(), local.time(), zone)
    except (ValueError, OverflowError):
        raise ctx.refuse("manage-bad-time", typed=typed, zone=Markup(zone)) from None
    return moment


# ---- files ----


@managed
async def export(ctx: DiscordContext, contest: str) -> None:
    """Entries as a table, and everything as JSON. It holds personal data, so it is private."""
    found = await which(ctx, contest)
    await ctx.acknowledge()
    async with reading(ctx.services.database) as session:
        entries = await every_entry(session, found.id or 0)
        everything = await as_json(session, found, entries, ctx.now)
    files = (
        discord.File(io.BytesIO(as_csv(entries)), f"{found.slug}-entries.csv"),
        discord.File(io.BytesIO(everything), f"{found.slug}.json"),
    )
    await ctx.answer(Answer(ctx.tell("manage-export"), files=files))


# ---- a draw by two people: for those two, whoever they are ----


async def promise(
    ctx: DiscordContext, contest: str, words: discord.app_commands.Range[str, 1, WORDS]
) -> None:
    """Commit to words; only their hash is kept."""
    found = await which(ctx, contest, anybody=True)
    await act(ctx, found.id or 0, A.PROMISE, {"words": words})
    await ctx.say("done-promise")


async def reveal(ctx: DiscordContext, contest: str, words: discord.app_commands.Range[str, 1, WORDS]) -> None:
    found = await which(ctx, contest, anybody=True)
    await act(ctx, found.id or 0, A.REVEAL, {"words": words})
    await ctx.say("done-reveal")
