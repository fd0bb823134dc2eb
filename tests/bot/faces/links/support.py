"""An installation with tracked links, pieces to share, and people who follow the links."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import sqlalchemy as sa
from pydantic import SecretStr

from bot.faces.web.application import application
from bot.faces.web.links import TrackedLinks
from bot.faces.web.links.resolving import Resolver
from bot.links import jobs, queries
from bot.links.clicks.counter import ClickCounter
from bot.links.clicks.writing import Limits
from bot.links.queries import Clicked
from bot.links.service import NewLink
from bot.links.tables import Link
from bot.rights.scope import Proof, Use
from bot.settings.links import LinksSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.consent.support import Asked
from tests.bot.faces.gallery.support import Show

STAFF = frozenset({Use.EMPLOYEES, Use.WEBSITE})
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LINKEDIN = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"
TARGET = "https://shop.example/tea?size=2#boxes"
SECRET = "a-secret-for-the-shop"
NEW = NewLink(
    item_id=0,
    network="bluesky",
    owner=7,
    target=TARGET,
    disclosure="I work at Fjord Coffee. #employee",
    credit="Photo: Anna Berg",
    language="en",
)


class Sharing(Show):
    """The installation. Links are looked up anew for each request, unless ``look`` says how long they keep."""

    def __init__(self, database: Database, folder: Path, *, look: float = 0.0, **section: Any) -> None:
        links = LinksSection(**{"key": SecretStr(SECRET), **section})
        super().__init__(database, folder, links=links)
        limits = Limits(links.clicks_per_visitor, links.visitors_per_address)
        self.counter = ClickCounter(database, limits, clock=lambda: self.now)
        self.services.provide(self.counter)
        self.links = TrackedLinks(self.services, resolver=Resolver(database, links, look=look))
        self.app = application(self.well, [*self.links.routes(), *self.gallery.routes()])

    async def piece(self, **more: Any) -> Asked:
        """A piece that employees may share."""
        return await self.shown(uses=STAFF, proof=Proof.REPLY, **more)

    async def link(self, item: int, **changes: Any) -> Link:
        async with unit_of_work(self.database) as session:
            return await self.services.links.make(session, replace(NEW, item_id=item, **changes), self.now)

    async def shared(self, **changes: Any) -> Link:
        """A new piece and a link to it."""
        return await self.link((await self.piece()).item, **changes)

    @asynccontextmanager
    async def person(
        self, address: str = "203.0.113.5", agent: str = CHROME, **headers: str
    ) -> AsyncIterator[httpx.AsyncClient]:
        async with self.browser(address, **{"user-agent": agent, **headers}) as client:
            yield client

    async def follow(
        self,
        link: Link | str,
        address: str = "203.0.113.5",
        agent: str = CHROME,
        *,
        times: int = 1,
        **headers: Any,
    ) -> httpx.Response:
        """Follow a link, and give the last answer."""
        code = link if isinstance(link, str) else link.code
        async with self.person(address, agent, **headers) as client:
            for _ in range(times):
                answer = await client.get(f"/s/{code}")
        return answer

    async def counted(self, link: Link) -> Clicked:
        """What was counted, when everything is written."""
        await self.counter.flush()
        async with reading(self.database) as session:
            return (await queries.totals(session, [link.id or 0]))[link.id or 0]

    async def forget(self) -> None:
        """What the durable work does."""
        await jobs.forget(self.services)

    async def run(self, statement: str) -> None:
        async with unit_of_work(self.database) as session:
            await (await session.connection()).execute(sa.text(statement))

    async def count(self, table: str) -> int:
        async with reading(self.database) as session:
            found = await (await session.connection()).execute(sa.text(f"SELECT count(*) FROM {table}"))
            return int(found.scalar_one())


def query_of(answer: httpx.Response) -> dict[str, list[str]]:
    """The parameters of the address that somebody is sent on to."""
    return parse_qs(urlsplit(answer.headers["location"]).query)


def at(hour: int, minute: int = 0, day: int = 20) -> datetime:
    from datetime import UTC

    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@asynccontextmanager
async def open_sharing(database: Database, folder: Path, **more: Any) -> AsyncIterator[Sharing]:
    sharing = Sharing(database, folder, **more)
    await sharing.work.prepare()
    try:
        yield sharing
    finally:
        await sharing.counter.stop()
        await sharing.services.desk.stop()
        await sharing.room.desk.stop()
        sharing.work.close()
