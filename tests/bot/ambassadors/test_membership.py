"""Joining, wanting, pausing, leaving, and being gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.ambassadors import offers, queries
from bot.ambassadors.membership import ENDED_KEPT, wanted_of
from bot.ambassadors.rules import Cadence, Measure, OfferState, Preferences, Status, works_at
from bot.kernel.errors import Refused
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import FRIDAY, MIA, PLAIN, Programmed, programmed


async def turn(stage: Programmed, who: int) -> int:
    async with unit_of_work(stage.database) as session:
        programme = await stage.programme_of.programme(session)
        return await stage.programme_of.membership.take_turn(session, who, programme, stage.now)


async def change(stage: Programmed, who: int, wanted: Preferences) -> None:
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.membership.change(session, who, wanted, stage.now)


async def due(stage: Programmed) -> list[int]:
    async with reading(stage.database) as session:
        return await queries.due(session, stage.now)


async def test_picks_come_as_wanted_and_never_outside_of_working_hours(stage: Programmed) -> None:
    who = await stage.join(zone="America/New_York")
    assert (await stage.row(who)).next_at == datetime(2026, 11, 20, 14, tzinfo=UTC), "it is seven there"
    assert await turn(stage, who) == 0
    stage.now = FRIDAY + timedelta(hours=2)
    assert await due(stage) == [who]
    assert await turn(stage, who) == 2
    assert await turn(stage, who) == 0, "another replica comes too late"
    assert (await stage.row(who)).next_at == datetime(2026, 11, 23, 14, tzinfo=UTC), "not on a weekend"
    stage.now = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert await due(stage) == [who]
    assert await turn(stage, who) == 0, "nothing ran on Monday, and now it is night"
    row = await stage.row(who)
    assert row.next_at == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert works_at(wanted_of(row), row.next_at)


async def test_a_weeks_budget_holds(stage: Programmed) -> None:
    who = await stage.join(cadence=Cadence.WEEKLY)
    items = await stage.pieces(9)
    await stage.offered(who, *items[:7])
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.curation.set_budget(session, 8, MIA, stage.now)
    assert await turn(stage, who) == 1, "of five that a week may bring"
    stage.now = FRIDAY + timedelta(days=3)
    assert await turn(stage, who) == 5, "a new week"


async def test_preferences_change_and_so_does_when_picks_come(stage: Programmed) -> None:
    who = await stage.join()
    assert await turn(stage, who) == 2
    await change(stage, who, replace(PLAIN, interests=("Tea", "#tea", "campaign:Autumn")))
    row = await stage.row(who)
    assert row.interests == ["#tea", "campaign:Autumn"]
    assert row.next_at == datetime(2026, 11, 23, 9, tzinfo=UTC), "when it was due anyway"
    await change(stage, who, replace(PLAIN, hours=(600, 660), cadence=Cadence.WEEKLY))
    assert (await stage.row(who)).next_at == datetime(2026, 11, 23, 10, tzinfo=UTC)


async def test_pausing_and_going_on(stage: Programmed) -> None:
    who = await stage.join()
    membership = stage.programme_of.membership
    async with unit_of_work(stage.database) as session:
        await membership.pause(session, who, stage.now)
    stage.now += timedelta(days=9)
    assert await due(stage) == []
    async with unit_of_work(stage.database) as session:
        await membership.go_on(session, who, stage.now)
    assert (await stage.row(who)).next_at == datetime(2026, 11, 30, 9, tzinfo=UTC)


async def test_joining_twice_is_one_membership(stage: Programmed) -> None:
    who = await stage.join("Noah <!channel>")
    stage._people -= 1
    assert await stage.join("Noah Berg", on_board=False) == who
    row = await stage.row(who)
    assert (row.name, row.on_board) == ("Noah Berg", False)


async def test_nobody_joins_a_programme_that_is_off(sqlite_database: Database, tmp_path: Path) -> None:
    async with programmed(sqlite_database, tmp_path, AmbassadorsSection(enabled=False)) as stage:
        with pytest.raises(Refused, match="switched off"):
            await stage.join()


async def test_who_leaves_is_gone_and_totals_stay(stage: Programmed) -> None:
    who, other = await stage.join("Zoe Leaver", mastodon="social.example"), await stage.join("Ole")
    [item, another] = await stage.pieces(2)
    await stage.offered(who, item, another)
    share = await stage.shared(who, item)
    await stage.visited(share, 3)
    await stage.shared(other, item)
    assert await stage.leave(who)
    assert not await stage.leave(who), "twice is once"
    row = await stage.row(who)
    assert (row.status, row.account_id, row.name, row.interests, row.networks) == ("left", None, "", [], [])
    assert stage.codes.ended == {who: "withdrew"}
    assert stage.codes.released == {who}
    kept = await stage.share_row(share)
    assert (kept.ambassador_id, kept.visitors, kept.network) == (None, 3, "bluesky")
    assert [one.ambassador_id for one in (await stage.board()).rows] == [other]
    assert await stage.differences() == []
    async with reading(stage.database) as session:
        connection = await session.connection()
        for table in ("ambassador_offer", "ambassador_badge", "ambassador_score", "ambassador_point"):
            found = await connection.execute(
                sa.text(f"SELECT count(*) FROM {table} WHERE ambassador_id = {who}")
            )
            assert found.scalar_one() == 0, table
        points = await connection.execute(sa.text("SELECT sum(points) FROM ambassador_point"))
        assert points.scalar_one() == 10 + 5 + 3 + 10, "what was counted stays counted"
        keys = (await connection.execute(sa.text("SELECT key FROM ambassador_point"))).scalars().all()
        assert not any(key.startswith(f"share:{who}:") for key in keys)
    stage._people = 0
    again = await stage.join("Zoe Leaver")
    assert again not in (who, other), "a number is never given twice"
    assert await stage.score(again) == 0
    await stage.visited(share, 2)
    assert await stage.score(again) == 0, "what their old link brings is nobody's"
    with pytest.raises(Refused, match="aren't an ambassador"):
        await change(stage, who, PLAIN)


async def test_who_left_the_company_takes_no_part_any_more(stage: Programmed) -> None:
    who = await stage.join("Zoe")
    [item] = await stage.pieces()
    share = await stage.shared(who, item)
    account = (await stage.row(who)).account_id
    assert account is not None
    async with unit_of_work(stage.database) as session:
        assert await stage.programme_of.ended(session, account, stage.now)
        assert not await stage.programme_of.ended(session, account, stage.now)
        assert not await stage.programme_of.ended(session, account + 99, stage.now)
    assert stage.codes.ended == {who: "left the company"}
    assert (await stage.row(who)).status == Status.ENDED
    assert (await stage.board()).total == 0
    await stage.visited(share, 4)
    assert await stage.score(who, Measure.CLICKS) == 0
    with pytest.raises(Refused, match="deactivated"):
        await stage.share(who, item)
    async with unit_of_work(stage.database) as session:
        assert await stage.programme_of.membership.tidy(session, stage.now + ENDED_KEPT) == 0
    stage._people = 0
    stage.now += timedelta(days=1)
    assert await stage.join("Zoe") == who, "it was a leave, or a mistake"
    assert (await stage.own(who)).rank == 1
    stage.now += timedelta(seconds=1)
    assert (await stage.share(who, item)).share_id != share, "the link of before leads nowhere"
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.ended(session, account, stage.now)
        later = stage.now + ENDED_KEPT + timedelta(days=1)
        assert await stage.programme_of.membership.tidy(session, later) == 1
    assert (await stage.row(who)).account_id is None
    assert await stage.differences() == []


async def test_what_was_shown_skipped_and_saved_teaches(stage: Programmed) -> None:
    who = await stage.join(
        interests=("tea", "collection:Summer 2026", "campaign:Autumn"), languages=("sv", "en")
    )
    mugs = await stage.pieces(3, tags=["mugs"], kind="photo")
    teas = await stage.pieces(3, tags=["tea"], kind="video")
    assert await stage.offered(who, *mugs, *teas) == 6
    assert await stage.offered(who, *mugs) == 0
    async with unit_of_work(stage.database) as session:
        curation = stage.programme_of.curation
        made = await curation.make(session, "Summer 2026", MIA, stage.now)
        await curation.put_in(session, made.slug, teas[:2], MIA, stage.now)
        for one in mugs:
            await offers.skip(session, who, one, stage.now)
        await offers.undo(session, who, mugs[0], stage.now)
        await offers.save(session, who, teas[0], stage.now)
        with pytest.raises(Refused, match="isn't among your picks"):
            await offers.skip(session, who, 99_999, stage.now)
    await stage.shared(who, teas[1])
    async with unit_of_work(stage.database) as session:
        await offers.skip(session, who, teas[1], stage.now)  # an old message's button
        found = await offers.taste_of(session, await session.merge(await stage.row(who)))
        assert [one.item_id for one in await offers.saved(session, who)] == [teas[0]]
        kept = await queries.offer(session, who, teas[1])
    assert kept is not None
    assert kept.state == OfferState.SHARED
    assert found.tags == {"#tea"}
    assert found.campaigns == {"Autumn"}
    assert found.collections == {"Summer 2026": frozenset(teas[:2])}
    assert found.languages == {"sv", "en"}
    assert -0.6 < found.leaning_tags["mugs"] < -0.4
    assert 0.3 < found.leaning_kinds["video"] < 0.6
    assert found.shared == {teas[1]}
    assert len(found.recent_creators) == 6
    assert found.recent_kinds[:3] == ("video",) * 3
