"""What runs every minute, or while somebody waits, must cost what happened and not all that ever did, also where
SQLite has no statistics."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.activity import queries as activity
from bot.ambassadors.interests import queries as interests
from bot.ambassadors.picking import queries as picking
from bot.ambassadors.suggestions import queries as suggestions
from bot.faces.slack.directs.queries import escalations_of
from bot.faces.slack.picks.queries import waiting
from bot.faces.slack.tables import SlackMessage
from bot.insights.rows import value
from bot.links.queries import brought
from bot.rights.licensed import touched_since
from bot.storage.database import Database
from bot.storage.types import begins_with
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries as messages
from tests.support.plans import watching

NOW = datetime(2026, 11, 23, tzinfo=UTC)
THEN = NOW - timedelta(days=28)
Ask = Callable[[AsyncSession], Awaitable[Any]]
SMALL = (
    "SCAN ambassador",
    "SCAN chosen",
    "SCAN recent",
    "SCAN clearance",
    "SCAN links",
    "SCAN days_of_link",
    "SCAN opened",
)
"""Tables of some thousands at most, and what a statement made before."""
ASKED: dict[str, tuple[Ask, tuple[str, ...]]] = {
    "who does how much": (
        lambda session: activity.people(session, THEN),
        ("ix_ambassador_share_at (shared_at>?)", "ix_ambassador_share_last (ambassador_id=?)"),
    ),
    "who faded": (
        lambda session: activity.faded(session, THEN, 100),
        ("ix_ambassador_share_last (ambassador_id=? AND shared_at>?)",),
    ),
    "how many faded": (
        lambda session: activity.count_faded(session, THEN),
        ("ix_ambassador_share_last (ambassador_id=? AND shared_at>?)",),
    ),
    "suggestions that are to be told of": (
        lambda session: suggestions.untold(session, 200),
        ("ix_ambassador_suggestion_untold",),
    ),
    "suggestions that were decided": (
        lambda session: suggestions.waiting(session, 200),
        ("ix_ambassador_suggestion_waiting", "sqlite_autoindex_review_1 (item_id=?)"),
    ),
    "limits of pieces": (
        lambda session: picking.shared_often(session, THEN, 3, [1, 2]),
        ("ix_ambassador_share_item (item_id=? AND shared_at>?)",),
    ),
    "pieces that were shared often": (
        lambda session: picking.shared_often(session, THEN, 3),
        ("COVERING INDEX ix_ambassador_share_at (shared_at>?)",),
    ),
    "whether limits stand": (picking.last_shared, ("ix_ambassador_share_at",)),
    "tags to choose from": (
        lambda session: interests.tags(session, NOW),
        ("ix_ask_granted", "ix_item_creator_id"),
    ),
    "points of a time": (
        lambda session: value(session, "points", "", THEN, NOW),
        ("ix_ambassador_point_at (at>? AND at<?)",),
    ),
    "clicks of four weeks": (
        lambda session: brought(session, THEN, NOW),
        ("ix_link_day_day (day>? AND day<?)",),
    ),
    "what may have ended": (
        lambda session: touched_since(session, THEN, NOW),
        ("ix_ask_event_at", "ix_review_event_at", "ix_content_event_at", "ix_ask_due", "ix_item_creator_id"),
    ),
    "somebody's messages": (
        lambda session: messages.messages_of(session, 7),
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
    "pieces in somebody's messages": (
        lambda session: messages.pieces_shown_to(session, 7),
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
    "posts that name somebody": (
        lambda session: messages.naming(session, messages.NAMING, [7]),
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
    "the post of a celebration": (
        lambda session: messages.celebration(session, 7),
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
    "posts that name who left": (
        messages.left_named,
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
    "picks that wait for somebody": (
        lambda session: waiting(session, 7),
        ("sqlite_autoindex_slack_message_1 (key=?)", "ix_ambassador_offer_at (ambassador_id=?)"),
    ),
    "pieces that are kept back": (messages.pieces_held, ("ix_slack_message_held",)),
    "messages about a piece": (
        lambda session: escalations_of(session, 7),
        ("sqlite_autoindex_slack_message_1 (key>? AND key<?)",),
    ),
}


@pytest.mark.parametrize("name", ASKED)
async def test_rows_are_found_by_an_index(sqlite_database: Database, name: str) -> None:
    ask, indexes = ASKED[name]
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await ask(session)
    steps = [step for plan in asked.plans("SELECT") for step in plan]
    for index in indexes:
        assert any(index in step for step in steps), (index, steps)
    # what goes along the licences from their end stops at the limit
    whole = [step for step in steps if step.startswith("SCAN ") and "ix_ask_granted" not in step]
    few = (
        "ix_ambassador_suggestion_waiting",
        "ix_ambassador_suggestion_untold",
        "ix_slack_message_held",
    )  # indexes over some rows
    grows = [step for step in whole if step not in SMALL and not any(one in step for one in few)]
    assert all(step.startswith("SCAN anon_") or "SUBQUERY" in step for step in grows), steps


async def test_what_begins_alike_is_found_whatever_the_database_speaks(database: Database) -> None:
    """In the order of a language's words ";" does not follow ":", and cases are mixed."""
    keys = [
        "pick:12:5",
        "pick:12:40",
        "pick:120:5",
        "pick:1:25",
        "pick:12;",
        "Pick:12:5",
        "pick:12",
        "picky:12:",
    ]
    async with unit_of_work(database) as session:
        session.add_all(SlackMessage(key=key, kind="pick", channel="D1") for key in keys)
    key = col(SlackMessage.key)
    statement = select(SlackMessage.key).where(begins_with(key, "pick:12:")).order_by(key)
    async with reading(database) as session:
        assert list(await session.exec(statement)) == ["pick:12:40", "pick:12:5"]
        if not database.is_sqlite:
            connection = await session.connection()
            await connection.exec_driver_sql("SET enable_seqscan = off")
            text = str(statement.compile(connection.sync_engine, compile_kwargs={"literal_binds": True}))
            plan = [
                row[0] for row in await connection.execute(sa.text(f"EXPLAIN {text}".replace(":", "\\:")))
            ]
            assert any("Index Cond" in step and "key" in step for step in plan), plan
