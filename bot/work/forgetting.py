"""Taking the words of jobs that are over out of the database, where they name somebody who is to be erased.

The row stays: its id keeps a repeated request from running again. What waits or runs is left alone and counted, so
that whoever asks comes back.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.schema import SCHEMA
from bot.work.tables import FailedWork

NOTHING = orjson.dumps({"positionalArgs": [], "namedArgs": {}}).decode()
"""The input of a run whose words were taken out."""
REMOVED = "(erased)"
_OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_PAGE = 1000


@dataclass(slots=True)
class Forgotten:
    """``over`` rows were emptied. ``named`` are ids that say it themselves, of work that is over; ``unfinished``
    those of work that waits or runs, with its job."""

    over: int = 0
    named: list[str] = field(default_factory=list)
    unfinished: dict[str, str] = field(default_factory=dict)

    def of(self, job: str) -> list[str]:
        """The ids of what isn't over of one job."""
        return [identity for identity, name in self.unfinished.items() if name == job]


async def forget_words(
    database: Database, sure: re.Pattern[str] | None, likely: re.Pattern[str] | None
) -> Forgotten:
    """Empty what jobs that are over were given and gave, where it says anything ``likely``; find what isn't over and
    says something ``sure``. Doing it twice finds nothing more of the first kind."""
    found = Forgotten()
    if sure is None and likely is None:
        return found
    over: list[str] = []
    async with reading(database) as session:
        async for row in _runs(session):
            if row.status in _OVER:
                if sure is not None and sure.search(row.workflow_uuid):
                    found.named.append(row.workflow_uuid)
                elif _says(likely, row):
                    over.append(row.workflow_uuid)
            elif _says(sure, row):
                found.unfinished[row.workflow_uuid] = row.name
    over = list(dict.fromkeys(over))
    found.named = list(dict.fromkeys(found.named))
    for start in range(0, len(over), 200):
        async with unit_of_work(database) as session:
            await _empty(session, over[start : start + 200])
    async with unit_of_work(database) as session:
        found.over = len(over) + await _failures(session, likely)
    return found


def _says(pattern: re.Pattern[str] | None, row: Any) -> bool:
    return pattern is not None and any(pattern.search(_plain(text)) for text in row[3:] if text)


def _plain(text: str) -> str:
    """JSON with its letters as they are meant: an escaped one would not be found."""
    if "\\" not in text:
        return text
    try:
        return " ".join(_strings(orjson.loads(text)))
    except orjson.JSONDecodeError:
        return text


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [one for each in (*value.keys(), *value.values()) for one in _strings(each)]
    if isinstance(value, list):
        return [one for each in value for one in _strings(each)]
    return []


def _table(session: AsyncSession, name: str, *columns: str) -> sa.TableClause:
    schema = None if session.get_bind().dialect.name == "sqlite" else SCHEMA
    return sa.table(name, *(sa.column(one, sa.Text) for one in columns), schema=schema)


async def _runs(session: AsyncSession) -> AsyncIterator[Any]:
    """Every run with its words: input, output, error, and what its steps gave; a page after the other."""
    status = _table(
        session, "workflow_status", "workflow_uuid", "status", "name", "inputs", "output", "error"
    )
    given = _table(session, "workflow_input", "workflow_uuid", "inputs")
    gave = _table(session, "workflow_output", "workflow_uuid", "output", "error")
    steps = _table(session, "operation_outputs", "workflow_uuid", "output", "error")
    words = [status.c.inputs, status.c.output, status.c.error, given.c.inputs, gave.c.output, gave.c.error]
    chosen = (
        sa.select(status.c.workflow_uuid, status.c.status, status.c.name, *words)
        .select_from(status)
        .join(given, given.c.workflow_uuid == status.c.workflow_uuid, isouter=True)
        .join(gave, gave.c.workflow_uuid == status.c.workflow_uuid, isouter=True)
        .order_by(status.c.workflow_uuid)
        .limit(_PAGE)
    )
    stepped = (
        sa.select(status.c.workflow_uuid, status.c.status, status.c.name, steps.c.output, steps.c.error)
        .join_from(steps, status, steps.c.workflow_uuid == status.c.workflow_uuid)
        .order_by(status.c.workflow_uuid)
    )
    connection, after = await session.connection(), ""
    while page := (await connection.execute(chosen.where(status.c.workflow_uuid > after))).all():
        after = page[-1].workflow_uuid
        ids = [row.workflow_uuid for row in page]
        for row in page:
            yield row
        for row in await connection.execute(stepped.where(status.c.workflow_uuid.in_(ids))):
            yield row


async def given_to(database: Database, job: str, pattern: re.Pattern[str] | None) -> list[list[Any]]:
    """The arguments of every run of a job whose words say it."""
    found: list[list[Any]] = []
    async with reading(database) as session:
        async for row in _runs(session):
            if row.name == job and _says(pattern, row):
                for text in row[3:]:
                    given = orjson.loads(text) if text and text.startswith("{") else {}
                    if isinstance(given, dict) and isinstance(given.get("positionalArgs"), list):
                        found.append(given["positionalArgs"])
    return found


async def _empty(session: AsyncSession, ids: Sequence[str]) -> None:
    connection = await session.connection()
    for name, values in (
        ("workflow_status", {"inputs": NOTHING, "output": None, "error": None}),
        ("workflow_input", {"inputs": NOTHING}),
        ("workflow_output", {"output": None, "error": None}),
        ("operation_outputs", {"output": None, "error": None}),
    ):
        table = _table(session, name, "workflow_uuid", *values)
        for column, value in values.items():
            change = sa.update(table).where(table.c.workflow_uuid.in_(ids), table.c[column].is_not(None))
            await connection.execute(change.values({column: value}))


async def _failures(session: AsyncSession, likely: re.Pattern[str] | None) -> int:
    """Rows about work that gave up: what went wrong may quote an address."""
    if likely is None:
        return 0
    count = 0
    for row in await session.exec(select(FailedWork).order_by(col(FailedWork.id))):
        said = tuple(likely.sub(REMOVED, text) for text in (row.work_id, row.problem, row.remedy))
        if said != (row.work_id, row.problem, row.remedy):
            row.work_id, row.problem, row.remedy = said
            session.add(row)
            count += 1
    await session.flush()
    return count
