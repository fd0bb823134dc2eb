"""Adding content from Slack: by command and from a message's menu."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.queries import find_by_url
from bot.faces import words
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_view
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.places import card_link, item_row
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.intake.add import add_url, address, guess
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right
from bot.services import Services
from bot.sources.base import FoundCreator, Kind
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.add import modals
from cogs.add.view import Draft, from_message, from_words

USAGE = (
    "Which content? Send its address, and a note if you like: `/goodword add https://social.example/@anna/1`"
)
NO_LINK = "That message has no link. Use `/goodword add URL` with the address of the content."
LOST = "That window was from an older version of me, so I added nothing. Please begin again."


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router. The shortcut is named as in the app's manifest."""
    router.command("add", by_command)
    router.shortcut("add_content", from_menu)
    router.view("add", "submit", submit)


async def by_command(ctx: SlackContext) -> None:
    if not ctx.text:
        await ctx.ack()
        await ctx.tell_privately(USAGE)
        return
    await _begin(ctx, from_words(ctx.text, ctx.channel))


async def from_menu(ctx: SlackContext) -> None:
    """The first link of the message; its author is who saw it."""
    message = ctx.payload.get("message")
    message = message if isinstance(message, Mapping) else {}
    author = message.get("user")
    name = await ctx.services.outlet(Staff).name(str(author)) if author else ctx.person.name
    draft = from_message(message, name, ctx.channel)
    if draft is None:
        await ctx.ack()
        await ctx.tell_privately(NO_LINK)
        return
    await _begin(ctx, draft)


async def _begin(ctx: SlackContext, draft: Draft) -> None:
    """Say that it is known, or open the window. Raises TellUser for an address that can't be added."""
    if not await allowed(ctx, Right.ADD):
        return
    url = address(draft.url)
    item = await _known(ctx, url)
    await ctx.ack()
    if item is not None:
        await _tell(ctx, item, f"That is known already: item {item.item_id}.")
        return
    platform, kind = guess(url)
    await ctx.open_modal(modals.complete(Draft(url, draft.note, draft.channel, draft.text), platform, kind))


async def submit(ctx: SlackContext) -> None:
    """Take it in, committed before the window closes."""
    draft = Draft.unpack(ctx.metadata)
    if draft is None:
        raise TellUser(LOST)
    if not await allowed(ctx, Right.ADD):
        return
    services = ctx.services
    async with unit_of_work(services.database) as session:
        added = await add_url(
            session,
            services.intake,
            draft.url,
            ctx.person,
            ctx.now,
            text=_text(ctx, "text", modals.TEXT_LIMIT),
            creator=_creator(ctx),
            platform=str(ctx.field("platform") or "") or None,
            kind=Kind(ctx.field("kind")) if ctx.field("kind") in set(Kind) else None,
            language=str(ctx.field("language") or "") or None,
            note=draft.note or None,
        )
    await ctx.ack()
    async with reading(services.database) as session:
        item = await load_item_view(session, added.item_id)
    if item is not None:
        review = services.settings.review.channel
        said = f"Added as item {item.item_id}; its card comes to {review}."
        await _tell(
            ctx, item, f"That is known already: item {item.item_id}." if added.known else said, draft.channel
        )


async def _known(ctx: SlackContext, url: str) -> ItemView | None:
    async with reading(ctx.services.database) as session:
        item_id = await find_by_url(session, url)
        return await load_item_view(session, item_id) if item_id is not None else None


async def _tell(ctx: SlackContext, item: ItemView, said: str, channel: str | None = None) -> None:
    """Privately: what was done, the item, and where its card stands."""
    if channel and ctx.channel is None:
        ctx.channel = channel  # a submitted window has no channel; the answer goes where it was asked for
    link = await card_link(ctx.client, ctx.services.database, item.item_id)
    text = f"{said} {words.STATUSES[item.status]}."
    made = [b.section(b.escape(said)), item_row(item)]
    if link:
        made.append(b.context(b.link(link, "Its card")))
    await ctx.tell_privately(text, made)


def _text(ctx: SlackContext, block: str, limit: int) -> str | None:
    return str(ctx.field(block) or "").strip()[:limit] or None


def _creator(ctx: SlackContext) -> FoundCreator | None:
    """Without an id of the platform's own: the handle or the name identifies them."""
    name, handle = _text(ctx, "name", 200), _text(ctx, "handle", 200)
    if not name and not handle:
        return None
    return FoundCreator("", clean_line(handle) if handle else None, clean_line(name) if name else None)
