"""The window about a creator in Slack. It changes in place; what is decided is committed before it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.content.queries import get_items
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.handing import OurFile, hand
from bot.faces.slack.places import card_link
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.faces.slack.zones import own_zone
from bot.intake.privacy.subject import person_of
from bot.intake.privacy.wishes import ERASE
from bot.kernel.errors import GoodwordError, TellUser
from bot.people.queries import get_creators
from bot.people.rules import Right, lowest_role
from bot.rights.creators.rules import CreatorAct, right_for
from bot.rights.creators.service import CreatorDone, CreatorOutcome, Press
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.creators import blocks, forms
from cogs.creators.answers import TASKS, own_click, refused
from cogs.creators.blocks import AREA
from cogs.creators.export import everything
from cogs.creators.finding import USAGE, find
from cogs.creators.holding import holding
from cogs.creators.jobs import TELL_ERASED
from cogs.creators.view import CreatorPage, last_erasure, load

SENT = ":file_folder: Sent: look at our direct messages. It holds personal data: delete it when you need it no more."
BEGUN = ":wastebasket: The erasure has begun. I tell you directly when it is done, with what was done."
LINKS_WITHIN = 1.5
"""Seconds that Slack has to say where cards stand; the window opens without links else."""


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("creator", by_command)
    router.action(AREA, "about", by_card)
    router.action(AREA, "open", by_button)
    router.action(AREA, "show", show)
    for verb, opener in (
        ("never", open_never),
        ("lift", open_lift),
        ("clear", open_clear),
        ("erase", open_erase),
    ):
        router.action(AREA, verb, opener)
    router.action(AREA, "end", end_clearance)
    router.action(AREA, "export", export)
    router.view(AREA, "never", submit_never)
    router.view(AREA, "lift", submit_lift)
    router.view(AREA, "clear", submit_clear)
    router.view(AREA, "erase", submit_erase)


# ---- opening ----


async def by_command(ctx: SlackContext) -> None:
    """The window, or who may be meant. Raises TellUser where nobody is."""
    if not await allowed(ctx, Right.VIEW):
        return
    if not ctx.text.strip():
        await ctx.ack()
        await ctx.tell_privately(USAGE)
        return
    async with reading(ctx.services.database) as session:
        found = await find(session, ctx.text)
    await ctx.ack()
    if found.creator is None:
        made = blocks.candidates(found.candidates, ctx.text, sure=found.sure, more=found.more)
        await ctx.tell_privately("Which creator?", made)
        return
    await ctx.open_modal(await _window(ctx, found.creator.id or 0))


async def by_button(ctx: SlackContext) -> None:
    """One of the candidates."""
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await ctx.open_modal(await _window(ctx, ctx.item_id))


async def by_card(ctx: SlackContext) -> None:
    """*About this creator* in the menu of an item's card or window."""
    if not await allowed(ctx, Right.VIEW):
        return
    async with reading(ctx.services.database) as session:
        item = (await get_items(session, [ctx.item_id])).get(ctx.item_id)
    await ctx.ack()
    if item is None or item.creator_id is None:
        await ctx.tell_privately("Nobody is known to have made this: its source doesn't say who did.")
        return
    view = ctx.view or {}
    before = view.get("previous_view_id")
    window = await _window(ctx, item.creator_id, deep=bool(before))
    if before and before != view.get("root_view_id"):
        await ctx.update_modal(window)  # Slack takes three windows on top of one another
    else:
        await ctx.open_modal(window)


async def show(ctx: SlackContext) -> None:
    """*Back*, and *Look again*."""
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await ctx.update_modal(await _window(ctx, ctx.item_id))


async def _window(
    ctx: SlackContext, creator_id: int, notice: str = "", *, deep: bool | None = None
) -> dict[str, Any]:
    """How things stand now, as this person sees them."""
    if deep is None:
        deep = blocks.is_deep(ctx.metadata)
    async with reading(ctx.services.database) as session:
        shown = await load(session, ctx.services, creator_id, ctx.person, ctx.now)
        erasure = await last_erasure(session, creator_id) if shown is None else None
    if shown is None:
        return blocks.gone(creator_id, erasure)
    shown = replace(shown, links=await _links(ctx, shown))
    whom = {}
    for act, task in blocks.missing(shown):
        whom[task] = await _only_some(ctx, right_for(act, shown.listing), task)
    return blocks.page(shown, notice, whom, deep=deep)


async def _links(ctx: SlackContext, shown: CreatorPage) -> Mapping[int, str]:
    ids = [one.item_id for one in shown.pieces]
    asked = (card_link(ctx.client, ctx.services.database, one) for one in ids)
    try:
        found = await asyncio.wait_for(asyncio.gather(*asked), LINKS_WITHIN)
    except TimeoutError:
        return {}
    return {item_id: link for item_id, link in zip(ids, found, strict=True) if link}


async def _only_some(ctx: SlackContext, right: Right, task: str) -> str:
    """ "Only managers can erase them. Ask Mia Lindqvist." """
    whom = await ctx.services.outlet(Staff).who_may(right)
    return f"Only {lowest_role(right).name.lower()}s can {task}." + (f" Ask {whom}." if whom else "")


# ---- the forms ----


async def open_never(ctx: SlackContext) -> None:
    await _form(ctx, CreatorAct.NEVER, forms.never)


async def open_lift(ctx: SlackContext) -> None:
    await _form(ctx, CreatorAct.LIFTED, forms.lift)


async def open_clear(ctx: SlackContext) -> None:
    if (shown := await _open(ctx, CreatorAct.CLEARED)) is not None:
        zone = await own_zone(ctx)
        today = forms.today(ctx.now, zone)
        await ctx.update_modal(forms.clear(shown, today, deep=blocks.is_deep(ctx.metadata)))


async def open_erase(ctx: SlackContext) -> None:
    if (shown := await _open(ctx, CreatorAct.ERASING)) is None:
        return
    async with reading(ctx.services.database) as session:
        held = await holding(session, shown.id)
    if held is not None:
        await ctx.update_modal(forms.erase(shown, held, deep=blocks.is_deep(ctx.metadata)))


async def _form(ctx: SlackContext, act: CreatorAct, form: Callable[..., dict[str, Any]]) -> None:
    if (shown := await _open(ctx, act)) is not None:
        await ctx.update_modal(form(shown, deep=blocks.is_deep(ctx.metadata)))


async def _open(ctx: SlackContext, act: CreatorAct) -> CreatorPage | None:
    """The person, where this may be done to them now; else the window shows why not. Acknowledges."""
    async with reading(ctx.services.database) as session:
        shown = await load(session, ctx.services, ctx.item_id, ctx.person, ctx.now)
    if shown is not None and act in shown.open:
        await ctx.ack()
        return shown
    notice = "That isn't open any more: this is how things stand."
    if shown is not None and shown.erasure is None:
        right = right_for(act, shown.listing)
        if ctx.person.role < lowest_role(right):
            notice = b.escape(await _only_some(ctx, right, TASKS[act]))
    await ctx.ack()
    await ctx.update_modal(await _window(ctx, ctx.item_id, notice))
    return None


# ---- deciding ----


async def submit_never(ctx: SlackContext) -> None:
    await _with_reason(ctx, CreatorAct.NEVER, ":no_bell: Nobody asks them any more.")


async def submit_lift(ctx: SlackContext) -> None:
    await _with_reason(ctx, CreatorAct.LIFTED, ":bell: They may be asked again.")


async def _with_reason(ctx: SlackContext, act: CreatorAct, done: str) -> None:
    why = str(ctx.field("why") or "").strip()
    if not why:
        await _wrong(ctx, {"why": "Say why: it is kept, and your team reads it."})
        return
    services = ctx.services
    press = await _press(ctx)
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.decide_about(session, press, act, why)
    await _settled(ctx, act, outcome, done)


async def submit_clear(ctx: SlackContext) -> None:
    """Keep what was agreed."""
    agreed = forms.read_clearance(ctx.fields, ctx.now, await own_zone(ctx))
    if isinstance(agreed, forms.Wrong):
        await _wrong(ctx, agreed.errors)
        return
    services = ctx.services
    press = await _press(ctx)
    if (chosen := ctx.field("accounts")) is not None:
        ticked = [one for one in press.creators if str(one) in chosen]
        if not ticked:
            await _wrong(ctx, {"accounts": "Choose at least one account."})
            return
        press = replace(press, creators=ticked)
    try:
        async with unit_of_work(services.database) as session:
            outcome = await services.asks.add_clearance(session, press, agreed)
    except TellUser as problem:
        await _wrong(ctx, {"until": str(problem)})
        return
    await _settled(ctx, CreatorAct.CLEARED, outcome, ":white_check_mark: Added.")


async def end_clearance(ctx: SlackContext) -> None:
    """The button asked whether they are sure."""
    given = ctx.action.extra[0] if ctx.action is not None and ctx.action.extra else ""
    number = int(given) if given.isdigit() else 0
    services = ctx.services
    press = await _press(ctx)
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.stop_clearance(session, press, number)
    done = ":white_check_mark: Ended. What it alone allowed is being removed everywhere, and looked for."
    await _settled(ctx, CreatorAct.CLEARANCE_ENDED, outcome, done)


async def export(ctx: SlackContext) -> None:
    """Everything that is held, to this person alone. That it was handed out is kept before it is."""
    services = ctx.services
    press = await _press(ctx)
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.decide_about(session, press, CreatorAct.EXPORTED)
    if not isinstance(outcome, CreatorDone) or outcome.again:
        await _settled(ctx, CreatorAct.EXPORTED, outcome, SENT)
        return
    await ctx.ack()
    await ctx.update_modal(await _window(ctx, ctx.item_id, await _hand_out(ctx)))


async def _hand_out(ctx: SlackContext) -> str:
    """Send the file; gives what to say then."""
    services, number = ctx.services, ctx.item_id
    about = "Everything that is held about them. It is personal data: hand it to them, and delete it here."
    try:
        async with reading(services.database) as session:
            creator = (await get_creators(session, [number])).get(number)
            if creator is None:
                return "They aren't here any more."
            content = await everything(session, services, creator)
        file = OurFile(f"creator-{number}.json", "Everything that is held", content)
        await hand(ctx.client, ctx.person.id, [file], f"*Creator {number}*. {about}")
    except GoodwordError as error:
        return f":warning: The file could not be sent. {b.escape(str(error))}"
    return SENT


async def submit_erase(ctx: SlackContext) -> None:
    """Ask for the erasure; it goes on by itself, whatever dies."""
    services = ctx.services
    async with reading(services.database) as session:
        shown = await load(session, services, ctx.item_id, ctx.person, ctx.now)
    typed = str(ctx.field("typed") or "")
    if shown is not None and not forms.is_typed(typed, shown.handle):
        said = f"That isn't {shown.handle}, so nothing was erased. Type it as it stands here."
        await _wrong(ctx, {"typed": said[:300]})
        return
    press = await _press(ctx)
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.decide_about(session, press, CreatorAct.ERASING)
        if outcome == CreatorDone():
            person = ctx.person
            await services.work.enqueue_soon(session, ERASE, ctx.item_id, person.id, person.name)
            await services.work.enqueue_soon(session, TELL_ERASED, ctx.item_id, person.id, window=2.0)
    await _settled(ctx, CreatorAct.ERASING, outcome, BEGUN)


async def _press(ctx: SlackContext) -> Press:
    """Who pressed, about whom, having seen what."""
    async with reading(ctx.services.database) as session:
        creator = (await get_creators(session, [ctx.item_id])).get(ctx.item_id)
        ids = (await person_of(session, creator)).creator_ids if creator is not None else [ctx.item_id]
    seen = ctx.action.revision if ctx.action is not None else None
    return Press(ids, ctx.person, ctx.now, seen, ctx.request_id)


async def _settled(ctx: SlackContext, act: CreatorAct, outcome: CreatorOutcome, done: str) -> None:
    """Show how things stand now, and what came of it."""
    notice = done
    if not isinstance(outcome, CreatorDone) and not own_click(outcome, act, ctx.person.id, ctx.now):
        whom = ""
        if outcome.right is not None:
            whom = await ctx.services.outlet(Staff).who_may(outcome.right)
        notice = b.escape(refused(outcome, act, ctx.person.id, ctx.now, whom))
    window = await _window(ctx, ctx.item_id, notice)
    if ctx.kind == "view":
        await ctx.ack(response_action="update", view=window)
        return
    await ctx.ack()
    await ctx.update_modal(window)


async def _wrong(ctx: SlackContext, errors: Mapping[str, str]) -> None:
    await ctx.ack(response_action="errors", errors=dict(errors))
