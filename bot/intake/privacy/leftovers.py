"""What is left of a person where nothing says whose it is: words that jobs were given, letters that wait, what
sources could not read. It is found by what they are called, and by the marks of their pieces."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

import orjson

from bot.intake.doubt import from_json, to_json
from bot.intake.privacy import queries
from bot.intake.privacy.rules import piece_mark
from bot.intake.privacy.tables import Erasure
from bot.kernel.clock import Clock
from bot.kernel.letter import SEND
from bot.sources.tables import SourceFailure
from bot.storage.database import Database
from bot.storage.personal import naming
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer
from bot.work.forgetting import forget_words

UNREAD = timedelta(minutes=10)
"""After which nobody reads a delivery that waits: its source is off."""
_PAGE = 500


class Context(Protocol):
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...


@dataclass(frozen=True, slots=True)
class Found:
    """``waiting``: what is not over and names them."""

    counts: list[tuple[str, int]] = field(default_factory=list)
    waiting: int = 0


async def clear(context: Context, row: Erasure) -> Found:
    """Take it out. Doing it twice finds what is new."""
    sure, likely = naming(row.names.get("sure", ())), naming(row.names.get("likely", ()))
    words = await forget_words(context.database, sure, likely)
    letters = words.of(SEND)
    await context.work.cancel(letters)
    await context.work.forget(words.named)
    over = words.over + len(words.named)
    if letters:  # a cancelled letter is over, and is emptied as all that is
        over += (await forget_words(context.database, sure, likely)).over - len(letters)
    waiting = len(words.unfinished) - len(letters)
    failures = await _failures(context.database, row)
    inbox, arriving = await _inbox(context.database, row, context.clock())
    looks = await _looks(context.database)
    counts = [
        ("work that is over", over),
        ("letters that waited", len(letters)),
        ("unreadable entries of sources", failures),
        ("deliveries that waited", inbox),
        ("looks of sources", looks),
    ]
    return Found(counts, waiting + arriving)


async def _failures(database: Database, row: Erasure) -> int:
    """Entries that could not be read and are theirs, or name them."""
    pattern, last, count = naming(row.names.get("likely", ())), 0, 0
    while True:
        async with unit_of_work(database) as session:
            page = await queries.failures_page(session, last, _PAGE)
            if not page:
                return count
            last = page[-1].id or 0
            marks = {piece_mark(one.source, one.what): one for one in page}
            known = await queries.marked(session, marks)
            theirs = {one.id or 0 for mark, one in marks.items() if mark in known}
            theirs |= {one.id or 0 for one in page if pattern is not None and pattern.search(_said(one))}
            await queries.drop_failures(session, sorted(theirs))
            count += len(theirs)


def _said(failure: SourceFailure) -> str:
    return f"{failure.what}\n{failure.reason}\n{failure.remedy}"


async def _inbox(database: Database, row: Erasure, now: datetime) -> tuple[int, int]:
    """Deliveries that name them: young ones are about to be read, and the line drops what is theirs; others are read
    no more, and go. Gives how many went and how many are waited for."""
    pattern = naming(row.names.get("sure", ()))
    if pattern is None:
        return 0, 0
    async with unit_of_work(database) as session:
        theirs = [one for one in await queries.deliveries(session) if pattern.search(_plain(one.body))]
        old = [one.id or 0 for one in theirs if one.received_at < now - UNREAD]
        await queries.drop_deliveries(session, old)
    return len(old), len(theirs) - len(old)


def _plain(body: str) -> str:
    try:
        return orjson.dumps(orjson.loads(body)).decode()
    except orjson.JSONDecodeError:
        return body


async def _looks(database: Database) -> int:
    """Pieces of theirs that sources remember to have looked at."""
    count = 0
    async with unit_of_work(database) as session:
        for state in await queries.states(session):
            memory = from_json(state.looks)
            marks = {one.piece: piece_mark(state.name, one.piece) for one in memory.recent}
            known = await queries.marked(session, set(marks.values()))
            kept = [one for one in memory.recent if marks[one.piece] not in known]
            if len(kept) < len(memory.recent):
                state.looks = to_json(replace(memory, recent=tuple(kept)))
                count += len(memory.recent) - len(kept)
    return count
