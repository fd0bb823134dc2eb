"""The durable work of notices. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.faces.actions import encode
from bot.services import Services
from bot.work import Job
from bot.work.notices import NOTICE, Offer


async def post(
    services: Services, what: str, remedy: str = "", key: str = "", offers: Sequence[Offer] = ()
) -> None:
    """Tell managers. With a key (the occasion) it stands in the channel once, however often this runs, and offers
    are buttons below it; without one, running twice tells it twice."""
    from bot.faces.slack.blocks import button
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.once import post_once

    face = services.outlet(SlackFace)
    if key:
        buttons = [button(said, encode(area, verb, about, seen)) for said, area, verb, about, seen in offers]
        await post_once(face, key, what, remedy, buttons)
    else:
        await face.notices.post(what, remedy)


JOBS = (Job(NOTICE, post),)
