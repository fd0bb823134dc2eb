"""The sample brand's corner of the web on loopback: a blog with a feed, a Mastodon-shaped server, pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any
from xml.sax.saxutils import escape as xml_escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.samples import pages
from bot.playground.samples.drawing import draw_picture
from bot.playground.samples.timeline import Piece, Timeline

STATUS_BASE = 113_000_000_000_000_000
picture = lru_cache(maxsize=64)(draw_picture)


class SampleWeb:
    """Serves a timeline as it stands now. ``clock`` gives seconds; the demo began at ``started``, or begins now.

    ``speed`` makes the timeline run faster; ``burst`` adds so many pieces at its start.
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        speed: float = 1.0,
        burst: int = 0,
        started: float | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.timeline = timeline.with_burst(burst)
        self._speed = speed
        self._clock = clock
        self.started = clock() if started is None else started

    @property
    def elapsed(self) -> float:
        """Seconds on the timeline since the start."""
        return (self._clock() - self.started) * self._speed

    def at(self, seconds: float) -> datetime:
        """When a moment of the timeline was, or will be."""
        return datetime.fromtimestamp(self.started + seconds / self._speed, UTC)

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/blog/feed.xml", self.feed),
                Route("/blog/{number:int}", self.page),
                Route("/pictures/{name}", self.picture),
                Route("/api/v1/timelines/tag/{tag}", self.tag_timeline),
                Route("/api/v1/statuses/{number:int}", self.status),
                Route("/api/v2/instance", self.instance),
                Route("/@{handle}/{number:int}", self.page),
                Route("/@{handle}", self.profile),
            ]
        )

    async def feed(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        entries = "".join(
            self._entry(piece, base) for piece in reversed(self.timeline.visible(self.elapsed, "blog"))
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel><title>Tea blogs</title><link>{base}/blog</link><description>About tea</description>"
            f"{entries}</channel></rss>"
        )
        tag = f'"{sha256(body.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        return Response(body, media_type="application/rss+xml", headers={"ETag": tag})

    def _entry(self, piece: Piece, base: str) -> str:
        enclosure = ""
        if piece.picture:
            url = f"{base}/pictures/{piece.picture}-{piece.number}.png"
            enclosure = f'<enclosure url="{url}" type="image/png" length="0"/>'
        if piece.audio:
            enclosure = f'<enclosure url="{base}/blog/{piece.number}.mp3" type="audio/mpeg" length="0"/>'
        return (
            f"<item><title>{xml_escape(piece.title)}</title><link>{base}/blog/{piece.number}</link>"
            f'<guid isPermaLink="false">blog-{piece.number}</guid>'
            f"<pubDate>{format_datetime(self.at(piece.at), usegmt=True)}</pubDate>"
            f"<dc:creator>{xml_escape(piece.creator)}</dc:creator><dc:language>{piece.language}</dc:language>"
            f"<description>{xml_escape('<p>' + escape(piece.text) + '</p>')}</description>{enclosure}</item>"
        )

    async def page(self, request: Request) -> Response:
        piece = self._find(request.path_params["number"] % 1_000_000)
        if piece is None:
            return PlainTextResponse("This post was deleted by its author.", status_code=404)
        return HTMLResponse(pages.post_page(piece, self.at(piece.at)), headers=pages.HEADERS)

    async def profile(self, request: Request) -> Response:
        """Whoever wrote something, with all of it that is there now."""
        handle = request.path_params["handle"]
        written = [
            piece for piece in self.timeline.visible(self.elapsed, "mastodon") if piece.handle == handle
        ]
        if not written:
            return PlainTextResponse("Nobody of that name has posted here.", status_code=404)
        shown = [(piece, self.at(piece.at)) for piece in sorted(written, key=_status_id, reverse=True)[:50]]
        return HTMLResponse(pages.profile_page(shown), headers=pages.HEADERS)

    async def picture(self, request: Request) -> Response:
        scene, _, rest = request.path_params["name"].partition("-")
        number = rest.removesuffix(".png")
        if not number.isdigit():
            return PlainTextResponse("There is no such picture.", status_code=404)
        return Response(picture(scene, int(number)), media_type="image/png")

    async def tag_timeline(self, request: Request) -> Response:
        """GET /api/v1/timelines/tag/:hashtag (docs.joinmastodon.org/methods/timelines/#tag)."""
        query = request.query_params
        pieces = self.timeline.visible(self.elapsed, "mastodon")
        if request.path_params["tag"].casefold() != self.timeline.brand.tag:
            pieces = []
        after = max(int(query.get("min_id") or 0), int(query.get("since_id") or 0))
        below = int(query.get("max_id") or 0) or STATUS_BASE * 2
        limit = max(1, min(int(query.get("limit") or 20), 40))
        found = [piece for piece in pieces if after < _status_id(piece) < below]
        chosen = found[:limit] if query.get("min_id") else found[-limit:]
        base = str(request.base_url).rstrip("/")
        return JSONResponse([self._status(piece, base) for piece in reversed(chosen)])

    async def status(self, request: Request) -> Response:
        piece = self._find((request.path_params["number"] - STATUS_BASE) % 1_000_000)
        if piece is None or piece.via != "mastodon":
            return JSONResponse({"error": "Record not found"}, status_code=404)
        return JSONResponse(self._status(piece, str(request.base_url).rstrip("/")))

    async def instance(self, request: Request) -> Response:
        """GET /api/v2/instance (docs.joinmastodon.org/methods/instance/#v2)."""
        return JSONResponse({"domain": request.url.netloc, "title": "Sample server", "version": "4.5.0"})

    def _find(self, number: int) -> Piece | None:
        elapsed = self.elapsed
        everywhere = [p for via in ("blog", "mastodon") for p in self.timeline.visible(elapsed, via)]
        return next((piece for piece in everywhere if piece.number == number), None)

    def _status(self, piece: Piece, base: str) -> dict[str, Any]:
        """A Status entity (docs.joinmastodon.org/entities/Status)."""
        id_, url = str(_status_id(piece)), f"{base}{pages.post_path(piece)}"
        edited = piece.edit_at is not None and self.elapsed >= piece.edit_at
        media: list[dict[str, Any]] = []
        if piece.picture:
            address = f"{base}/pictures/{piece.picture}-{piece.number}.png"
            size = {"width": 960, "height": 640, "size": "960x640", "aspect": 1.5}
            media = [
                {
                    "id": id_,
                    "type": "image",
                    "url": address,
                    "preview_url": address,
                    "description": piece.alt,
                    "meta": {"original": size},
                }
            ]
        return {
            "id": id_,
            "created_at": _iso(self.at(piece.at)),
            "edited_at": _iso(self.at(piece.edit_at)) if edited and piece.edit_at is not None else None,
            "in_reply_to_id": None,
            "sensitive": False,
            "spoiler_text": "",
            "visibility": "public",
            "language": piece.language,
            "uri": f"{base}/users/{piece.handle}/statuses/{id_}",
            "url": url,
            "content": f"<p>{escape(piece.text)}</p>",
            "reblog": None,
            "account": self._account(piece, base),
            "media_attachments": media,
            "mentions": [],
            "tags": [{"name": self.timeline.brand.tag, "url": f"{base}/tags/{self.timeline.brand.tag}"}],
            "emojis": [],
            "card": None,
            "poll": None,
            "favourites_count": piece.likes,
            "reblogs_count": piece.shares,
            "replies_count": 0,
        }

    def _account(self, piece: Piece, base: str) -> dict[str, Any]:
        """An Account entity (docs.joinmastodon.org/entities/Account)."""
        return {
            "id": str(pages.avatar_number(piece.handle)),
            "username": piece.handle,
            "acct": piece.handle,
            "display_name": piece.creator,
            "locked": False,
            "bot": False,
            "discoverable": True,
            "indexable": True,
            "created_at": _iso(self.at(0) - timedelta(days=500)),
            "note": "",
            "url": f"{base}/@{piece.handle}",
            "uri": f"{base}/users/{piece.handle}",
            "avatar": f"{base}{pages.avatar_path(piece.handle)}",
            "followers_count": piece.followers,
            "following_count": 0,
            "statuses_count": 1,
            "emojis": [],
            "fields": [],
        }


def _status_id(piece: Piece) -> int:
    # By time, then by number: an id given later is larger, as on a real server.
    return STATUS_BASE + int(piece.at) * 1_000_000 + piece.number


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
