"""A new contest from Discord, or a change to one: options for what can be chosen, a form for what is written.

What was given is kept with the act, so that nothing has to be typed again where something doesn't fit.
"""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.refusals import Refused
from bot.contests.rules import Draw, Kind, Ties
from bot.contests.tables import Contest
from bot.contests.words import Why
from bot.faces.discord import queries as kept
from bot.faces.discord.acts import Style, button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.forms import Field, form
from bot.faces.discord.markup import plain
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest import form_values
from cogs.contest.discord_guard import AREA, GROUP, managed
from cogs.contest.discord_page import page_of
from cogs.contest.form_values import FormProblem

VIA = "discord"
CHOICES = {"kind": [each.value for each in Kind], "ties": [each.value for each in Ties]}
DETAIL = {Kind.JURY: "criteria", Kind.MIX: "criteria", Kind.POINTS: "tasks"}
_MENTION = re.compile(r"<@!?(\d+)>")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})\Z")


def register(router: DiscordRouter) -> None:
    router.command(f"{GROUP} new", new, choices=CHOICES)
    router.component(AREA, "again", on_again)
    router.component(AREA, "edit", on_edit)
    router.modal(AREA, "form", on_form)


@managed
async def new(
    ctx: DiscordContext,
    kind: str,
    opens: str = "",
    entries_close: str = "",
    closes: str = "",
    time_zone: str = "",
    hashtag: str = "",
    judges: str = "",
    votes: app_commands.Range[int, 0, 1000] = 0,
    weights: str = "",
    account_days: app_commands.Range[int, 0, 3650] = 0,
    member_days: app_commands.Range[int, 0, 3650] = 0,
    entries_each: app_commands.Range[int, 1, 1000] = 1,
    ties: str = Ties.EARLIEST.value,
    first_person: discord.Member | None = None,
    second_person: discord.Member | None = None,
) -> None:
    """Times are local to the zone: "2026-12-24 18:00". What is left out is as in the form's defaults."""
    zone = time_zone or ctx.services.settings.discord.time_zone
    try:
        values = form_values.blank(ctx.now, zone, ctx.services.settings.brand.name)
    except (KeyError, ValueError):  # ZoneInfo doesn't know it
        raise ctx.refuse("manage-bad-zone", zone=zone) from None
    values |= {"kind": kind, "hashtag": hashtag, "judges_discord": " ".join(_MENTION.findall(judges))}
    values |= {"budget": votes} if votes else {}
    values |= {"weights": weights} if weights else {}
    values |= {"account_days": account_days, "member_days": member_days, "entries_each": entries_each}
    values |= {"ties": ties, **_two_people(ctx, first_person, second_person)}
    for name, typed in (("opens", opens), ("entries", entries_close), ("closes", closes)):
        if typed:
            values |= _moment(ctx, name, typed, zone)
    await _open(ctx, {"values": values})


def _two_people(
    ctx: DiscordContext, first: discord.Member | None, second: discord.Member | None
) -> dict[str, Any]:
    """Whose words decide in place of a beacon, if anybody's."""
    if first is None and second is None:
        return {}
    if first is None or second is None or first.id == second.id:
        raise ctx.refuse("new-two-people")
    people = [[str(each.id), clean_line(each.display_name, 80) or each.name] for each in (first, second)]
    return {"draw": Draw.TWO_PEOPLE.value, "draw_people_discord": people}


def _moment(ctx: DiscordContext, name: str, typed: str, zone: str) -> dict[str, str]:
    found = _MOMENT.match(typed.strip())
    if found is None:
        raise ctx.refuse("manage-bad-time", typed=typed, zone=Markup(zone))
    return {f"{name}_day": found[1], f"{name}_clock": found[2].zfill(5)}


@managed
async def on_edit(ctx: DiscordContext) -> None:
    """Change what hasn't opened yet."""
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, ctx.subject)
    if row is None:
        raise ctx.refuse("old-button")
    values = form_values.values_of(definition_of(row))
    await _open(ctx, {"values": values, "contest": row.id, "seen": row.revision})


async def _open(ctx: DiscordContext, given: dict[str, Any]) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await kept.keep(session, ctx.interaction.id, given, ctx.now)
    await ctx.open(_form(ctx, ctx.interaction.id, given["values"]))


def _form(ctx: DiscordContext, kept_id: int, values: dict[str, Any]) -> Any:
    """Name, brief, rules, prizes, and what this kind of contest needs besides."""
    fields = [
        Field("name", ctx.tell("form-name"), values["name"], most=80),
        Field("brief", ctx.tell("form-brief"), values["brief"], long=True, required=False, most=2000),
        Field("rules", ctx.tell("form-rules"), values["rules"], long=True, most=4000),
        Field(
            "prizes",
            ctx.tell("form-prizes"),
            values["prizes"],
            "2 × Tea box",
            long=True,
            required=False,
            most=1000,
        ),
    ]
    detail = DETAIL.get(Kind(values["kind"]))
    if detail is not None:
        shown = {"criteria": "Taste 10", "tasks": "latte 50 Post your latte art"}[detail]
        fields.append(Field(detail, ctx.tell(f"form-{detail}"), values[detail], shown, long=True, most=2000))
    title = ctx.tell("form-title", zone=Markup(values["zone"]))
    return form(title, custom_id(AREA, "form", kept_id), fields)


async def _kept(ctx: DiscordContext) -> dict[str, Any]:
    async with reading(ctx.services.database) as session:
        found = await kept.kept(session, ctx.subject)
    if found is None:
        raise ctx.refuse("form-too-old")
    return found


@managed
async def on_again(ctx: DiscordContext) -> None:
    """Correct what didn't fit."""
    given = await _kept(ctx)
    await ctx.open(_form(ctx, ctx.subject, given["values"]))


@managed
async def on_form(ctx: DiscordContext) -> None:
    given = await _kept(ctx)
    values = {**given["values"], **ctx.fields}
    try:
        filled = form_values.read(values, {}, await _known(ctx, given), now=ctx.now)
    except FormProblem as problem:
        await _problem(ctx, given, values, problem)
        return
    try:
        contest = await _save(ctx, given, filled.definition)
    except Refused as refused:
        if refused.key != Why.NO_PRIZE:
            raise
        await _problem(ctx, given, values, FormProblem({"prizes": f"{refused.message} {refused.remedy}"}))
        return
    zone = Markup(filled.definition.time_zone)
    done = ctx.tell("done-edit") if "contest" in given else ctx.tell("done-new", zone=zone)
    notes = [plain(each, 200) for each in filled.notes]
    await ctx.answer(await page_of(ctx, contest.id or 0, "\n".join([done, *notes])))


async def _known(ctx: DiscordContext, given: dict[str, Any]) -> Any:
    if "contest" not in given:
        return None
    async with reading(ctx.services.database) as session:
        row = await queries.get(session, given["contest"])
    return None if row is None else definition_of(row)


async def _save(ctx: DiscordContext, given: dict[str, Any], definition: Any) -> Contest:
    contests = ctx.services.contests
    async with unit_of_work(ctx.services.database) as session:
        if "contest" not in given:
            return await contests.create(session, definition, ctx.person, ctx.now, VIA, ctx.request_id)
        return await contests.edit(
            session, given["contest"], definition, ctx.person, ctx.now, VIA, given["seen"], ctx.request_id
        )


async def _problem(
    ctx: DiscordContext, given: dict[str, Any], values: dict[str, Any], problem: FormProblem
) -> None:
    """Say field by field what doesn't fit, and keep what was typed for the next try."""
    async with unit_of_work(ctx.services.database) as session:
        await kept.keep(session, ctx.subject, {**given, "values": values}, ctx.now)
    lines = [f"• **{plain(name)}**: {plain(words, 300)}" for name, words in problem.errors.items()]
    again = button(ctx.tell("form-again"), custom_id(AREA, "again", ctx.subject), style=Style.primary)
    await ctx.answer(Answer("\n".join([ctx.tell("form-problems"), *lines])[:2000], view=view_of(again)))
