"""A board in Redis: a sorted set of scores and a hash of what people call the entries. Redis runs on loopback, keeps
nothing on disk and ends with the block."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import redis.asyncio as redis

BOARD = "board"
NAMES = "names"
_CHUNK = 20_000
_PATIENCE = 10.0  # seconds in which a server must have started


def program() -> str | None:
    """Where the server is installed; None where it isn't."""
    return shutil.which("redis-server")


class RedisBoard:
    """What a page of standings and one's own place need, each one round trip."""

    def __init__(self, client: redis.Redis, pid: int) -> None:
        self._client = client
        self.pid = pid  # of the server

    async def fill(self, scores: Sequence[int]) -> None:
        """Entries numbered from 1, with these scores."""
        for start in range(0, len(scores), _CHUNK):
            chunk = range(start, min(start + _CHUNK, len(scores)))
            pipe = self._client.pipeline(transaction=False)
            pipe.zadd(BOARD, {str(at + 1): scores[at] for at in chunk})
            pipe.hset(NAMES, mapping={str(at + 1): f"Member {at + 1}\tPiece {at + 1}" for at in chunk})
            await pipe.execute()

    async def top_ten(self) -> list[tuple[bytes, float]]:
        """The first ten with their scores, and how many there are."""
        pipe = self._client.pipeline(transaction=False)
        pipe.zrevrange(BOARD, 0, 9, withscores=True)
        pipe.zcard(BOARD)
        found, _ = await pipe.execute()
        await self._client.hmget(NAMES, [each for each, _ in found])
        return list(found)

    async def rank(self, entry: int) -> int:
        """An entry's place, with its score and name; equal scores share one."""
        pipe = self._client.pipeline(transaction=False)
        pipe.zscore(BOARD, str(entry))
        pipe.hget(NAMES, str(entry))
        score, _ = await pipe.execute()
        return 1 + int(await self._client.zcount(BOARD, f"({score}", "+inf"))


@contextlib.asynccontextmanager
async def redis_board(folder: Path) -> AsyncIterator[RedisBoard]:
    """A board on a server of its own."""
    port = _free_port()
    arguments = [
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    server = await asyncio.create_subprocess_exec(
        program() or "redis-server", *arguments, stdout=asyncio.subprocess.DEVNULL
    )
    client = redis.Redis(host="127.0.0.1", port=port)
    try:
        await _until_it_answers(client)
        yield RedisBoard(client, server.pid)
    finally:
        await client.aclose()
        server.terminate()
        await server.wait()


async def _until_it_answers(client: redis.Redis) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                await client.ping()
            except redis.ConnectionError:
                await asyncio.sleep(0.05)
            else:
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
