"""What durable work was asked for, as its engine keeps it."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.tables import WakeUp


async def asked_for(database: Database, job: str) -> list[list[Any]]:
    """The arguments of every run of a job that was asked for, oldest first."""
    schema = "" if database.is_sqlite else "dbos."
    statement = sa.text(
        f"SELECT i.inputs FROM {schema}workflow_status s JOIN {schema}workflow_input i "
        "ON i.workflow_uuid = s.workflow_uuid WHERE s.name = :name ORDER BY s.created_at, s.priority"
    )
    async with reading(database) as session:
        rows = await (await session.connection()).execute(statement, {"name": job})
        found = [json.loads(row.inputs) for row in rows]
    return [one["positionalArgs"] if isinstance(one, dict) else one for one in found]


async def forget_asked(database: Database, job: str) -> None:
    """As if the runs that were asked for had begun."""
    schema = "" if database.is_sqlite else "dbos."
    statement = sa.text(f"DELETE FROM {schema}workflow_status WHERE name = :name")
    async with unit_of_work(database) as session:
        connection = await session.connection()
        await connection.execute(statement, {"name": job})
        wishes = table_of(WakeUp)
        await connection.execute(sa.update(wishes).where(wishes.c.key.contains(job)).values(pending=False))
