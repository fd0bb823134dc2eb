"""The product's own services before a server of Mastodon's shape: pieces are found there, asked about, answered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from bot.intake.poll import poll
from bot.intake.reaching.watching import WATCH, watch
from bot.people.rules import Person, Role
from bot.rights import jobs, queries
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone
from bot.rights.rules import AskStep
from bot.rights.scope import Channel, Scope, Use
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.services import Services
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from bot.work.notices import NOTICE
from tests.sources.mastodon.home import ANA, Home
from tests.sources.mastodon.world import SECRET
from tests.sources.server import local_server
from tests.sources.world import NOW
from tests.support.work import asked_for

MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
TEXT = "Hi Ana! May we show this on our website? If so, please reply with #yesbrand @brand."
BRAND = {"name": "Brand", "handle": "@brand", "hashtag": "#yesbrand"}


class Reach:
    """Short ways to find, ask, answer and look; the clock is set by hand."""

    def __init__(
        self, services: Services, home: Home, told: Mapping[str, Any] = MappingProxyType({})
    ) -> None:
        """``told``: the settings as they were given, for another process."""
        self.services = services
        self.settings = dict(told)
        self.database = services.database
        self.home = home
        self.now = NOW
        services.clock = lambda: self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.home.now = self.now

    async def found(self, text: str = "Warm all day #TrailBottle", author: dict[str, Any] = ANA) -> int:
        """A piece that somebody posts, and the line's item of it."""
        made = self.home.add(author, text)
        await self.poll()
        return await self.item(made["uri"])

    async def poll(self) -> None:
        self.later(minutes=1)
        await poll(self.services, "social")

    async def item(self, uri: str) -> int:
        [found] = await self.rows("SELECT item_id FROM sighting WHERE external_id = :uri", uri=uri)
        return int(found[0])

    async def ask(self, item: int, text: str = TEXT, channel: Channel = Channel.REPLY) -> int:
        """A person presses; nothing goes out yet."""
        request = Request(text, Scope(frozenset({Use.WEBSITE, Use.ADS})), channel)
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.ask(session, item, MIA, self.now, request)
        assert isinstance(done, AskDone), done
        return done.ask.id or 0

    async def send(self, ask: int) -> None:
        await jobs.send(self.services, ask, (await self.sent_step(ask)).revision)

    async def asked(self, author: dict[str, Any] = ANA) -> int:
        """A piece that was found and asked about, the message sent."""
        ask = await self.ask(await self.found(author=author))
        await self.send(ask)
        self.later(seconds=30)
        return ask

    def answer(self, text: str, author: dict[str, Any] = ANA, under: int = -1) -> dict[str, Any]:
        """Somebody answers one of our messages, the latest unless told otherwise."""
        return self.home.add(author, text, self.home.ours[under]["id"])

    async def look(self, **later: float) -> None:
        """Look for answers once that is due."""
        self.later(**(later or {"hours": 7}))
        await watch(self.services)

    # what stands

    async def row(self, ask: int) -> Ask:
        async with reading(self.database) as session:
            found = await queries.get_ask(session, ask)
        assert found is not None
        return found

    async def steps(self, ask: int) -> list[AskStep]:
        async with reading(self.database) as session:
            return await queries.steps_of(session, ask)

    async def actions(self, ask: int) -> list[str]:
        return [step.action.value for step in await self.steps(ask)]

    async def sent_step(self, ask: int) -> AskStep:
        return [one for one in await self.steps(ask) if one.action.value in ("sent", "reminded")][-1]

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        async with reading(self.database) as session:
            return list(await (await session.connection()).execute(sa.text(statement), values))

    async def wanted(self, job: str) -> list[list[Any]]:
        """The arguments of the work of one kind that was asked for, oldest first."""
        return await asked_for(self.database, job)

    async def told(self, about: str = "") -> list[str]:
        """What the team was told, and what to do about it."""
        return [f"{args[0]} {args[1]}" for args in await self.wanted(NOTICE) if about in args[0]]

    async def looks_wanted(self) -> int:
        return len(await self.wanted(WATCH))

    def sender(self) -> Any:
        return self.services.outlet(Senders).of("mastodon", Channel.REPLY)


@asynccontextmanager
async def reached(database: Database, folder: Path, **more: Any) -> AsyncIterator[Reach]:
    """The services of a bot with one Mastodon account, on a database."""
    async with local_server() as server:
        home = Home(server)
        source = {
            "kind": "mastodon",
            "servers": [server.url],
            "hashtags": ["trailbottle"],
            "mentions": True,
            "token": SECRET,
            **more.pop("source", {}),
        }
        allowed = [f"127.0.0.1:{server.port}"]
        told = {
            "data_dir": str(folder),
            "brand": BRAND,
            "http": {"allowed": allowed, "pictures": allowed, "pause": 0},
            "sources": {"social": source, **more.pop("sources", {})},
            **more,
        }
        settings = Settings.model_validate(told)
        work = Enqueuer(database, all_jobs())
        services = build_services(settings, database, work)
        await work.prepare()
        try:
            yield Reach(services, home, told)
        finally:
            await services.outlet(PoliteClient).aclose()
            await services.desk.stop()
            work.close()
