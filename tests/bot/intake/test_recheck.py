"""Looking again: what is deleted or edited is noticed by itself; a failed look means nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.content.measuring.queries import measurements_of
from bot.intake import recheck as module
from bot.intake.poll import poll
from bot.intake.queries import claim_approved_looks
from bot.intake.recheck import (
    BATCH,
    FIRST,
    LONGEST,
    LONGEST_APPROVED,
    WATCHED,
    WATCHED_APPROVED,
    can_recheck,
    gap,
    recheck,
)
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.review.service import Decision
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from tests.bot.content.pieces import NOW, everything, rows
from tests.bot.intake.home import TEXT, Home, opened
from tests.bot.intake.support import Line
from tests.sources.hackernews.world import Search, story
from tests.sources.mastodon.world import BASE, status
from tests.sources.server import Answer, LocalServer, local_server
from tests.support.plans import watching


@pytest_asyncio.fixture
async def home() -> AsyncIterator[Home]:
    async with local_server() as server:
        yield Home(server)


@pytest_asyncio.fixture
async def line(database: Database, home: Home, tmp_path: Path) -> AsyncIterator[Line]:
    settings = {"kind": "mastodon", "servers": [home.server.url], "hashtags": ["TrailBottle"]}
    async with opened(database, tmp_path, home.server, **settings) as made:
        yield made


async def _found(line: Line, home: Home, count: int = 1) -> None:
    """So many statuses, found just now; then the time of their first look."""
    for number in range(100, 100 + count):
        home.publish(number)
    await poll(line, "social")
    assert len(await everything(line.database)) == count
    line.forward(seconds=FIRST.total_seconds())


async def _review(line: Line) -> list[tuple[str, int]]:
    return [tuple(row) for row in await rows(line.database, "select status, display_revision from review")]


@pytest.mark.parametrize("gone", [404, 410])
async def test_a_deleted_piece_is_closed_everywhere(line: Line, home: Home, gone: int) -> None:
    await _found(line, home, 2)
    before = max(revision for _, revision in await _review(line))
    home.answer(100, Answer(status=gone))
    await recheck(line, "social")
    first, second = await everything(line.database)
    assert (first.life, second.life) == ("deleted", "live")
    [(status_now, revision), (other, _)] = sorted(await _review(line))
    assert (status_now, other) == ("closed", "queued")
    assert revision > before
    events = await rows(line.database, "select event, actor, via from content_event")
    assert [tuple(one) for one in events] == [("deleted", "source:social", "source")]
    line.forward(days=1)
    await recheck(line, "social")
    assert home.looks().count("100") == 1


async def test_a_piece_that_became_private_is_withdrawn(line: Line, home: Home) -> None:
    await _found(line, home)
    home.publish(100, visibility="private")
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["withdrawn"]


async def test_an_edit_becomes_a_version_and_redraws_the_card(line: Line, home: Home) -> None:
    await _found(line, home)
    [(_, before)] = await _review(line)
    home.publish(
        100, "It leaks after all, and I am sorry that I praised it", edited_at="2026-11-20T12:05:00Z"
    )
    await recheck(line, "social")
    [item] = await everything(line.database)
    assert (item.version, item.text.startswith("It leaks")) == (2, True)
    assert [number for number, _ in item.versions] == [1]
    [(_, revision)] = await _review(line)
    assert revision > before


async def test_counts_are_renewed_without_redrawing_or_new_reasons(line: Line, home: Home) -> None:
    await _found(line, home)
    before = await _review(line)
    [why] = [row[0] for row in await rows(line.database, "select why from item")]
    home.publish(100, favourites_count=4711)
    await recheck(line, "social")
    [row] = await rows(line.database, "select metrics, why from item")
    metrics = json.loads(row.metrics) if isinstance(row.metrics, str) else row.metrics
    assert 4711 in metrics.values()
    assert row.why == why
    assert await _review(line) == before
    assert [one.version for one in await everything(line.database)] == [1]


async def _measured(line: Line, item_id: int = 1) -> list[tuple[int | None, int, int | None, int, bool]]:
    async with reading(line.database) as session:
        found = await measurements_of(session, item_id)
    return [(one.likes, one.gained_likes, one.shares, one.gained_shares, one.reset) for one in found]


async def _look_again(line: Line, home: Home, *, hours: float = 1, **counts: Any) -> None:
    line.forward(hours=hours)
    home.publish(100, **counts)
    await asyncio.gather(recheck(line, "social"), recheck(line, "social"))


async def test_counts_that_changed_are_measured_with_what_was_gained(line: Line, home: Home) -> None:
    home.publish(100, favourites_count=40, reblogs_count=5)
    await poll(line, "social")
    await _look_again(line, home, favourites_count=47, reblogs_count=5)
    await _look_again(line, home, favourites_count=47, reblogs_count=5)  # as it was: no measurement
    await _look_again(line, home, favourites_count=0, reblogs_count=6)
    await _look_again(line, home, favourites_count=3, reblogs_count=6)
    await _look_again(line, home, hours=3, favourites_count=50, reblogs_count=4)
    await poll(line, "social")  # the timeline shows it once more
    assert len(home.looks()) == 5
    first, *later = await _measured(line)
    assert first[0] == 40
    assert later == [
        (47, 7, 5, 0, False),
        (0, 0, 6, 1, True),
        (3, 3, 6, 0, False),
        (50, 3, 4, -2, False),
    ]


async def test_a_look_that_failed_or_found_nothing_measures_nothing(line: Line, home: Home) -> None:
    home.publish(100, favourites_count=40)
    await poll(line, "social")
    line.forward(hours=1)
    for answer in (Answer(status=503), Answer(status=404)):
        home.answer(100, answer)
        await recheck(line, "social")
        await _after_pause(line, home)
    assert [one.life for one in await everything(line.database)] == ["deleted"]
    assert [one[0] for one in await _measured(line)] == [40]


@pytest.mark.parametrize(
    "fault",
    [
        Answer(status=401),
        Answer(status=403),
        Answer(status=429, headers={"retry-after": "1"}),
        Answer(status=500),
        Answer(status=503),
        Answer(b"<html>Down for maintenance</html>"),
        Answer(b"[]"),
        Answer(b'{"error": "not now"}'),
    ],
    ids=lambda fault: f"{fault.status} {fault.body.decode()[:10]}",
)
async def test_a_failed_look_means_nothing(line: Line, home: Home, fault: Answer) -> None:
    await _found(line, home)
    before = await _review(line)
    home.answer(100, fault)
    await recheck(line, "social")
    assert home.looks() == ["100"]
    assert [one.life for one in await everything(line.database)] == ["live"]
    assert await _review(line) == before
    assert await line.asked_for(NOTICE) == []  # a poll tells of a source that is lost
    home.answer(100, Answer(status=404))
    await _after_pause(line, home)
    assert [one.life for one in await everything(line.database)] == ["deleted"]


async def _after_pause(line: Line, home: Home) -> None:
    """The next look, once the host may be asked again (its own pause is in real time)."""
    asked = len(home.looks())
    for _ in range(60):
        line.forward(hours=1)
        await recheck(line, "social")
        if len(home.looks()) > asked:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("never looked again")


async def test_a_source_that_hangs_holds_its_place_for_a_while_only(
    line: Line, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _found(line, home, 2)
    monkeypatch.setattr(module, "LONGEST_RUN", 0.2)
    home.answer(100, Answer(stall=3))
    home.answer(101, Answer(stall=3))
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["live", "live"]
    monkeypatch.undo()
    home.answer(100, Answer(status=410))
    home.answer(101, Answer(status=410))
    line.forward(seconds=FIRST.total_seconds())
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["deleted", "deleted"]


async def test_a_fault_of_the_source_is_kept_to_it(
    line: Line, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _found(line, home)

    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    with monkeypatch.context() as patch:
        patch.setattr(module, "build_source", broken)
        await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["live"]
    home.answer(100, Answer(status=404))
    line.forward(seconds=FIRST.total_seconds())
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["deleted"]


async def test_a_run_looks_at_a_bounded_batch_and_the_next_goes_on(line: Line, home: Home) -> None:
    await _found(line, home, 40)
    await recheck(line, "social")
    assert len(home.looks()) == BATCH
    await recheck(line, "social")
    assert len(home.looks()) == len(set(home.looks())) == 40


async def test_two_runs_at_once_look_at_nothing_twice(line: Line, home: Home) -> None:
    await _found(line, home, 40)
    await asyncio.gather(recheck(line, "social"), recheck(line, "social"))
    assert len(home.looks()) == len(set(home.looks())) == 40


async def test_old_pieces_are_looked_at_ever_less_and_then_no_more(line: Line, home: Home) -> None:
    await _found(line, home)
    counts: list[int] = []
    for _ in range(16):
        for _ in range(24):
            await recheck(line, "social")
            line.forward(hours=1)
        counts.append(len(home.looks()) - sum(counts))
    assert counts[0] > counts[2] >= counts[5] == 1
    assert counts[-1] == 0


async def _approve(line: Line, *items: int) -> None:
    mia = Person("U1", "Mia", Role.MANAGER)
    wanted = [Decision(item, Action.APPROVE, mia, None) for item in items]
    async with unit_of_work(line.database) as session:
        assert len(await line.reviews.decide(session, wanted, line.now)) == len(items)


async def test_approved_pieces_are_measured_for_months_ever_less(line: Line, home: Home) -> None:
    await _found(line, home, 2)
    await _approve(line, 1)
    days: list[int] = []
    for day in range(100):
        home.publish(100, favourites_count=day)
        before = len(home.looks())
        for _ in range(2):
            await recheck(line, "social")
            line.forward(hours=12)
        days += [day for one in home.looks()[before:] if day >= WATCHED.days and one == "100"]
    assert days == sorted(set(days))
    assert 10 <= len(days) <= 16
    assert days[0] <= WATCHED.days + 2
    gaps = [later - earlier for earlier, later in pairwise(days)]
    assert gaps[1] < gaps[3] <= gaps[5]
    assert set(gaps[5:]) == {LONGEST_APPROVED.days}
    assert days[-1] <= WATCHED_APPROVED.days
    measured = await _measured(line)
    assert measured[-1][0] == days[-1]
    assert sum(one[1] for one in measured[1:]) == days[-1] - (measured[0][0] or 0)
    assert home.looks().count("101") < home.looks().count("100") - 9


async def test_old_approved_pieces_take_what_room_a_run_has(line: Line, home: Home) -> None:
    await _found(line, home, 40)
    await _approve(line, *range(1, 41))
    line.forward(seconds=WATCHED.total_seconds())
    for number in range(200, 220):
        home.publish(number)
    await poll(line, "social")
    line.forward(seconds=FIRST.total_seconds())
    await recheck(line, "social")
    assert len(home.looks()) == BATCH
    assert {one for one in home.looks() if one >= "200"} == {str(one) for one in range(200, 220)}
    for _ in range(3):
        await recheck(line, "social")
    assert len(home.looks()) == len(set(home.looks())) == 60


async def test_an_approved_piece_that_is_gone_is_asked_for_no_more(line: Line, home: Home) -> None:
    await _found(line, home)
    await _approve(line, 1)
    line.forward(days=20)
    home.answer(100, Answer(status=410))
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["deleted"]
    line.forward(days=10)
    await recheck(line, "social")
    assert home.looks() == ["100"]


async def test_sqlite_finds_old_looks_from_what_was_approved(sqlite_database: Database) -> None:
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await claim_approved_looks(
                session, "social", NOW, youngest=WATCHED, oldest=WATCHED_APPROVED, limit=BATCH, gap=gap
            )
    [plan] = asked.plans("sighting")
    assert "ix_review_status_changed" in plan[0], plan
    assert not any(step.startswith("SCAN") for step in plan), plan


def test_gaps_widen() -> None:
    ages = [timedelta(0), timedelta(minutes=10), timedelta(hours=4), timedelta(days=2), timedelta(days=13)]
    assert [gap(age) for age in ages] == [
        FIRST,
        FIRST,
        timedelta(hours=1),
        timedelta(hours=12),
        LONGEST,
    ]
    assert gap(timedelta(0), timedelta(seconds=3)) == timedelta(seconds=3)
    kept = [gap(timedelta(days=age), longest=LONGEST_APPROVED) for age in (14, 20, 60)]
    assert kept == [timedelta(days=3.5), timedelta(days=5), LONGEST_APPROVED]
    assert LONGEST < WATCHED < WATCHED_APPROVED


async def test_the_same_pictures_at_another_host_are_no_edit(database: Database, tmp_path: Path) -> None:
    def picture(server: LocalServer) -> dict[str, Any]:
        # a federated server keeps copies under paths of its own
        return {"id": "1", "type": "image", "url": f"{server.url}/media/{server.port}/p.png"}

    async with local_server() as here, local_server() as far:
        timeline, origin = Home(here), Home(far)
        origin.publish(100, listed=False, media_attachments=[picture(far)])
        uri = f"{far.url}/users/ana/statuses/{BASE + 100}"
        timeline.statuses = [
            status(555, f"<p>{TEXT} 100</p>", uri=uri, media_attachments=[picture(here)]),
        ]
        source = {"kind": "mastodon", "servers": [here.url], "hashtags": ["TrailBottle"]}
        async with opened(database, tmp_path, here, far, **source) as line:
            await poll(line, "social")
            line.forward(seconds=FIRST.total_seconds())
            await recheck(line, "social")
            assert origin.looks() == ["100"]
            assert [one.version for one in await everything(database)] == [1]
            assert (await rows(database, "select url from media"))[0][0].startswith(here.url)
            origin.publish(100, listed=False, media_attachments=[])
            line.forward(hours=1)
            await recheck(line, "social")
            assert [one.version for one in await everything(database)] == [2]


async def test_a_source_that_only_tells_what_is_gone(database: Database, tmp_path: Path) -> None:
    async with local_server() as server:
        Search(server).hits = [story(1001, 300), story(1002, 200, title="Trail bottle, mended", url=None)]
        server.routes["/items/1001"] = lambda _: Answer(b'{"id": 1001, "author": "walker"}')
        server.routes["/items/1002"] = lambda _: Answer(b'{"id": 1002, "author": null}')
        source = {"kind": "hackernews", "keywords": ["trail bottle"], "api": server.url}
        async with opened(database, tmp_path, server, **source) as line:
            await poll(line, "social")
            assert len(await everything(database)) == 2
            server.fault = Answer(status=503)
            line.forward(seconds=FIRST.total_seconds())
            await recheck(line, "social")
            assert {one.life for one in await everything(database)} == {"live"}
            server.fault = None
            line.forward(hours=1)
            await recheck(line, "social")
            assert sorted(one.life for one in await everything(database)) == ["deleted", "live"]


async def test_sources_that_are_paused_failing_or_gone_are_left_alone(line: Line, home: Home) -> None:
    await _found(line, home)
    await recheck(line, "removed-from-settings")
    async with unit_of_work(line.database) as session:
        state = await session.get(SourceState, "social")
        assert state is not None
        state.paused = True
    await recheck(line, "social")
    async with unit_of_work(line.database) as session:
        state = await session.get(SourceState, "social")
        assert state is not None
        state.paused, state.next_poll_at = False, line.now + timedelta(hours=1)
    await recheck(line, "social")
    assert home.looks() == []
    line.forward(hours=2)
    await recheck(line, "social")
    assert home.looks() == ["100"]


def test_which_kinds_can_be_asked_again() -> None:
    asked = {
        kind for kind in ("mastodon", "hackernews", "feed", "webhook", "fileimport") if can_recheck(kind)
    }
    assert asked == {"mastodon", "hackernews"}
