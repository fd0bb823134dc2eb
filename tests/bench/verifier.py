"""``python -m tests.bench.verifier DATABASE_URL PUBLIC_KEY``: the product's own check of the whole chain."""

from __future__ import annotations

import asyncio
import sys

from bot.rights.verifying import verify_stored
from bot.storage.unit_of_work import reading
from tests.bench.product import opened
from tests.bench.spent import say


async def verify(url: str, public: str) -> int:
    """How many events hold. Raises ValueError where one doesn't."""
    async with opened(url) as database, reading(database) as session:
        found = await verify_stored(session, public)
    if not found.ok:
        raise ValueError(f"event {found.broken}: {found.problem}")
    return found.links


if __name__ == "__main__":
    say(lambda: asyncio.run(verify(sys.argv[1], sys.argv[2])))
