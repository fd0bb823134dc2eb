"""Durable work: saying a step of a permission below the item's card. What speaks to Slack is loaded when it runs."""

from __future__ import annotations

from bot.faces.steps import SAY
from bot.services import Services
from bot.work import Job

PACE = 1.0
"""Seconds between two posts: Slack takes about one a second in a channel."""


async def say(services: Services, ask_id: int, revision: int) -> None:
    """Say one step, and take the buttons off what it decides. Run twice, it stands once."""
    from cogs.rights.saying import say_step

    await say_step(services, ask_id, revision)


JOBS = (Job(SAY, say, queue="deliver", pace=PACE),)
