"""Celebrating somebody, taking that back, and reminding who faded, from the window of how the programme goes."""

from __future__ import annotations

from bot.ambassadors import queries as people
from bot.ambassadors import recognising
from bot.ambassadors.badges.rules import PRAISES
from bot.curation.programme import programme
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.curation import slack_forms as forms
from cogs.curation.overview import days_of
from cogs.curation.slack_acts import managers_may
from cogs.curation.slack_pages import teller
from cogs.curation.slack_programme import drawn
from cogs.curation.slack_view import AREA, Notice
from cogs.curation.telling import NAME

PRAISE = "praise"


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.action(AREA, "celebrate", celebrate)
    router.view(AREA, "celebrated", celebrated)
    router.action(AREA, "uncelebrate", uncelebrate)
    router.action(AREA, "remind", remind)


async def _redraw(ctx: SlackContext, days: str, notice: Notice) -> None:
    await ctx.ack()
    below = ctx.origin.view_id if ctx.kind == "view" else None
    await ctx.update_modal(await drawn(ctx, days_of(days), notice), below)


async def _show(ctx: SlackContext, notice: Notice) -> None:
    await _redraw(ctx, ctx.metadata, notice)


_of_programme = managers_may("celebrate and remind ambassadors", _show)


async def _name_of(ctx: SlackContext, ambassador_id: int) -> str:
    async with reading(ctx.services.database) as session:
        row = await people.get(session, ambassador_id)
    return clean_line(row.name, NAME) if row is not None and row.name else teller(ctx).plain("somebody")


@_of_programme
async def celebrate(ctx: SlackContext) -> None:
    """Choose what for, from words of ours: a name is in the post, so nobody writes freely beside it."""
    tell, number = teller(ctx), ctx.item_id
    options = [b.option(tell.plain(f"praise-{one}"), str(one)) for one in PRAISES]
    radio = b.radio(PRAISE, options, initial=str(PRAISES[0]))
    made = [
        b.section(
            tell.say(
                "celebrate-about",
                name=await _name_of(ctx, number),
                channel=ctx.services.settings.ambassadors.channel,
            )
        ),
        b.field(tell.plain("praise-field"), radio, PRAISE),
    ]
    callback = encode(AREA, "celebrated", number, extra=(str(days_of(ctx.metadata)),))
    await ctx.ack()
    await ctx.open_modal(forms.form(tell, "celebrate-title", made, callback, ctx.origin.pack()))


@_of_programme
async def celebrated(ctx: SlackContext) -> None:
    """It is posted in the person's working hours, as other celebrations are."""
    number, said = ctx.item_id, str(ctx.field(PRAISE) or "")
    praise = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
    async with unit_of_work(ctx.services.database) as session:
        held = await programme(session, ctx.services.settings)
        badge = await recognising.celebrate(session, number, praise, held, ctx.person, ctx.now)
        badge_id = badge.id
    text = teller(ctx).plain("did-celebrate", name=await _name_of(ctx, number))
    days = ctx.action.extra[0] if ctx.action is not None and ctx.action.extra else ""
    await _redraw(ctx, days, Notice(text, badge=badge_id))


@_of_programme
async def uncelebrate(ctx: SlackContext) -> None:
    """The badge goes, and the post with it."""
    async with unit_of_work(ctx.services.database) as session:
        await recognising.take_back(session, ctx.services.work, ctx.item_id, ctx.person, ctx.now)
    await _redraw(ctx, ctx.metadata, Notice(teller(ctx).plain("did-undo")))


@_of_programme
async def remind(ctx: SlackContext) -> None:
    """One kind message, in their working hours."""
    async with unit_of_work(ctx.services.database) as session:
        await recognising.remind(session, ctx.services.work, ctx.item_id, ctx.person, ctx.now)
    text = teller(ctx).plain("did-remind", name=await _name_of(ctx, ctx.item_id))
    await _redraw(ctx, ctx.metadata, Notice(text))
