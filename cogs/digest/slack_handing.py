"""Giving a digest on: as tables to oneself, as it is to somebody else."""

from __future__ import annotations

import asyncio

from bot.digests.document import Document
from bot.faces.actions import ActionId, decode, encode
from bot.faces.digests.export import MOST, figures_table, rows_table
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.handing import OurFile, hand
from bot.faces.slack.router import SlackRouter
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.digest import slack_figures
from cogs.digest.slack_blocks import AREA, names, numbers
from cogs.digest.slack_words import Words


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.action(AREA, "export", export)
    router.action(AREA, "export_rows", export_rows)
    router.action(AREA, "send", send)
    router.view(AREA, "send_to", send_to)


async def export(ctx: SlackContext) -> None:
    """The digest's figures, and the pieces behind its funnel."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    document = await slack_figures.document(ctx.services, ctx.item_id)
    figures = await asyncio.to_thread(figures_table, numbers(document), names(document), document.period)
    behind = [(one.figure, one.slice) for one in document.funnel]
    async with reading(ctx.services.database) as session:
        table, cut = await rows_table(session, behind, document.period)
    stem = _stem(document)
    files = [
        OurFile(f"{stem}-figures.csv", "Figures", figures),
        OurFile(f"{stem}-pieces.csv", "Pieces", table),
    ]
    await _hand(ctx, document, files, cut=cut)


async def export_rows(ctx: SlackContext) -> None:
    """All rows behind the figure that is open."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    at, part = (*(ctx.action.extra if ctx.action else ()), "", "")[:2]
    figure = await slack_figures.opened_at(ctx.services, ctx.item_id, at, part)
    document = figure.document
    async with reading(ctx.services.database) as session:
        table, cut = await rows_table(session, [(figure.part, figure.number.slice)], document.period)
    files = [OurFile(f"{_stem(document)}-{figure.part}.csv", figure.part, table)]
    await _hand(ctx, document, files, cut=cut)


async def _hand(ctx: SlackContext, document: Document, files: list[OurFile], *, cut: bool) -> None:
    words = Words.of(document)
    comment = words.tell("ds-files", period=words.name(document.period.name))
    if cut:
        comment += " " + words.tell("ds-files-cut", most=words.count(MOST))
    await hand(ctx.client, ctx.person.id, files, comment)
    await ctx.tell_privately(words.tell("ds-files-sent"))


def _stem(document: Document) -> str:
    kept = "".join(one if one.isalnum() else "-" for one in document.period.name)
    return f"digest-{kept[:40]}"


async def send(ctx: SlackContext) -> None:
    """Ask to whom."""
    if not await allowed(ctx, Right.DECIDE):
        return
    words = Words.of(await slack_figures.document(ctx.services, ctx.item_id))
    await ctx.ack()
    hint = words.tell("ds-choose")
    person = {"type": "users_select", "action_id": "person", "placeholder": b.plain(hint, 150)}
    channel = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": b.plain(hint, 150),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    made = [
        b.field(words.tell("ds-to-person"), person, "person", optional=True),
        b.field(words.tell("ds-to-channel"), channel, "channel", optional=True),
        b.context(words.tell("ds-to-hint")),
    ]
    view = b.modal(
        words.tell("ds-send"),
        made,
        callback_id=encode(AREA, "send_to", ctx.item_id),
        submit=words.tell("ds-send-it"),
        close=words.tell("ds-cancel"),
        metadata=ctx.origin.pack(),
    )
    await ctx.open_modal(view)


async def send_to(ctx: SlackContext) -> None:
    """Have it sent as it was sent. Pressed twice, it is sent once."""
    if not await allowed(ctx, Right.DECIDE):
        return
    callback = decode(str((ctx.view or {}).get("callback_id") or ""))
    digest_id = callback.item_id if isinstance(callback, ActionId) else None
    if digest_id is None:
        raise TellUser("That window was from an older version of me.", remedy="Open it again.")
    document = await slack_figures.document(ctx.services, digest_id)
    words = Words.of(document)
    fields = ctx.fields
    places = [str(fields[name]) for name in ("person", "channel") if fields.get(name)]
    if not places:
        await ctx.ack(response_action="errors", errors={"person": words.tell("ds-to-nobody")})
        return
    window = (ctx.view or {}).get("id") or ctx.request_id
    async with unit_of_work(ctx.services.database) as session:
        for place in places:
            await ctx.services.digests.send_copy(
                session, digest_id, place, ctx.person.id, request=f"digest:{window}:{place}", now=ctx.now
            )
    await ctx.ack()
    period = words.name(clean_line(document.period.name, 80))
    await ctx.tell_privately(words.tell("ds-sent-on", period=period))
