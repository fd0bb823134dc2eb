"""The durable work of notices. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from bot.services import Services
from bot.work import Job
from bot.work.notices import NOTICE


async def post(services: Services, what: str, remedy: str = "", key: str = "") -> None:
    """Tell managers. With a key (the occasion) it stands in the channel once, however often this runs; without
    one, running twice tells it twice."""
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.once import post_once

    face = services.outlet(SlackFace)
    if key:
        await post_once(face, key, what, remedy)
    else:
        await face.notices.post(what, remedy)


JOBS = (Job(NOTICE, post),)
