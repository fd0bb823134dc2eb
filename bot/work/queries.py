"""SQL of this room: its own rows, and a look at the engine's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.types import UtcDateTime, table_of
from bot.work.tables import DueTime, FailedWork, WakeUp

# A wake-up that has been pending this long is asked for anew: its run may have been ended by hand.
STALE = timedelta(minutes=10)


_ENGINE_COLUMNS = (
    "workflow_uuid",
    "name",
    "status",
    "queue_name",
    "created_at",
    "updated_at",
    "executor_id",
    "recovery_attempts",
)


@dataclass(frozen=True, slots=True)
class QueueState:
    """How much work a queue holds. ``oldest`` is when the longest waiting one was asked for."""

    queue: str
    waiting: int = 0
    delayed: int = 0
    running: int = 0
    oldest: datetime | None = None


def _insert(session: Session, table: type[Any]) -> Any:
    """INSERT with ON CONFLICT, which each database spells in its own dialect."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgresql else sqlite.insert(table)


def note_wake_up(session: Session, key: str, now: datetime) -> tuple[int, bool]:
    """Say that a run is wanted: the number of the run that will see it, and whether it is still to be asked
    for. Holds the row until the commit, so that the run can't begin before it."""
    values = {"key": key, "fresh": int(now.timestamp() * 1000), "now": now, "stale": now - STALE}
    statement = _note_wake_up(session.get_bind().dialect.name)
    number, since = session.connection().execute(statement, values).one()
    return int(number), since == now


@cache
def _note_wake_up(dialect: str) -> Any:
    """Built once: this stands in the transaction of every click, and building it costs more than running it."""
    table = table_of(WakeUp)
    number, pending, since = table.c.number, table.c.pending, table.c.since
    fresh, now = sa.bindparam("fresh", type_=sa.BigInteger()), sa.bindparam("now", type_=UtcDateTime())
    anew = sa.or_(sa.not_(pending), since < sa.bindparam("stale", type_=UtcDateTime()))
    rising = sa.case((number >= fresh, number + 1), else_=fresh)
    insert: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return (
        insert.values(key=sa.bindparam("key"), number=fresh, pending=True, since=now)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "number": sa.case((anew, rising), else_=number),
                "since": sa.case((anew, now), else_=since),
                "pending": True,
            },
        )
        .returning(number, since)
    )


async def begin_wake_up(session: AsyncSession, key: str, number: int) -> None:
    """From here on a change asks for another run. Running twice changes nothing more."""
    statement = sa.update(WakeUp).where(col(WakeUp.key) == key, col(WakeUp.number) == number)
    await session.exec(statement.values(pending=False))


async def forget_wake_ups(session: AsyncSession, before: datetime) -> None:
    await session.exec(sa.delete(WakeUp).where(sa.not_(col(WakeUp.pending)), col(WakeUp.since) < before))


async def due_times(session: AsyncSession, names: Sequence[str]) -> dict[str, DueTime]:
    rows = await session.exec(select(DueTime).where(col(DueTime.name).in_(names)))
    return {row.name: row for row in rows}


async def add_due_time(session: AsyncSession, row: DueTime) -> None:
    """Unless another replica has added it in the meantime."""
    values = {"name": row.name, "due_at": row.due_at, "trigger": row.trigger}
    await session.exec(
        _insert(session.sync_session, DueTime).values(values).on_conflict_do_nothing(index_elements=["name"])
    )


async def lock_due_time(session: AsyncSession, name: str) -> DueTime:
    """The row, which no other replica can move until the commit."""
    return (await session.exec(select(DueTime).where(DueTime.name == name).with_for_update())).one()


async def add_failure(session: AsyncSession, failure: FailedWork) -> None:
    """Unless it is known already, so running twice adds one row."""
    values = failure.model_dump(exclude={"id"})
    await session.exec(
        _insert(session.sync_session, FailedWork)
        .values(values)
        .on_conflict_do_nothing(index_elements=["work_id"])
    )


async def failures(session: AsyncSession, limit: int) -> list[FailedWork]:
    statement = select(FailedWork).order_by(col(FailedWork.at).desc(), col(FailedWork.id).desc())
    return list(await session.exec(statement.limit(limit)))


async def abandoned(session: AsyncSession, limit: int) -> list[FailedWork]:
    """Work that the engine gave up before a job could say why. The rows are not stored."""
    work = _engine_table(session).c
    statement = (
        sa.select(work.workflow_uuid, work.name, work.recovery_attempts, work.updated_at)
        .where(work.status.in_(("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")))
        .order_by(work.updated_at.desc())
        .limit(limit)
    )
    rows = (await (await session.connection()).execute(statement)).all()
    return [
        FailedWork(
            work_id=identity,
            job=name,
            problem=f"It was begun {times} times and never came to an end.",
            remedy="The process probably ended each time; the log says why. Please report it.",
            at=_from_millis(at),
        )
        for identity, name, times, at in rows
    ]


def _engine_table(session: AsyncSession) -> sa.TableClause:
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in _ENGINE_COLUMNS]
    return sa.table("workflow_status", *columns, schema="dbos" if on_postgresql else None)


def anything_waits(*, on_postgresql: bool) -> sa.TextClause:
    """One row if the ``queue`` has work to begin. Text, because it is asked several times a second."""
    table = "dbos.workflow_status" if on_postgresql else "workflow_status"
    # The second condition is that of the engine's partial index, which SQLite only then uses.
    return sa.text(
        f"SELECT 1 FROM {table} WHERE queue_name = :queue AND status = 'ENQUEUED' "  # noqa: S608  # our constant
        "AND status IN ('ENQUEUED', 'PENDING') LIMIT 1"
    )


async def queue_states(session: AsyncSession) -> list[QueueState]:
    """Work that is not finished, by queue."""
    work = _engine_table(session).c
    statement = (
        sa.select(
            work.queue_name,
            sa.func.count().filter(work.status == "ENQUEUED"),
            sa.func.count().filter(work.status == "DELAYED"),
            sa.func.count().filter(work.status == "PENDING"),
            sa.func.min(work.created_at).filter(work.status == "ENQUEUED"),
        )
        .where(work.status.in_(("ENQUEUED", "DELAYED", "PENDING")), work.queue_name.is_not(None))
        .group_by(work.queue_name)
        .order_by(work.queue_name)
    )
    rows = (await (await session.connection()).execute(statement)).all()
    return [
        QueueState(name, waiting, delayed, running, None if oldest is None else _from_millis(oldest))
        for name, waiting, delayed, running, oldest in rows
    ]


def _from_millis(value: int) -> datetime:
    return datetime.fromtimestamp(value / 1000, UTC)


async def executors_at_work(session: AsyncSession) -> list[str]:
    """Names of the executors that have, or had when they died, work running."""
    work = _engine_table(session).c
    statement = sa.select(work.executor_id).distinct().where(work.status == "PENDING")
    return [name for (name,) in (await (await session.connection()).execute(statement)).all() if name]
