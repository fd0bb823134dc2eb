"""``/goodword picks``, and the buttons of a pick: save, skip, take back, and that it was shared."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers, taking_back
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.queries import offer as offer_of
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.sharing import Said
from bot.ambassadors.tables import Offer
from bot.ambassadors.turns import withheld
from bot.ambassadors.wishes import ask_to_show
from bot.curation.programme import Programme
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.faces.slack import blocks as b
from bot.faces.slack import queries as slack_queries
from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import ANY
from bot.faces.slack.router import SlackRouter
from bot.kernel.text import clean_line
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries
from cogs.ambassador.acting import AREA, Mine, act, extra_number, mine, owner, worded, words_of
from cogs.ambassador.giving import more as give_more
from cogs.ambassador.slack_cards import place_of
from cogs.ambassador.words import Words

AT_ONCE = 3
LISTED = 10
STILL = 5
"""Pieces that are offered once more where there is nothing new."""
Change = Callable[[AsyncSession, int, int, datetime], Awaitable[None]]


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("picks", worded(by_command))
    router.action(AREA, "save", worded(save))
    router.action(AREA, "skip", worded(skip))
    router.action(AREA, "undo", worded(undo))
    router.action(AREA, "said", worded(said))
    router.action(AREA, "unsaid", worded(unsaid))
    router.action(AREA, "not_posted", worded(not_posted))
    router.action(AREA, "another", worded(another))
    router.action(AREA, "more", worded(more))
    router.action(AREA, "open", opened)
    router.action(AREA, "menu", opened)


async def by_command(ctx: SlackContext) -> None:
    """More at once; the word "saved" lists what was saved."""
    if ctx.text.strip().casefold().startswith(("saved", "sparad", "gemerkt")):
        await _saved(ctx)
    else:
        await _more(ctx)


async def more(ctx: SlackContext) -> None:
    """More picks, from a message's button."""
    async with unit_of_work(ctx.services.database) as session:
        await owner(ctx, session)
    await _more(ctx)


async def _more(ctx: SlackContext) -> None:
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
    await ctx.ack()
    count = await give_more(ctx.services, me.id, AT_ONCE)
    if count:
        async with reading(ctx.services.database) as session:
            kept = await offers.saved(session, me.id, LISTED)
        said = words.md("more-coming", count=count, number=words.number(count))
        below = [b.context(words.md("saved-hint", count=len(kept)))] if kept else []
        await ctx.tell_privately(said, [b.section(said), *below])
        return
    async with reading(ctx.services.database) as session:
        left = await ctx.services.outlet(Ambassadors).membership.picks_left(
            session, me.id, me.programme, ctx.now, asked=True
        )
    most = me.programme.picks_a_week
    said = words.md("no-more" if left else "week-full", count=most, number=words.number(most))
    still = await _still(ctx, words, me)
    below = [b.section(f"*{words.md('still-title')}*"), *still] if still else []
    await ctx.tell_privately(said, [b.section(said), *below])


async def _still(ctx: SlackContext, words: Words, me: Mine) -> list[b.Block]:
    """What they were offered, may share now, and haven't shared: a line with a button each."""
    async with reading(ctx.services.database) as session:
        found = await offers.unshared(session, me.id)
        allowed = await licensed_among(session, [one.item_id for one in found], Use.EMPLOYEES, ctx.now)
        kept_back = await withheld(session, ctx.services.outlet(Picker), me.programme, ctx.now)
        found = [one for one in found if one.item_id in allowed and one.item_id not in kept_back][:STILL]
        views = await load_item_views(session, [one.item_id for one in found])
    return [await _line(ctx, words, me.id, one, views.get(one.item_id)) for one in found]


async def _saved(ctx: SlackContext) -> None:
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        kept = await offers.saved(session, me.id, LISTED)
        allowed = await licensed_among(session, [one.item_id for one in kept], Use.EMPLOYEES, ctx.now)
        kept = [one for one in kept if one.item_id in allowed]
        views = await load_item_views(session, [one.item_id for one in kept])
    await ctx.ack()
    if not kept:
        await ctx.tell_privately(words.md("nothing-saved"))
        return
    made = [b.header(words.plain("saved-title"))]
    made += [await _line(ctx, words, me.id, one, views.get(one.item_id)) for one in kept]
    await ctx.tell_privately(words.plain("saved-title"), made)


async def _line(
    ctx: SlackContext, words: Words, ambassador_id: int, offer: Offer, item: ItemView | None
) -> b.Block:
    if item is None or item.gone:
        return b.section(words.md("pick-gone"))
    name = clean_line(item.creator.label, 60) if item.creator is not None else words.plain("somebody")
    said = f"*{b.isolate(name)}* {b.isolate(clean_line(item.text or item.title or '', 150))}"
    if address := await _address(ctx, ambassador_id, offer.item_id):
        said += f" · <{address}|{words.md('to-pick')}>"
    return b.section(said, b.button(words.plain("share"), act("edit", offer.item_id, ambassador_id)))


async def _address(ctx: SlackContext, ambassador_id: int, item_id: int) -> str | None:
    async with reading(ctx.services.database) as session:
        key = queries.key_of(ambassador_id, item_id)
        message = await slack_queries.message_with_key(session, key)
    if message is None or not message.ts:
        return None
    try:
        answer = await ctx.client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
    except ANY:
        return None  # a link is a convenience
    return b.safe_url(str(answer["permalink"]))


async def save(ctx: SlackContext) -> None:
    """Later."""
    await _change(ctx, offers.save)


async def skip(ctx: SlackContext) -> None:
    """Not this one."""
    await _change(ctx, offers.skip)


async def undo(ctx: SlackContext) -> None:
    """Neither skipped nor saved, after all."""
    await _change(ctx, offers.undo)


async def _change(ctx: SlackContext, change: Change) -> None:
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        await change(session, me.id, ctx.item_id, ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()


async def said(ctx: SlackContext) -> None:
    """ "I shared it". Said twice it counts once."""
    words, ambassadors = await words_of(ctx), ctx.services.outlet(Ambassadors)
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        new = await ambassadors.sharing.said(session, me.id, extra_number(ctx, 1), me.programme, ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()
    if new is not None:
        await ctx.tell_privately(said_words(words, new, me.programme))


def said_words(words: Words, became: Said, programme: Programme) -> str:
    """What became of a share that somebody told of."""
    rules = programme.points
    values = {Said.FULL: rules.shares_a_day, Said.WAITS: rules.said_a_week}
    most = values.get(became, 0)
    return words.md(f"said-{became.value}", count=most, most=words.number(most))


async def unsaid(ctx: SlackContext) -> None:
    """They didn't share it after all."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        work = ctx.services.work
        done = await taking_back.take_back(session, work, me.id, extra_number(ctx, 1), ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()
    if not done:
        await ctx.tell_privately(words.md("cant-take-back"))


async def not_posted(ctx: SlackContext) -> None:
    """They only opened composers with it: they aren't asked about those any more."""
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        await taking_back.not_posted(session, me.id, ctx.item_id)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()


async def another(ctx: SlackContext) -> None:
    """The next of the suggested texts. Raises Refused where it wasn't offered, or may not be shared."""
    sharing = ctx.services.outlet(Ambassadors).sharing
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        offer = await offer_of(session, me.id, ctx.item_id)
        if offer is None:
            raise refused(Why.NOT_OFFERED)
        sayable = await sharing.offered(session, me.row, ctx.item_id, me.programme, ctx.now)
        at = place_of(offer, sayable)
        if at is not None:  # a text of their own stays: nobody loses what they wrote
            following = (at + 1) % len(sayable.texts)
            text = sayable.texts[following].text if following else ""
            await offers.write(session, me.id, ctx.item_id, text, ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()


async def opened(ctx: SlackContext) -> None:
    """A button with an address was pressed: the browser does the rest."""
    await ctx.ack()
