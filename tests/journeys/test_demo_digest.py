"""The demo's clock goes to Monday morning: the digest is in the Slack half, in the Discord half and in the mailbox,
each once, and what it says is what the demo's database holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.content.tables import Item
from bot.demo import Demo, demonstration
from bot.digests import queries
from bot.digests.book import document_of
from bot.playground.mailbox.reading import take_apart
from bot.storage.unit_of_work import reading
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow


def _monday(now: datetime) -> datetime:
    """The next Monday, half a minute past nine."""
    day = (now + timedelta(days=7 - now.weekday())).replace(hour=9, minute=0, second=30, microsecond=0)
    return day if day > now else day + timedelta(days=7)


async def _said(client: httpx.AsyncClient, path: str, **asked: str) -> list[dict[str, Any]]:
    found = (await client.get(path, params=asked)).json()
    messages: list[dict[str, Any]] = found["messages"]
    return messages


async def _sent(demo: Demo) -> bool:
    async with reading(demo.services.database) as session:
        rows = await queries.digests(session, limit=10)
    return len(rows) == 3 and all(one.state == "sent" for one in rows)


async def test_on_monday_morning_each_place_has_its_digest_once(tmp_path: Path) -> None:
    async with (
        demonstration(port=0, data=tmp_path, speed=5.0, lasting=False) as demo,
        httpx.AsyncClient(base_url=demo.url) as client,
    ):

        async def found() -> int:
            async with reading(demo.services.database) as session:
                return int(await session.scalar(sa.select(sa.func.count()).select_from(Item)) or 0)

        await eventually(lambda: _at_least(found, 5), what="some pieces are found", within=60)
        to = _monday(demo.services.clock())
        assert (await client.post("/playground/clock", json={"to": to.isoformat()})).status_code == 200
        await eventually(lambda: _sent(demo), what="three digests are sent", within=120)

        cards = await _said(client, "/playground/slack/messages", channel="content-review", user="mia")
        week = f"{(to - timedelta(days=7)).astimezone(UTC):%G-W%V}"
        [card] = [one for one in cards if _header(one).endswith(week)]
        assert any(block["type"] == "image" for block in card["blocks"])
        async with reading(demo.services.database) as session:
            [row] = await queries.digests(session, face="slack", limit=1)
            document = document_of(row)
        assert document is not None
        assert (document.period.name, document.missing) == (week, [])
        shown = next(one for one in document.funnel if one.figure == "found").value
        assert shown is not None
        assert shown >= 5
        assert f"{shown:,.0f} pieces found" in str(card["blocks"])

        [mail] = demo.mail.world.mails.values()
        assert f"{shown:,.0f} pieces found" in (take_apart(mail.content).text or "")
        assert len(take_apart(mail.content).pictures) >= 1
        [edition] = [one for one in demo.discord.messages("general") if one.get("embeds")]
        assert week in str(edition["embeds"])


async def _at_least(count: Any, most: int) -> bool:
    return bool(await count() >= most)


def _header(message: dict[str, Any]) -> str:
    blocks = message.get("blocks") or [{}]
    return str(blocks[0].get("text", {}).get("text", "")) if blocks[0].get("type") == "header" else ""
