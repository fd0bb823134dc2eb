"""Drawing the window of curation, and going from page to page in it."""

from __future__ import annotations

from bot.curation.history import changes
from bot.curation.rules import CREATOR
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.staff import Staff
from bot.kernel.errors import TellUser
from bot.people.rules import Right, may
from bot.storage.unit_of_work import reading
from cogs.curation import loading, programme_page, slack_view
from cogs.curation.slack_view import Look, Notice, View
from cogs.curation.steps import (
    CHANGES,
    COLLECTION,
    COLLECTIONS,
    PIECE,
    PIECES,
    PROGRAMME,
    SECTIONS,
    Where,
)
from cogs.curation.telling import Teller

SEES = "see what ambassadors get"


def teller(ctx: SlackContext) -> Teller:
    """The team's language."""
    return Teller(ctx.services.settings.digest.language)


def meant(text: str, tell: Teller) -> Where:
    """What was typed after the command: a section, or the number of a piece. Raises TellUser."""
    said = text.strip().casefold().removeprefix("#")
    if not said:
        return Where()
    if said in SECTIONS:
        return Where(said)
    if said.isascii() and said.isdigit() and len(said) <= 18:
        return Where(PIECE, said)
    raise TellUser(tell.plain("unknown-word"), remedy=tell.plain("unknown-remedy"))


async def by_command(ctx: SlackContext) -> None:
    """``/goodword curate``: the window."""
    if await allowed(ctx, Right.DECIDE, SEES):
        await _open(ctx, meant(ctx.text, teller(ctx)))


async def of_item(ctx: SlackContext) -> None:
    """The page of the piece whose card was clicked."""
    if await allowed(ctx, Right.DECIDE, SEES):
        await _open(ctx, Where(PIECE, str(ctx.item_id)))


async def _open(ctx: SlackContext, where: Where) -> None:
    view = await drawn(ctx, where)
    await ctx.ack()
    await ctx.open_modal(view)


async def go(ctx: SlackContext) -> None:
    """Another page, in the same window."""
    if await allowed(ctx, Right.DECIDE, SEES):
        await ctx.ack()
        await ctx.update_modal(await drawn(ctx, Where.unpack(ctx.value or "")))


async def choose(ctx: SlackContext) -> None:
    """The page of a piece that was looked for."""
    if await allowed(ctx, Right.DECIDE, SEES):
        await ctx.ack()
        await ctx.update_modal(await drawn(ctx, Where.unpack(f"{PIECE}|{ctx.value or ''}|1")))


async def suggest(ctx: SlackContext) -> None:
    """Pieces for what is being typed."""
    options: list[b.Block] = []
    if may(ctx.person.role, Right.DECIDE):
        async with reading(ctx.services.database) as session:
            found = await loading.find_pieces(session, str(ctx.payload.get("value") or ""))
        options = [b.option(line, str(item_id)) for item_id, line in found]
    await ctx.ack(options=options)


async def redraw(ctx: SlackContext, where: Where, notice: Notice | None = None) -> None:
    """The window as it is after a change: it was clicked, or lies below the one that was submitted."""
    below = ctx.origin.view_id if ctx.kind == "view" else None
    await ctx.update_modal(await drawn(ctx, where, notice), below)


async def drawn(ctx: SlackContext, where: Where, notice: Notice | None = None) -> View:
    """The window with that page."""
    look = await _look(ctx, notice)
    tell, now = look.tell, ctx.now
    async with reading(ctx.services.database) as session:
        if where.section == COLLECTION:
            inside = await loading.load_inside(session, where.key, where.page, now)
            if inside is not None:
                return slack_view.window(look, where, slack_view.inside(look, inside, where))
            where = Where(COLLECTIONS)
        if where.section == PIECE:
            piece = await loading.load_piece(session, int(where.key), now, ctx.services.settings)
            gone = [b.section(tell.say("unknown-piece", item=where.key))]
            made = slack_view.piece(look, piece) if piece is not None else gone
            return slack_view.window(look, where, made)
        if where.section == PROGRAMME:
            held = await loading.load_held(session, ctx.services.settings)
            return slack_view.window(look, where, programme_page.page(look, held))
        if where.section == PIECES:
            found = await loading.load_decided(session, where.page, now)
            return slack_view.window(look, where, slack_view.decided(look, found, where))
        if where.section == CHANGES:
            latest = await changes(session)
            unnamed = {one.by for one in latest if not one.by_name and one.by not in ("", CREATOR)}
        else:
            shelf = await loading.load_shelf(session, where.page)
            return slack_view.window(look, where, slack_view.shelf(look, shelf, where))
    staff = ctx.services.outlet(Staff)
    names = {one: await staff.name(one) for one in sorted(unnamed)}
    return slack_view.window(look, where, slack_view.changed(look, latest, names))


async def _look(ctx: SlackContext, notice: Notice | None) -> Look:
    manages = may(ctx.person.role, Right.SETTINGS)
    whom = "" if manages else await ctx.services.outlet(Staff).who_may(Right.SETTINGS)
    return Look(teller(ctx), manages, notice, whom)
