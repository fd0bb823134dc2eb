"""SQLAlchemy Core, asynchronous, in batches of 100: the same rows as the product's, inserted and nothing else.

Floor of ``ingest``'s store. Nothing is looked up, so nothing is known to be new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from tests.bench.harness import cpu_time

Row = dict[str, Any]
Batch = Mapping[sa.Table, Sequence[Row]]


async def insert_batches(database: Database, batches: Sequence[Batch]) -> float:
    """CPU seconds of inserting each batch in a transaction of its own."""
    async with database.engine.connect() as connection:
        await connection.rollback()  # the connection is open, as it is for the product
    with cpu_time() as so_far:
        for batch in batches:
            async with database.engine.begin() as connection:
                for table, rows in batch.items():
                    await connection.execute(sa.insert(table), list(rows))
        return so_far()
