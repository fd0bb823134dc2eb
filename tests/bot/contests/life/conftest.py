from __future__ import annotations

import pytest

from bot.storage.database import Database
from tests.bot.contests.life.stage import Stage


@pytest.fixture
def stage(database: Database) -> Stage:
    """On SQLite and on PostgreSQL."""
    return Stage(database)
