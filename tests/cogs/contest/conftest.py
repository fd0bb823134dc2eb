"""A manager's stage over a connected bot."""

from __future__ import annotations

import pytest

from tests.cogs.contest.slack_stage import Stage
from tests.support.slack_bot import SlackBot


@pytest.fixture
def stage(bot: SlackBot) -> Stage:
    return Stage(bot)
