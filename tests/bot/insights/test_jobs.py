"""Days are counted as they end, whatever the clock does, and before what they are counted from has to go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.content.measuring.queries import drop_expired
from bot.content.tables import Item, Measurement
from bot.insights.counting.tally import Tally, tally
from bot.insights.jobs import check_days
from bot.insights.rollups import queries
from bot.insights.rollups.service import check, count_up, counted_to, follow, read, turn_back
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Job
from bot.work.enqueue import Enqueuer
from bot.work.notices import NOTICE
from tests.bot.insights.history import BEGIN, write_history
from tests.support.work import asked_for

MIDNIGHT = BEGIN.replace(hour=0, minute=0)


async def _days(database: Database) -> list[datetime]:
    async with reading(database) as session:
        found = await queries.stretches(session, MIDNIGHT, MIDNIGHT + timedelta(days=900))
    return [one.end for one in found]


async def test_days_counted_while_the_clock_was_ahead_are_forgotten(database: Database) -> None:
    await write_history(database, 1, pieces=20)
    ahead, now = MIDNIGHT + timedelta(days=30, hours=2), MIDNIGHT + timedelta(days=3, hours=2)
    await count_up(database, "UTC", ahead)
    await follow(database, ahead)
    assert len(await _days(database)) == 30
    await turn_back(database, now)
    await follow(database, now)
    assert await _days(database) == [MIDNIGHT + timedelta(days=day) for day in (1, 2, 3)]
    async with reading(database) as session:
        state = await queries.state(session)
        assert state is not None
        assert state.followed_to == now
    await turn_back(database, ahead)
    await count_up(database, "UTC", ahead)
    assert await counted_to(database) == MIDNIGHT + timedelta(days=30)
    async with reading(database) as session:
        assert await read(session, BEGIN, ahead) == await tally(session, BEGIN, ahead)


async def test_what_was_gained_stays_when_its_measurements_have_to_go_after_a_day(database: Database) -> None:
    gained = [(MIDNIGHT + timedelta(hours=hour), hour) for hour in (6, 9, 23)]
    item = {
        "id": 1,
        "kind": "review",
        "platform": "yelp",
        "text": "x",
        "found_at": BEGIN,
        "updated_at": BEGIN,
    }
    async with unit_of_work(database) as session:
        connection = await session.connection()
        await connection.execute(sa.insert(table_of(Item)).values(**item))
        for at, likes in gained:
            row = {"item_id": 1, "platform": "yelp", "at": at, "gained_likes": likes}
            row["expires_at"] = at + timedelta(days=1)
            await connection.execute(sa.insert(table_of(Measurement)).values(**row))
    early, later = MIDNIGHT + timedelta(hours=22), MIDNIGHT + timedelta(days=2, hours=12)
    await count_up(database, "UTC", early)
    assert await counted_to(database) is None, "the day is not over"
    await count_up(database, "UTC", later)
    async with unit_of_work(database) as session:
        assert await drop_expired(session, later, before=MIDNIGHT) == 0, "not added up yet"
        assert await drop_expired(session, later, before=await queries.last_end(session)) == 2
    assert (await check(database, later, MIDNIGHT - timedelta(days=1))).mended == ()
    async with reading(database) as session:
        held: Tally = await read(session, MIDNIGHT, MIDNIGHT + timedelta(days=1))
    assert held.counts["platform:yelp"]["gained_likes"] == 6 + 9 + 23
    assert held.items[1].gained == 6 + 9 + 23


@dataclass
class _Rooms:
    """What the jobs are given."""

    database: Database
    work: Enqueuer
    now: datetime
    settings: Settings = field(default_factory=Settings)

    def clock(self) -> datetime:
        return self.now


async def _nothing(rooms: _Rooms) -> None:
    """Running twice does nothing twice."""


async def test_the_daily_check_mends_a_day_and_tells_managers(database: Database) -> None:
    await write_history(database, 2, pieces=30, days=3)
    enqueuer = Enqueuer(database, [Job(NOTICE, _nothing)])
    rooms = _Rooms(database, enqueuer, MIDNIGHT + timedelta(days=30, hours=2))
    await enqueuer.prepare()
    try:
        await check_days(rooms)
        assert await asked_for(database, NOTICE) == []
        async with reading(database) as session:
            day = (await queries.stretches(session, MIDNIGHT, rooms.now))[1]
        async with unit_of_work(database) as session:
            await queries.fill(session, day.id, Tally())
        await check_days(rooms)
        [(what, remedy, key)] = await asked_for(database, NOTICE)
        assert f"{day.start:%Y-%m-%d}" in what
        assert remedy
        assert key == f"insights:mended:{rooms.now:%Y-%m-%d}"
        async with reading(database) as session:
            assert await read(session, BEGIN, rooms.now) == await tally(session, BEGIN, rooms.now)
    finally:
        enqueuer.close()
