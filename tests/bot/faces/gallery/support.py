"""An installation with a gallery, and short ways to fill it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.content.queries import media_of
from bot.content.tables import Item, Media
from bot.faces.web.application import application
from bot.faces.web.consent import consent_routes
from bot.faces.web.gallery import GallerySurface, gallery_of
from bot.people.tables import Creator
from bot.review.rules import Action
from bot.rights import contacts, jobs
from bot.rights.licensed import licence
from bot.rights.outcomes import AskDone
from bot.rights.scope import Proof, Use
from bot.rights.surfaces import Surfaces
from bot.rights.tables import Clearance
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.consent.support import ADDRESS, REPOST, Asked, House
from tests.bot.review.support import MIA, decision

SITE = frozenset({Use.WEBSITE})


class Show(House):
    """The installation with its gallery; ``outside`` says whether its surface asks the public address too."""

    def __init__(self, database: Database, folder: Path, *, outside: bool = False, **settings: Any) -> None:
        super().__init__(database, folder, **settings)
        made = gallery_of(self.services)
        assert made is not None
        self.gallery = made
        self.app = application(self.well, [*made.routes(), *consent_routes(self.services)])
        self.surface = GallerySurface(made, self.app, ADDRESS if outside else "", wait=0)
        self.services.outlet(Surfaces).add(self.surface)

    async def shown(
        self,
        *,
        media: Sequence[str] = ("image",),
        uses: frozenset[Use] = REPOST,
        proof: Proof = Proof.NONE,
        changes: dict[str, Any] | None = None,
        who: dict[str, Any] | None = None,
        **more: Any,
    ) -> Asked:
        """An item that was asked about, granted and approved."""
        asked = await self.asked(media=media, uses=uses, **more)
        await self.granted(asked, uses, proof)
        await self.approve(asked.item)
        await self.change(Item, asked.item, **(changes or {}))
        await self.change(Creator, asked.creator, **(who or {}))
        return asked

    async def granted(self, asked: Asked, uses: frozenset[Use] = REPOST, proof: Proof = Proof.NONE) -> None:
        self.tick()
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.grant(session, asked.ask, uses, proof, self.now)
        assert isinstance(done, AskDone), done

    async def approve(self, item: int, action: Action = Action.APPROVE) -> None:
        self.tick()
        async with unit_of_work(self.database) as session:
            await self.services.reviews.decide(session, [decision(item, action, MIA)], self.now)

    async def withdraw(self, asked: Asked, **more: Any) -> None:
        self.tick()
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.withdraw(session, asked.ask, self.now, **more)
        assert isinstance(done, AskDone), done

    async def take_down(self, item: int) -> None:
        """A manager recorded that somebody demands that it goes."""
        self.tick()
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.take_down(
                session, item, MIA, self.now, who="Bo", reason="my kitchen"
            )
        assert isinstance(done, AskDone), done

    async def lift(self, item: int) -> None:
        self.tick()
        async with unit_of_work(self.database) as session:
            done = await self.services.asks.lift(session, item, MIA, self.now, reason="another kitchen")
        assert isinstance(done, AskDone), done

    async def deleted(self, item: int) -> None:
        """Its creator deleted it where it was found."""
        self.tick()
        async with unit_of_work(self.database) as session:
            row = await session.get_one(Item, item)
            row.life, row.ended_at = "deleted", self.now
            await self.services.reviews.close(session, [item], "deleted", MIA, self.now)

    async def cleared(self, creator: int, ends: datetime | None = None) -> int:
        async with unit_of_work(self.database) as session:
            row = await contacts.clear(session, creator, "paid", SITE, self.now, ends, MIA, self.now)
            return row.id or 0

    async def end_clearance(self, clearance: int) -> None:
        self.tick()
        async with unit_of_work(self.database) as session:
            row = await session.get_one(Clearance, clearance)
            await contacts.end_clearance(session, row, MIA, self.now)

    async def change(self, table: type[Any], row_id: int, **changes: Any) -> None:
        async with unit_of_work(self.database) as session:
            row = await session.get_one(table, row_id)
            for name, value in changes.items():
                setattr(row, name, value)

    async def media(self, item: int) -> list[Media]:
        async with reading(self.database) as session:
            return (await media_of(session, [item])).get(item, [])

    async def licensed(self, item: int) -> bool:
        async with reading(self.database) as session:
            return await licence(session, item, Use.WEBSITE, self.now) is not None

    async def removal(self, item: int) -> None:
        """What the durable work does when something ends."""
        await jobs.removed(self.services, item)

    async def feed(self, path: str = "/gallery.json") -> dict[str, Any]:
        async with self.browser() as browser:
            answer = await browser.get(path)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def in_feed(self) -> list[str]:
        """The texts in the feed, the newest first."""
        return [one["content_text"] for one in (await self.feed())["items"]]


@asynccontextmanager
async def open_show(database: Database, folder: Path, **settings: Any) -> AsyncIterator[Show]:
    show = Show(database, folder, **settings)
    await show.work.prepare()
    try:
        yield show
    finally:
        await show.services.desk.stop()
        await show.room.desk.stop()
        show.work.close()
