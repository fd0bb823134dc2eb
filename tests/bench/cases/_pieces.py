"""Pieces that employees may share, put in fast as the product's own rows: approved, granted, with pictures."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import SQLModel

from bot.content.tables import Item, Media
from bot.people.tables import Creator
from bot.review.tables import Review
from bot.rights.scope import Use, mask, names
from bot.rights.tables import Ask
from tests.bench.cases._weeks import Into, Values, text_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_USES = frozenset({Use.SOCIAL, Use.EMPLOYEES})
_TAGS = [f"tag{number}" for number in range(200)]
_WORDS = [f"word{number}" for number in range(3000)]
_MOODS = ("positive", "positive", "positive", "neutral", "negative", None)
_PLATFORMS = (("mastodon", "favourites_count"), ("bluesky", "likeCount"), ("instagram", "like_count"))


def fill(file: Path, pieces: int) -> None:
    """So many pieces, three to a creator on the average, into a migrated SQLite database that has none."""
    dice = random.Random(pieces)
    into: dict[type[SQLModel], Into] = {}

    def add(model: type[SQLModel], values: Values) -> None:
        into.setdefault(model, Into(model, tuple(values))).rows.append(tuple(values.values()))

    creators = max(1, pieces // 3)
    at = text_of(NOW)
    for number in range(1, creators + 1):
        person = {"id": number, "platform": "mastodon", "external_id": str(number)}
        seen = {"first_seen_at": at, "updated_at": at}
        add(Creator, {**person, "followers": min(int(dice.paretovariate(0.6) * 30), 10**8), **seen})
    for number in range(1, pieces + 1):
        found = text_of(NOW - timedelta(hours=dice.random() * 24 * 300))
        add(Item, _item(dice, number, 1 + int(creators * dice.random() ** 2), found))
        add(Review, {"item_id": number, "status": "approved", "queued_at": found, "changed_at": found})
        add(Ask, {**_GRANTED, "item_id": number, "licence_from": found, "changed_at": found})
        if dice.random() < 0.6:
            add(Media, {"item_id": number, "kind": "image", "url": f"https://piece.example/{number}.jpg"})
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    for one in into.values():
        connection.executemany(one.statement(), one.rows)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


_GRANTED = {
    "status": "granted",
    "live": 1,
    "granted_uses": json.dumps(names(_USES)),
    "granted_mask": mask(_USES),
}


def _item(dice: random.Random, number: int, creator: int, found: str) -> Values:
    platform, likes = dice.choice(_PLATFORMS)
    liked = int(dice.paretovariate(0.8) * 3)
    return {
        "id": number,
        "kind": dice.choice(("post", "photo", "video", "review")),
        "platform": platform,
        "creator_id": creator,
        "text": " ".join(dice.choices(_WORDS, k=dice.randint(5, 60))),
        "language": dice.choice(("en", "en", "sv", "de")),
        "sentiment": dice.choice(_MOODS),
        "rating": dice.choice((None, None, 4.0, 5.0)),
        "rating_scale": 5.0,
        "tags": json.dumps(dice.sample(_TAGS, dice.randint(0, 4))),
        "metrics": json.dumps({likes: liked, "comments": liked // 5, "views": liked * 30}),
        "found_at": found,
        "updated_at": found,
    }
