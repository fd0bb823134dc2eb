"""``python -m tests.bench.linked DATABASE_URL FOLDER``: serves a tracked link in a process of its own until it is
killed, and says where: "serves PORT PATH LINK"."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.bench import product
from tests.bench.cases.links import staged


async def serve(url: str, folder: Path) -> None:
    async with product.opened(url) as database, staged(database, folder) as stage:
        sys.stdout.write(f"serves {stage.ours.port} /s/{stage.link.code} {stage.link.id}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
