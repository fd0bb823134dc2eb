"""What stands in the way of a click must find its rows by an index, also where SQLite has no statistics."""

from __future__ import annotations

from typing import Any

import pytest

from bot.contests.scoring import queries
from bot.contests.scoring.board import queries as board
from bot.storage.database import Database
from bot.storage.lean import _prepared

STATEMENTS: dict[str, tuple[Any, str]] = {
    "first page": (board._top(11), "ix_contest_standing_rank (contest_id=?)"),
    "later page": (board._further(11), "COVERING INDEX ix_contest_standing_rank (contest_id=? AND score<?)"),
    "own places": (
        board._ranked_with("account_id", 1),
        "ix_contest_standing_account (account_id=? AND contest_id=?)",
    ),
    "places of entries": (
        board._ranked_with("entry_id", 3),
        "sqlite_autoindex_contest_standing_1 (contest_id=? AND entry_id=?)",
    ),
    "a ballot": (queries._FIND, "uq_contest_vote_live (account_id=? AND contest_id=? AND entry_id=?)"),
    "a budget": (queries._SPENT, "uq_contest_vote_live (account_id=? AND contest_id=?)"),
    "counting a vote": (
        queries._COUNT_VOTES,
        "sqlite_autoindex_contest_standing_1 (contest_id=? AND entry_id=?)",
    ),
    "counting scores": (
        queries._FOLLOW_SCORE,
        "sqlite_autoindex_contest_standing_1 (contest_id=? AND entry_id=?)",
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
async def test_rows_are_found_by_an_index(sqlite_database: Database, name: str) -> None:
    statement, index = STATEMENTS[name]
    prepared = _prepared(statement, sqlite_database.engine.dialect)
    with sqlite_database.sync_engine.connect() as connection:
        nothing = tuple(None for _ in prepared.values)
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {prepared.text}", nothing)
        plan = [str(row[3]) for row in found]
    assert any(index in step for step in plan), plan
    scanned = [step for step in plan if step.startswith("SCAN ")]
    assert all(step in ("SCAN chosen", "SCAN next_lower", "SCAN 2 CONSTANT ROWS") for step in scanned), plan
    if name == "first page":
        assert not any("TEMP B-TREE" in step for step in plan), plan
