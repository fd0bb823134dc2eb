"""Fixtures of tests that need our bot in a local Slack; import them in a ``conftest.py``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from tests.support.slack_bot import SlackBot, slack_bot


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    """A local Slack without limits: what it would refuse at a real pace is tested where limits are the point."""
    async with LocalSlack(limits="off") as local:
        yield local


@pytest_asyncio.fixture
async def bot(slack: LocalSlack, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[SlackBot]:
    async with slack_bot(slack, sqlite_database, tmp_path) as running:
        yield running
