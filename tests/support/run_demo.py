"""``goodword demo`` with somebody at its side who asks creators, as when a person presses Send.

``python -m tests.support.run_demo FOLDER SPEED``; a line ``WORDS`` on its input asks for the piece that has them, by
a reply with a private link, and is answered by a line ``asked NUMBER`` or by why not.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from sqlmodel import col, select

from bot.app import stop_signal
from bot.content.tables import Item
from bot.demo import MIA, Demo, demonstration
from bot.kernel.log import configure_logging
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone
from bot.rights.private_links import new_nonce
from bot.rights.scope import Channel
from bot.storage.unit_of_work import reading, unit_of_work


async def ask(demo: Demo, words: str) -> str:
    """The same piece is asked about once: the words name the press."""
    services, brand = demo.services, demo.settings.brand
    nonce = new_nonce()
    text = (
        f"{brand.name} would love to show this on its website. May we? Answer with {brand.hashtag} and "
        f"{brand.handle}, or see all of it here: {services.asks.links.answer(nonce)}"
    )
    async with reading(services.database) as session:
        item = (await session.exec(select(Item).where(col(Item.text).contains(words)))).first()
    async with unit_of_work(services.database) as session:
        request = Request(text, channel=Channel.REPLY, nonce=nonce, request_id=f"press {words}")
        number = item.id if item is not None else None
        done = await services.asks.ask(session, number or 0, MIA, services.clock(), request)
    return f"asked {done.ask.id}" if isinstance(done, AskDone) else f"not asked: {done}"


async def serve(folder: Path, speed: float) -> None:
    configure_logging("WARNING")
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    with stop_signal() as stop:
        async with demonstration(port=0, data=folder, speed=speed) as demo:
            print(f"Open {demo.url}", flush=True)
            stopping = asyncio.create_task(stop.wait())
            while not stopping.done():
                line = asyncio.create_task(lines.readline())
                await asyncio.wait({line, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not line.done():
                    line.cancel()
                elif words := line.result().decode().strip():
                    print(await ask(demo, words), flush=True)
                else:
                    await stopping


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2])))
