"""Drafting, sending and recording a permission request. The bot never sends one itself: a person does."""

from __future__ import annotations

from dataclasses import replace

from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.painter import Painter
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.rights.drafts import DEFAULT_LANGUAGE, Draft
from bot.rights.queries import ask_events
from bot.rights.rules import AskAction, AskRefusal
from bot.rights.service import AskRefused
from bot.rights.tables import Ask
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ask import modals
from cogs.ask.view import AskWindow, about, ordered, where, why_refused


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.action("ask", "open", open_ask)
    router.action("ask", "again", another_wording)
    router.action("ask", "language", another_language)
    router.action("ask", "place", _just_a_link)
    router.view("ask", "record", record)


async def open_ask(ctx: SlackContext) -> None:
    """Open the window with the draft that was saved, else with a fresh one; looking stores nothing."""
    made = await _suggest(ctx)
    if isinstance(made, AskRefused) and (made.ask is None or made.refusal.kind == "no_right"):
        await _explain(ctx, made.refusal)
        return
    window = await _window(ctx, made)
    await ctx.ack()
    if window is not None:
        await ctx.open_modal(modals.ask(window, ctx.origin))


async def another_wording(ctx: SlackContext) -> None:
    language, template, turn = modals.shown_wording(ctx.metadata)
    if await _keeps_own_text(ctx):
        return
    made = await _suggest(ctx, language=language, turn=turn + 1, shown=template)
    await _redraft(ctx, made, turn + 1)


async def another_language(ctx: SlackContext) -> None:
    _, _, turn = modals.shown_wording(ctx.metadata)
    if await _keeps_own_text(ctx):
        return
    await _redraft(ctx, await _suggest(ctx, language=ctx.value, turn=turn + 1), turn + 1)


async def _keeps_own_text(ctx: SlackContext) -> bool:
    """Where the person changed the text, say so first and draw the window with their text as what it begins with: so
    pressing once more finds it unchanged, and replaces it."""
    text = str(ctx.field("text") or "")
    if not text.strip() or text.strip() == modals.drawn_text(ctx.view or {}).strip():
        return False
    language, template, turn = modals.shown_wording(ctx.metadata)
    await ctx.ack()
    window = await _window(ctx, Draft(text, template, language), turn)
    if window is not None:
        await ctx.update_modal(modals.ask(replace(window, kept=True), Origin.unpack(ctx.metadata)))
    return True


async def record(ctx: SlackContext) -> None:
    """Keep what the person did or heard; committed before the window closes."""
    action = AskAction(str(ctx.field("outcome") or AskAction.DRAFT.value))
    note, text = ctx.field("note"), ctx.field("text")
    if action in (AskAction.DRAFT, AskAction.SENT) and not str(text or "").strip():
        block = next(
            (one["block_id"] for one in (ctx.view or {})["blocks"] if one["block_id"].startswith("text")), ""
        )
        if block:
            await ctx.ack(
                response_action="errors", errors={block: "Write what you send, so that it can be shown."}
            )
            return
    services = ctx.services
    async with unit_of_work(services.database) as session:
        outcome = await services.asks.record(
            session,
            ctx.item_id,
            action,
            ctx.person,
            note,
            text,
            ctx.request_id,
            ctx.now,
            wording=modals.shown_wording(ctx.metadata)[:2],
        )
    if isinstance(outcome, AskRefused):
        await _explain(ctx, outcome.refusal)
    await ctx.ack()
    await services.outlet(Painter).after_click(ctx, ctx.item_id)


async def _suggest(
    ctx: SlackContext, *, language: str | None = None, turn: int = 0, shown: str = ""
) -> Draft | AskRefused:
    services = ctx.services
    async with reading(services.database) as session:
        return await services.asks.suggest(
            session, ctx.item_id, ctx.person, ctx.now, language=language, turn=turn, shown=shown
        )


async def _redraft(ctx: SlackContext, made: Draft | AskRefused, turn: int) -> None:
    await ctx.ack()
    if isinstance(made, AskRefused):
        await _explain(ctx, made.refusal)
    window = await _window(ctx, made, turn)
    if window is not None:
        await ctx.update_modal(modals.ask(window, Origin.unpack(ctx.metadata)))


async def _window(ctx: SlackContext, made: Draft | AskRefused, turn: int = 0) -> AskWindow | None:
    """The request as this person sees it."""
    item_id, asks = ctx.item_id, ctx.services.asks
    async with reading(ctx.services.database) as session:
        standing = await asks.standing(session, item_id, ctx.person, ctx.now)
        if standing is None:
            return None
        steps = await ask_events(session, item_id)
    item, creator, ask = standing.item, standing.creator, standing.ask
    shown = made if isinstance(made, Draft) else _as_kept(ask)
    return AskWindow(
        item_id=item_id,
        about=about(item, creator),
        status=standing.state.status,
        text=shown.text,
        language=shown.language,
        languages=asks.languages,
        place=where(item, creator),
        open_now=ordered(standing.open_now),
        steps=steps,
        revision=len(steps),
        template=shown.template,
        turn=turn,
        reachable=creator is not None and bool(creator.handle),
    )


def _as_kept(ask: Ask | None) -> Draft:
    return Draft(ask.text, ask.template, ask.language) if ask else Draft("", "", DEFAULT_LANGUAGE)


async def _explain(ctx: SlackContext, refusal: AskRefusal) -> None:
    staff = ctx.services.outlet(Staff)
    await ctx.ack()
    whom = await staff.whom_to_ask(refusal.ask)
    if not whom and refusal.right is not None:
        whom = await staff.who_may(refusal.right)
    await ctx.tell_privately(why_refused(refusal, ctx.person.id, ctx.now, whom))


async def _just_a_link(ctx: SlackContext) -> None:
    """A button that opens an address sends a click as well."""
    await ctx.ack()
