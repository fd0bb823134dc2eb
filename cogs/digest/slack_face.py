"""The digest in Slack."""

from __future__ import annotations

from bot.digests.faces import DigestFaces
from bot.faces.slack.router import SlackRouter
from bot.services import Services
from cogs.digest import slack_commands, slack_schedules
from cogs.digest.slack_delivery import SlackDigests


def register(router: SlackRouter, services: Services) -> None:
    """Hang the handlers on the router, and send digests to Slack."""
    services.outlet(DigestFaces).plug(SlackDigests(services))
    slack_commands.register(router)
    slack_schedules.register(router)
