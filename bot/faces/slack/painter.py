"""Draws any message of ours from the rows as they are now, and orders the edits of each message."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4
from weakref import WeakValueDictionary

from bot.faces.item_view import ItemView
from bot.faces.queries import load_brief_views, load_item_view, load_item_views
from bot.faces.slack import crowd, queries
from bot.faces.slack.card import Drawn, card
from bot.faces.slack.context import SlackContext
from bot.faces.slack.files import Files
from bot.faces.slack.tables import DRAWN, SlackMessage
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Painted:
    """A message as it ought to look, and which revision of each stale item it shows. ``pictured``: a card with
    the pictures it has, which Slack may refuse."""

    drawn: Drawn
    shown: Mapping[int, int]
    pictured: bool = False


class Painter:
    """One per process. Edits of one message happen one after the other, each from a fresh look at the rows, so
    that an older picture never follows a newer one."""

    def __init__(self, database: Database, files: Files, *, own_cards: bool = True) -> None:
        self._database = database
        self._own_cards = own_cards  # whether the most urgent of a burst get cards
        self._files = files
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._clicked: OrderedDict[int, str] = (
            OrderedDict()
        )  # what a click's answer already made of a message

    def lock(self, message_id: int) -> asyncio.Lock:
        """Hold it from looking at the rows until Slack has the result."""
        found = self._locks.get(message_id)
        if found is None:
            found = self._locks[message_id] = asyncio.Lock()
        return found

    async def paint(self, message: SlackMessage, *, pictures: bool = True, nonce: str = "") -> Painted:
        """Draw a message from the rows; ``pictures`` False leaves them out (Slack refused one)."""
        assert message.id is not None
        async with reading(self._database) as session:
            # Revisions before contents: a change in between is drawn once more, never missed.
            ids, shown = await queries.contents_of(session, message.id)
            if message.kind == "summary":
                counts = await queries.tally(session, message.id)
                return Painted(crowd.summary(counts, own_cards=self._own_cards), shown)
            load = load_brief_views if message.kind == "list" else load_item_views
            views = await load(session, ids)
        items = [views[one] for one in ids if one in views]
        if message.kind == "list":
            return Painted(crowd.listing(items), shown)
        return Painted(await self._card(items[0], pictures=pictures, nonce=nonce), shown, pictures)

    async def card(self, item: ItemView) -> Drawn:
        """An item's card with the pictures Slack already has."""
        return card(item, await self._files.for_items([item], upload=False))

    async def after_click(self, ctx: SlackContext, item_id: int) -> None:
        """Redraw the message the person started from, by its response_url, which has no limit a minute. The
        durable delivery makes good whatever fails here."""
        origin = ctx.origin
        if not origin.channel or not origin.ts or origin.response_url is None:
            return
        async with reading(self._database) as session:
            message = await queries.message_at(session, origin.channel, origin.ts)
        if message is None or message.id is None:
            await self._redraw_private(ctx, origin.response_url, item_id)
            return
        if message.kind not in DRAWN:
            return  # a post of which nothing changes but by whoever posted it
        async with self.lock(message.id):
            drawn = (await self.paint(message, nonce=uuid4().hex[:6])).drawn
            if await ctx.replies.respond(origin.response_url, drawn.text, drawn.blocks, replace=True):
                self._clicked[message.id] = drawn.digest
                while len(self._clicked) > REMEMBERED:
                    self._clicked.popitem(last=False)

    def has(self, message: SlackMessage, drawn: Drawn) -> bool:
        """Whether Slack shows that already."""
        return drawn.digest == self._clicked.get(message.id or 0, message.rendered)

    def settled(self, message_id: int) -> None:
        """The rows know what Slack shows; what a click made of it need not be remembered."""
        self._clicked.pop(message_id, None)

    async def _redraw_private(self, ctx: SlackContext, response_url: str, item_id: int) -> None:
        """A card that was shown to one person alone."""
        async with reading(self._database) as session:
            view = await load_item_view(session, item_id)
        if view is not None:
            drawn = await self.card(view)
            await ctx.replies.respond(response_url, drawn.text, drawn.blocks, replace=True)

    async def tidy(self) -> None:
        """Delete what no message may show any more."""
        await self._files.tidy()

    async def files(self, item: ItemView, *, upload: bool = False) -> dict[int, str]:
        """The pictures of an item that Slack has already; ``upload`` gives it the one that is missing."""
        return await self._files.for_items([item], upload=upload)

    async def _card(self, item: ItemView, *, pictures: bool, nonce: str) -> Drawn:
        files = await self._files.for_items([item], upload=pictures)
        return card(item, files if pictures else {}, nonce)
