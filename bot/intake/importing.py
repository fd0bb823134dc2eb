"""Taking a file's rows down the line, in batches, with a report of what was refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from bot.intake.line import Found, Intake
from bot.kernel.clock import Clock, utc_now
from bot.sources.base import Failure, FoundItem, Why
from bot.sources.fileimport import FileReader
from bot.sources.records import Defaults
from bot.storage.database import Database

BATCH = 200
SOURCE = "import"
"""Imported pieces are of one source, whatever the file's name: importing a file again changes nothing."""

MOST_REFUSALS = 1000
"""Refusals kept for the report, and as many warnings; the counts go on."""

Progress = Callable[[int, int], None]
"""Called with bytes read and bytes in all."""


@dataclass(slots=True)
class Report:
    """What came of an import. ``refused`` and ``warned`` are (line, why); there may be more than are listed.

    ``incomplete`` counts the rows that were taken with a value left out or mended; ``warned`` has a line for each
    such value.
    """

    rows: int = 0
    new: int = 0
    edited: int = 0
    merged: int = 0
    ended: int = 0
    unchanged: int = 0
    flagged: int = 0
    incomplete: int = 0
    warnings: int = 0
    refusals: int = 0
    warned: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, Failure]] = field(default_factory=list)
    unused_columns: list[str] = field(default_factory=list)


async def import_file(
    database: Database,
    intake: Intake,
    path: Path,
    *,
    platform: str = "import",
    language: str | None = None,
    progress: Progress | None = None,
    clock: Clock = utc_now,
) -> Report:
    """Import a CSV or JSON Lines file. Raises TellUser where the file as a whole can't be read.

    Each batch is committed on its own: after a crash, or when a row was mended, import the file again; what is
    stored already is not stored twice.
    """
    why = Why("import", path.name)
    defaults = Defaults(now=clock(), why=why, platform=platform, language=language)
    report = Report()
    with await asyncio.to_thread(FileReader, path, defaults) as reader:
        rows = iter(reader)
        while batch := await asyncio.to_thread(_next, rows):
            found = [one for _, one in batch if not isinstance(one, Failure)]
            _note(report, batch)
            if found:
                await _take(database, intake, found, report, clock)
            if progress:
                progress(min(reader.read, reader.size), reader.size)
        report.unused_columns = list(reader.unused)
    return report


async def read_only(
    path: Path, *, platform: str = "import", progress: Progress | None = None, clock: Clock = utc_now
) -> Report:
    """What an import would read and refuse; stores nothing. Raises TellUser as ``import_file`` does."""
    defaults = Defaults(now=clock(), why=Why("import", path.name), platform=platform)
    report = Report()
    with await asyncio.to_thread(FileReader, path, defaults) as reader:
        rows = iter(reader)
        while batch := await asyncio.to_thread(_next, rows):
            _note(report, batch)
            if progress:
                progress(min(reader.read, reader.size), reader.size)
        report.unused_columns = list(reader.unused)
    return report


def _next(rows: Iterator[tuple[int, FoundItem | Found | Failure]]) -> list[tuple[int, Found | Failure]]:
    return list(islice(rows, BATCH))


def _note(report: Report, batch: list[tuple[int, Found | Failure]]) -> None:
    """Count the rows, and keep what has to be said of them."""
    report.rows += len(batch)
    refused = [(line, one) for line, one in batch if isinstance(one, Failure)]
    report.refusals += len(refused)
    report.refused += refused[: MOST_REFUSALS - len(report.refused)]
    noted = [(line, one.notes) for line, one in batch if isinstance(one, FoundItem) and one.notes]
    warned = [(line, note) for line, notes in noted for note in notes]
    report.incomplete += len(noted)
    report.warnings += len(warned)
    report.warned += warned[: MOST_REFUSALS - len(report.warned)]


async def _take(database: Database, intake: Intake, found: list[Found], report: Report, clock: Clock) -> None:
    taken = await intake.run(database, SOURCE, found, clock())
    report.new += len(taken.new)
    report.edited += len(taken.edited)
    report.merged += len(taken.merged)
    report.ended += len(taken.ended)
    report.unchanged += taken.unchanged
    report.flagged += taken.flagged
