"""The buttons below an answer: grant as asked, grant less, decline. They work for as long as the answer waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.actions import encode
from bot.faces.ask_refusals import NOTHING_DONE, why_refused
from bot.faces.permissions import EXPLAINED
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import DOUBLE_CLICK, allowed
from bot.faces.slack.inputs import boxes
from bot.faces.slack.staff import Staff
from bot.people.rules import Right
from bot.review.queries import load_for_deciding
from bot.rights import queries
from bot.rights.book import CREDIT_LIMIT, NOTE_LIMIT
from bot.rights.outcomes import AskOutcome, AskRefused
from bot.rights.rules import AskRefusal, AskStatus, derive
from bot.rights.scope import Proof, Use, read_uses, uses_of
from bot.rights.tables import Ask
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.rights import posts
from cogs.rights.saying import load_said
from cogs.rights.words import standing

Act = Callable[[AsyncSession, Ask], Awaitable[AskOutcome]]


async def grant(ctx: SlackContext) -> None:
    """A yes to all that was asked for."""

    async def act(session: AsyncSession, ask: Ask) -> AskOutcome:
        return await ctx.services.asks.grant(
            session,
            ask.id or 0,
            uses_of(ask.uses),
            Proof.HAND,
            ctx.now,
            actor=ctx.person,
            request_id=ctx.request_id,
            via="slack",
        )

    await _decide(ctx, act, AskStatus.GRANTED)


async def decline(ctx: SlackContext) -> None:
    """A no, for good."""

    async def act(session: AsyncSession, ask: Ask) -> AskOutcome:
        return await ctx.services.asks.decline(
            session, ask.id or 0, ctx.now, actor=ctx.person, request_id=ctx.request_id, via="slack"
        )

    await _decide(ctx, act, AskStatus.DECLINED)


async def open_less(ctx: SlackContext) -> None:
    """The window in which to untick what they did not agree to."""
    if not await allowed(ctx, Right.ASK):
        return
    async with reading(ctx.services.database) as session:
        ask = await queries.get_ask(session, ctx.item_id)
        refusal = await _stale(session, ask, _seen(ctx))
    await ctx.ack()
    if ask is None or refusal is not None:
        await _explain(ctx, refusal or AskRefusal("unknown_item"), AskStatus.GRANTED)
        await _redraw(ctx)
        return
    await ctx.open_modal(less_window(ask, _seen(ctx), ctx.origin.pack()))


def less_window(ask: Ask, seen: int, origin: str) -> dict[str, Any]:
    """What was asked for, ticked, with their answer above it."""
    options = [b.option(EXPLAINED[use], use.value) for use in Use if use.value in ask.uses]
    made = [b.section("Untick what they did not agree to.")]
    if ask.answer:
        made.append(b.written(f"“{ask.answer}”"))
    made += [
        b.field("They agreed to", boxes("uses", options, ask.uses), "uses"),
        b.field(
            "Credit line",
            b.text_input("credit", initial=ask.credit, limit=CREDIT_LIMIT),
            "credit",
            optional=True,
            hint="As they want to be named.",
        ),
        b.field("Note", b.text_input("note", multiline=True, limit=NOTE_LIMIT), "note", optional=True),
    ]
    callback = encode("rights", "grant_less", ask.id, seen)
    return b.modal("Grant less", made, callback_id=callback, submit="Grant", metadata=origin)


async def grant_less(ctx: SlackContext) -> None:
    """Keep what was left ticked."""
    try:
        chosen = read_uses(ctx.field("uses") or [])
    except ValueError:
        chosen = frozenset()
    if not chosen:
        errors = {"uses": "Tick at least one use, or close this window and decline."}
        await ctx.ack(response_action="errors", errors=errors)
        return
    credit, note = str(ctx.field("credit") or ""), str(ctx.field("note") or "").strip() or None

    async def act(session: AsyncSession, ask: Ask) -> AskOutcome:
        return await ctx.services.asks.grant(
            session,
            ask.id or 0,
            chosen,
            Proof.HAND,
            ctx.now,
            credit=credit,
            actor=ctx.person,
            note=note,
            request_id=f"less:{(ctx.view or {}).get('id', ctx.request_id)}"[:250],
            via="slack",
        )

    await _decide(ctx, act, AskStatus.GRANTED)


async def _decide(ctx: SlackContext, act: Act, leads_to: AskStatus) -> None:
    """Do it where the answer still waits, committed before it is acknowledged; then the post says what came of it."""
    if not await allowed(ctx, Right.ASK):
        return
    async with unit_of_work(ctx.services.database) as session:
        found = await queries.get_ask(session, ctx.item_id)
        if found is not None:  # in the order in which everything that decides holds them
            await load_for_deciding(session, [found.item_id])
        ask = await queries.locked(session, ctx.item_id)
        outcome: AskOutcome
        if ask is None:
            outcome = AskRefused(0, AskRefusal("unknown_item"))
        elif (refusal := await _stale(session, ask, _seen(ctx))) is not None:
            outcome = AskRefused(ask.item_id, refusal, ask)
        else:
            outcome = await act(session, ask)
    await ctx.ack()
    if isinstance(outcome, AskRefused):
        await _explain(ctx, outcome.refusal, leads_to)
    await _redraw(ctx)


async def _stale(session: AsyncSession, ask: Ask | None, seen: int) -> AskRefusal | None:
    """What stands instead of the answer that the person saw; None where that still waits."""
    if ask is None:
        return AskRefusal("unknown_item")
    if ask.status == AskStatus.ANSWERED.value and ask.standing_revision == seen:
        return None
    return standing(derive(await queries.steps_of(session, ask.id or 0)))


def _seen(ctx: SlackContext) -> int:
    return (ctx.action.revision if ctx.action is not None else None) or 0


async def _explain(ctx: SlackContext, refusal: AskRefusal, wanted: AskStatus) -> None:
    """Nothing, to the second half of a double click: the first half did what was wanted."""
    own = refusal.by == ctx.person.id and refusal.status is wanted and refusal.at is not None
    if own and refusal.at is not None and (ctx.now - refusal.at).total_seconds() < DOUBLE_CLICK:
        return
    whom = await ctx.services.outlet(Staff).whom_to_ask(refusal.ask)
    if not whom and refusal.right is not None:
        whom = await ctx.services.outlet(Staff).who_may(refusal.right)
    await ctx.tell_privately(b.escape(why_refused(refusal, ctx.person.id, ctx.now, whom, then=NOTHING_DONE)))


async def _redraw(ctx: SlackContext) -> None:
    """The post that was clicked, as it stands now. The durable work makes good what fails here."""
    origin = ctx.origin
    if origin.response_url is None:
        return
    async with reading(ctx.services.database) as session:
        said = await load_said(session, ctx.item_id, _seen(ctx))
    if said is None or said.open:
        return
    made = posts.settled(said)
    if made is not None:
        await ctx.replies.respond(origin.response_url, made.text, made.blocks, replace=True)
