"""The digest in Slack."""

from __future__ import annotations

from bot.digests.faces import DigestFaces
from bot.faces.slack.router import SlackRouter
from bot.services import Services
from cogs.digest.slack_delivery import SlackDigests


def register(_router: SlackRouter, services: Services) -> None:
    """Send digests to Slack."""
    services.outlet(DigestFaces).plug(SlackDigests(services))
