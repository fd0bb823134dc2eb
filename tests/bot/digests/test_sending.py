"""Sent once: by schedules, by people, by two replicas of which one is killed."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.digests import keeping, wishes
from bot.digests.book import document_of
from bot.digests.faces import PlaceGone
from bot.digests.rules import Wanted
from bot.digests.service import Digests
from bot.digests.tables import Digest, DigestSchedule
from bot.insights.periods import Cadence, period_of
from bot.kernel.errors import TellUser, TryLater
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.engine import Work
from bot.work.enqueue import Enqueuer
from tests.bot.digests.outside import ALL_JOBS, Recording, World
from tests.bot.work.support import Hands, ask, working
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[3]
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@asynccontextmanager
async def at_work(database: Database, face: Recording, clock: Hands) -> AsyncIterator[tuple[World, Work]]:
    world = World(database, face, clock=clock)
    async with working(database, ALL_JOBS, world) as work:
        world.work = work
        yield world, work


async def keep(database: Database, now: datetime, **digest: object) -> None:
    async with unit_of_work(database) as session:
        await keeping.keep(session, Settings.model_validate({"digest": digest}), now)


async def digests(database: Database) -> list[Digest]:
    async with reading(database) as session:
        return list(await session.exec(select(Digest).order_by(Digest.id)))  # type: ignore[arg-type]  # a column


async def idle(work: Work) -> bool:
    return await work.running() == []


def states(*wanted: str) -> Callable[[Database], Awaitable[bool]]:
    async def there(database: Database) -> bool:
        return [one.state for one in await digests(database)] == list(wanted)

    return there


async def test_a_week_is_sent_once_and_kept_as_it_was_sent(database: Database, tmp_path: Path) -> None:
    face, clock = Recording(tmp_path / "place"), Hands(SUNDAY)
    await keep(database, SUNDAY)
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: idle(work))
        assert face.lines("posted") == []
        clock.now = MONDAY
        for _ in range(3):
            await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database))
        clock.forward(days=-5)  # a clock that goes back, and comes on again
        await ask(work, wishes.DUE)
        await eventually(lambda: idle(work))
        clock.forward(days=5)
        await ask(work, wishes.DUE)
        await eventually(lambda: idle(work))
    (row,) = await digests(database)
    document = document_of(row)
    assert document is not None
    assert (row.name, row.place, document.period.name) == ("2026-W47", "#content-review", "2026-W47")
    assert [words[:3] for words in face.lines("posted")] == [["digest:1", "#content-review", "2026-W47"]]
    assert document.model_dump(mode="json") == row.document


async def test_after_weeks_without_power_one_digest_is_sent(database: Database, tmp_path: Path) -> None:
    face, clock = Recording(tmp_path / "place"), Hands(MONDAY.replace(month=10, day=20))
    await keep(database, clock.now)
    clock.now = datetime(2026, 11, 25, 3, tzinfo=UTC)
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states(*["skipped"] * 4, "sent")(database))
    rows = await digests(database)
    assert [one.name for one in rows] == [f"2026-W{week}" for week in range(43, 48)]
    assert all("2026-W47" in (one.problem or "") for one in rows[:4])
    assert [words[2] for words in face.lines("posted")] == ["2026-W47"]


async def test_a_clock_that_stood_in_the_future_holds_nothing_up(database: Database, tmp_path: Path) -> None:
    face, clock = Recording(tmp_path / "place"), Hands(SUNDAY)
    await keep(database, SUNDAY)
    async with at_work(database, face, clock) as (_, work):
        for moment in (datetime(2027, 3, 3, tzinfo=UTC), SUNDAY, MONDAY):
            clock.now = moment
            await ask(work, wishes.DUE)
            await eventually(lambda: idle(work))
        await eventually(lambda: len(face.lines("posted")) == 2)
        await eventually(lambda: idle(work))
    assert [words[2] for words in face.lines("posted")] == ["2027-W08", "2026-W47"]


async def test_a_double_click_sends_one(database: Database, tmp_path: Path) -> None:
    face, clock = Recording(tmp_path / "place"), Hands(MONDAY)
    week = period_of(Cadence.WEEK, date(2026, 11, 20), "UTC")
    async with at_work(database, face, clock) as (_, work):
        service = Digests(work)

        async def click() -> int | None:
            async with unit_of_work(database) as session:
                row = await service.send_now(
                    session, "slack", "C1", week, "U1", request="click-1", now=MONDAY
                )
                return row.id

        assert len({await click(), await click()}) == 1
        await eventually(lambda: states("sent")(database))
        async with unit_of_work(database) as session:
            await service.send_now(session, "slack", "C1", week, "U1", request="click-2", now=MONDAY)
        await eventually(lambda: states("sent", "sent")(database))
    assert len({words[0] for words in face.lines("posted")}) == len(face.lines("posted")) == 2


async def test_a_place_that_is_away_is_asked_before_it_is_tried_again(
    database: Database, tmp_path: Path
) -> None:
    away = [TryLater("Slack is away.", retry_after=0.1)]
    face, clock = Recording(tmp_path / "place", fails=list(away)), Hands(SUNDAY)
    await keep(database, SUNDAY)
    clock.now = MONDAY
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database), within=20)
    assert face.lines("find") == [["digest:1"]]
    assert len(face.lines("posted")) == 1


async def test_a_place_that_is_gone_is_told_once_and_can_be_mended(
    database: Database, tmp_path: Path
) -> None:
    gone = PlaceGone("the channel is archived.", remedy="Unarchive it.")
    face, clock = Recording(tmp_path / "place", fails=[gone]), Hands(SUNDAY)
    await keep(database, SUNDAY)
    clock.now = MONDAY
    async with at_work(database, face, clock) as (world, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states("failed")(database))
        await eventually(lambda: len(world.notices) == 1)
        what, remedy, _ = world.notices[0]
        assert "archived" in what
        assert remedy.startswith("Unarchive it.")
        async with unit_of_work(database) as session:
            await Digests(work).again(session, 1)
        await eventually(lambda: states("sent")(database))
        assert len(world.notices) == 1


async def test_pictures_that_fail_leave_the_words_and_come_later(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.digests.sending.PICTURES_AGAIN", (0.2, 0.2))
    face, clock = Recording(tmp_path / "place", refuses_pictures=True), Hands(SUNDAY)
    await keep(database, SUNDAY)
    clock.now = MONDAY
    async with at_work(database, face, clock) as (world, work):
        world.lacking = ["chart-trend"]
        await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database))
        (row,) = await digests(database)
        assert (row.pictures, (row.document or {})["missing"]) == ("missing", ["chart-trend"])
        await eventually(lambda: len(face.lines("redrawn")) == 1, within=20)
        face.refuses_pictures = False
        await eventually(lambda: len(face.lines("redrawn")) == 2, within=20)
        await eventually(lambda: idle(work))
    (row,) = await digests(database)
    assert (row.pictures, row.picture_tries) == ("sent", 2)
    assert len(face.lines("posted")) == 1


async def test_people_win_over_the_settings_until_they_give_it_back(sqlite_database: Database) -> None:
    await keep(sqlite_database, SUNDAY, time_zone="Europe/Stockholm", mail=["Team@example.com"])
    service = Digests(Enqueuer(sqlite_database, ALL_JOBS))

    async def rows() -> list[tuple[str, str, str, int, bool]]:
        async with reading(sqlite_database) as session:
            found = await service.schedules(session)
        return [(one.face, one.place, one.zone, one.hour, one.enabled) for one in found]

    wanted = Wanted(hour=7, zone="Europe/Berlin")
    async with unit_of_work(sqlite_database) as session:
        mine = (await service.schedules(session))[1].id or 0
        await service.change(session, mine, wanted, "U1", SUNDAY, revision=1)
        with pytest.raises(TellUser):
            await service.change(session, mine, wanted, "U2", SUNDAY, revision=1)
    await keep(sqlite_database, SUNDAY, time_zone="UTC")
    assert await rows() == [
        ("mail", "team@example.com", "Europe/Stockholm", 9, False),
        ("slack", "#content-review", "Europe/Berlin", 7, True),
    ]
    async with unit_of_work(sqlite_database) as session:
        await service.give_back(session, mine, SUNDAY)
    assert (await rows())[1] == ("slack", "#content-review", "UTC", 9, True)


@asynccontextmanager
async def replica(url: str, file: Path, stage: str = "") -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bot.digests.victim", url, str(file), stage, MONDAY.isoformat()),
        cwd=ROOT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["before the post", "after the post"])
async def test_two_replicas_of_which_one_is_killed_send_one(
    postgres_url: str, tmp_path: Path, stage: str
) -> None:
    file = tmp_path / "place"
    database = Database(postgres_url)
    await keep(database, SUNDAY)
    async with replica(postgres_url, file, stage) as dying:
        assert await asyncio.wait_for(dying.wait(), 60) == -signal.SIGKILL
        async with replica(postgres_url, file), replica(postgres_url, file):
            await eventually(lambda: states("sent")(database), within=60)
    place = Recording(file)
    assert [words[:3] for words in place.lines("posted")] == [["digest:1", "#content-review", "2026-W47"]]
    assert place.lines("find") == [["digest:1"]]
    await database.close()


@pytest.mark.slow
async def test_replicas_that_look_at_once_make_one(postgres_url: str, tmp_path: Path) -> None:
    file = tmp_path / "place"
    database = Database(postgres_url)
    await keep(database, SUNDAY)
    async with replica(postgres_url, file), replica(postgres_url, file):
        await eventually(lambda: len(Recording(file).lines("posted")) == 1, within=60)
        await eventually(lambda: states("sent")(database), within=60)
        await asyncio.sleep(1)  # both look five times more
    assert len(Recording(file).lines("posted")) == 1
    async with reading(database) as session:
        (row,) = await session.exec(select(DigestSchedule))
    assert row.next_due_at == datetime(2026, 11, 30, 9, tzinfo=UTC)
    await database.close()
