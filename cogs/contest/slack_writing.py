"""Writing a contest and changing it as long as it hasn't opened: the form, kept as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.contests.book import definition_of
from bot.contests.definition import Definition
from bot.contests.queries import get
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction, Phase, open_actions
from bot.contests.tables import Contest
from bot.contests.words import Why
from bot.faces.actions import ActionId, decode
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.faces.slack.zones import own_zone, zone_options
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.form_values import FormProblem, blank, placed, read, values_of
from cogs.contest.slack_answers import Page
from cogs.contest.slack_form import FURTHER, form
from cogs.contest.slack_overlap import OVER, notice, overlap
from cogs.contest.slack_view import Where

SAVED = "Saved as a draft. Look at the preview, then announce it or open it."
CHANGED = "Saved."
"""What is said after saving."""
AT = {Why.ENTRIES_CLOSED.value: "entries_day", Why.NO_PRIZE.value: "prizes"}
"""The field at which a refusal is said; others stand at the name."""


def register(router: SlackRouter, page: Page) -> None:
    """Hang the handlers on the router."""

    async def saved(ctx: SlackContext) -> None:
        await save(ctx, page)

    router.action("contest", "new", begin_by_button)
    router.action("contest", "kind", look_again)
    router.action("contest", "drawing", look_again)
    router.action("contest", "further", show_further)
    router.action("contest", "reload", reload)
    router.action("contest", "zone", nothing)
    router.options("contest", "zone", suggest_zones)
    router.view("contest", "save", saved)


async def begin_by_button(ctx: SlackContext) -> None:
    await begin(ctx, "")


async def begin(ctx: SlackContext, name: str) -> None:
    """An empty form with sensible beginnings, in the person's own time zone."""
    if not await allowed(ctx, Right.CONTEST):
        return
    await ctx.ack()
    values = blank(ctx.now, await own_zone(ctx), ctx.services.settings.brand.name)
    values["name"] = clean_line(name, 80) if name else ""
    await ctx.open_modal(form(values, ctx.origin))


async def edit(ctx: SlackContext, contest_id: int) -> None:
    """The form of a contest as it is."""
    async with reading(ctx.services.database) as session:
        contest = await get(session, contest_id)
    if contest is None:
        return
    values = values_of(definition_of(contest))
    await ctx.open_modal(
        form(values, ctx.origin, contest_id=contest_id, revision=contest.revision, further=True)
    )


async def look_again(ctx: SlackContext) -> None:
    """Another kind was chosen: the fields that it needs."""
    await ctx.ack()
    await _redraw(ctx, further=FURTHER in ctx.fields)


async def show_further(ctx: SlackContext) -> None:
    await ctx.ack()
    await _redraw(ctx, further=True)


async def nothing(ctx: SlackContext) -> None:
    """A choice that is read when the form is sent."""
    await ctx.ack()


async def _redraw(ctx: SlackContext, *, further: bool) -> None:
    callback = _callback(ctx)
    definition = await _definition(ctx.services, callback.item_id)
    values = _base(ctx, definition) | ctx.fields
    # What was told about somebody else's version, and the button that loads it, stay.
    shown = (ctx.view or {}).get("blocks") or []
    first = next((at for at, block in enumerate(shown) if block.get("type") == "input"), 0)
    await ctx.update_modal(
        form(
            values,
            Origin.unpack(ctx.metadata),
            contest_id=callback.item_id,
            revision=callback.revision,
            further=further,
            shown=set(ctx.fields),
            above=shown[:first] if OVER in callback.extra else (),
            extra=callback.extra,
        )
    )


async def reload(ctx: SlackContext) -> None:
    """The contest as it is now, in place of what was typed."""
    await ctx.ack()
    async with reading(ctx.services.database) as session:
        contest = await get(session, ctx.item_id)
    if contest is None or not await allowed(ctx, Right.CONTEST):
        return
    await ctx.update_modal(
        form(
            values_of(definition_of(contest)),
            Origin.unpack(ctx.metadata),
            contest_id=contest.id,
            revision=contest.revision,
            further=True,
            extra=(f"r{contest.revision}",),
        )
    )


async def suggest_zones(ctx: SlackContext) -> None:
    typed = str(ctx.payload.get("value") or "")
    await ctx.ack(options=zone_options(typed, await own_zone(ctx), ctx.now))


async def save(ctx: SlackContext, page: Page) -> None:
    """Keep it, or say at each field what is wrong; the form stays as it was typed then."""
    if not await allowed(ctx, Right.CONTEST):
        return
    callback, services = _callback(ctx), ctx.services
    known = await _definition(services, callback.item_id)
    values = _base(ctx, known) | ctx.fields
    try:
        filled = read(values, await _names(ctx, values), known, now=ctx.now)
    except FormProblem as problem:
        await _say_at_fields(ctx, problem.errors)
        return
    try:
        contest_id = await _keep(ctx, callback, filled.definition)
    except Refused as refused:
        await _refuse(ctx, page, callback, refused)
        return
    said = " ".join([CHANGED if callback.item_id else SAVED, *filled.notes])
    await _back(ctx, page, Where("contest", contest_id), said)


async def _keep(ctx: SlackContext, callback: ActionId, definition: Definition) -> int:
    contests = ctx.services.contests
    async with unit_of_work(ctx.services.database) as session:
        if callback.item_id is None:
            made = await contests.create(session, definition, ctx.person, ctx.now, "slack", ctx.request_id)
        else:
            made = await contests.edit(
                session,
                callback.item_id,
                definition,
                ctx.person,
                ctx.now,
                "slack",
                callback.revision,
                ctx.request_id,
            )
        return made.id or 0


async def _refuse(ctx: SlackContext, page: Page, callback: ActionId, refused: Refused) -> None:
    """It can't be kept. What was typed stays in the form where it can still be edited: where somebody else changed
    the contest meanwhile, its person is told and may save over it."""
    async with reading(ctx.services.database) as session:
        contest = await get(session, callback.item_id) if callback.item_id else None
    still = contest is not None and ContestAction.EDIT in open_actions(Phase(contest.phase))
    if contest is not None and still and refused.key == Why.STALE:
        await _tell_overlap(ctx, callback, contest)
        return
    if contest is None or still:
        at = AT.get(refused.key, "name")
        await _say_at_fields(ctx, {at: f"{refused.message} {refused.remedy}".strip()})
        return
    await _back(ctx, page, Where("contest", callback.item_id), f"Nothing was saved. {refused.message}")


async def _tell_overlap(ctx: SlackContext, callback: ActionId, contest: Contest) -> None:
    found = await overlap(ctx, contest, callback.revision or 0)
    values = _base(ctx, definition_of(contest)) | ctx.fields
    nonce = (*callback.extra, "")[0]
    view = form(
        values,
        Origin.unpack(ctx.metadata),
        contest_id=contest.id,
        revision=found.revision,
        further=FURTHER in ctx.fields,
        shown=set(ctx.fields),
        above=notice(found, contest.id or 0),
        extra=(nonce, OVER),
    )
    await ctx.ack(response_action="update", view=view)


async def _say_at_fields(ctx: SlackContext, errors: Mapping[str, str]) -> None:
    """Each at its field; Slack wants to hear the ids that the fields have now."""
    state = (ctx.view or {}).get("state") or {}
    blocks = {block_id.rsplit("#", 1)[0]: block_id for block_id in state.get("values") or {}}
    said = placed(errors, set(blocks))
    await ctx.ack(
        response_action="errors", errors={blocks.get(name, name): words for name, words in said.items()}
    )


async def _back(ctx: SlackContext, page: Page, where: Where, notice: str) -> None:
    """To the window below, or in place of the form where it lay on nothing."""
    origin = Origin.unpack(ctx.metadata)
    if origin.view_id is None:
        await ctx.ack(response_action="update", view=await page(ctx, where, notice))
        return
    await ctx.ack()
    await ctx.update_modal(await page(ctx, where, notice), origin.view_id)


async def _definition(services: Services, contest_id: int | None) -> Definition | None:
    if contest_id is None:
        return None
    async with reading(services.database) as session:
        contest = await get(session, contest_id)
    return None if contest is None else definition_of(contest)


def _base(ctx: SlackContext, known: Definition | None) -> dict[str, Any]:
    """What stands where the form shows no field. A new contest's rules are the person's own to write: a form that is
    sent without them has none."""
    if known is not None:
        return values_of(known)
    return blank(ctx.now, "UTC", ctx.services.settings.brand.name)


async def _names(ctx: SlackContext, values: Mapping[str, Any]) -> dict[str, str]:
    staff = ctx.services.outlet(Staff)
    return {one: await staff.name(one) for one in values.get("draw_people") or ()}


def _callback(ctx: SlackContext) -> ActionId:
    """The form's own identity: which contest, and the revision it was opened with."""
    found = decode(str((ctx.view or {}).get("callback_id") or ""))
    return found if isinstance(found, ActionId) else ActionId("contest", "save")
