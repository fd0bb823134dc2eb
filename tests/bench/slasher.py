"""Somebody who types commands, in a process of their own: the local Discord, so that its CPU is not counted.

``python -m tests.bench.slasher`` prints its address. ``/bench/slash?n=300&command=contest%20list`` types a command so
many times, one after the other, and answers with the times from command to reply in milliseconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.playground.discord import LocalDiscord
from tests.support.child import child

USER, CHANNEL = "noor", "contests"


async def serve() -> None:
    """Serve until the process is ended."""

    async def slash(request: Request) -> JSONResponse:
        waits = []
        for _ in range(int(request.query_params["n"])):
            began = time.perf_counter()
            answer = await local.slash(
                USER, channel=CHANNEL, command=request.query_params["command"], options={}
            )
            waits.append((time.perf_counter() - began) * 1000)
            if not answer.get("response"):
                return JSONResponse({"problem": str(answer)}, status_code=500)
            local.world.ephemerals.clear()
        waits.sort()
        return JSONResponse(
            {
                "p50": statistics.median(waits),
                "p99": waits[int(len(waits) * 0.99)],
                "said": answer["response"]["content"],
            }
        )

    local = LocalDiscord(limits="off", extra_routes=[Route("/bench/slash", slash)])
    async with local:
        about = f"{local.world.address} {local.bot_token} {local.guild_id}"
        sys.stdout.write(f"discord {about}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Slasher:
    """A running one."""

    address: str
    bot_token: str
    guild_id: int

    @property
    def api_url(self) -> str:
        return f"{self.address}/discord/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"{self.address.replace('http', 'ws', 1)}/discord/gateway"

    async def slash(self, count: int, command: str) -> dict[str, float]:
        """Type a command so many times; ``p50`` and ``p99`` of the replies in milliseconds."""
        query = {"n": str(count), "command": command}
        address = f"{self.address}/bench/slash"
        async with aiohttp.ClientSession() as session, session.get(address, params=query) as answer:
            assert answer.status == 200, await answer.text()
            found = await answer.json()
            return {"p50_ms": float(found["p50"]), "p99_ms": float(found["p99"])}


@contextlib.asynccontextmanager
async def slasher(folder: Path, name: str) -> AsyncIterator[Slasher]:
    """One in a child process, gone when the block ends."""
    async with child(sys.executable, "-m", "tests.bench.slasher", cwd=folder, name=name) as running:
        said = await running.says("discord ")
        address, token, guild = said.split("discord ")[1].split()[:3]
        yield Slasher(address, token, int(guild))


if __name__ == "__main__":
    asyncio.run(serve())
