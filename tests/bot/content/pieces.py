"""Found pieces for tests, and a plain view of what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.content.service import Contents, Stored
from bot.content.tables import Item, ItemVersion, Sighting
from bot.sources.base import FoundCreator, FoundItem, Kind, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MIA = FoundCreator("1", "@mia@social.example", "Mia Björk", followers=120)
LONG = "The new rain jacket kept me dry for a whole week in the mountains"


def post(external_id: str, text: str = LONG, **changes: Any) -> FoundItem:
    """A post by Mia. ``changes`` are any other fields."""
    values: dict[str, Any] = {
        "external_id": external_id,
        "kind": Kind.POST,
        "platform": "mastodon",
        "text": text,
        "url": f"https://social.example/@mia/{external_id}",
        "creator": MIA,
        "published_at": NOW,
    }
    return FoundItem(**(values | changes))


async def store(database: Database, source: str, *batch: FoundItem | Removed, now: datetime = NOW) -> Stored:
    """Store one batch in a unit of work of its own."""
    async with unit_of_work(database) as session:
        return await Contents().store(session, source, batch, now)


@dataclass(frozen=True, slots=True, order=True)
class StoredItem:
    """What matters of an item, whatever its row number."""

    text: str
    version: int
    life: str
    sightings: tuple[tuple[str, str, bool], ...]
    versions: tuple[tuple[int, str], ...]


async def everything(database: Database) -> list[StoredItem]:
    """All items with their sightings and earlier versions, in the order they were made."""
    async with reading(database) as session:
        items = (await session.exec(_all(Item))).all()
        sightings = (await session.exec(_all(Sighting))).all()
        versions = (await session.exec(_all(ItemVersion))).all()
    return [
        StoredItem(
            item.text,
            item.version,
            item.life,
            tuple(
                (one.source, one.external_id, one.removed_at is not None)
                for one in sightings
                if one.item_id == item.id
            ),
            tuple(sorted((one.number, one.text) for one in versions if one.item_id == item.id)),
        )
        for item in items
    ]


def _all(table: Any) -> Any:
    from sqlmodel import select

    return select(table).order_by(table.id)


async def rows(database: Database, statement: str) -> Sequence[sa.Row[Any]]:
    """Rows of plain SQL, for looking behind the scenes."""
    async with reading(database) as session:
        return (await (await session.connection()).execute(sa.text(statement))).all()
