"""The direct message about an escalated item, and its end when that is taken back."""

from __future__ import annotations

from bot.faces.actions import encode
from bot.faces.queries import load_item_view
from bot.faces.slack import blocks as b
from bot.faces.slack.card import summary_line
from bot.faces.slack.directs.queries import escalations_of, keep_escalation
from bot.faces.slack.face import SlackFace
from bot.faces.slack.places import card_link
from bot.kernel.text import clean_line
from bot.review.rules import Status
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work


async def tell(services: Services, item_id: int, to: str, by_name: str, note: str) -> None:
    """Send it, unless the item no longer waits for that person."""
    async with reading(services.database) as session:
        item = await load_item_view(session, item_id)
    if item is None or not item.waiting or item.escalated_to != to:
        return
    face = services.outlet(SlackFace)
    text = f":raising_hand: *{b.isolate(by_name)}* asks you to decide about this: {summary_line(item)}"
    quoted = f"\n>{b.isolate(clean_line(note, 500))}" if note else ""
    buttons = [b.button("Open", encode("review", "details", item.item_id, item.revision), style="primary")]
    if link := await card_link(face.client, services.database, item_id):
        buttons.append(b.button("See the card", encode("review", "link", item.item_id), url=link))
    channel, ts = await face.replies.direct(to, text, [b.section(text + quoted), b.actions(buttons)])
    async with unit_of_work(services.database) as session:
        keep_escalation(session, item_id, channel, ts)


async def take_back(services: Services, item_id: int, by_name: str) -> None:
    """Change the messages about an item's escalations, unless it was escalated anew meanwhile."""
    async with reading(services.database) as session:
        item = await load_item_view(session, item_id)
        told = await escalations_of(session, item_id)
    if item is None or item.status is Status.ESCALATED:
        return
    if item.status is Status.CLOSED:
        text = ":wastebasket: There is nothing to decide any more: this is gone, or is not shown again."
    else:
        text = f":leftwards_arrow_with_hook: *{b.isolate(by_name)}* took this back: you need not decide about it."
    about = "" if item.gone or item.status is Status.CLOSED else f"\n{summary_line(item)}"
    button = b.button("Open", encode("review", "details", item.item_id, item.revision))
    for message in told:
        shown = [b.section(text + about), b.actions([button])]
        await services.outlet(SlackFace).replies.change(message.channel, message.ts or "", text, shown)
