"""When digests come: the list, and the window in which one is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from babel import Locale
from babel.dates import get_day_names

from bot.digests.book import wanted_of
from bot.digests.keeping import wanted_by
from bot.digests.rules import LANGUAGES, LAST_DAY_OF_MONTH, Wanted, time_of_day
from bot.digests.tables import DigestSchedule
from bot.faces.actions import ActionId, decode, encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.faces.slack.zones import own_zone, zone_options
from bot.faces.texts import say
from bot.insights.periods import Cadence
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.digest.slack_blocks import AREA

View = dict[str, Any]
LISTED = 40
"""Schedules that one message shows."""


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.action(AREA, "change", change)
    router.action(AREA, "add", add)
    router.view(AREA, "save", save)
    router.view(AREA, "save_new", save_new)
    router.options(AREA, "zone", suggest_zones)


async def show(ctx: SlackContext) -> None:
    """All of them, for this person alone; managers change them."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    async with reading(ctx.services.database) as session:
        rows = await ctx.services.digests.schedules(session)
    language, manages = ctx.services.settings.digest.language, may(ctx.person.role, Right.SETTINGS)
    made = [b.header(say(language, "ds-schedules"))]
    made += [await _row(ctx, one, language, manages=manages) for one in rows[:LISTED]]
    if not rows:
        made.append(b.section(say(language, "ds-no-schedule")))
    if manages:
        made.append(b.actions([_add(cadence, language) for cadence in ("week", "month", "quarter")]))
    else:
        whom = await ctx.services.outlet(Staff).who_may(Right.SETTINGS)
        made.append(b.context(say(language, "ds-managers", {"whom": b.escape(whom)})))
    await ctx.tell_privately(say(language, "ds-schedules"), made)


def _add(cadence: str, language: str) -> b.Block:
    return b.button(say(language, f"ds-add-{cadence}"), encode(AREA, "add", extra=(cadence,)))


async def _row(ctx: SlackContext, row: DigestSchedule, language: str, *, manages: bool) -> b.Block:
    wanted = wanted_of(row)
    said = {
        "place": _place(row, language, manages=manages),
        "when": _when(wanted, language),
        "zone": b.escape(row.zone),
        "language": _language(row.language, language),
    }
    lines = [say(language, "ds-schedule-line", said)]
    if row.next_due_at is None:
        lines.append(say(language, "ds-off"))
    else:
        lines.append(say(language, "ds-next", {"moment": b.moment(row.next_due_at)}))
    if row.changed_by:
        name = await ctx.services.outlet(Staff).name(row.changed_by)
        lines.append(say(language, "ds-changed-by", {"name": b.isolate(clean_line(name, 60))}))
    button = b.button(say(language, "ds-change"), encode(AREA, "change", row.id)) if manages else None
    return b.section("\n".join(lines), button)


def _place(row: DigestSchedule, language: str, *, manages: bool) -> str:
    if row.face == "mail":
        return b.isolate(row.place) if manages else say(language, "ds-a-mail")
    if row.face == "slack" and row.place[:1] in ("C", "G") and row.place[1:].isalnum():
        return f"<#{row.place}>"
    place = b.isolate(clean_line(row.place, 80))
    return f"{place} (Discord)" if row.face == "discord" else place


def _when(wanted: Wanted, language: str) -> str:
    values = {"time": f"{wanted.hour:02}:{wanted.minute:02}"}
    if wanted.cadence is Cadence.WEEK:
        return say(language, "ds-weekly", {**values, "day": _days(language)[wanted.day]})
    return say(language, f"ds-{wanted.cadence.value}ly", {**values, "day": str(wanted.day)})


def _days(language: str) -> list[str]:
    names = get_day_names("wide", locale=language)
    return [str(names[number]) for number in range(7)]


def _language(code: str, language: str) -> str:
    return str(Locale.parse(code).get_display_name(language) or code)


# the window


async def change(ctx: SlackContext) -> None:
    """Open the window of a schedule."""
    if not await allowed(ctx, Right.SETTINGS):
        return
    async with reading(ctx.services.database) as session:
        row = await ctx.services.digests.schedule(session, ctx.item_id)
    await ctx.ack()
    await open_row(ctx, row)


async def open_row(ctx: SlackContext, row: DigestSchedule) -> None:
    """The window of that schedule."""
    language = ctx.services.settings.digest.language
    callback = encode(AREA, "save", row.id, row.revision)
    await ctx.open_modal(window(wanted_of(row), language, callback, ctx.origin.pack()))


async def add(ctx: SlackContext) -> None:
    """Open the window of a digest that this channel doesn't get yet."""
    if not await allowed(ctx, Right.SETTINGS):
        return
    await ctx.ack()
    cadence = _cadence(ctx.action)
    begin = wanted_by(ctx.services.settings)
    wanted = replace(begin, cadence=cadence, day=begin.day if cadence is Cadence.WEEK else 1)
    language = ctx.services.settings.digest.language
    callback = encode(AREA, "save_new", extra=(cadence.value, ctx.channel or ""))
    await ctx.open_modal(window(wanted, language, callback, ctx.origin.pack()))


def _cadence(action: ActionId | None) -> Cadence:
    said = action.extra[0] if action is not None and action.extra else ""
    try:
        return Cadence(said)
    except ValueError:
        raise TellUser(
            "That button was from another version of me.", remedy="Ask for the list again."
        ) from None


def window(wanted: Wanted, language: str, callback: str, metadata: str) -> View:
    """The window with what a schedule says."""
    days = _days(language)
    weekly = wanted.cadence is Cadence.WEEK
    names = days if weekly else [str(number) for number in range(1, LAST_DAY_OF_MONTH + 1)]
    first = 0 if weekly else 1
    choices = [b.option(name, str(number)) for number, name in enumerate(names, first)]
    languages = [b.option(_language(one, language), one) for one in LANGUAGES]
    quiet = [b.option(name, str(number)) for number, name in enumerate(days)]
    on = [b.option(say(language, "ds-field-on"), "on")]

    def field(name: str, element: b.Block, **more: Any) -> b.Block:
        return b.field(say(language, f"ds-field-{name}"), element, name, **more)

    clock = inputs.clock("time", f"{wanted.hour:02}:{wanted.minute:02}")
    zone = inputs.suggested(
        encode(AREA, "zone"), say(language, "ds-field-zone-hint"), b.option(wanted.zone, wanted.zone)
    )
    holidays = b.text_input("holidays", initial=wanted.holidays or None, placeholder="SE, DE-BY", limit=20)
    made = [
        field("day", b.select("day", say(language, "ds-field-day"), choices, initial=str(wanted.day))),
        field("time", clock),
        field("zone", zone),
        field("language", b.select("language", "…", languages, initial=wanted.language)),
        field("quiet", inputs.boxes("quiet", quiet, [str(one) for one in wanted.quiet_days]), optional=True),
        field("holidays", holidays, optional=True, hint=say(language, "ds-field-holidays-hint")),
        field("enabled", inputs.boxes("enabled", on, ["on"] if wanted.enabled else []), optional=True),
    ]
    return b.modal(
        say(language, "ds-window"),
        made,
        callback_id=callback,
        submit=say(language, "ds-save"),
        close=say(language, "ds-cancel"),
        metadata=metadata,
    )


async def suggest_zones(ctx: SlackContext) -> None:
    """Zones for what was typed."""
    typed = str(ctx.payload.get("value") or "")
    await ctx.ack(options=zone_options(typed, await own_zone(ctx), ctx.now))


def entered(fields: Mapping[str, Any], base: Wanted) -> tuple[Wanted, dict[str, str]]:
    """What was entered, and what is wrong with it by field."""
    errors: dict[str, str] = {}
    wanted = base

    def put(name: str, **values: Any) -> None:
        nonlocal wanted
        try:
            wanted = replace(wanted, **values)
        except TellUser as error:
            errors[name] = f"{error.message} {error.remedy}".strip()

    day = str(fields.get("day") or "")
    put("day", day=int(day) if day.isdigit() else -1)
    try:
        hour, minute = time_of_day(str(fields.get("time") or ""))
    except TellUser as error:
        errors["time"] = f"{error.message} {error.remedy}"
    else:
        put("time", hour=hour, minute=minute)
    put("zone", zone=str(fields.get("zone") or ""))
    put("language", language=str(fields.get("language") or ""))
    quiet = [one for one in fields.get("quiet") or [] if str(one).isdigit()]
    put("quiet", quiet_days=tuple(sorted({int(one) for one in quiet})))
    put("holidays", holidays=str(fields.get("holidays") or "").strip().upper())
    put("enabled", enabled="on" in (fields.get("enabled") or []))
    return wanted, errors


async def save(ctx: SlackContext) -> None:
    """Keep what the window says, or say at each field what is wrong with it."""
    if not await allowed(ctx, Right.SETTINGS):
        return
    seen, services = _callback(ctx), ctx.services
    schedule_id = seen.item_id or 0
    async with reading(services.database) as session:
        row = await services.digests.schedule(session, schedule_id)
    if row.revision != seen.revision:
        await _changed_meanwhile(ctx, row)
        return
    wanted, errors = entered(ctx.fields, wanted_of(row))
    if errors:
        await ctx.ack(response_action="errors", errors=errors)
        return
    try:
        async with unit_of_work(services.database) as session:
            row = await services.digests.change(
                session, schedule_id, wanted, ctx.person.id, ctx.now, revision=seen.revision
            )
    except TellUser:  # somebody was faster by a moment
        await _changed_meanwhile(ctx, row)
        return
    await ctx.ack()
    await _say_saved(ctx, row)


async def save_new(ctx: SlackContext) -> None:
    """A digest for the channel in which it was asked for."""
    if not await allowed(ctx, Right.SETTINGS):
        return
    callback, services = _callback(ctx), ctx.services
    cadence = _cadence(callback)
    place = callback.extra[1] if len(callback.extra) > 1 else ""
    base = replace(wanted_by(services.settings), cadence=cadence, day=1)
    wanted, errors = entered(ctx.fields, base)
    if not errors:
        try:
            async with unit_of_work(services.database) as session:
                row = await services.digests.add(session, "slack", place, wanted, ctx.person.id, ctx.now)
        except TellUser as error:
            errors = {"day": f"{error.message} {error.remedy}"}
    if errors:
        await ctx.ack(response_action="errors", errors=errors)
        return
    await ctx.ack()
    await _say_saved(ctx, row)


async def _changed_meanwhile(ctx: SlackContext, row: DigestSchedule) -> None:
    name = await ctx.services.outlet(Staff).name(row.changed_by) if row.changed_by else "…"
    said = say(ctx.services.settings.digest.language, "ds-changed-meanwhile", {"name": clean_line(name, 60)})
    await ctx.ack(response_action="errors", errors={"day": said})


async def _say_saved(ctx: SlackContext, row: DigestSchedule) -> None:
    language = ctx.services.settings.digest.language
    if row.next_due_at is None:
        await ctx.tell_privately(say(language, "ds-saved-off"))
        return
    await ctx.tell_privately(say(language, "ds-saved", {"moment": b.moment(row.next_due_at)}))


def _callback(ctx: SlackContext) -> ActionId:
    found = decode(str((ctx.view or {}).get("callback_id") or ""))
    if not isinstance(found, ActionId):
        raise TellUser("That window was from an older version of me.", remedy="Open it again.")
    return found
