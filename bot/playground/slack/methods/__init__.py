"""Every Web API method the local Slack answers, by name."""

from bot.playground.slack.methods import auth, chat, conversations, files, reactions, scheduled, users, views
from bot.playground.slack.registry import Method

FAMILIES = (auth, chat, scheduled, conversations, users, views, files, reactions)
METHODS: dict[str, Method] = {each.name: each for family in FAMILIES for each in family.methods}

__all__ = ["METHODS"]
