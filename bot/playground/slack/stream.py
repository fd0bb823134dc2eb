"""A feed as Server-Sent Events: ``GET /playground/events`` of the local Slack, and its like of the local Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from bot.playground.slack.feed import Feed


class HasId(Protocol):
    """A person, as far as the stream knows people."""

    id: str


class Watched(Protocol):
    """A place with a feed and with people who watch it."""

    feed: Feed

    def person_named(self, wanted: str) -> HasId: ...


class Events:
    """One endpoint; ``Last-Event-ID`` (header, or ``last_event_id`` in the query) continues where a reader was."""

    def __init__(self, world: Watched) -> None:
        self._world = world

    async def endpoint(self, http: HttpRequest) -> Response:
        """Stream until either side closes. ``user`` leaves out what other people alone are shown."""
        last = http.headers.get("last-event-id") or http.query_params.get("last_event_id") or ""
        after = int(last) if last.isascii() and last.isdigit() else None
        wanted = http.query_params.get("user")
        user = self._world.person_named(wanted).id if wanted else None
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._lines(after, user), headers=headers, media_type="text/event-stream")

    async def _lines(self, after: int | None, user: str | None) -> AsyncIterator[bytes]:
        yield b"retry: 1000\n\n"
        async for event in self._world.feed.follow(after):
            if event is None:
                yield b": still here\n\n"
            elif event.user is None or user in (None, event.user):
                yield b"id: %d\nevent: %s\ndata: %s\n\n" % (event.id, event.type.encode(), event.data)
