"""The outside world of digests: a face that keeps what it was given in a file, as a chat would, and fails as told."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.digests.document import Document
from bot.digests.faces import Delivered, DigestFaces, Outgoing, Picture
from bot.digests.jobs import JOBS
from bot.digests.making import Maker
from bot.insights.periods import Period
from bot.kernel.clock import Clock, utc_now
from bot.settings import Settings
from bot.storage.database import Database
from bot.work import Enqueuer, Job
from bot.work.notices import NOTICE
from tests.support.documents import sample_document, span

T = TypeVar("T")


@dataclass
class Recording:
    """A place that never forgets. ``stage`` is where the process dies; ``fails`` are errors of the next calls."""

    file: Path
    stage: str = ""
    key: str = "slack"
    fails: list[Exception] = field(default_factory=list)
    refuses_pictures: bool = False

    def lines(self, verb: str) -> list[list[str]]:
        text = self.file.read_text(encoding="utf-8") if self.file.exists() else ""
        return [words[1:] for line in text.splitlines() if (words := line.split("\t"))[0] == verb]

    def _write(self, *words: object) -> None:
        with self.file.open("a", encoding="utf-8") as file:
            file.write("\t".join(map(str, words)) + "\n")

    def _die_at(self, stage: str) -> None:
        if self.stage == stage:
            os.kill(os.getpid(), signal.SIGKILL)

    def _fail(self) -> None:
        if self.fails:
            raise self.fails.pop(0)

    async def find(self, digest: Outgoing) -> Delivered | None:
        self._write("find", digest.key)
        there = [words for words in self.lines("posted") if words[0] == digest.key]
        return Delivered(there[0][0], "sent") if there else None

    async def deliver(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        self._die_at("before the post")
        self._fail()
        titles = "|".join(one.title for one in digest.document.pieces)
        self._write("posted", digest.key, digest.place, digest.name, titles)
        self._die_at("after the post")
        return Delivered(digest.key, "missing" if self.refuses_pictures else "sent")

    async def redraw(self, digest: Outgoing, pictures: Sequence[Picture]) -> Delivered:
        self._fail()
        titles = "|".join(one.title for one in digest.document.pieces)
        self._write("redrawn", digest.key, titles, digest.revision)
        return Delivered(digest.reference or "", "missing" if self.refuses_pictures else "sent")


class World:
    """What the jobs of digests are given: real rooms, and a face that records."""

    def __init__(
        self, database: Database, face: Recording, settings: Settings | None = None, clock: Clock = utc_now
    ) -> None:
        self.database, self.face, self.clock = database, face, clock
        self.settings = settings or Settings()
        self.work: Enqueuer
        self.lacking: list[str] = []
        self.notices: list[tuple[Any, ...]] = []
        faces = DigestFaces()
        faces.plug(face)
        self._outlets: dict[type, Any] = {DigestFaces: faces, Maker: Maker(self._build, self._draw)}

    def outlet(self, kind: type[T]) -> T:
        found: T = self._outlets[kind]
        return found

    async def _build(
        self, services: Any, period: Period, *, edition: Any, language: str, about: str
    ) -> Document:
        return sample_document(period=span(period), edition=edition, language=language, about=about)

    async def _draw(self, document: Document) -> tuple[list[Picture], list[str]]:
        return [], self.lacking


async def notice(world: World, *args: Any) -> None:
    """Remembers what managers are told. Running twice remembers it twice."""
    world.notices.append(args)


ALL_JOBS = (*JOBS, Job(NOTICE, notice))
