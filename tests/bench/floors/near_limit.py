"""The near-limit line within the product's own stack: nothing is checked, judged, remembered or recoverable.

Floor of ``ingest``. It fetches with aiohttp, takes each entry's fields with lxml, strips tags with one expression,
hashes with SHA-256, inserts with Core in one transaction a feed, and posts cards of fifteen items with slack_sdk
over one shared session. Written after the reference of the project's performance study (1,750 to 2,250 items a CPU
second there); the study's similarity hash is left out, which makes this floor faster.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa
from lxml import etree
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from tests.bench.harness import cpu_time

LIST_SIZE = 15
_TAG = re.compile(r"<[^>]+>")
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_metadata = sa.MetaData()
_item = sa.Table(
    "item",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("guid", sa.Text, unique=True),
    *[sa.Column(name, sa.Text) for name in ("title", "body", "link", "author", "pub", "state")],
    sa.Column("sha", sa.LargeBinary, index=True),
    sa.Column("feed", sa.Integer),
)
Row = dict[str, Any]


def open_engine(path: Path) -> AsyncEngine:
    """SQLite as the product opens it: WAL, synchronous NORMAL."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")

    def on_connect(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.close()

    sa.event.listen(engine.sync_engine, "connect", on_connect)
    return engine


async def near_limit(path: Path, url: str, feeds: int) -> tuple[int, float]:
    """Take so many feeds from the wire at ``url``; the items stored and the CPU seconds that took."""
    engine = open_engine(path)
    async with engine.begin() as connection:
        await connection.run_sync(_metadata.create_all)
    stored = 0
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-bench", base_url=f"{url}/api/", session=session)
        room = asyncio.Semaphore(8)

        async def fetch(number: int) -> tuple[int, bytes]:
            async with room, session.get(f"{url}/feed/{number}") as answer:
                return number, await answer.read()

        with cpu_time() as so_far:
            for done in asyncio.as_completed([fetch(number) for number in range(feeds)]):
                number, body = await done
                rows = await _store(engine, _read(number, body))
                stored += len(rows)
                for start in range(0, len(rows), LIST_SIZE):
                    await _post(client, rows[start : start + LIST_SIZE])
            seconds = so_far()
    await engine.dispose()
    return stored, seconds


def _read(number: int, body: bytes) -> list[Row]:
    rows = []
    for entry in etree.fromstring(body).iter("item"):
        get = entry.findtext
        rows.append(
            {
                "guid": get("guid"),
                "title": get("title"),
                "body": _TAG.sub(" ", get("description") or ""),
                "link": get("link"),
                "author": get(_CREATOR),
                "pub": get("pubDate"),
                "feed": number,
                "state": "new",
            }
        )
    return rows


async def _store(engine: AsyncEngine, rows: Sequence[Row]) -> list[Row]:
    async with engine.begin() as connection:
        guids = [row["guid"] for row in rows]
        known = set(
            (await connection.execute(sa.select(_item.c.guid).where(_item.c.guid.in_(guids)))).scalars()
        )
        fresh = [row for row in rows if row["guid"] not in known]
        for row in fresh:
            row["sha"] = hashlib.sha256(row["body"].encode()).digest()
        if fresh:
            await connection.execute(insert(_item).on_conflict_do_nothing(), fresh)
    return fresh


async def _post(client: AsyncWebClient, rows: Sequence[Row]) -> None:
    blocks = [block for row in rows for block in (_text(row), _buttons(row))]
    await client.chat_postMessage(channel="C0BENCH001", text=f"{len(rows)} new", blocks=blocks)


def _text(row: Row) -> Row:
    return {"type": "section", "text": {"type": "mrkdwn", "text": row["body"][:280] or " "}}


def _buttons(row: Row) -> Row:
    buttons = [
        {
            "type": "button",
            "action_id": verb,
            "text": {"type": "plain_text", "text": verb},
            "value": row["guid"],
        }
        for verb in ("approve", "reject")
    ]
    return {"type": "actions", "elements": buttons}
