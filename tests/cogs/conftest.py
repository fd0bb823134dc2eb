"""A local Slack and our bot connected to it."""

from tests.support.slack_fixtures import bot, slack

__all__ = ["bot", "slack"]
