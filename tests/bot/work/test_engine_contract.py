"""What we rely on in the engine underneath; an upgrade that changes it must say so here."""

from __future__ import annotations

import asyncio
import importlib.metadata
import inspect
import logging
import os
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # comes with the PostgreSQL of the tests
import pytest
import sqlalchemy as sa
from dbos import DBOS, DBOSClient

from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.engine import Work
from bot.work.enqueue import Enqueuer
from bot.work.halting import CLAIMING
from bot.work.job import Job
from tests.bot.work.support import Trace, ask, note, working
from tests.support.waiting import eventually

NOTE = Job("test.note", note)


def test_the_version_is_the_one_that_was_tried() -> None:
    assert importlib.metadata.version("dbos").startswith("3.4.")


def test_the_internals_we_call_are_there() -> None:
    assert list(inspect.signature(DBOS._recover_pending_workflows).parameters) == ["executor_ids"]
    assert "conn_or_session" in inspect.signature(DBOSClient.enqueue_in_transaction).parameters
    system = __import__("dbos._sys_db", fromlist=["SystemDatabase"]).SystemDatabase
    assert list(inspect.signature(system.dequeue_scopes).parameters) == ["self", "queue_name"]
    assert next(iter(inspect.signature(system.get_queue).parameters)) == "self"


async def test_the_thread_that_claims_is_known(sqlite_database: Database) -> None:
    async with working(sqlite_database, [NOTE], Trace()) as work:
        engine = work._engine
        assert engine is not None
        assert sum(thread.name.endswith(CLAIMING) for thread in engine._background_threads) == 1


async def test_work_left_running_by_another_executor_is_recovered_on_request(database: Database) -> None:
    """The row is as a process leaves it that died while the work ran."""
    trace = Trace()
    table = "workflow_status" if database.is_sqlite else "dbos.workflow_status"
    beside = Enqueuer(database, [NOTE])
    async with unit_of_work(database) as session:
        identity = await beside.enqueue(session, "test.note", 1)
        claimed = f"UPDATE {table} SET status = 'PENDING', executor_id = 'slot-7' WHERE workflow_uuid = :id"
        await (await session.connection()).execute(sa.text(claimed), {"id": identity})
    beside.close()
    async with working(database, [NOTE], trace, reap_every=3600) as work:
        await ask(work, "test.note", 2)
        await eventually(lambda: trace.runs == [2])
        await asyncio.to_thread(DBOS._recover_pending_workflows, ["slot-7"])
        await eventually(lambda: trace.runs == [2, 1])


async def test_work_that_the_engine_gave_up_is_shown(database: Database) -> None:
    """The row is as the engine leaves it after a process died on it each time."""
    table = "workflow_status" if database.is_sqlite else "dbos.workflow_status"
    async with working(database, [NOTE], Trace()) as work:
        async with unit_of_work(database) as session:
            identity = await work.enqueue(session, "test.note", 1, delay=3600)
            change = (
                f"UPDATE {table} SET status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', recovery_attempts = 22 "
                "WHERE workflow_uuid = :id"
            )
            await (await session.connection()).execute(sa.text(change), {"id": identity})
        (failure,) = await work.failed()
        assert (failure.work_id, failure.job) == (identity, "test.note")
        assert "begun 22 times" in failure.problem


async def test_a_second_engine_in_one_process_is_refused(postgres_url: str) -> None:
    database = Database(postgres_url)
    async with working(database, [NOTE], Trace()):
        with pytest.raises(RuntimeError, match="already"):
            await Work(database, [NOTE], Trace()).start()
    await database.close()


async def test_it_speaks_to_the_database_only(sqlite_database: Database) -> None:
    process = psutil.Process()
    before = {connection.laddr for connection in process.net_connections("inet")}
    async with working(sqlite_database, [NOTE], Trace()) as work:
        await ask(work, "test.note", 1)
        assert {connection.laddr for connection in process.net_connections("inet")} == before


async def test_it_is_silent(sqlite_database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    async with working(sqlite_database, [NOTE], Trace()):
        pass
    printed = capfd.readouterr()
    assert "dbos" not in (printed.out + printed.err).lower()
    assert logging.getLogger("dbos").getEffectiveLevel() == logging.WARNING


async def test_a_stop_amid_claims_is_silent(database: Database, capfd: pytest.CaptureFixture[str]) -> None:
    """Work is asked for and claimed all the time; what a stop finds claimed runs to its end, or at the next start."""
    trace, asked = Trace(), 0
    beside = Enqueuer(database, [NOTE])

    async def keep_asking() -> None:
        nonlocal asked
        while True:
            await ask(beside, "test.note", asked)
            asked += 1
            await asyncio.sleep(0.005)  # or nobody else gets to write to SQLite

    for number in range(4):
        async with working(database, [NOTE], trace):
            asking = asyncio.create_task(keep_asking())
            least = 20 * number
            await eventually(lambda: len(trace.runs) > least)  # noqa: B023  # awaited at once
        asking.cancel()
        await asyncio.wait([asking])
    beside.close()
    async with working(database, [NOTE], trace) as work:
        await eventually(lambda: len(trace.runs) >= asked)
        assert await work.failed() == []
    assert set(range(asked)) <= set(trace.runs)
    printed = capfd.readouterr()
    assert "Exception encountered" not in printed.out + printed.err


async def test_it_leaves_no_thread_task_or_open_file_behind(
    tmp_path: Path, sqlite_database: Database
) -> None:
    threads = {thread.id for thread in psutil.Process().threads()}
    tasks = asyncio.all_tasks()
    async with working(sqlite_database, [NOTE], Trace()) as work:
        await ask(work, "test.note", 1)
    await sqlite_database.close()
    assert asyncio.all_tasks() == tasks
    await eventually(lambda: {thread.id for thread in psutil.Process().threads()} <= threads)
    links = [os.readlink(f"/proc/self/fd/{fd}") for fd in open_files()]
    assert not [link for link in links if str(tmp_path) in link]


def open_files() -> list[str]:
    return [fd for fd in os.listdir("/proc/self/fd") if os.path.islink(f"/proc/self/fd/{fd}")]
