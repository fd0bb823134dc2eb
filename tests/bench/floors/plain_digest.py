"""The figures of a week's digest with a few statements of one's own over the raw rows, by the product's own indexes.

No rollups, no licences, no names, no other database than SQLite, and only right where no decision was ever undone and
nobody is blocked. Weeks begin on a Monday in UTC.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

BARS = 12
TOP = 10
_GAINED = "gained_likes + gained_comments + gained_shares + gained_saves"
_ASKED = "SELECT count(DISTINCT ask_id) FROM ask_event WHERE action = '{0}' AND at >= :start AND at < :end"
_COUNTS = {
    "found": "SELECT count(*) FROM item WHERE found_at >= :start AND found_at < :end AND origin = 'ugc'",
    "approved": "SELECT count(*) FROM review_event WHERE action = 'approve' AND at >= :start AND at < :end",
    "rejected": "SELECT count(*) FROM review_event WHERE action = 'reject' AND at >= :start AND at < :end",
    "asked": _ASKED.format("sent"),
    "granted": _ASKED.format("granted"),
    "declined": _ASKED.format("declined"),
    "unanswered": _ASKED.format("expired"),
    "published": """SELECT count(DISTINCT yes.item_id) FROM ask_event yes JOIN ask ON ask.id = yes.ask_id
        JOIN review ON review.item_id = yes.item_id WHERE yes.action = 'granted' AND review.status = 'approved'
        AND ask.granted_mask & 1 AND yes.at >= :start AND yes.at < :end""",
}
_GAINS = f"""SELECT sum(gained_likes), sum(gained_comments), sum(gained_shares), sum(gained_saves),
    sum(gained_views), sum(gained_reach), sum({_GAINED}), sum(CASE WHEN views IS NOT NULL THEN {_GAINED} END)
    FROM measurement WHERE at >= :start AND at < :end"""
_MOODS = """SELECT sentiment, count(*) FROM item WHERE found_at >= :start AND found_at < :end AND origin = 'ugc'
    GROUP BY sentiment"""
_DECIDED_MOODS = """SELECT sentiment, action, count(*) FROM review_event JOIN item ON item.id = review_event.item_id
    WHERE action IN ('approve', 'reject') AND at >= :start AND at < :end GROUP BY sentiment, action"""
_BY_WEEK = "CAST((julianday({0}) - julianday(:origin) + 1e-9) / 7 AS INT)"
_HISTORY = {
    "found": f"SELECT {_BY_WEEK.format('found_at')} AS week, count(*) FROM item WHERE found_at < :end GROUP BY week",
    "approved": f"""SELECT {_BY_WEEK.format("at")} AS week, count(*) FROM review_event
        WHERE action = 'approve' AND at < :end GROUP BY week""",
    "granted": f"""SELECT {_BY_WEEK.format("at")} AS week, count(DISTINCT ask_id) FROM ask_event
        WHERE action = 'granted' AND at < :end GROUP BY week""",
}
_TREND_MOODS = f"""SELECT {_BY_WEEK.format("found_at")} AS week, sentiment, count(*) FROM item
    WHERE found_at >= :trend AND found_at < :end GROUP BY week, sentiment"""
_PIECES = f"""SELECT item.id, title, url, sum({_GAINED}) AS gained FROM measurement
    JOIN item ON item.id = measurement.item_id JOIN review ON review.item_id = item.id
    WHERE at >= :start AND at < :end AND life = 'live' AND status NOT IN ('rejected', 'escalated')
    GROUP BY item.id HAVING gained > 0 ORDER BY gained DESC, item.id DESC LIMIT {TOP}"""
_CREATORS = f"""SELECT creator.id, name, sum({_GAINED}) AS gained FROM measurement
    JOIN item ON item.id = measurement.item_id JOIN creator ON creator.id = item.creator_id
    WHERE at >= :start AND at < :end GROUP BY creator.id ORDER BY gained DESC, creator.id LIMIT {TOP}"""
_PEOPLE = """SELECT count(*), sum(NOT EXISTS (SELECT 1 FROM item earlier WHERE earlier.creator_id = one.creator_id
    AND earlier.found_at < :start)) FROM (SELECT DISTINCT creator_id FROM item
    WHERE found_at >= :start AND found_at < :end AND creator_id IS NOT NULL) one"""
_TAGS = f"""SELECT tag.value, count(*) AS number FROM item, json_each(item.tags) tag
    WHERE found_at >= :start AND found_at < :end GROUP BY tag.value ORDER BY number DESC LIMIT {TOP}"""
_CAMPAIGNS = """SELECT campaign.name, count(*) FROM item JOIN campaign_item ON campaign_item.item_id = item.id
    JOIN campaign ON campaign.id = campaign_item.campaign_id WHERE found_at >= :start AND found_at < :end
    GROUP BY campaign.id"""
_SOURCES = """SELECT (SELECT source FROM sighting WHERE sighting.item_id = item.id ORDER BY sighting.id LIMIT 1)
    AS one, count(*) FROM item WHERE found_at >= :start AND found_at < :end GROUP BY one"""
_LOAD = """SELECT actor, count(*) FROM review_event WHERE action IN ('approve', 'reject')
    AND at >= :start AND at < :end GROUP BY actor"""
_WAITED = {
    "decided_in": """SELECT julianday(at) - julianday(found_at) AS waited FROM review_event
        JOIN item ON item.id = review_event.item_id WHERE action IN ('approve', 'reject')
        AND at >= :start AND at < :end ORDER BY waited""",
    "answered_in": """SELECT julianday(at) - julianday(asked_at) AS waited FROM ask_event
        JOIN ask ON ask.id = ask_event.ask_id WHERE action IN ('granted', 'declined')
        AND at >= :start AND at < :end ORDER BY waited""",
}
_EXAMPLES = """SELECT id, title FROM item WHERE found_at >= :start AND found_at < :end AND sentiment = :mood
    AND life = 'live' ORDER BY found_at DESC LIMIT 3"""


@dataclass(frozen=True, slots=True)
class PlainDigest:
    """What a digest says of a week."""

    now: dict[str, int]
    before: dict[str, int]
    gained: tuple[Any, ...]
    trend: list[tuple[int, int, int]]
    best_of: dict[str, int]  # how many weeks before this one were less
    pieces: list[tuple[Any, ...]]
    creators: list[tuple[Any, ...]]
    people: tuple[int, int]
    lines: dict[str, list[tuple[Any, ...]]]
    times: dict[str, tuple[float, float]]  # median and 90th percentile, in days


def digest(connection: sqlite3.Connection, start: datetime, origin: datetime) -> PlainDigest:
    """The week that begins then; ``origin`` is a Monday that lies before everything."""
    week = timedelta(days=7)
    values = {
        "start": _text(start),
        "end": _text(start + week),
        "origin": _text(origin),
        "trend": _text(start + week - BARS * week),
    }
    earlier = {**values, "start": _text(start - week), "end": values["start"]}

    def rows(statement: str, given: dict[str, str] = values) -> list[tuple[Any, ...]]:
        return connection.execute(statement, given).fetchall()

    def counted(given: dict[str, str]) -> dict[str, int]:
        found = {key: rows(statement, given)[0][0] for key, statement in _COUNTS.items()}
        return found | {str(mood): number for mood, number in rows(_MOODS, given)}

    history = {key: Counter(dict(rows(statement))) for key, statement in _HISTORY.items()}
    last = (start - origin) // week
    rows(_TREND_MOODS)
    return PlainDigest(
        now=counted(values),
        before=counted(earlier),
        gained=(*rows(_GAINS)[0], *rows(_GAINS, earlier)[0]),
        trend=[
            (history["found"][one], history["approved"][one], history["granted"][one])
            for one in range(max(0, last - BARS + 1), last + 1)
        ],
        best_of={key: _beaten(found, last) for key, found in history.items()},
        pieces=rows(_PIECES),
        creators=rows(_CREATORS),
        people=rows(_PEOPLE)[0],
        lines={
            "people_before": rows(_PEOPLE, earlier),
            "creators_before": rows(_CREATORS, earlier),
            "decided": [*rows(_DECIDED_MOODS), *rows(_DECIDED_MOODS, earlier)],
            "tags": rows(_TAGS),
            "campaigns": rows(_CAMPAIGNS),
            "sources": rows(_SOURCES),
            "load": rows(_LOAD),
            "praise": rows(_EXAMPLES, values | {"mood": "positive"}),
            "complaints": rows(_EXAMPLES, values | {"mood": "negative"}),
        },
        times={key: _quantiles(rows(statement)) for key, statement in _WAITED.items()},
    )


def _beaten(found: Counter[int], last: int) -> int:
    weeks = 0
    for one in range(last - 1, -1, -1):
        if found[one] >= found[last]:
            break
        weeks += 1
    return weeks


def _quantiles(sorted_rows: list[tuple[float]]) -> tuple[float, float]:
    if not sorted_rows:
        return 0.0, 0.0
    at = len(sorted_rows)
    return sorted_rows[at // 2][0], sorted_rows[at * 9 // 10][0]


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
