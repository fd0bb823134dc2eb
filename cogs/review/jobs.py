"""Durable work of the cards: keeping a channel up to date, telling a person about an escalation.

The parts that speak to Slack are looked up when a job runs, so declaring these jobs loads no chat SDK.
"""

from __future__ import annotations

from bot.faces.escalations import TELL_ESCALATED, TELL_TAKEN_BACK
from bot.review.service import DELIVER
from bot.services import Services
from bot.work import Job


async def deliver(services: Services, channel: str) -> None:
    """Make a channel show what the rows say. Run twice, it finds nothing left to do."""
    from bot.faces.slack.delivery import Delivery

    await services.outlet(Delivery).deliver(channel)


async def tell_escalated(services: Services, item_id: int, to: str, by_name: str, note: str) -> None:
    """Tell a person by direct message that an item waits for them. Run twice, they are told twice: harmless,
    and rarer than a crash between the message and its record."""
    from cogs.review.escalation import tell

    await tell(services, item_id, to, by_name, note)


async def tell_taken_back(services: Services, item_id: int, by_name: str) -> None:
    """Tell whom an item was escalated to that it no longer waits for them. Run twice, it says the same."""
    from cogs.review.escalation import take_back

    await take_back(services, item_id, by_name)


JOBS = (
    Job(DELIVER, deliver, queue="deliver"),
    Job(TELL_ESCALATED, tell_escalated),
    Job(TELL_TAKEN_BACK, tell_taken_back),
)
