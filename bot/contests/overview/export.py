"""A contest as files: entries as a table for spreadsheets, and everything as JSON."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.overview import queries as overview
from bot.contests.overview.queries import EntryRow
from bot.contests.tables import Contest, ContestEvent
from bot.kernel.text import strip_controls

BATCH = 500
COLUMNS = (
    "number", "status", "reason", "name", "platform", "account", "task", "text", "url", "entered_at", "votes", "jury",
    "engagement", "score",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def every_entry(session: AsyncSession, contest_id: int) -> list[EntryRow]:
    """All entries by number."""
    found: list[EntryRow] = []
    while batch := await overview.entries(
        session, contest_id, after=found[-1].number if found else 0, limit=BATCH
    ):
        found += batch
    return found


async def every_event(session: AsyncSession, contest_id: int) -> list[ContestEvent]:
    """All events in order."""
    found: list[ContestEvent] = []
    while batch := await queries.events(
        session, contest_id, after=found[-1].revision if found else 0, limit=10 * BATCH
    ):
        found += batch
    return found


def as_csv(entries: list[EntryRow]) -> bytes:
    """One line an entry, for spreadsheets: with a byte order mark, and no cell that is taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for row in entries:
        jury = "" if row.jury is None else row.jury / 100
        table.writerow(
            [
                row.number,
                row.status.value,
                cell(row.reason),
                cell(row.name),
                row.platform,
                cell(row.external_id),
                cell(row.task),
                cell(row.text),
                cell(row.url),
                row.entered_at.isoformat(),
                _blank(row.votes),
                jury,
                _blank(row.engagement),
                _blank(row.score),
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def cell(text: str | None) -> str:
    """Anybody's text as a cell: never a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""
    cleaned = strip_controls(text or "")
    return f"'{cleaned}" if cleaned.lstrip().startswith(_FORMULA) else cleaned


def _blank(value: int | None) -> int | str:
    return "" if value is None else value


async def as_json(session: AsyncSession, contest: Contest, entries: list[EntryRow], now: datetime) -> bytes:
    """Definition, entries with their scores, a season's people, prizes, flags, events and the draw's record. The
    draw's secret is in it once it is revealed."""
    contest_id = contest.id or 0
    told: dict[str, Any] = {
        "goodword_contest": 1,
        "exported_at": now,
        "slug": contest.slug,
        "phase": contest.phase,
        "definition": contest.definition,
        "entries": [_entry(row) for row in entries],
        "prizes": [one.model_dump(mode="json") for one in await queries.awards(session, contest_id)],
        "standings": await overview.people_ranked(session, contest_id),
        "flags": [one.model_dump(mode="json") for one in await overview.flags(session, contest_id)],
        "events": [one.model_dump(mode="json") for one in await every_event(session, contest_id)],
        "record": contest.record,
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _entry(row: EntryRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}
