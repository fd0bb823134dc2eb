"""Triage in a Slack window: a click decides on the item in hand and shows the next one."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from bot.faces.item_view import ItemView
from bot.faces.queries import count_queue, load_item_view, queue_languages
from bot.faces.refusals import name_of
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed, cannot_decide, decide, escalate, wanted_that, why_refused
from bot.faces.slack.painter import Painter
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.people.rules import Right
from bot.review.queries import counts
from bot.review.rules import Action, Refusal, apply
from bot.review.service import Outcome, Refused
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.triage import modals
from cogs.triage.view import Choices, Progress, from_words


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("triage", open_by_command)
    router.shortcut("open_triage", open_by_command)
    router.action("triage", "open", open_by_button)
    router.action("triage", "approve", approve)
    router.action("triage", "reject", reject)
    router.action("triage", "skip", skip)
    router.action("triage", "escalate", hand_over)
    router.action("triage", "undo", undo)
    for name in ("flagged", "source", "language"):
        router.action("triage", name, choose_filter)
    router.view_closed("triage", "item", closed)


async def open_by_command(ctx: SlackContext) -> None:
    services = ctx.services
    async with reading(services.database) as session:
        waiting = await counts(session, ctx.now) if "source:" in ctx.text.casefold() else None
        languages = await queue_languages(session, 100)
    sources = {*services.settings.sources, *(waiting.by_source if waiting else ())}
    await _open(ctx, from_words(ctx.text, sources, languages))


async def open_by_button(ctx: SlackContext) -> None:
    """From a summary or App Home; an extra part of the button says with which filter."""
    flagged = ctx.action is not None and "flagged" in ctx.action.extra
    await _open(ctx, Progress(flagged=flagged))


async def approve(ctx: SlackContext) -> None:
    await _after(ctx, await decide(ctx, Action.APPROVE))


async def reject(ctx: SlackContext) -> None:
    await _after(ctx, await decide(ctx, Action.REJECT, reason=ctx.value))


async def hand_over(ctx: SlackContext) -> None:
    to = ctx.value or ""
    if refused := await cannot_decide(ctx, to):
        await ctx.ack()
        await _show(ctx, Progress.unpack(ctx.metadata), refused, stay=True)
        return
    await _after(ctx, await escalate(ctx, to, ""))


async def skip(ctx: SlackContext) -> None:
    """Pass over the item; where somebody decided it meanwhile, say so."""
    await ctx.ack()
    async with reading(ctx.services.database) as session:
        item = await load_item_view(session, ctx.item_id)
    answer = apply(item.state(), Action.APPROVE, ctx.person, ctx.now, item.life) if item else None
    decided = isinstance(answer, Refusal) and answer.kind in ("already_decided", "gone")
    notice = await why_refused(ctx, answer, ctx.item_id) if isinstance(answer, Refusal) and decided else ""
    await _show(ctx, Progress.unpack(ctx.metadata).skip(), notice)


async def undo(ctx: SlackContext) -> None:
    """Take back the last decision and show that item again."""
    outcome = await decide(ctx, Action.UNDO)
    await ctx.ack()
    progress = Progress.unpack(ctx.metadata)
    if isinstance(outcome, Refused):
        await _show(
            ctx,
            replace(progress, last=None),
            await why_refused(ctx, outcome.refusal, outcome.item_id),
            stay=True,
        )
        return
    await _show(ctx, await _take_back(ctx, progress, outcome.item_id), "Undone: {item} is back.", stay=True)


async def _take_back(ctx: SlackContext, progress: Progress, item_id: int) -> Progress:
    """The undone item in hand; the one that was stays claimed, and so comes next."""
    services = ctx.services
    async with unit_of_work(services.database) as session:
        minutes = services.settings.review.claim_minutes
        await services.reviews.claim(session, item_id, ctx.person, ctx.now, minutes)
    return progress.back(item_id)


async def choose_filter(ctx: SlackContext) -> None:
    await ctx.ack()
    progress = Progress.unpack(ctx.metadata)
    chosen = None if ctx.value in (None, modals.ALL) else ctx.value
    verb = ctx.action.verb if ctx.action else ""
    if verb == "flagged":
        progress = replace(progress, flagged=chosen is not None)
    elif verb == "source":
        progress = replace(progress, source=chosen)
    else:
        progress = replace(progress, language=chosen)
    await _release(ctx, progress)
    await _show(ctx, progress)


async def closed(ctx: SlackContext) -> None:
    """Give back the item in hand."""
    await ctx.ack()
    await _release(ctx, Progress.unpack(ctx.metadata))


async def _open(ctx: SlackContext, progress: Progress) -> None:
    if await allowed(ctx, Right.DECIDE):
        await ctx.ack()
        progress, item = await _next(ctx, progress)
        await ctx.open_modal(await _window(ctx, progress, item))


async def _after(ctx: SlackContext, outcome: Outcome) -> None:
    """The decision is kept (or refused): on to the next item.

    A window may still show an item that its person decided: the bot was stopped before it redrew the window, or
    they used the card. That counts, and the window goes on, unless this is the second half of a double click whose
    first half has redrawn it.
    """
    await ctx.ack()
    progress = Progress.unpack(ctx.metadata)
    if not isinstance(outcome, Refused):
        await _show(ctx, progress.done())
        return
    refusal = outcome.refusal
    if refusal.kind == "no_right":
        await _show(ctx, progress, await why_refused(ctx, refusal, outcome.item_id), stay=True)
        return
    if refusal.kind == "already_decided" and refusal.by == ctx.person.id:
        progress = progress.done()
    notice = f"{await why_refused(ctx, refusal, outcome.item_id)} Here is the next one."
    await _show(ctx, progress, notice, if_unchanged=wanted_that(ctx, refusal))


async def _show(
    ctx: SlackContext,
    progress: Progress,
    notice: str = "",
    *,
    stay: bool = False,
    if_unchanged: bool = False,
) -> None:
    """Draw the window again: with the next item, or with the same one if ``stay``."""
    item: ItemView | None
    if stay and progress.item is not None:
        async with reading(ctx.services.database) as session:
            item = await load_item_view(session, progress.item)
    else:
        progress, item = await _next(ctx, progress)
    if item is not None:
        notice = notice.replace("{item}", name_of(item))
    await ctx.update_modal(await _window(ctx, progress, item, notice), if_unchanged=if_unchanged)


async def _next(ctx: SlackContext, progress: Progress) -> tuple[Progress, ItemView | None]:
    """Claim the next item; the one that an undo put aside is still this person's, so it comes first."""
    services = ctx.services
    async with unit_of_work(services.database) as session:
        claimed = await services.reviews.claim_next(
            session,
            ctx.person,
            ctx.now,
            services.settings.review.claim_minutes,
            frozenset(progress.skipped),
            progress.only,
        )
    progress = replace(progress, item=claimed, aside=None)
    if claimed is None:
        return progress, None
    async with reading(services.database) as session:
        return progress, await load_item_view(session, claimed)


async def _window(
    ctx: SlackContext, progress: Progress, item: ItemView | None, notice: str = ""
) -> dict[str, object]:
    services = ctx.services
    async with reading(services.database) as session:
        left = await count_queue(session, progress.only)
        languages = await queue_languages(session)
    if progress.language and progress.language not in languages:
        languages.append(progress.language)
    sources = sorted({*services.settings.sources, *([progress.source] if progress.source else [])})[:90]
    files = await services.outlet(Painter).files(item) if item else {}
    choices = Choices(
        sources, languages, await services.outlet(Staff).deciders(ctx.person.id) if item else {}
    )
    return modals.window(progress, item, left, choices, files, notice, uuid4().hex[:6])


async def _release(ctx: SlackContext, progress: Progress) -> None:
    held = [item_id for item_id in (progress.item, progress.aside) if item_id is not None]
    if held:
        async with unit_of_work(ctx.services.database) as session:
            for item_id in held:
                await ctx.services.reviews.release(session, item_id, ctx.person)
