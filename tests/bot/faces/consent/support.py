"""An installation with private pages, an item that its creator is asked about, and the creator's browser."""

from __future__ import annotations

import html
import io
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from starlette.applications import Starlette

from bot.content.media.image import Preview, make_preview
from bot.content.tables import Media
from bot.faces.web.application import application
from bot.faces.web.consent import consent_routes
from bot.rights import queries
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone, AskOutcome
from bot.rights.private_links import new_nonce
from bot.rights.rules import AskStep
from bot.rights.scope import Channel, Proof, Scope, Use
from bot.rights.tables import Ask, AskEvent
from bot.services import Services
from bot.settings import Brand, Settings, Web
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bot.review.support import NOAH, NOW, Room

ADDRESS = "https://goodword.example.com"
BRAND = Brand(name="Fjord Coffee", handle="@fjordcoffee", hashtag="#yesfjord", contact="hello@fjord.example")
ALL = frozenset(Use)
REPOST = frozenset({Use.WEBSITE, Use.SOCIAL})
_FIELD = re.compile(r'name="form" value="([^"]+)"')


def picture(width: int = 640, height: int = 480, kind: str = "JPEG") -> bytes:
    """A picture file, as a camera would write one."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (92, 130, 90)).save(out, kind)
    return out.getvalue()


@dataclass
class Asked:
    """A message that went out: the secret in its link, and the rows."""

    nonce: str
    ask: int
    item: int
    creator: int

    @property
    def path(self) -> str:
        return f"/p/{self.nonce}"


class House:
    """The installation. ``now`` is what its clock says."""

    def __init__(self, database: Database, folder: Path, **settings: Any) -> None:
        self.settings = Settings(data_dir=folder, brand=BRAND, web=Web(address=ADDRESS), **settings)
        self.database = database
        self.work = Enqueuer(database, all_jobs())
        self.services: Services = build_services(self.settings, database, self.work)
        self.now = NOW
        self.services.clock = lambda: self.now
        self.room = Room(database, self.work)
        self.app: Starlette = application(self.well, consent_routes(self.services))
        self._made = 0

    async def well(self) -> Mapping[str, tuple[bool, str]]:
        return {}

    @asynccontextmanager
    async def browser(self, address: str = "203.0.113.5", **headers: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser at that address, which follows no redirect by itself."""
        transport = httpx.ASGITransport(app=self.app, client=(address, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers=headers) as client:
            yield client

    async def asked(
        self,
        *,
        uses: frozenset[Use] = REPOST,
        media: Sequence[str] = (),
        channel: Channel = Channel.LINK,
        language: str = "en",
        text: str = "My first cup this morning",
        credit: str = "",
        territory: str = "",
        days: int = 730,
        latest: datetime | None = None,
        creator: Mapping[str, str] | None = None,
    ) -> Asked:
        """Ask a creator about an item of theirs, with a private link in the message. ``media`` are kinds; pictures
        have a preview."""
        self._made += 1
        who = {
            "external_id": f"c{self._made}",
            "handle": f"anna{self._made}",
            "name": "Anna",
            **(creator or {}),
        }
        creator_id = await self.room.creator(**who)
        [item] = await self.room.items(1, creator_id=creator_id, url="https://social.example/@anna/1")
        await self._fill(item, text, media)
        from bot.review.service import NewReview

        await self.room.queue([NewReview(item)])
        nonce = new_nonce()
        scope = Scope(uses, territory, days, credit, self.services.asks.terms.version, latest)
        request = Request("May we show this?", scope, channel, (language, "one"), nonce=nonce)
        done = await self._ask(item, request)
        return Asked(nonce, done.ask.id or 0, item, creator_id)

    async def _ask(self, item: int, request: Request) -> AskDone:
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.ask(session, item, NOAH, self.now, request)
        assert isinstance(done, AskDone), done
        return done

    async def _fill(self, item: int, text: str, media: Sequence[str]) -> None:
        from bot.content.tables import Item

        async with unit_of_work(self.database) as session:
            row = await session.get(Item, item)
            assert row is not None
            row.text = text
            for place, kind in enumerate(media):
                made = make_preview(picture(640 + place, 480), 10**8)
                assert isinstance(made, Preview)
                self.services.asks.kit.previews.write(made.name, made.data)
                one = Media(
                    item_id=item, position=place, kind=kind, url=f"https://social.example/{place}.jpg"
                )
                if kind == "image":
                    one.state, one.file, one.width, one.height = "cached", made.name, made.width, made.height
                    one.alt = "A cup on a window sill"
                session.add(one)

    async def answered(self, ask: int, text: str, proof: Proof = Proof.REPLY, **more: Any) -> AskOutcome:
        """The creator answers on the platform."""
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.services.asks.answered(
                session, ask, text, proof, self.now, via="mastodon", **more
            )

    def tick(self, **more: float) -> datetime:
        self.now += timedelta(**(more or {"seconds": 1}))
        return self.now

    async def row(self, ask: int) -> Ask:
        async with reading(self.database) as session:
            found = await queries.get_ask(session, ask)
        assert found is not None
        return found

    async def steps(self, asked: Asked) -> list[AskStep]:
        async with reading(self.database) as session:
            return await queries.steps_of(session, asked.ask)

    async def actions(self, asked: Asked) -> list[str]:
        return [step.action.value for step in await self.steps(asked)]

    async def events(self, asked: Asked) -> list[AskEvent]:
        async with reading(self.database) as session:
            return await queries.events_of_ask(session, asked.ask)


@asynccontextmanager
async def open_house(database: Database, folder: Path, **settings: Any) -> AsyncIterator[House]:
    house = House(database, folder, **settings)
    await house.work.prepare()
    try:
        yield house
    finally:
        await house.services.desk.stop()
        await house.room.desk.stop()
        house.work.close()


def token_in(page: str) -> str:
    """The form token that a page holds."""
    found = _FIELD.search(page)
    assert found is not None, page
    return html.unescape(found.group(1))
