"""One press asks to go on: the same uses, in the same way where the product can send there; else the text to copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.content.tables import Item
from bot.faces.actions import encode
from bot.faces.ask_refusals import NOTHING_DONE, why_refused
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.deciding import DOUBLE_CLICK, allowed
from bot.faces.slack.staff import Staff
from bot.kernel.errors import TellUser
from bot.people.queries import get_creators
from bot.people.rules import Right
from bot.rights import queries
from bot.rights.asking import BY_ITSELF, Request
from bot.rights.drafts import Draft
from bot.rights.outcomes import AskDone, AskOutcome, AskRefused
from bot.rights.rules import AskRefusal, AskStatus, derive
from bot.rights.scope import Channel, Scope, uses_of
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.rights.where import Place, reply_place
from bot.rights.wording import Message
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.rights.posts import scope_words
from cogs.rights.words import standing


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a press would ask. ``channel`` is the way on which the licence was asked for, where that is still open to
    the product and the text fits there; else by hand, at ``place``."""

    ask: Ask
    item: Item
    draft: Draft
    channel: Channel
    place: Place | None


async def renew(ctx: SlackContext) -> None:
    """Ask, where the product sends; else open the window with the text to copy."""
    if not await allowed(ctx, Right.ASK):
        return
    found = await _look(ctx)
    if isinstance(found, AskRefusal):
        await ctx.ack()
        await _explain(ctx, found)
        return
    if found.channel not in BY_ITSELF:
        await ctx.ack()
        await ctx.open_modal(window(found, _seen(ctx), ctx.origin))
        return
    await _ask(ctx, found.ask, found.draft.text, found.draft, found.channel, ctx.request_id)


def window(found: Renewal, seen: int, origin: Origin) -> dict[str, Any]:
    """The text to copy, the place to send it, and that it was sent."""
    ask, draft = found.ask, found.draft
    made = [
        b.section(
            f"*Ask to go on with item {ask.item_id}*\nThe same as now: "
            f"{scope_words(_scope(ask, '').as_data(), ask.credit)}"
        ),
        b.context(
            "1. Adapt the message and copy it.\n2. Send it where you asked before.\n3. Press *I have sent it*."
        ),
        b.field("Message", b.text_input("text", multiline=True, initial=draft.text), "text"),
    ]
    if found.place is not None and b.safe_url(found.place.url):
        place = encode("rights", "place", ask.item_id)
        made.append(b.actions([b.button(found.place.label, place, url=found.place.url)]))
    return b.modal(
        "Ask to renew",
        made,
        callback_id=encode("rights", "renewed", ask.id, seen),
        submit="I have sent it",
        metadata=_pack(origin, draft),
    )


def _pack(origin: Origin, draft: Draft) -> str:
    wording = {"language": draft.language, "template": draft.template}
    return orjson.dumps({**orjson.loads(origin.pack()), "wording": wording}).decode()


def _wording(metadata: str) -> Draft:
    found = orjson.loads(metadata or "{}").get("wording") or {}
    return Draft("", str(found.get("template") or ""), str(found.get("language") or "en"))


async def renewed(ctx: SlackContext) -> None:
    """The person has sent it."""
    if not await allowed(ctx, Right.ASK):
        return
    text = str(ctx.field("text") or "").strip()
    if not text:
        await ctx.ack(
            response_action="errors", errors={"text": "Write what you sent, so that it can be shown."}
        )
        return
    async with reading(ctx.services.database) as session:
        ask = await queries.get_ask(session, ctx.item_id)
        stale = await _stale(session, ask, _seen(ctx))
    if ask is None or stale is not None:
        await ctx.ack()
        await _explain(ctx, stale or AskRefusal("unknown_item"))
        return
    press = f"renew:{(ctx.view or {}).get('id', ctx.request_id)}"[:250]
    try:
        await _ask(ctx, ask, text, _wording(ctx.metadata), Channel.HAND, press)
    except TellUser as error:
        await ctx.ack(response_action="errors", errors={"text": f"{error.message} {error.remedy}"})


async def _look(ctx: SlackContext) -> Renewal | AskRefusal:
    """What a press would ask now, or why it asks nothing."""
    services = ctx.services
    senders = services.outlet(Senders)
    async with reading(services.database) as session:
        ask = await queries.get_ask(session, ctx.item_id)
        if (stale := await _stale(session, ask, _seen(ctx))) is not None or ask is None:
            return stale or AskRefusal("unknown_item")
        item = (await get_items(session, [ask.item_id])).get(ask.item_id)
        if item is None:
            return AskRefusal("unknown_item")
        creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
        way = Channel(ask.channel)
        ours = way in await senders.open_to(session, item.platform, ask.item_id)
        room = await senders.room(session, item.platform, ask.item_id, way) if ours else None
        draft = await services.asks.suggest(
            session,
            ask.item_id,
            ctx.person,
            ctx.now,
            message=Message.RENEWAL,
            fits=(lambda text: room.over(text) == 0) if room is not None else None,
        )
    if isinstance(draft, AskRefused):
        return draft.refusal
    fits = room is None or room.over(draft.text) == 0
    place = reply_place(item, creators.get(item.creator_id or 0))
    return Renewal(ask, item, draft, way if ours and fits else Channel.HAND, place)


async def _stale(session: AsyncSession, ask: Ask | None, seen: int) -> AskRefusal | None:
    """Why there is nothing to renew: another thing stands, or somebody asked already."""
    if ask is None:
        return AskRefusal("unknown_item")
    if ask.status != AskStatus.GRANTED.value or ask.standing_revision != seen:
        return standing(derive(await queries.steps_of(session, ask.id or 0)))
    others = await queries.all_asks(session, ask.item_id)
    running = next((one for one in others if one.live and one.renewal), None)
    if running is None:
        return None
    return AskRefusal(
        "already_asked",
        running.asked_by,
        running.asked_by_name,
        running.asked_at,
        AskStatus(running.status),
    )


async def _ask(ctx: SlackContext, old: Ask, text: str, wording: Draft, channel: Channel, press: str) -> None:
    """Committed before it is acknowledged; then the notice says who asked."""
    services = ctx.services
    async with unit_of_work(services.database) as session:
        words, nonce = await services.asks.addressed(session, old.item_id, text)
        request = Request(
            text=words,
            scope=_scope(old, services.asks.limits.terms_version),
            channel=channel,
            wording=(wording.language, wording.template),
            request_id=press,
            nonce=nonce,
        )
        outcome = await services.asks.renew(session, old.item_id, ctx.person, ctx.now, request)
    await ctx.ack()
    await _after(ctx, outcome)


async def _after(ctx: SlackContext, outcome: AskOutcome) -> None:
    if isinstance(outcome, AskRefused):
        await _explain(ctx, outcome.refusal)
        return
    if isinstance(outcome, AskDone):
        await _say_on_notice(ctx, outcome.step.actor_name, outcome.ask)


async def _say_on_notice(ctx: SlackContext, name: str, ask: Ask) -> None:
    """The notice without its button. It is what the click carried; nothing is lost where it can't be redrawn."""
    line = f":outbox_tray: {b.isolate(name)} asked to renew it · {b.moment(ask.asked_at or ctx.now)}"
    message = ctx.payload.get("message") or {}
    kept = [one for one in message.get("blocks") or [] if one.get("type") != "actions"]
    url = ctx.origin.response_url
    if kept and url is not None:
        await ctx.replies.respond(url, str(message.get("text") or ""), [*kept, b.context(line)], replace=True)
    else:
        await ctx.tell_privately(
            f":outbox_tray: Asked to renew item {ask.item_id}. Its card's thread says more."
        )


async def _explain(ctx: SlackContext, refusal: AskRefusal) -> None:
    own = refusal.by == ctx.person.id and refusal.kind == "already_asked" and refusal.at is not None
    if own and refusal.at is not None and (ctx.now - refusal.at).total_seconds() < DOUBLE_CLICK:
        return
    staff = ctx.services.outlet(Staff)
    whom = await staff.whom_to_ask(refusal.ask)
    await ctx.tell_privately(b.escape(why_refused(refusal, ctx.person.id, ctx.now, whom, then=NOTHING_DONE)))


def _scope(ask: Ask, terms_version: str) -> Scope:
    """The same as was granted."""
    uses = uses_of(ask.granted_uses)
    return Scope(uses, ask.territory, ask.duration_days, ask.credit, terms_version)


def _seen(ctx: SlackContext) -> int:
    return (ctx.action.revision if ctx.action is not None else None) or 0
