"""Ambassadors in Slack."""

from __future__ import annotations

from bot.faces.slack.face import SlackFace
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.router import SlackRouter
from bot.intake.privacy.places import ErasurePlaces
from bot.services import Services
from cogs.ambassador import (
    slack_board,
    slack_editing,
    slack_ending,
    slack_here,
    slack_joining,
    slack_me,
    slack_picks,
)
from cogs.ambassador.erased import NamedPlace


def register(router: SlackRouter, services: Services) -> None:
    """Hang the handlers on the router."""
    services.provide(Profiles(services.outlet(SlackFace).client))
    services.outlet(ErasurePlaces).add(NamedPlace(services.database))
    slack_joining.register(router)
    slack_picks.register(router)
    slack_editing.register(router)
    slack_here.register(router)
    slack_me.register(router)
    slack_board.register(router)
    slack_ending.register(router)
