"""A small web server on loopback with switches for faults; what a source or a picture is fetched from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Page:
    """What an address answers."""

    body: bytes
    kind: str = "application/octet-stream"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """``pages`` by path; ``fault`` (a status) is answered to everything while it is set."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.fault: int | None = None
        self.asked: list[str] = []
        self.open = asyncio.Event()  # cleared: answers wait
        self.open.set()
        self.port = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request and one answer a connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ", 2)[1]
            self.asked.append(path)
            await self.open.wait()
            page = self.pages.get(path, Page(b"no such page", status=404))
            if self.fault is not None:
                page = Page(b"", status=self.fault)
            lines = [f"HTTP/1.1 {page.status} X", f"content-type: {page.kind}"]
            lines += [f"content-length: {len(page.body)}", "connection: close"]
            lines += [f"{name}: {value}" for name, value in page.headers.items()]
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + page.body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client was satisfied earlier: it cuts off what is too long
        finally:
            writer.close()


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    """A running site on a free port."""
    site = Site()
    server = await asyncio.start_server(site.answer, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        await server.wait_closed()


def feed(*entries: tuple[str, str, str], title: str = "Mia's outdoor blog") -> Page:
    """An RSS feed of (id, title, text)."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{head}</title>"
        f"<link>https://blog.example/{guid}</link><description>{text}</description></item>"
        for guid, head, text in entries
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
    return Page(body.encode(), "application/rss+xml")
