"""What is asked again and again must cost what is due or licensed, not all that was ever asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from bot.faces.web.gallery.queries import revision
from bot.rights import queries
from bot.rights.licensed import licence, licensed_items
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.plans import watching

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("due", "ix_ask_due"),
        ("asked_since", "ix_ask_creator"),
        ("licence", "ix_ask_granted"),
        ("licensed_items", "ix_ask_granted"),
        ("by_reference", "ix_ask_reference"),
        ("asks_of", "ix_ask_item"),
    ],
)
async def test_sqlite_uses_the_index_that_is_meant(sqlite_database: Database, name: str, index: str) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            match name:
                case "due":
                    await queries.due(session, NOW)
                case "asked_since":
                    await queries.asked_since(session, 1, NOW)
                case "licence":
                    await licence(session, 1, Use.ADS, NOW)
                case "licensed_items":
                    await licensed_items(session, Use.ADS, NOW)
                case "by_reference":
                    await queries.by_reference(session, "post 1")
                case _:
                    await queries.asks_of(session, [1])
    plans = asked.plans("ask")
    assert any(index in step for plan in plans for step in plan), plans
    # what goes along the index of licences from its end stops at the limit
    along = f"SCAN ask USING INDEX {index}" if name == "licensed_items" else ""
    assert not any(step.startswith("SCAN ask") and step != along for plan in plans for step in plan), plans


async def test_whether_the_gallery_changed_is_read_from_the_ends_of_indexes(
    sqlite_database: Database,
) -> None:
    """Asked with every visit, so what it costs must not grow with what was ever done."""
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await revision(session, NOW)
    steps = [step for plan in asked.plans("ask") for step in plan]
    # along a key from its end, to the first row
    ended = re.compile(
        r"SCAN (ask_event USING .*autoindex_ask_event_\d|review_event|content_event|CONSTANT ROW)"
    )
    grows = [step for step in steps if step.startswith("SCAN ") and not ended.fullmatch(step)]
    assert all(step.startswith("SCAN clearance") for step in grows), steps
    assert not any("TEMP B-TREE" in step for step in steps), steps
    assert any("ix_ask_due" in step for step in steps), steps
    assert any("ix_media_cached" in step for step in steps), steps
