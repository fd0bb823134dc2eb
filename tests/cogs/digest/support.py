"""A bot in a local Slack whose digests say what a test wants."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.digests.document import Document
from bot.digests.faces import Picture
from bot.digests.making import Maker
from bot.digests.sending import Sending
from bot.digests.tables import Digest
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.insights.periods import Period, parse
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.documents import sample_document, span
from tests.support.slack_bot import CHANNEL, SlackBot

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK = parse("2026-W47", NOW, "Europe/Stockholm")


@dataclass(frozen=True)
class Chart:
    """A picture as the charts make them."""

    name: str
    alt: str
    png: bytes
    width: int = 2
    height: int = 2


def png(grey: int) -> bytes:
    """Two pixels by two."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((0, grey, grey)) * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


CHARTS = (
    Chart("trend", "Twelve weeks of pieces", png(40)),
    Chart("funnel", "From found to shown", png(120)),
    Chart("sentiment", "What people felt", png(200)),
)


@dataclass
class Stage:
    """Sends digests as durable work would."""

    bot: SlackBot
    document: Document = field(default_factory=sample_document)
    charts: Sequence[Picture] = CHARTS
    period: Period = WEEK

    def __post_init__(self) -> None:
        self.bot.services.provide(Maker(self._build, self._draw))

    async def _build(
        self, services: Any, period: Period, *, edition: Any, language: str, about: str
    ) -> Document:
        return self.document.model_copy(
            update={
                "period": span(period),
                "edition": edition,
                "language": language,
                "about": about,
                "made_at": self.bot.services.clock(),
            }
        )

    async def _draw(self, document: Document) -> tuple[Sequence[Picture], Sequence[str]]:
        return self.charts, []

    async def asked(self, place: str = "", request: str = "click") -> int:
        """A digest that somebody asked for, not sent yet."""
        services = self.bot.services
        async with unit_of_work(services.database) as session:
            row = await services.digests.send_now(
                session, "slack", place, self.period, "U0MIA00001", request=request, now=services.clock()
            )
            return row.id or 0

    async def send(self, digest_id: int) -> None:
        """One run of the job."""
        await Sending(self.bot.services).send(digest_id)

    async def sent(self, place: str = "") -> int:
        digest_id = await self.asked(place)
        await self.send(digest_id)
        return digest_id

    async def row(self, digest_id: int) -> Digest:
        async with reading(self.bot.services.database) as session:
            found = await self.bot.services.digests.get(session, digest_id)
        assert found is not None
        return found

    def every(self, channel: str = CHANNEL) -> list[Json]:
        """All messages of the channel, those in threads too, the earliest first."""
        world = self.bot.slack.world
        (place,) = [one for one in world.channels.values() if one.name == channel]
        return sorted(world.messages.get(place.id, {}).values(), key=lambda one: str(one["ts"]))


def pictures(message: Json) -> list[tuple[str, str]]:
    return [(one["slack_file"]["id"], one["alt_text"]) for one in message["blocks"] if one["type"] == "image"]


def words(message: Json) -> str:
    return search_text(message["blocks"]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")
