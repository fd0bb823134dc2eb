"""The history command in Slack."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url
from bot.faces.history import load_history
from bot.faces.queries import load_item_view
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.history import history_window
from bot.faces.slack.router import SlackRouter
from bot.intake.add import typed_url
from bot.kernel.errors import TellUser
from bot.people.rules import Right
from bot.services import Services
from bot.storage.unit_of_work import reading

EXAMPLE = "For example: /goodword history 123"
USAGE = (
    "Which item? Its number stands in search results and in its history; the address of the post works too. "
    f"{EXAMPLE}"
)
LARGEST = 2**63 - 1  # of a database's row number


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("history", show)


async def show(ctx: SlackContext) -> None:
    """Open the window, or say that there is no such item. Raises TellUser for what is neither."""
    if not await allowed(ctx, Right.VIEW):
        return
    wanted = ctx.text.strip().lstrip("#")
    if not wanted:
        await ctx.ack()
        await ctx.tell_privately(USAGE)
        return
    async with reading(ctx.services.database) as session:
        item_id = await _find(session, wanted)
        item = await load_item_view(session, item_id) if item_id is not None else None
        lines = await load_history(session, item) if item is not None else []
    await ctx.ack()
    if item is None:
        await ctx.tell_privately("I know no such item. `/goodword search WORDS` finds items by their words.")
        return
    await ctx.open_modal(history_window(item, lines))


async def _find(session: AsyncSession, wanted: str) -> int | None:
    if wanted.isascii() and wanted.isdigit():
        return int(wanted) if int(wanted[:20]) <= LARGEST else None
    url, _ = typed_url(wanted)
    if url is None:
        raise TellUser("That is neither an item's number nor the address of a post.", remedy=f"{EXAMPLE}.")
    return await find_by_url(session, url)
