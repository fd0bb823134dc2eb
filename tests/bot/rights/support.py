"""A queue with permissions on top, a clock that is set by hand, and what was asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.ambassadors.wishes import SHOW, UNSAY, UNTHANK
from bot.content.media.folder import MediaFolder
from bot.people.rules import Person
from bot.review.service import DELIVER
from bot.rights import queries, wishes
from bot.rights.asking import Request
from bot.rights.book import Kit
from bot.rights.chain import Signer
from bot.rights.drafts import Draft, Voice, load_wordings
from bot.rights.evidence import Evidence
from bot.rights.jobs import JOBS
from bot.rights.limits import Limits
from bot.rights.outcomes import AskDone, AskOutcome, AskRefused
from bot.rights.private_links import PrivateLinks
from bot.rights.rules import AskAction, AskStep
from bot.rights.scope import Channel, Licence, Proof, Scope, Use
from bot.rights.service import Asks
from bot.rights.surfaces import Senders, Surfaces
from bot.rights.tables import Ask
from bot.rights.terms import load_terms
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE
from tests.bot.review.support import NOAH, NOW, Room, whom_to_ask
from tests.support.work import asked_for

T = TypeVar("T")
VOICE = Voice("Fjord Coffee", "@fjordcoffee", "#yesfjord")
YES = "Sure! #yesfjord @fjordcoffee"
KEY = Signer(b"k" * 32)
ALL = frozenset(Use)
PLAIN = Limits()


async def _nothing(_context: object, *_args: object) -> None:
    """Nothing runs it in these tests: they look at what is asked for."""


RECORDED = [
    Job(DELIVER, _nothing, queue="deliver"),
    Job(NOTICE, _nothing),
    Job(SHOW, _nothing, queue="deliver"),
    Job(UNSAY, _nothing),
    Job(UNTHANK, _nothing),
]


def kit(folder: Path, limits: Limits) -> Kit:
    links = PrivateLinks("https://goodword.example.com", lambda: KEY)
    folders = Evidence(folder / "evidence"), MediaFolder(folder / "media")
    return Kit(lambda: KEY, *folders, limits, load_terms("1"), links)


class Desk:
    """Short ways to ask, answer and let time pass. ``now`` is what the clock says; each step takes a second."""

    def __init__(
        self, database: Database, folder: Path, limits: Limits = PLAIN, work: Enqueuer | None = None
    ) -> None:
        self.database = database
        self.work = work or Enqueuer(database, [*RECORDED, *JOBS])
        self.room = Room(database, self.work)
        self.kit = kit(folder, limits)
        self.asks = Asks(self.room.reviews, self.work, VOICE, load_wordings(), self.kit, who_may=whom_to_ask)
        self.room.reviews.tell(self.asks.item_changed)
        self.now = NOW
        self._outlets: dict[type, object] = {Surfaces: Surfaces(), Senders: Senders()}

    def signs_with(self, signer: Signer) -> None:
        """Another key than the tests' own."""
        self.asks._book.kit = self.kit = replace(self.kit, signer=lambda: signer)

    # what jobs get

    def clock(self) -> datetime:
        return self.now

    def outlet(self, kind: type[T]) -> T:
        found = self._outlets[kind]
        assert isinstance(found, kind)
        return found

    # by hand

    async def suggest(self, item: int, actor: Person = NOAH, **more: Any) -> Draft | AskRefused:
        async with reading(self.database) as session:
            return await self.asks.suggest(session, item, actor, self.now, **more)

    async def draft(self, item: int, actor: Person = NOAH, **more: Any) -> AskOutcome:
        """Look at a wording and save it."""
        made = await self.suggest(item, actor, **more)
        if isinstance(made, AskRefused):
            return made
        wording = (made.language, made.template)
        return await self.record(item, AskAction.DRAFT, actor, text=made.text, wording=wording)

    async def record(
        self,
        item: int,
        action: AskAction,
        actor: Person = NOAH,
        note: str | None = None,
        text: str | None = None,
        request: str | None = None,
        wording: tuple[str, str] | None = None,
    ) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.asks.record(
                session, item, action, actor, note, text, request, self.now, wording=wording
            )

    # through the product

    async def ask(self, item: int, actor: Person = NOAH, **more: Any) -> AskOutcome:
        self.tick()
        more = {"text": "May we show this?", **more}
        async with unit_of_work(self.database) as session:
            return await self.asks.ask(session, item, actor, self.now, Request(**more))

    async def renew(self, item: int, actor: Person = NOAH, **more: Any) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            request = Request(**{"text": "May we go on?", **more})
            return await self.asks.renew(session, item, actor, self.now, request)

    async def asked(self, item: int, uses: frozenset[Use] = frozenset({Use.WEBSITE}), **more: Any) -> int:
        """Ask, and give the ask's id."""
        done = await self.ask(item, scope=Scope(uses, duration_days=365, credit="@anna"), **more)
        assert isinstance(done, AskDone), done
        return done.ask.id or 0

    async def answer(self, ask: int, text: str, proof: Proof = Proof.REPLY, **more: Any) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.asks.answered(session, ask, text, proof, self.now, via="mastodon", **more)

    async def grant(
        self,
        ask: int,
        uses: frozenset[Use] = frozenset({Use.WEBSITE}),
        proof: Proof = Proof.NONE,
        **more: Any,
    ) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.asks.grant(session, ask, uses, proof, self.now, **more)

    async def decline(self, ask: int, **more: Any) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.asks.decline(session, ask, self.now, **more)

    async def withdraw(self, ask: int, **more: Any) -> AskOutcome:
        self.tick()
        async with unit_of_work(self.database) as session:
            return await self.asks.withdraw(session, ask, self.now, **more)

    # time and what stands

    def tick(self) -> None:
        self.now += timedelta(seconds=1)

    async def later(self, days: float = 0, seconds: float = 0) -> None:
        """Let time pass, and do what is due, as the jobs would."""
        self.now += timedelta(days=days, seconds=seconds)
        async with reading(self.database) as session:
            due = await queries.due(session, self.now)
        for ask in due:
            async with unit_of_work(self.database) as session:
                await self.asks.advance(session, ask, self.now)

    async def row(self, ask: int) -> Ask:
        async with reading(self.database) as session:
            found = await queries.get_ask(session, ask)
        assert found is not None
        return found

    async def rows(self, item: int) -> list[Ask]:
        async with reading(self.database) as session:
            return await queries.all_asks(session, item)

    async def steps(self, item: int) -> list[AskStep]:
        async with reading(self.database) as session:
            return await queries.ask_events(session, item)

    async def actions(self, item: int) -> list[str]:
        return [step.action.value for step in await self.steps(item)]

    async def licence(self, item: int, use: Use = Use.WEBSITE) -> Licence | None:
        from bot.rights.licensed import licence

        async with reading(self.database) as session:
            return await licence(session, item, use, self.now)

    async def wanted(self, name: str) -> list[list[Any]]:
        """The arguments of the work of one kind that was asked for, oldest first."""
        return await asked_for(self.database, name)

    async def told(self) -> list[str]:
        """What the team was told."""
        return [args[0] for args in await self.wanted(NOTICE)]

    async def removals(self) -> list[int]:
        return [args[0] for args in await self.wanted(wishes.REMOVED)]


@asynccontextmanager
async def open_desk(database: Database, folder: Path, limits: Limits = PLAIN) -> AsyncIterator[Desk]:
    desk = Desk(database, folder, limits)
    await desk.work.prepare()
    try:
        yield desk
    finally:
        await desk.room.desk.stop()
        desk.work.close()


def open_wide(desk: Desk) -> None:
    """So many asks to one creator as the test needs."""
    desk.asks._book.limits = replace(desk.asks.limits, asks_per_creator=1000)


def kind(outcome: AskOutcome) -> str:
    return outcome.refusal.kind if isinstance(outcome, AskRefused) else type(outcome).__name__


__all__ = ["ALL", "KEY", "YES", "Channel", "Desk", "kind", "open_desk"]


ADS = frozenset({Use.WEBSITE, Use.ADS})
SITE = frozenset({Use.WEBSITE})


async def anna(desk: Desk, **more: str) -> int:
    return await desk.room.creator(external_id="a1", handle="anna", name="Anna", **more)


async def one(desk: Desk, **more: str) -> int:
    """An item of Anna's that waits."""
    [item] = await desk.room.queued(1, creator_id=await anna(desk, **more))
    return item
