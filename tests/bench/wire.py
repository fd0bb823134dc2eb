"""The other side of the wire, in a process of its own so that its CPU is not counted.

``python -m tests.bench.wire FEEDS ITEMS`` serves generated feeds and a chat API that says yes to everything, over
raw asyncio, and prints its port. ``/feed/N`` has no validators, ``/same/N`` answers 304 to its ETag,
``/touched/N`` differs by one line each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from tests.bench import material
from tests.support.child import Child, child

_LENGTH = re.compile(rb"(?i)\r\ncontent-length:\s*(\d+)")
_ETAG = b'"as-ever"'


class Wire(asyncio.Protocol):
    """One connection."""

    feeds: tuple[bytes, ...] = ()
    posts = 0
    offered = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            length = _LENGTH.search(head)
            whole = end + 4 + (int(length.group(1)) if length else 0)
            if len(self._buffer) < whole:
                return
            body, self._buffer = self._buffer[end + 4 : whole], self._buffer[whole:]
            self._transport.write(self._answer(head, body))

    def _answer(self, head: bytes, body: bytes) -> bytes:
        path = head.split(b" ", 2)[1].split(b"?")[0]
        if path.startswith(b"/api/"):
            return _http(self._chat(path[5:].decode(), body))
        if path == b"/counts":
            return _http(orjson.dumps({"posts": Wire.posts, "offered": Wire.offered}))
        kind, _, number = path.lstrip(b"/").partition(b"/")
        feed = self.feeds[int(number)]
        if kind == b"same":
            if _ETAG in head:
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + _ETAG + b"\r\n\r\n"
            return _http(feed, b"application/rss+xml", b"ETag: " + _ETAG + b"\r\n")
        if kind == b"touched":
            Wire.posts += 1
            mark = b"<lastBuildDate>%d</lastBuildDate></channel>" % Wire.posts
            feed = feed.replace(b"</channel>", mark)
        return _http(feed, b"application/rss+xml")

    def _chat(self, method: str, body: bytes) -> bytes:
        if method != "chat.postMessage":
            return orjson.dumps({"ok": True, **_ABOUT})
        Wire.posts += 1
        Wire.offered += body.count(b":approve:")
        return orjson.dumps({"ok": True, "channel": "C0BENCH001", "ts": f"1800000000.{Wire.posts:06d}"})


_ABOUT: dict[str, Any] = {
    "user_id": "U0BOT00001",
    "bot_id": "B0BOT00001",
    "team_id": "T0BENCH001",
    "team": "Bench",
    "usergroups": [],
    "channels": [{"id": "C0BENCH001", "name": "content-review"}],
}


def _http(body: bytes, kind: bytes = b"application/json", headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n%s" % (
        kind,
        len(body),
        headers,
        body,
    )


async def serve(feeds: int, items: int) -> None:
    """Serve until the process is ended."""
    written = material.articles(feeds * items)
    Wire.feeds = tuple(material.feed(n, written[n * items : (n + 1) * items]) for n in range(feeds))
    server = await asyncio.get_running_loop().create_server(Wire, "127.0.0.1", 0)
    sys.stdout.write(f"port {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@dataclass(frozen=True, slots=True)
class Served:
    """A running wire. ``port`` is on 127.0.0.1."""

    process: Child
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def counts(self) -> dict[str, int]:
        """How many messages were posted and how many items they offered."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}/counts") as answer:
            counts: dict[str, int] = await answer.json()
            return counts


@contextlib.asynccontextmanager
async def wire(feeds: int, items: int, folder: Path) -> AsyncIterator[Served]:
    """A wire in a child process, gone when the block ends."""
    command = (sys.executable, "-m", "tests.bench.wire", str(feeds), str(items))
    async with child(*command, cwd=folder, name="wire") as running:
        said = await running.says("port ")
        yield Served(running, int(said.split("port ")[1].split()[0]))


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
