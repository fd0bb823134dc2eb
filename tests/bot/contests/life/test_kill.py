"""Processes are killed with SIGKILL at every phase change, and two of them do the same at once: each change is made
exactly once, and nothing that belongs to it is missing or doubled."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.contests import queries, wishes
from bot.contests.draw import verify
from bot.contests.rules import ContestAction, Phase
from bot.faces.web.application import WebServer
from bot.playground.beacon import DemoBeacon
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import CLOSES, ENTRIES_CLOSE, MIA, OPENS, Stage
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
ROOT = Path(__file__).parents[4]
SECOND = timedelta(seconds=1)


@dataclass
class Relay:
    """The beacon, served; its clock is as far ahead as the test's."""

    url: str
    chain: dict[str, Any]
    beacon: DemoBeacon
    now: Callable[[], datetime] = field(default=lambda: CLOSES)


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[Relay]:
    beacon = DemoBeacon(clock=lambda: (CLOSES + timedelta(days=365)).timestamp())
    server = WebServer(Starlette(routes=beacon.routes("/beacon")), "127.0.0.1", 0)
    await server.start()
    yield Relay(f"http://127.0.0.1:{server.port}/beacon", beacon.chain_facts(), beacon)
    await server.stop()


@asynccontextmanager
async def keeper(plan: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.contests.life.keeper", json.dumps(plan), cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def actions(stage: Stage) -> list[str]:
    async with reading(stage.database) as session:
        return [action for _, action in await queries.phase_events(session, stage.id)]


Prepare = Callable[[Stage], Awaitable[dict[str, Any] | None]]


async def running(stage: Stage, kind: str = "lot") -> None:
    """Open, with three entries that count."""
    closes = ENTRIES_CLOSE if kind == "lot" else CLOSES
    await stage.open(kind=kind, closes_at=closes.isoformat(), prizes=[{"name": "Tea"}])
    await stage.entries(3)


async def announced(stage: Stage) -> None:
    await stage.create()
    stage.now = OPENS


async def entries_end(stage: Stage) -> None:
    await running(stage, "votes")
    stage.now = ENTRIES_CLOSE + SECOND


async def all_ends(stage: Stage) -> None:
    await running(stage)
    stage.now = ENTRIES_CLOSE + SECOND


async def grace_ends(stage: Stage) -> None:
    await running(stage)
    await stage.enter()
    await stage.at(ENTRIES_CLOSE + SECOND)
    assert (await stage.contest()).record is None
    stage.now = ENTRIES_CLOSE + timedelta(hours=24) + SECOND


async def drawn_soon(stage: Stage) -> None:
    """Frozen, and the named round is there."""
    await running(stage)
    await stage.at(ENTRIES_CLOSE + SECOND)
    stage.now += timedelta(minutes=1)


async def asked_to_award(stage: Stage) -> dict[str, Any]:
    await running(stage)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.draw()
    return {"contest": stage.id, "action": "award", "request": "click 1", "data": {}}


async def unclaimed(stage: Stage) -> None:
    await asked_to_award(stage)
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    assert award.claim_by is not None
    stage.now = award.claim_by + SECOND


async def claiming(stage: Stage) -> dict[str, Any]:
    await asked_to_award(stage)
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    return {"contest": stage.id, "award": award.id}


CHANGES: list[tuple[str, Prepare, list[str]]] = [
    ("open", announced, ["open"]),
    ("close_entries", entries_end, ["close_entries"]),
    ("close", all_ends, ["close", "freeze"]),
    ("freeze", grace_ends, ["freeze"]),
    ("decide", drawn_soon, ["decide"]),
    ("award", asked_to_award, ["award"]),
    ("award.lapsed", unclaimed, ["award.lapsed", "award.next"]),
    ("finish", claiming, ["award.claimed", "finish"]),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("action", "prepare", "follow"), CHANGES, ids=[one[0] for one in CHANGES])
async def test_a_killed_phase_change_is_made_once(
    database: Database,
    database_url: str,
    relay: Relay,
    action: str,
    prepare: Prepare,
    follow: list[str],
    when: str,
) -> None:
    stage = Stage(database, chain=relay.beacon.chain, margin=SECOND, sign=relay.beacon.sign)
    await stage.work.prepare()
    wanted = await prepare(stage)
    before = await actions(stage)
    plan = {"url": database_url, "now": stage.now.isoformat(), "relay": relay.url, "chain": relay.chain}
    async with keeper({**plan, "do": wanted, "die": f"{when} {action}"}) as process:
        assert await asyncio.wait_for(process.wait(), 90) == -signal.SIGKILL
    new = (await actions(stage))[len(before) :]
    assert new == (follow if when == "after" else []), "all that belongs together is kept together"

    async def made() -> bool:
        return set(follow) <= set((await actions(stage))[len(before) :])

    async with keeper({**plan, "do": wanted}):
        await eventually(made, within=90, what=f"{action} is made")
        # Another look at everything that is due, begun and ended after that, changes nothing.
        seen = await sweeps(stage, begun=True)

        async def looked_again() -> bool:
            return bool(await sweeps(stage) - seen)

        await eventually(looked_again, within=90, what="what is due was looked at once more")
    new = (await actions(stage))[len(before) :]
    counted = Counter(new)
    assert all(counted[one] == 1 for one in follow), new
    assert set(new) <= {*follow, "decide"}, new
    await stage.consistent()
    await whole(stage)


async def sweeps(stage: Stage, *, begun: bool = False) -> set[str]:
    """The runs of the scheduled look at everything that is due: those that ended, or all."""
    table = "workflow_status" if stage.database.is_sqlite else "dbos.workflow_status"
    statement = f"SELECT workflow_uuid FROM {table} WHERE name = :name"
    if not begun:
        statement += " AND status = 'SUCCESS'"
    async with reading(stage.database) as session:
        rows = await (await session.connection()).execute(sa.text(statement), {"name": wishes.SWEEP})
        return set(rows.scalars())


async def whole(stage: Stage) -> None:
    """What belongs to the phase is there, once."""
    contest = await stage.contest()
    told = Counter(await stage.told())
    assert all(count == 1 for what, count in told.items() if what != "award-passed")
    if contest.record is not None:
        assert contest.closes_at == ENTRIES_CLOSE, "the closing stated is the one set"
        assert verify(await stage.record()).ok
    awards = await stage.awards()
    assert len(
        {(one.prize, one.place) for one in awards if one.status in ("planned", "offered", "claimed")}
    ) == (1 if awards else 0)
    offered = [account for account, text in await stage.sent() if text == "award-offered"]
    assert sorted(offered) == sorted(one.account_id or 0 for one in awards if one.offered_at is not None)


async def test_two_replicas_change_every_phase_once(postgres_url: str, relay: Relay, tmp_path: Path) -> None:
    """Both see everything that is due, a downtime long; one dies meanwhile."""
    database = Database(postgres_url)
    stage = Stage(database, chain=relay.beacon.chain, margin=SECOND, sign=relay.beacon.sign)
    await stage.work.prepare()
    ids = []
    for number in range(6):
        await stage.create(name=f"Contest {number}", kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
        ids.append(stage.id)
    plan = {
        "url": postgres_url,
        "now": (CLOSES + timedelta(days=1)).isoformat(),
        "relay": relay.url,
        "chain": relay.chain,
    }
    up = [tmp_path / "one", tmp_path / "two"]
    async with AsyncExitStack() as both:
        first, _ = [await both.enter_async_context(keeper({**plan, "up": str(file)})) for file in up]
        await eventually(lambda: all(file.exists() for file in up), within=90, what="both are up")

        async def some(least: int) -> bool:
            stands = [await _phase(stage, one) for one in ids]
            return sum(phase == Phase.DECIDED for phase in stands) >= least

        await eventually(lambda: some(2), within=90, what="some are decided")
        first.kill()
        await eventually(lambda: some(len(ids)), within=90, what="all are decided")
    for one in ids:
        stage.id = one
        assert await actions(stage) == ["create", "announce", "open", "close", "freeze", "decide"]
        await stage.consistent()
        contest = await stage.contest()
        assert contest.closes_at == ENTRIES_CLOSE
        async with reading(database) as session:
            closed = next(one for one in await queries.events(session, stage.id) if one.action == "close")
        assert closed.data["set_for"] == ENTRIES_CLOSE.isoformat()
    await database.close()


async def _phase(stage: Stage, contest_id: int) -> str:
    async with reading(stage.database) as session:
        found = await queries.get(session, contest_id)
    assert found is not None
    return found.phase


async def test_what_came_during_a_downtime_after_the_closing_is_refused(database: Database) -> None:
    """The clock decides, not whether something was there to close."""
    from bot.contests.refusals import Refused

    stage = Stage(database)
    await running(stage, "votes")
    [entry, *_] = [await stage.entry(1)]
    stage.now = CLOSES + SECOND  # nothing has run since the opening
    with pytest.raises(Refused, match="closed"):
        await stage.vote(entry)
    with pytest.raises(Refused, match="closed"):
        await stage.enter()
    contest = await stage.at(CLOSES + timedelta(days=2))
    assert contest.closes_at == CLOSES
    assert MIA.name not in json.dumps(contest.record)
