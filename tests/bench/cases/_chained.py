"""A chain of rights events, put in fast: made and signed here as the product makes them, written in bulk."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bot.rights.chain import START, Link, Signer, hash_of, moment, salted

STEPS = ("sent", "answered", "granted", "withdrawn")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 5_000
_COLUMNS = (
    "sequence, ask_id, item_id, revision, action, actor, actor_name, via, note, text, credit, data, hashes, salts, "
    "request_id, at, previous, hash, signature"
)


def fill(file: Path, events: int, signer: Signer) -> None:
    """Put so many events, four an ask, into a migrated SQLite database that has none."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("BEGIN")
    rows = _rows(events, signer)
    marks = ", ".join("?" * len(_COLUMNS.split(",")))
    head = START
    while batch := list(islice(rows, BATCH)):
        connection.executemany(f"INSERT INTO ask_event ({_COLUMNS}) VALUES ({marks})", batch)
        head = batch[-1][-2]
    connection.execute(
        "INSERT INTO rights_chain (id, sequence, hash, checked_to, broken_at, problem) VALUES (1, ?, ?, 0, 0, '')",
        (events, head),
    )
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _rows(events: int, signer: Signer) -> Iterator[tuple[Any, ...]]:
    previous = START
    for number in range(1, events + 1):
        ask, step = divmod(number - 1, len(STEPS))
        words = _words(STEPS[step], ask)
        hashes, salts = salted(words)
        at = BEGAN + timedelta(seconds=number)
        link = Link(
            sequence=number,
            ask_id=ask + 1,
            item_id=ask + 1,
            revision=step + 1,
            action=STEPS[step],
            actor="U0MIA00001",
            via="slack",
            at=moment(at),
            data={"uses": ["website", "social"], "territory": "", "duration_days": 730, "terms_version": "1"},
            request_id=f"{ask + 1}:{step}",
            hashes=hashes,
            previous=previous,
        )
        made = hash_of(link.body())
        yield (
            number,
            link.ask_id,
            link.item_id,
            link.revision,
            link.action,
            link.actor,
            words.get("actor_name"),
            link.via,
            None,
            words.get("text"),
            words.get("credit"),
            json.dumps(link.data),
            json.dumps(hashes),
            json.dumps(salts),
            link.request_id,
            f"{at:%Y-%m-%d %H:%M:%S.%f}",
            previous,
            made,
            signer.sign(made),
        )
        previous = made


def _words(step: str, ask: int) -> dict[str, str | None]:
    said = {
        "sent": f"Hello person {ask}, may we show your post on our website and in our social channels, with credit?",
        "answered": "Yes of course, but only the first picture, please!",
        "granted": "#yesbrand @brand",
    }
    return {"actor_name": "Mia Lindqvist", "text": said.get(step), "credit": f"Photo: person {ask}"}
