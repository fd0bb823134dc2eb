"""Weeks of history, put in fast: pieces, decisions, requests and measurements as the product's own rows.

A week holds as much however many weeks there are, but for the last one, which is the best of all: then looking for
what it is the best of goes over every week. Decisions, answers and measurements of a piece follow it in time, so
those of the last pieces lie after the end and are left out.
"""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.content.tables import Campaign, CampaignItem, Item, Measurement, Sighting
from bot.people.tables import Creator
from bot.review.tables import Review, ReviewEvent
from bot.rights.tables import Ask, AskEvent
from bot.storage.types import table_of

END = datetime(2026, 11, 23, tzinfo=UTC)
"""A Monday's first moment: the last week ends here."""
WEEK = timedelta(days=7)
SOURCES = ("blogs", "fediverse", "forum", "reviews")
CAMPAIGNS = 4
BATCH = 20_000
_AFTER = (0.0, 2.0, 6.0, 12.0, 24.0, 48.0, 96.0, 168.0, 336.0, 672.0)  # hours: when a piece is measured
_MOODS = ("positive", "positive", "positive", "neutral", "neutral", "negative", None)
_TAGS = [f"tag{number}" for number in range(60)]
_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > '' AND tbl_name = ?"
Values = dict[str, Any]


@dataclass(slots=True)
class Into:
    """Where rows of a table go: the columns that vary, and what stands in the others."""

    model: type[SQLModel]
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def statement(self) -> str:
        table = table_of(self.model)
        fixed = {
            one.name: _default(one) for one in table.c if one.name not in self.columns and not one.nullable
        }
        fixed.pop("id", None)
        values = [*("?" for _ in self.columns), *(_literal(one) for one in fixed.values())]
        return f"INSERT INTO {table.name} ({', '.join((*self.columns, *fixed))}) VALUES ({', '.join(values)})"


def _default(column: sa.Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return ""
    return default.arg if default.is_scalar else default.arg(None)


def _literal(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(int(value))
    text = value if isinstance(value, str) else json.dumps(value)
    return "'" + text.replace("'", "''") + "'"


@dataclass(slots=True)
class _History:
    dice: random.Random
    creators: int
    fresh: int = 0  # creators so far
    items: int = 0
    asks: int = 0
    steps: int = 0
    into: dict[type[SQLModel], Into] = field(default_factory=dict)

    def add(self, model: type[SQLModel], values: Values) -> None:
        if model not in self.into:
            self.into[model] = Into(model, tuple(values))
        self.into[model].rows.append(tuple(values.values()))


def fill(file: Path, weeks: int, items: int) -> None:
    """Put so many weeks of so many pieces each into a migrated SQLite database that has none."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-200000")
    models = (Creator, Item, Sighting, Review, ReviewEvent, Ask, AskEvent, Measurement, CampaignItem)
    indexes = [
        found for one in models for found in connection.execute(_INDEXES, (table_of(one).name,)).fetchall()
    ]
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("BEGIN")
    history = _History(random.Random(weeks), creators=max(2, items // 3))
    for number in range(CAMPAIGNS):
        history.add(
            Campaign,
            {"id": number + 1, "name": f"Campaign {number}", "created_at": text_of(END - weeks * WEEK)},
        )
    for found_at in _moments(history.dice, weeks, items):
        _piece(history, found_at)
        if len(history.into[Item].rows) >= BATCH:
            _write(connection, history)
    _write(connection, history)
    connection.execute("COMMIT")
    for _, sql in indexes:
        connection.execute(sql)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _write(connection: sqlite3.Connection, history: _History) -> None:
    for one in history.into.values():
        connection.executemany(one.statement(), one.rows)
        one.rows.clear()


def _moments(dice: random.Random, weeks: int, items: int) -> Iterator[datetime]:
    for week in range(weeks):
        start, best = END - (weeks - week) * WEEK, week == weeks - 1
        count = items + items // 4 * best
        for number in range(count):
            yield start + WEEK * ((number + dice.random()) / count)


def _piece(history: _History, found_at: datetime) -> None:
    dice = history.dice
    history.items += 1
    item, at = history.items, text_of(found_at)
    platform = "mastodon" if item % 3 else "bluesky"
    history.add(
        Item,
        {
            "id": item,
            "kind": "post" if item % 4 else "review",
            "platform": platform,
            "creator_id": _creator(history, at),
            "title": f"Piece {item}",
            "text": f"What somebody says about the lamp on their desk, for the {item}th time.",
            "sentiment": dice.choice(_MOODS),
            "url": f"https://piece.example/{item}",
            "tags": json.dumps(dice.sample(_TAGS, dice.randint(0, 3))),
            "found_at": at,
            "updated_at": at,
        },
    )
    source = dice.choice(SOURCES)
    history.add(
        Sighting,
        {
            "item_id": item,
            "source": source,
            "external_id": str(item),
            "platform": platform,
            "first_seen_at": at,
            "last_seen_at": at,
        },
    )
    if dice.random() < 0.05:
        values = {
            "campaign_id": dice.randint(1, CAMPAIGNS),
            "item_id": item,
            "added_by": "U1",
            "added_at": at,
        }
        history.add(CampaignItem, values)
    _decide(history, item, found_at)
    _measure(history, item, platform, found_at)


def _creator(history: _History, at: str) -> int:
    """One in five pieces is by somebody new; the others are by those who came last, some much more than others."""
    if history.fresh < 10 or history.dice.random() < 0.2:
        history.fresh += 1
        values = {"id": history.fresh, "platform": "mastodon", "external_id": str(history.fresh)}
        more = {"name": f"Person {history.fresh}", "followers": history.fresh % 5000}
        history.add(Creator, {**values, **more, "first_seen_at": at, "updated_at": at})
        return history.fresh
    recent = min(history.fresh, history.creators)
    return history.fresh - int(recent * history.dice.random() ** 2)


def _decide(history: _History, item: int, found_at: datetime) -> None:
    """Nearly all are decided within two days, seven of ten with a yes; those after the end are waiting."""
    dice = history.dice
    at = found_at + timedelta(hours=dice.expovariate(1 / 6))
    steps = [("arrived", "system", found_at)]
    if at < END:
        steps.append(("approve" if dice.random() < 0.7 else "reject", f"U{dice.randint(1, 5)}", at))
    status = {"arrived": "queued", "approve": "approved", "reject": "rejected"}[steps[-1][0]]
    history.add(
        Review,
        {
            "item_id": item,
            "status": status,
            "revision": len(steps),
            "queued_at": text_of(found_at),
            "changed_at": text_of(steps[-1][2]),
        },
    )
    for revision, (action, actor, moment) in enumerate(steps, start=1):
        values = {"item_id": item, "revision": revision, "action": action, "actor": actor}
        history.add(
            ReviewEvent, {**values, "actor_name": f"Person {actor}", "via": "slack", "at": text_of(moment)}
        )
    if status == "approved" and dice.random() < 0.3:
        _ask(history, item, at)


def _ask(history: _History, item: int, approved_at: datetime) -> None:
    dice = history.dice
    sent = approved_at + timedelta(hours=dice.random())
    ending = dice.choice(("granted", "granted", "granted", "declined", "expired"))
    hours = 24 * 14 if ending == "expired" else dice.expovariate(1 / 30)
    moments = [("sent", sent), (ending, sent + timedelta(hours=hours))]
    steps = [one for one in moments if one[1] < END]
    if not steps:
        return
    history.asks += 1
    status = {"sent": "asked"}.get(steps[-1][0], steps[-1][0])
    granted = status == "granted"
    history.add(
        Ask,
        {
            "id": history.asks,
            "item_id": item,
            "status": status,
            "live": int(status in ("asked", "granted")),
            "granted_uses": json.dumps(["website"] if granted else []),
            "granted_mask": int(granted),
            "asked_at": text_of(sent),
            "licence_from": text_of(steps[-1][1]) if granted else None,
            "changed_at": text_of(steps[-1][1]),
        },
    )
    for revision, (action, at) in enumerate(steps, start=1):
        history.steps += 1
        values = {"sequence": history.steps, "ask_id": history.asks, "item_id": item, "revision": revision}
        history.add(AskEvent, {**values, "action": action, "actor": "U1", "via": "slack", "at": text_of(at)})


def _measure(history: _History, item: int, platform: str, found_at: datetime) -> None:
    dice, fame = history.dice, history.dice.paretovariate(1.5)
    likes = comments = 0
    for number, hours in enumerate(_AFTER):
        at = found_at + timedelta(hours=hours)
        if at >= END:
            return
        gained, said = int(fame * dice.random() * 4), int(fame * dice.random())
        likes, comments = likes + gained, comments + said
        history.add(
            Measurement,
            {
                "item_id": item,
                "at": text_of(at),
                "platform": platform,
                "first": int(not number),
                "likes": likes,
                "comments": comments,
                "views": likes * 20,
                "gained_likes": gained,
                "gained_comments": said,
                "gained_views": gained * 20,
            },
        )


def text_of(moment: datetime) -> str:
    """As the product's SQLite keeps a moment."""
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
