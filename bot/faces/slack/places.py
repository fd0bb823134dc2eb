"""Where an item is found in Slack, and a line about it for lists."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.card import summary_line
from bot.faces.slack.errors import NETWORK
from bot.storage.database import Database
from bot.storage.unit_of_work import reading


async def card_link(client: AsyncWebClient, database: Database, item_id: int) -> str | None:
    """The address of the message that shows an item; None where none stands or Slack doesn't say."""
    async with reading(database) as session:
        message = await queries.message_of(session, item_id)
    if message is None or not message.ts:
        return None
    try:
        answer = await client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
    except (SlackApiError, *NETWORK):
        return None  # a link is a convenience; the item opens without it too
    return str(answer["permalink"])


def item_row(item: ItemView) -> b.Block:
    """Number, how it stands, what it says (nothing of one that is gone), and a button that opens it."""
    standing = f"*{words.STATUSES[item.status]}*"
    if item.gone:
        kind = b.escape(f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)}")
        text = f"{kind}, {words.LIVES.get(item.life, words.LIVES['deleted'])}"
    else:
        text = summary_line(item)
        if item.url:
            text += f" · {b.link(item.url, 'original')}"
    worry = f" · {len(item.worries)} flagged" if item.worries and not item.gone else ""
    button = b.button("Open", encode("review", "details", item.item_id), label=f"Open item {item.item_id}")
    return b.section(f"#{item.item_id} · {standing}{worry}\n{text}", button)
