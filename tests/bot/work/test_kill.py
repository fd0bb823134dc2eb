"""A real process is killed with SIGKILL at each stage of its work; nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from bot.content.tables import Campaign
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.engine import Work
from bot.work.enqueue import Enqueuer
from tests.bot.work.support import working
from tests.bot.work.victim import JOBS, POSTS, Place
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def victim(url: str, trace: Path, stage: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.work.victim", url, str(trace), stage, cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def lines(trace: Path, first: str) -> list[list[str]]:
    words = (
        [line.split() for line in trace.read_text(encoding="utf-8").splitlines()] if trace.exists() else []
    )
    return [line for line in words if line[0] == first]


@pytest.mark.parametrize(
    ("stage", "committed", "begun"),
    [
        ("before the commit", 0, 0),
        ("after the commit", 3, 0),
        ("inside the step", 3, 1),
        ("before the checkpoint", 3, 1),
        ("during the pause", 3, 0),
    ],
)
async def test_killed_at_each_stage(
    database: Database, database_url: str, tmp_path: Path, stage: str, committed: int, begun: int
) -> None:
    """``begun`` runs of the first post were cut off and are repeated; its effect is not."""
    trace = tmp_path / "trace"
    async with victim(database_url, trace, stage) as process:
        assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGKILL
    wanted = POSTS[:committed]
    async with working(database, JOBS, Place(database, trace)) as work:
        await eventually(lambda: all_done(work, wanted))
        assert await work.failed() == []
    runs = [name for _, name in lines(trace, "begin")]
    assert runs == wanted[:1] * begun + wanted


async def all_done(work: Work, wanted: list[str]) -> bool:
    async with reading(work.database) as session:
        posted = (await session.exec(select(Campaign.name).order_by(col(Campaign.id)))).all()
    return list(posted) == wanted and await work.running() == []


async def test_a_replica_takes_over_from_a_killed_one(postgres_url: str, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    database = Database(postgres_url)
    enqueuer = Enqueuer(database, JOBS)
    async with victim(postgres_url, trace, "replica") as one, victim(postgres_url, trace, "replica") as two:
        await eventually(lambda: len(lines(trace, "up")) == 2)
        async with unit_of_work(database) as session:
            for number in range(30):
                await enqueuer.enqueue(session, "victim.slow", number, key=str(number))
        await eventually(lambda: len(lines(trace, "begin")) > 0)
        # Either may have claimed all of it: the one that works is the one that dies.
        working = lines(trace, "begin")[0][2]
        killed = one if str(one.pid) == working else two
        killed.kill()
        await eventually(lambda: len({number for _, number, _ in lines(trace, "end")}) == 30, within=60)
        # One firing a second for the whole cluster, before and after the kill.
        await eventually(lambda: len(lines(trace, "tick")) >= 5)
        fired = await ids(database, "victim.tick")
    cut_off = {number for _, number, pid in lines(trace, "begin") if pid == working} - {
        number for _, number, pid in lines(trace, "end") if pid == working
    }
    runs = Counter(number for _, number, _ in lines(trace, "begin"))
    assert {number for number, times in runs.items() if times > 1} <= cut_off
    assert len(lines(trace, "tick")) <= len(fired) + 1
    assert len(fired) == len(set(fired))
    enqueuer.close()
    await database.close()


async def ids(database: Database, job: str) -> list[str]:
    async with reading(database) as session:
        statement = sa.text("SELECT workflow_uuid FROM dbos.workflow_status WHERE name = :name")
        rows = await (await session.connection()).execute(statement, {"name": job})
        return [identity for (identity,) in rows]


async def test_a_second_process_on_sqlite_says_why_it_does_not_start(
    sqlite_database: Database, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    async with (
        working(sqlite_database, JOBS, Place(sqlite_database, trace)),
        victim(f"sqlite:///{sqlite_database.path}", trace, "replica") as process,
    ):
        assert await asyncio.wait_for(process.wait(), 60) == 1
    assert lines(trace, "up") == []


async def test_another_process_may_ask_for_work_while_one_runs(
    sqlite_database: Database, tmp_path: Path
) -> None:
    """As a command of an operator does beside the running bot."""
    trace = tmp_path / "trace"
    async with victim(f"sqlite:///{sqlite_database.path}", trace, "serve"):
        await eventually(lambda: lines(trace, "up"))
        beside = Enqueuer(sqlite_database, JOBS)
        async with unit_of_work(sqlite_database) as session:
            await beside.enqueue(session, "victim.tick", "from beside")
            await beside.enqueue_soon(session, "victim.tick", "soon")
        beside.close()
        await eventually(lambda: len(lines(trace, "tick")) == 2)
