"""A contest with many entries and ten times as many votes, put in fast: the database makes the rows itself, and the
indexes are built afterwards."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

import psycopg

from bot.contests.definition import Definition
from bot.contests.rules import Kind
from bot.storage.database import Database

CONTEST = 1
VOTERS = 20_000
"""Accounts that haven't voted yet; their ids follow those of the entrants."""
OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = datetime(2026, 12, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
_TAIL = 1.43  # of the Pareto distribution: a mean of ten votes, thousands for a few
_LEAST = 3.3
_STEP = 7919  # from entry to entry, which accounts vote for it
_TABLES = ("account", "item", "contest", "contest_entry", "contest_standing", "contest_score", "contest_vote")
_AT, _LONG_AGO = "'2026-11-20 12:00:00.000000'", "'2020-01-01 00:00:00.000000'"


def scores_of(entries: int) -> list[int]:
    """So many entries' votes: about ten each, most have few and a few have thousands."""
    chance = random.Random(7)
    return [min(int(_LEAST * chance.paretovariate(_TAIL)), entries) for _ in range(entries)]


def _statements(entries: int) -> list[str]:
    """From the table ``counted`` (entry and votes) to all rows but the votes."""
    definition = Definition(
        name="Bench",
        kind=Kind.VOTES,
        rules_text="The rules of this contest. " * 40,
        opens_at=OPENS,
        entries_close_at=CLOSES,
        closes_at=CLOSES,
    ).model_dump(mode="json")
    stored = json.dumps(definition).replace("'", "''")
    times = [f"'{moment:%Y-%m-%d %H:%M:%S}.000000'" for moment in (OPENS, CLOSES, CLOSES, OPENS, OPENS)]
    return [
        f"""INSERT INTO contest (id, slug, name, kind, phase, revision, definition, entered, ranked, created_by,
        created_by_name, opens_at, entries_close_at, closes_at, created_at, changed_at)
        SELECT {CONTEST}, 'bench', 'Bench', 'votes', 'open', 1, '{stored}', {entries}, {entries}, 'U1', 'Mia',
        {", ".join(times)}""",
        f"""INSERT INTO account (id, platform, external_id, name, made_at, joined_at, first_seen_at, updated_at)
        SELECT n, 'discord', 'a' || n, 'Member ' || n, {_LONG_AGO}, {_LONG_AGO}, {_AT}, {_AT} FROM counted""",
        f"""INSERT INTO account (id, platform, external_id, name, made_at, joined_at, first_seen_at, updated_at)
        SELECT {entries} + j, 'discord', 'v' || j, 'Voter ' || j, {_LONG_AGO}, {_LONG_AGO}, {_AT}, {_AT}
        FROM series WHERE j BETWEEN 1 AND {VOTERS}""",
        f"""INSERT INTO item (id, kind, platform, creator_identity, name_identity, title, text, metrics, tags, why,
        notes, fingerprint, match_key, name_match_key, version, life, origin, media_hidden, found_at, updated_at)
        SELECT n, 'post', 'mastodon', '', '', 'Piece ' || n, 'What piece ' || n || ' says', '{{}}', '[]', '[]', '[]',
        '', '', '', 1, 'live', 'ugc', false, {_AT}, {_AT} FROM counted""",
        f"""INSERT INTO contest_entry (id, contest_id, number, item_id, account_id, status, entered_at)
        SELECT n, {CONTEST}, n, n, n, 'accepted', {_AT} FROM counted""",
        f"""INSERT INTO contest_standing (id, contest_id, entry_id, account_id, votes, jury, engagement, points,
        score, tie) SELECT n, {CONTEST}, n, n, votes, 0, 0, 0, votes, -n FROM counted""",
        f"""INSERT INTO contest_score (contest_id, score, standings)
        SELECT {CONTEST}, votes, count(*) FROM counted GROUP BY votes""",
    ]


def _votes(entries: int, each: str) -> str:
    return f"""INSERT INTO contest_vote (contest_id, entry_id, account_id, weight, via, at)
        SELECT {CONTEST}, n, 1 + (n * {_STEP} + j) % {entries}, 1, 'discord', {_AT} FROM counted {each}"""


def fill(database: Database, scores: Sequence[int]) -> None:
    """Entry n is by account n and has ``scores[n - 1]`` votes."""
    if database.is_sqlite:
        _fill_sqlite(str(database.path), scores)
    else:
        _fill_postgresql(database, scores)


def _fill_sqlite(path: str, scores: Sequence[int]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-500000", "threads=2"):
        connection.execute(f"PRAGMA {pragma}")
    marks = ", ".join("?" * len(_TABLES))
    indexes = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({marks}) AND sql > ''",
        _TABLES,
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    connection.execute("CREATE TEMP TABLE counted (n INTEGER PRIMARY KEY, votes INTEGER)")
    connection.executemany("INSERT INTO counted VALUES (?, ?)", enumerate(scores, 1))
    connection.execute("CREATE TEMP TABLE series (j INTEGER PRIMARY KEY)")
    most = max(VOTERS, *scores) + 1
    connection.executemany("INSERT INTO series VALUES (?)", ((each,) for each in range(most)))
    for statement in _statements(len(scores)):
        connection.execute(statement)
    connection.execute(_votes(len(scores), "CROSS JOIN series ON j < votes"))
    connection.execute("COMMIT")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _fill_postgresql(database: Database, scores: Sequence[int]) -> None:
    url = database.url.render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'")
        connection.execute("SET maintenance_work_mem = '512MB'")
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM pg_constraint WHERE conindid = (quote_ident(indexname))::regclass)",
            [list(_TABLES)],
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}".encode())
        connection.execute("CREATE TEMP TABLE counted (n bigint PRIMARY KEY, votes bigint)")
        with connection.cursor().copy("COPY counted FROM STDIN") as copy:
            for row in enumerate(scores, 1):
                copy.write_row(row)
        connection.execute(f"CREATE TEMP TABLE series AS SELECT generate_series(0, {VOTERS}) AS j".encode())
        for statement in _statements(len(scores)):
            connection.execute(statement.encode())
        connection.execute(
            _votes(len(scores), "CROSS JOIN LATERAL generate_series(0, votes - 1) AS s (j)").encode()
        )
        for _, definition in indexes:
            connection.execute(definition.encode())
        for table in _TABLES:
            connection.execute(f"VACUUM ANALYZE {table}".encode())
            if table not in ("contest_score",):
                connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))".encode()
                )
