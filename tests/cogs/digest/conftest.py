"""A local Slack, and a bot in it that sends digests."""

from __future__ import annotations

import pytest

from tests.cogs.digest.support import Stage
from tests.support.slack_bot import SlackBot
from tests.support.slack_fixtures import bot, slack

__all__ = ["bot", "slack", "stage"]


@pytest.fixture
def stage(bot: SlackBot) -> Stage:
    return Stage(bot)
