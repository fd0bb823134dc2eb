"""The rows that storing so many pieces comes to, read back from a database that stored them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.content.pieces import Entry, prepare
from bot.content.service import Contents
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bench import material, product
from tests.bench.floors.core import Row
from tests.bench.product import Folder

BATCH = 100
TABLES = ("creator", "item", "sighting", "media", "content_event")


async def stored_rows(
    folder: Folder, count: int
) -> tuple[list[list[Entry]], list[dict[sa.Table, Sequence[Row]]]]:
    """Batches of prepared pieces, and for each the rows, by table, that the product made of it."""
    written = material.pieces(count)
    batches = [
        [prepare(material.found(one)) for one in written[start : start + BATCH]]
        for start in range(0, count, BATCH)
    ]
    rows: list[dict[sa.Table, Sequence[Row]]] = []
    async with product.opened(folder.fresh()) as database:
        last = dict.fromkeys(TABLES, 0)
        for batch in batches:
            async with unit_of_work(database) as session:
                await Contents().store(session, "bench", batch, material.NOW)
            rows.append(await _new_rows(database, last))
    return [list(batch) for batch in batches], rows


async def _new_rows(database: Database, last: dict[str, int]) -> dict[sa.Table, Sequence[Row]]:
    """What was added after the ids in ``last``, which is brought up to date."""
    added: dict[sa.Table, Sequence[Row]] = {}
    async with database.read_engine.connect() as connection:
        for name in TABLES:
            table = SQLModel.metadata.tables[name]
            found = await connection.execute(
                sa.select(table).where(table.c.id > last[name]).order_by(table.c.id)
            )
            rows = [dict(row._mapping) for row in found]
            if rows:
                added[table] = rows
                last[name] = rows[-1]["id"]
    return added
