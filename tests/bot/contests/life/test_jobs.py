"""The durable work of contests, run as the engine runs it: against a beacon that is served, and platforms that are
asked who is a member."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
import pytest_asyncio
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.contests import jobs, wishes
from bot.contests.draw import DrandRound, Draw, TwoPeople, verify
from bot.contests.jobs import PATIENCE, SPARE
from bot.contests.membership import Membership
from bot.contests.order import LEFT
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction, Phase
from bot.contests.tables import Contest, ContestAward, ContestEntry
from bot.faces.web.application import WebServer
from bot.kernel.errors import NeverWorks, TryLater
from bot.people.accounts import KnownAccount
from bot.playground.beacon import DemoBeacon
from bot.settings import Settings
from bot.sources.http import HttpPolicy, PoliteClient
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading
from bot.work import Enqueuer
from tests.bot.contests.life.stage import CLOSES, ENTRIES_CLOSE, MIA, OPENS, Stage
from tests.sources.server import Answer, LocalServer, local_server

T = TypeVar("T")
SECOND = timedelta(seconds=1)
OLE = {"account": "slack:U0OLE00001", "name": "Ole"}
MIAS = {"account": f"slack:{MIA.id}", "name": "Mia"}


class Running:
    """What the jobs of contests get, over a stage. ``gone`` and ``silent`` are accounts that have left, and that the
    platform doesn't answer about; ``asked`` are those it was asked about, in order."""

    def __init__(self, stage: Stage, beacon: DemoBeacon, client: PoliteClient, relays: list[str]) -> None:
        self.stage = stage
        self.beacon = beacon
        self.relays = relays
        self.gone: set[int] = set()
        self.silent: set[int] = set()
        self.asked: list[int] = []
        membership = Membership()
        membership.add("discord", self._is_member)
        self._outlets: dict[type, object] = {PoliteClient: client, Membership: membership}

    async def _is_member(self, account: KnownAccount) -> bool | None:
        self.asked.append(account.id)
        if account.id in self.silent:
            raise TryLater("Discord is away.")
        return account.id not in self.gone

    @property
    def settings(self) -> Settings:
        return Settings.model_validate(
            {"contests": {"beacons": self.relays, "chain": self.beacon.chain_facts()}}
        )

    @property
    def database(self) -> Database:
        return self.stage.database

    @property
    def work(self) -> Enqueuer:
        return self.stage.work

    def clock(self) -> datetime:
        return self.stage.now

    @property
    def contests(self) -> Any:
        return self.stage.contests

    @property
    def identities(self) -> Any:
        return self.stage.identities

    def outlet(self, kind: type[T]) -> T:
        found = self._outlets[kind]
        assert isinstance(found, kind)
        return found

    async def frozen(self, count: int = 4, **changes: Any) -> list[ContestEntry]:
        """A lot with so many entries, a minute after the freeze: the named round is there."""
        changes = {
            "kind": "lot",
            "closes_at": ENTRIES_CLOSE.isoformat(),
            "prizes": [{"name": "Tea"}],
            **changes,
        }
        await self.stage.open(**changes)
        entries = await self.stage.entries(count)
        contest = await self.stage.at(datetime.fromisoformat(changes["closes_at"]) + SECOND)
        assert contest.record is not None
        self.stage.now += timedelta(minutes=1, seconds=5)
        return entries


@pytest_asyncio.fixture
async def relay() -> AsyncIterator[LocalServer]:
    async with local_server() as server:
        yield server


@pytest_asyncio.fixture
async def running(database: Database, relay: LocalServer) -> AsyncIterator[Running]:
    beacon = DemoBeacon(clock=lambda: (CLOSES + timedelta(days=365)).timestamp())
    server = WebServer(Starlette(routes=beacon.routes("/beacon")), "127.0.0.1", 0)
    await server.start()
    policy = HttpPolicy(
        allowed=frozenset({("127.0.0.1", server.port), relay.endpoint}), pause=0, retry_pause=0
    )
    async with PoliteClient(policy) as client:
        stage = Stage(database, chain=beacon.chain, sign=beacon.sign)
        yield Running(stage, beacon, client, [f"http://127.0.0.1:{server.port}/beacon"])
    await server.stop()


async def test_the_named_round_is_fetched_checked_and_drawn_with(running: Running) -> None:
    stage = running.stage
    await running.frozen()
    await jobs.decide(running, stage.id)
    record = await stage.record()
    assert verify(record).ok
    assert record.opening is not None
    assert record.opening.beacon is not None
    assert record.opening.beacon == running.beacon.sign(record.opening.beacon.round)
    before = await stage.contest()
    assert before.phase == Phase.DECIDED
    await jobs.decide(running, stage.id)
    assert (await stage.contest()).revision == before.revision, "running twice decides once"


async def test_before_its_time_the_round_is_waited_for(running: Running) -> None:
    stage = running.stage
    await running.frozen()
    stage.now -= timedelta(seconds=30)
    with pytest.raises(TryLater, match="comes in") as early:
        await jobs.decide(running, stage.id)
    assert early.value.retry_after is not None
    assert (await stage.contest()).phase == Phase.CLOSED
    with pytest.raises(Refused, match="isn't there yet"):
        await stage.act(ContestAction.DECIDE)


async def test_those_drawn_are_asked_about_in_order_until_enough_are_members(running: Running) -> None:
    stage = running.stage
    entries = await running.frozen(12)
    source = (await stage.record()).frozen.source
    assert isinstance(source, DrandRound)
    beacon = running.beacon.sign(source.round)
    opened = stage.contests.phases.opened(await stage.contest(), stage.now, beacon)
    assert opened is not None
    owner = {entry.number: entry.account_id for entry in entries}
    drawn = [owner[number] for number in opened.order]
    running.gone, running.silent = {drawn[0], drawn[1]}, {drawn[2]}
    await jobs.decide(running, stage.id)
    assert running.asked == drawn[: 2 + 1 + SPARE]
    [winner] = await stage.awards()
    assert winner.account_id == drawn[2], "whoever can't be asked about counts as a member"
    [draw] = (await stage.record()).all(Draw)
    assert {one.number: one.reason for one in draw.excluded} == dict.fromkeys(opened.order[:2], LEFT)
    async with reading(stage.database) as session:
        known = await stage.identities.known(session, drawn[:4])
    assert [known[one].left_at is not None for one in drawn[:4]] == [True, True, False, False]
    assert (await stage.asked(wishes.TELL))[-1][2] == {"winners": 1, "unknown": 1}


async def test_where_leavers_may_win_nobody_is_asked_about(running: Running) -> None:
    await running.frozen(leavers_may_win=True)
    await jobs.decide(running, running.stage.id)
    assert running.asked == []


async def test_who_came_back_can_win(running: Running) -> None:
    stage = running.stage
    entries = await running.frozen(2, prizes=[{"name": "Tea", "winners": 2}])
    async with stage.change() as session:
        await stage.identities.left(session, entries[0].account_id, stage.now)
    await jobs.decide(running, stage.id)
    assert {one.entry_id for one in await stage.awards()} == {one.id for one in entries}


async def test_standings_decide_for_members(running: Running) -> None:
    stage = running.stage
    await stage.open(prizes=[{"name": "Tea"}])
    first, second = await stage.entries(2)
    await stage.votes((first, 2), (second, 1))
    await stage.close()
    running.gone = {first.account_id}
    await jobs.decide(running, stage.id)
    assert [one.entry_id for one in await stage.awards()] == [second.id]


async def test_a_beacon_that_stays_away_is_told_once_and_two_people_take_its_place(
    running: Running, relay: LocalServer
) -> None:
    stage = running.stage
    await running.frozen()
    away, running.relays = running.relays, [relay.url]
    relay.fault = Answer(status=503)
    with pytest.raises(TryLater):
        await jobs.decide(running, stage.id)
    assert "beacon-away" not in await stage.told()
    stage.now += PATIENCE
    for _ in range(2):
        with pytest.raises(TryLater, match="can't be had"):
            await jobs.decide(running, stage.id)
    assert (await stage.told()).count("beacon-away") == 1
    before = await stage.record()
    await stage.act(ContestAction.TWO_PEOPLE, reason="No network", people=[MIAS, OLE])
    record = await stage.record()
    assert isinstance(record.frozen.source, TwoPeople)
    assert record.frozen.replaces == before.frozen_hash
    running.relays = away
    await jobs.decide(
        running, stage.id
    )  # the work that was asked for before finds no chance, and does no harm
    assert (await stage.contest()).phase == Phase.CLOSED


async def test_two_people_that_are_one_are_refused(running: Running) -> None:
    await running.frozen()
    with pytest.raises(Refused, match="draw_people"):
        await running.stage.act(
            ContestAction.TWO_PEOPLE, reason="No network", people=[MIAS, {"account": "ole", "name": "Ole"}]
        )


async def test_relays_that_lie_are_told_of_and_a_manager_asks_again_once_that_is_mended(
    running: Running, relay: LocalServer
) -> None:
    stage = running.stage
    await running.frozen()
    away, running.relays = running.relays, [relay.url]
    relay.fault = Answer(b'{"round": 1, "signature": "00"}')
    with pytest.raises(NeverWorks):
        await jobs.decide(running, stage.id)
    assert "beacon-away" in await stage.told()
    running.relays = away
    asked = len(await stage.asked(wishes.DECIDE))
    await stage.act(ContestAction.DECIDE)
    assert len(await stage.asked(wishes.DECIDE)) == asked + 1
    await jobs.decide(running, stage.id)
    assert (await stage.contest()).phase == Phase.DECIDED


async def test_what_is_overdue_is_asked_for(running: Running) -> None:
    stage = running.stage
    await stage.create()
    before = await stage.asked(wishes.ADVANCE)
    await jobs.sweep(running)
    assert await stage.asked(wishes.ADVANCE) == before, "nothing is due"
    stage.now = OPENS
    await jobs.sweep(running)
    assert await stage.asked(wishes.ADVANCE) == [*before, [stage.id]]
    await jobs.advance(running, stage.id)
    assert (await stage.contest()).phase == Phase.OPEN


async def awarded_lot(running: Running) -> tuple[ContestAward, list[int]]:
    """A lot of four with one prize: the award, and whose entries follow in the order of the draw."""
    stage = running.stage
    await running.frozen(4)
    await jobs.decide(running, stage.id)
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    record = await stage.record()
    owner = {entry.number: entry.account_id for entry in [await stage.entry(one) for one in range(1, 5)]}
    return award, [owner[number] for number in record.order[1:]]


async def test_a_prize_nobody_claims_goes_to_the_next_member(running: Running) -> None:
    stage = running.stage
    award, following = await awarded_lot(running)
    running.gone = {following[0]}
    assert award.claim_by is not None
    stage.now = award.claim_by
    await jobs.lapse(running, stage.id)
    assert len(await stage.awards()) == 1, "the second of the deadline counts"
    stage.now += SECOND
    await jobs.sweep(running)
    assert [stage.id] in await stage.asked(wishes.LAPSE)
    await jobs.lapse(running, stage.id)
    await jobs.lapse(running, stage.id)
    assert [(one.account_id, one.status) for one in await stage.awards()] == [
        (award.account_id, "lapsed"),
        (following[1], "offered"),
    ]


async def test_what_a_disqualified_winner_loses_goes_to_the_next_who_is_still_a_member(
    running: Running,
) -> None:
    """Eight winners stand before those who are asked: whoever has a prize isn't asked about again."""
    stage = running.stage
    await stage.open(prizes=[{"name": "Tea", "winners": 8}])
    entries = await stage.entries(11)
    await stage.votes(*((entry, 11 - at) for at, entry in enumerate(entries[:10])))
    await stage.close()
    await jobs.decide(running, stage.id)
    await stage.act(ContestAction.AWARD)
    running.gone = {entries[8].account_id}
    async with stage.change() as session:
        await stage.contests.disqualify(session, entries[0].id or 0, "A copy", MIA, stage.now, "slack")
    assert len(await stage.awards()) == 8, "nobody gets it before they were asked about"
    assert await stage.asked(wishes.HAND_ON) == [[stage.id]]
    await jobs.pass_on(running, stage.id)
    await jobs.pass_on(running, stage.id)
    awards = await stage.awards()
    assert len(awards) == 9
    [following] = [one for one in awards if one.attempt == 2]
    assert (following.entry_id, following.status) == (entries[9].id, "offered")
    assert (entries[9].account_id, "award-offered") in await stage.sent()
    async with reading(stage.database) as session:
        known = await stage.identities.known(session, [entries[8].account_id])
    assert known[entries[8].account_id].left_at is not None
    await stage.consistent()


async def test_a_winner_who_withdraws_from_a_lot_is_followed_by_a_member(running: Running) -> None:
    stage = running.stage
    award, following = await awarded_lot(running)
    running.gone, running.silent = {following[0]}, {following[1]}
    async with stage.change() as session:
        known = await stage.identities.known(session, [award.account_id or 0])
        who = known[award.account_id or 0]
        await stage.contests.withdraw(session, award.entry_id or 0, who, stage.now, "discord")
    await jobs.pass_on(running, stage.id)
    assert [(one.account_id, one.status) for one in await stage.awards()] == [
        (award.account_id, "passed"),
        (following[1], "offered"),
    ]
    again = (await stage.record()).all(Draw)[1]
    assert {one.reason for one in again.excluded} == {"It was withdrawn by its entrant.", LEFT}
    assert verify(await stage.record()).ok


async def test_leavers_win_where_the_rules_say_so_also_what_others_lose(running: Running) -> None:
    stage = running.stage
    await running.frozen(3, leavers_may_win=True)
    await jobs.decide(running, stage.id)
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    running.gone = {one.account_id for one in [await stage.entry(at) for at in range(1, 4)]}
    async with stage.change() as session:
        await stage.contests.disqualify(session, award.entry_id or 0, "A copy", MIA, stage.now, "slack")
    await jobs.pass_on(running, stage.id)
    assert [one.status for one in await stage.awards()] == ["passed", "offered"]


async def test_what_a_manager_has_finished_is_not_handed_on(running: Running) -> None:
    stage = running.stage
    await running.frozen(3)
    await jobs.decide(running, stage.id)
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    async with stage.change() as session:
        await stage.contests.disqualify(session, award.entry_id or 0, "A copy", MIA, stage.now, "slack")
    await stage.act(ContestAction.FINISH)
    await jobs.pass_on(running, stage.id)
    assert [one.status for one in await stage.awards()] == ["passed"]
    assert (await stage.contest()).phase == Phase.FINISHED


async def test_the_check_finds_what_was_changed_by_hand(running: Running) -> None:
    stage = running.stage
    await stage.open()
    entry = await stage.enter(accepted=True)
    await jobs.check_phases(running)
    for table, row, right in (
        (table_of(Contest), {"phase": "closed"}, {"phase": "open"}),
        (table_of(ContestEntry), {"status": "disqualified"}, {"status": "accepted"}),
    ):
        async with stage.change() as session:
            await (await session.connection()).execute(sa.update(table).values(row))
        with pytest.raises(NeverWorks, match="not what their events say") as found:
            await jobs.check_phases(running)
        assert next(iter(row.values())) in found.value.message
        async with stage.change() as session:
            await (await session.connection()).execute(sa.update(table).values(right))
    assert entry.number == 1
    await jobs.check_phases(running)
