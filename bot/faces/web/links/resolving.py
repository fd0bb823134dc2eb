"""Where a code leads, at this second.

A link leads on only while the licence of its piece covers employees, and that is asked of the rows. Asking takes five
statements, a redirect without them a fraction of a millisecond; so what was found is kept, at most ``SECONDS``, at
most until the licence's own end, and only while the database says that nothing happened. That is asked at most every
``LOOK`` seconds for all links together: a licence that somebody withdraws, here or in another replica, is at its end
within that time, one that runs out in its second. Where several write at once to PostgreSQL, nothing is kept from one
look to the next until all who wrote when something happened are done (``queries.Marks``).

Codes that are asked for at the same time are looked up by one statement, so somebody who makes up codes holds nobody
up: however many they ask for, a link waits for one statement more. Nothing is kept of a code that is none.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bot.links import queries
from bot.links.rules import is_code, page_first, tagged
from bot.links.tables import Link
from bot.links.tokens import hour_of, token
from bot.rights.licensed import may_publish
from bot.rights.scope import Licence, Use
from bot.settings.links import LinksSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading

USE = Use.EMPLOYEES
SECONDS = 10.0
LOOK = 0.05
MOST = 5_000


class Answer(NamedTuple):
    """An answer that is ready to be sent: status, headers, body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


@dataclass(slots=True)
class Found:
    """A link of ours. ``licence`` None: it leads nowhere (any more). ``answers`` are finished ones, by what they
    were made for, of this hour."""

    link: Link
    licence: Licence | None
    page_first: bool
    campaign: str
    found_at: float
    answers: dict[str, Answer] = field(default_factory=dict)
    making: asyncio.Lock = field(
        default_factory=asyncio.Lock
    )  # whoever asks for an answer in the making waits
    _onward: tuple[int, str] = (-1, "")

    @property
    def link_id(self) -> int:
        return self.link.id or 0

    def leads(self, now: datetime) -> bool:
        return self.licence is not None and (self.licence.until is None or self.licence.until > now)

    def onward(self, key: Callable[[], bytes], now: datetime) -> str:
        """Where it leads, with the token of this hour; "" where it leads to a page of ours alone."""
        if self.link.target is None:
            return ""
        hour = hour_of(now)
        if self._onward[0] != hour:
            made = token(key(), self.link_id, hour)
            self._onward = hour, tagged(self.link.target, self.link.network, self.campaign, made)
            self.answers.clear()
        return self._onward[1]


class Resolver:
    """``ticks`` counts seconds."""

    def __init__(
        self,
        database: Database,
        section: LinksSection,
        *,
        ticks: Callable[[], float] = time.monotonic,
        look: float = LOOK,
    ) -> None:
        self._database = database
        self._section = section
        self._ticks = ticks
        self._every = look
        self._kept: OrderedDict[str, Found] = OrderedDict()
        self._marks = queries.Marks(())
        self._settles_at = 0  # the ``following`` of a look at which something had happened; 0: it is settled
        self._looked_at = float("-inf")
        self._looking: asyncio.Task[None] | None = None
        self._codes = _Codes(database)
        self._reading: dict[
            str, asyncio.Task[Found | None]
        ] = {}  # what is just being read, for all who ask for it

    async def find(self, code: str, now: datetime) -> Found | None:
        """The link of that code; None where there is none. Raises what the database raises where it is away: nobody
        is sent on without a licence."""
        if self._ticks() - self._looked_at >= self._every:
            await self._look(now)
        if (kept := self._get(code)) is not None:
            return kept
        if not is_code(code):
            return None
        reading = self._reading.get(code)
        if reading is None:
            reading = self._reading[code] = asyncio.create_task(self._read(code, now), name="links.read")
            reading.add_done_callback(lambda _: self._reading.pop(code, None))
            reading.add_done_callback(_heard)
        return await asyncio.shield(reading)

    def drop(self) -> None:
        """Keep nothing of what was found so far."""
        self._kept.clear()
        self._looked_at = float("-inf")

    def _get(self, code: str) -> Found | None:
        found = self._kept.get(code)
        if found is None or self._ticks() - found.found_at > SECONDS:
            return None
        return found

    async def _look(self, now: datetime) -> None:
        """Ask whether anything happened: those who come meanwhile wait for the same answer."""
        if self._looking is None:
            self._looking = asyncio.create_task(self._ask(now), name="links.look")
            self._looking.add_done_callback(self._looked)
        await asyncio.shield(self._looking)

    def _looked(self, task: asyncio.Task[None]) -> None:
        self._looking = None
        _heard(task)

    async def _ask(self, now: datetime) -> None:
        asked_at = self._ticks()
        marks = await queries.marks(self._database, now)
        if marks.happened != self._marks.happened:
            self._settles_at = marks.following
        elif not self._settles_at:
            self._looked_at = asked_at
            return
        self._kept.clear()
        self._marks = marks
        if marks.writing >= self._settles_at:
            self._settles_at = 0
        self._looked_at = asked_at

    async def _read(self, code: str, now: datetime) -> Found | None:
        stands, found_at = self._marks, self._ticks()
        link = await self._codes.find(code)
        if link is None:
            return None
        licence = None
        if link.ended_at is None:
            async with reading(self._database) as session:
                licence = await may_publish(session, link.item_id, USE, now)
        always = self._section.landing == "always"
        found = Found(
            link,
            licence,
            page_first(link.network, link.target, always=always),
            link.campaign or self._section.campaign,
            found_at,
        )
        if stands is self._marks:
            self._kept[code] = found
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found


class _Codes:
    """Finds links by their codes. Those that are asked for while a statement runs are in the next one together."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: set[str] = set()
        self._next: asyncio.Task[dict[str, Link]] | None = None
        self._running: asyncio.Task[dict[str, Link]] | None = None

    async def find(self, code: str) -> Link | None:
        """The link of that code. Raises what the database raises where it is away."""
        self._asked.add(code)
        if self._next is None:
            self._next = asyncio.create_task(self._find(), name="links.codes")
            self._next.add_done_callback(_heard)
        return (await asyncio.shield(self._next)).get(code)

    async def _find(self) -> dict[str, Link]:
        if self._running is not None:
            await asyncio.wait([self._running])
        self._running, self._next = self._next, None
        codes, self._asked = self._asked, set()
        async with reading(self._database) as session:
            return await queries.by_codes(session, codes)


def _heard(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()  # whoever waited has it
