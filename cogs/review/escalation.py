"""The direct message about an escalated item."""

from __future__ import annotations

from bot.faces.actions import encode
from bot.faces.queries import load_item_view
from bot.faces.slack import blocks as b
from bot.faces.slack import queries
from bot.faces.slack.card import summary_line
from bot.faces.slack.errors import ANY, as_ours
from bot.faces.slack.face import SlackFace
from bot.kernel.text import clean_line
from bot.services import Services
from bot.storage.unit_of_work import reading


async def tell(services: Services, item_id: int, to: str, by_name: str, note: str) -> None:
    """Send it, unless the item no longer waits for that person."""
    async with reading(services.database) as session:
        item = await load_item_view(session, item_id)
        message = await queries.message_of(session, item_id)
    if item is None or not item.waiting or item.escalated_to != to:
        return
    client = services.outlet(SlackFace).client
    try:
        link = None
        if message is not None and message.ts and message.kind != "summary":
            answer = await client.chat_getPermalink(channel=message.channel, message_ts=message.ts)
            link = str(answer["permalink"])
        text = f":raising_hand: *{b.isolate(by_name)}* asks you to decide about this: {summary_line(item)}"
        quoted = f"\n>{b.isolate(clean_line(note, 500))}" if note else ""
        buttons = [
            b.button("Open", encode("review", "details", item.item_id, item.revision), style="primary")
        ]
        if link:
            buttons.append(b.button("See the card", encode("review", "link", item.item_id), url=link))
        made = [b.section(text + quoted), b.actions(buttons)]
        await client.chat_postMessage(
            channel=to, text=text, blocks=made, unfurl_links=False, unfurl_media=False
        )
    except ANY as error:
        raise as_ours(error, "telling a person about an escalation") from error
