"""The sample brand's corner of the web on loopback: a blog with a feed, a local Mastodon, a shop, pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from html import escape
from pathlib import Path
from xml.sax.saxutils import escape as xml_escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground.network import LocalNetwork
from bot.playground.network.model import Account
from bot.playground.samples import pages
from bot.playground.samples.drawing import draw_picture
from bot.playground.samples.story import NetworkStory
from bot.playground.samples.till import Till
from bot.playground.samples.timeline import Piece, Timeline
from bot.playground.slack.clock import steady_of

picture = lru_cache(maxsize=64)(draw_picture)


class SampleWeb:
    """Serves a timeline as it stands now. ``clock`` gives seconds; the demo began at ``started``, or begins now.

    ``speed`` makes the timeline run faster; ``burst`` adds so many pieces at its start. ``token`` is that of the
    brand's account on the network, which is kept in ``journal``. ``leaps`` are seconds of the timeline and how far
    the clock was ahead from then on.
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        speed: float = 1.0,
        burst: int = 0,
        started: float | None = None,
        token: str | None = None,
        journal: Path | None = None,
        clock: Callable[[], float] = time.time,
        leaps: Sequence[tuple[float, float]] = (),
    ) -> None:
        self.timeline = timeline.with_burst(burst)
        self._speed = speed
        self.clock = clock
        self._steady = steady_of(clock)
        self.leaps = list(leaps)
        self.started = self._steady() if started is None else started
        brand = self.timeline.brand
        self.till = Till(brand.name, clock)
        self.story = NetworkStory(self)
        self.network = LocalNetwork(
            self.story,
            Account(brand.handle.lstrip("@"), brand.name, followers=18_400, bot=True),
            signs={"hashtag": brand.hashtag, "mention": brand.handle, "tag": brand.tag},
            token=token,
            limits=False,  # the demo looks every three seconds, a hundred times as often as elsewhere
            journal=journal,
            clock=clock,
        )

    @property
    def elapsed(self) -> float:
        """Seconds on the timeline since the start."""
        return (self._steady() - self.started) * self._speed

    def at(self, seconds: float) -> datetime:
        """When a moment of the timeline was, or will be."""
        return datetime.fromtimestamp(self.moment(seconds), UTC)

    def moment(self, seconds: float) -> float:
        """The same in seconds since the epoch."""
        ahead = next((ahead for since, ahead in reversed(self.leaps) if seconds >= since), 0.0)
        return self.started + seconds / self._speed + ahead

    def leap(self, ahead: float) -> None:
        """The clock jumped and is so many seconds ahead now. No piece is made up for the time between."""
        self.leaps.append((self.elapsed, ahead))

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/blog/feed.xml", self.feed),
                Route("/blog/{number:int}", self.page),
                Route("/pictures/{name}", self.picture),
                *self.till.routes(),
                *self.network.routes(),
                Route("/@{handle}/{number:int}", self.post),
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
        """A post of the blog."""
        number = request.path_params["number"]
        pieces = self.timeline.visible(self.elapsed, "blog")
        found = next((piece for piece in pieces if piece.number == number), None)
        return _gone() if found is None else _shown(found, self.at(found.at))

    async def post(self, request: Request) -> Response:
        """A post of the network."""
        posts, path = self.network.world.posts().values(), request.url.path
        found = next((post for post in posts if path == (post.path or f"/@{post.author}/{post.id}")), None)
        if found is None or found.visibility != "public":
            return _gone()
        return _shown(self.story.as_piece(found), datetime.fromtimestamp(found.at, UTC))

    async def profile(self, request: Request) -> Response:
        """Whoever wrote something, with all of it that is there now."""
        handle = request.path_params["handle"]
        posts = [post for post in self.network.world.posts().values() if post.author == handle]
        public = [post for post in posts if post.visibility == "public"]
        if not public:
            return PlainTextResponse("Nobody of that name has posted here.", status_code=404)
        shown = [
            (self.story.as_piece(post), datetime.fromtimestamp(post.at, UTC))
            for post in reversed(public[-50:])
        ]
        return HTMLResponse(pages.profile_page(shown), headers=pages.HEADERS)

    async def picture(self, request: Request) -> Response:
        scene, _, rest = request.path_params["name"].partition("-")
        number = rest.removesuffix(".png")
        if not number.isdigit():
            return PlainTextResponse("There is no such picture.", status_code=404)
        return Response(picture(scene, int(number)), media_type="image/png")


def _shown(piece: Piece, at: datetime) -> Response:
    return HTMLResponse(pages.post_page(piece, at), headers=pages.HEADERS)


def _gone() -> Response:
    return PlainTextResponse("This post was deleted by its author.", status_code=404)
