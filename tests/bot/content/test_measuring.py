"""Counts are measured when a piece is taken in and each time they change, in the same unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.content.measuring.queries import drop_expired, measurements_of
from bot.content.metrics import METRICS
from bot.content.service import Contents
from bot.content.tables import Measurement
from bot.sources.base import FoundItem, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import LONG, NOW, post, rows, store
from tests.support.plans import watching

HOUR = timedelta(hours=1)


async def measured(database: Database, item_id: int = 1) -> list[dict[str, Any]]:
    """An item's measurements: what is counted and gained, without what is empty."""
    async with reading(database) as session:
        found = await measurements_of(session, item_id)
    return [_plain(one) for one in found]


def _plain(one: Measurement) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in METRICS if getattr(one, name) is not None}
    gained = {f"+{name}": count for name in METRICS if (count := getattr(one, f"gained_{name}"))}
    marks = {name: True for name in ("first", "reset") if getattr(one, name)}
    return {"at": one.at, **shown, **gained, **marks}


async def looked(database: Database, hours: float, *, source: str = "masto", **metrics: Any) -> None:
    await store(database, source, post("1", metrics=metrics), now=NOW + hours * HOUR)


async def test_each_change_is_a_measurement_with_what_was_gained(database: Database) -> None:
    await looked(database, 0, likes=3, quotes=1)
    await looked(database, 1, likes=3, quotes=1)
    await looked(database, 2, likes=8, quotes=1, comments=2)
    await looked(database, 3, likes=7, quotes=1, comments=5)
    assert await measured(database) == [
        {"at": NOW, "likes": 3, "shares": 1, "+likes": 3, "+shares": 1, "first": True},
        {"at": NOW + 2 * HOUR, "likes": 8, "comments": 2, "shares": 1, "+likes": 5},
        {
            "at": NOW + 3 * HOUR,
            "likes": 7,
            "comments": 5,
            "shares": 1,
            "+likes": -1,
            "+comments": 3,
        },
    ]


async def test_a_reset_is_marked_and_what_comes_after_it_counts(database: Database) -> None:
    for hours, views in enumerate((400, 430, 6, 20, 431)):
        await looked(database, hours, views=views)
    assert [
        (one["views"], one.get("+views", 0), one.get("reset", False)) for one in await measured(database)
    ] == [(400, 400, False), (430, 30, False), (6, 0, True), (20, 14, False), (431, 1, False)]


async def test_what_is_no_count_changes_nothing(database: Database) -> None:
    await looked(database, 0, likes=12)
    await looked(database, 1, likes=-4)
    await looked(database, 2, likes=2**70)
    await looked(database, 3)
    await looked(database, 4, likes=15, odd=3)
    assert [(one["likes"], one.get("+likes")) for one in await measured(database)] == [(12, 12), (15, 3)]


async def test_an_old_piece_begins_with_a_baseline(database: Database) -> None:
    old = post("1", metrics={"likes": 900}, published_at=NOW - timedelta(days=8))
    await store(database, "import", old, post("2", f"{LONG} 2", metrics={"likes": 4}, published_at=None))
    await store(
        database,
        "import",
        post("1", metrics={"likes": 905}, published_at=old.published_at),
        now=NOW + HOUR,
    )
    assert await measured(database, 1) == [
        {"at": NOW, "likes": 900, "first": True},
        {"at": NOW + HOUR, "likes": 905, "+likes": 5},
    ]
    assert await measured(database, 2) == [{"at": NOW, "likes": 4, "+likes": 4, "first": True}]


async def test_the_same_import_twice_adds_nothing(database: Database) -> None:
    batch = [post(str(n), f"{LONG} {n}", metrics={"likes": n, "views": 9}) for n in range(30)]
    await store(database, "import", *batch)
    await store(database, "import", *batch, now=NOW + HOUR)
    [row] = await rows(
        database, "select count(*), sum(gained_likes), sum(gained_views) from measurement where first"
    )
    assert tuple(row) == (30, 435, 270)
    assert [row[0] for row in await rows(database, "select count(*) from measurement")] == [30]


async def test_pieces_without_counts_have_no_measurement_and_cost_no_statement(
    sqlite_database: Database,
) -> None:
    seen: list[str] = []
    engine = sqlite_database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    await store(sqlite_database, "blog", post("1"), post("2", f"{LONG} 2", metrics={"odd": 3}))
    await store(sqlite_database, "blog", post("1", f"{LONG}, edited"), now=NOW + HOUR)
    assert len(seen) > 8
    assert not [one for one in seen if "measurement" in one]


async def test_counts_that_come_later_are_measured_then(database: Database) -> None:
    await store(database, "blog", post("1"))
    await looked(database, 24 * 9, source="blog", likes=50)
    await looked(database, 24 * 9 + 1, source="blog", likes=52)
    assert [one.get("+likes") for one in await measured(database)] == [None, 2]
    assert [one.get("first") for one in await measured(database)] == [True, None]


async def test_an_address_that_a_person_added_is_measured_when_it_is_filled_in(database: Database) -> None:
    url = "https://social.example/@mia/1"
    await store(database, "slack", post(url, "", url=url, creator=None, platform="web"))
    await looked(database, 1, likes=6)
    assert await measured(database) == [{"at": NOW + HOUR, "likes": 6, "+likes": 6, "first": True}]


async def test_another_place_counts_for_itself(database: Database) -> None:
    """A piece on two networks is counted where it is mainly known from; when that ends, the other begins anew."""
    there = post("x", platform="bluesky", url="https://sky.example/x", metrics={"likes": 700})
    await looked(database, 0, likes=20)
    await store(database, "sky", there)
    await store(database, "masto", Removed("1"), now=NOW + HOUR)
    await store(database, "sky", there, now=NOW + 2 * HOUR)
    more = post("x", platform="bluesky", url="https://sky.example/x", metrics={"likes": 703})
    await store(database, "sky", more, now=NOW + 3 * HOUR)
    assert [
        (one["likes"], one.get("+likes"), one.get("reset", False)) for one in await measured(database)
    ] == [(20, 20, False), (700, None, True), (703, 3, False)]


@pytest.mark.parametrize("reason", ["deleted", "withdrawn"])
async def test_what_ended_keeps_its_measurements_and_a_withdrawn_piece_gets_no_more(
    database: Database, reason: str
) -> None:
    await looked(database, 0, likes=3)
    await store(database, "masto", Removed("1", reason), now=NOW + HOUR)
    await looked(database, 2, likes=9)
    assert [one["likes"] for one in await measured(database)] == ([3, 9] if reason == "deleted" else [3])


async def test_one_batch_makes_one_measurement_of_a_piece(database: Database) -> None:
    many = [post("1", metrics={"likes": likes}) for likes in (3, 5, 4)]
    await store(database, "masto", *many)
    await store(database, "masto", *many[:2], now=NOW + HOUR)
    assert [(one["likes"], one["+likes"]) for one in await measured(database)] == [(4, 4), (5, 1)]


async def test_a_batch_that_fails_measures_nothing(database: Database) -> None:
    async def fails() -> None:
        async with unit_of_work(database) as session:
            await Contents().store(session, "masto", [post("1", metrics={"likes": 3})], NOW)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        await fails()
    assert await measured(database) == []


async def test_a_clock_that_jumps_back_counts_nothing_twice(database: Database) -> None:
    for hours, likes in ((0, 10), (500, 40), (1, 45), (2, 46)):
        await looked(database, hours, likes=likes)
    found = await measured(database)
    assert [one["+likes"] for one in found] == [10, 30, 5, 1]
    assert sum(one["+likes"] for one in found) == found[-1]["likes"]


def _many(count: int, likes: int) -> Sequence[FoundItem]:
    return [post(str(n), f"{LONG} {n}", metrics={"likes": likes + n}) for n in range(count)]


async def test_changed_counts_are_two_statements_whatever_the_batch(sqlite_database: Database) -> None:
    seen: list[str] = []
    engine = sqlite_database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    for count, likes in ((40, 1), (40, 5), (3, 20)):
        seen.clear()
        await store(sqlite_database, "masto", *_many(count, likes), now=NOW + likes * HOUR)
        assert len([one for one in seen if "measurement" in one]) == (1 if likes == 1 else 2)
    assert (await rows(sqlite_database, "select count(*) from measurement"))[0][0] == 83


async def test_sqlite_finds_measurements_by_an_index(sqlite_database: Database) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await measurements_of(session, 1)
            await drop_expired(session, NOW)
            within = sa.select(sa.func.sum(Measurement.gained_likes)).where(
                sa.column("at") >= NOW, sa.column("at") < NOW + HOUR
            )
            await session.exec(within)  # type: ignore[call-overload]
    plans = asked.plans("measurement")
    assert len(plans) == 3
    for plan, index in zip(plans, ("_item", "_expires_at", "_at"), strict=True):
        assert any(f"INDEX ix_measurement{index}" in step for step in plan), plan
        assert not any(step.startswith("SCAN") for step in plan), plan


async def test_past_counts_go_where_terms_ask_it_and_the_newest_stays(database: Database) -> None:
    async def look(platform: str, external_id: str, likes: int, now: datetime) -> None:
        url, text = f"https://{platform}.example/1", f"{LONG} on {platform}"
        found = post(external_id, text, platform=platform, url=url, metrics={"likes": likes})
        await store(database, "hook", found, now=now)

    for day in (0, 10, 20):
        await look("youtube", "1", 10 + day, NOW + timedelta(days=day))
        await look("mastodon", "2", 10 + day, NOW + timedelta(days=day))
    left = []
    for day in (29, 31, 90):
        async with unit_of_work(database) as session:
            dropped = await drop_expired(session, NOW + timedelta(days=day))
        left.append((dropped, len(await measured(database, 1)), len(await measured(database, 2))))
    assert left == [(0, 3, 3), (1, 2, 3), (1, 1, 3)]
    await look("youtube", "1", 34, NOW + timedelta(days=91))
    assert [one.get("+likes") for one in await measured(database, 1)] == [10, 4]
