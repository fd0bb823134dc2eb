"""A contest with the line that content takes into it."""

from __future__ import annotations

import pytest

from bot.storage.database import Database
from tests.bot.intake.entering.entrance import Entrance


@pytest.fixture
def entrance(database: Database) -> Entrance:
    """On SQLite and on PostgreSQL."""
    return Entrance(database)
