"""The window with a button for each network: from a pick in the channel for whoever takes part, and from one's own
where its menu is too short for all."""

from __future__ import annotations

from typing import Any

from bot.ambassadors import offers, queries
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.service import Ambassadors
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.faces.web.sharing import tokens_of
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.acting import AREA, mine, networks_of, worded, words_of
from cogs.ambassador.slack_cards import Shown, every_network, saying


def register(router: SlackRouter) -> None:
    """Hang the handler on the router."""
    router.action(AREA, "here", worded(here))


async def here(ctx: SlackContext) -> None:
    """Open the window with the person's networks. Raises Refused where they don't take part, which says how to,
    where the piece can't be shared, or where there is no network on which they can."""
    words, services = await words_of(ctx), ctx.services
    ambassadors = services.outlet(Ambassadors)
    async with unit_of_work(services.database) as session:
        me = await mine(ctx, session)
        networks = networks_of(me.row, me.programme)
        sayable = await ambassadors.sharing.offered(session, me.row, ctx.item_id, me.programme, ctx.now)
        await offers.take(session, me.id, ctx.item_id, ctx.now)
        offer = await queries.offer(session, me.id, ctx.item_id)
    if offer is None:
        raise refused(Why.NOT_OFFERED)
    shown = Shown(words, me.row, offer, None, networks, sayable, tokens=tokens_of(services))
    await ctx.ack()
    await ctx.open_modal(_window(shown))


def _window(shown: Shown) -> dict[str, Any]:
    words = shown.words
    made = [
        *saying(shown),
        every_network(shown),
        b.actions([b.button(words.plain("edit"), shown.act("edit"))]),
        b.context(words.md("here-after")),
    ]
    return b.modal(
        words.plain("share-title"), made, callback_id=encode(AREA, "sharing"), close=words.plain("close")
    )
