"""Looking again: what is deleted or edited is noticed by itself; a failed look means nothing."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.intake import recheck as module
from bot.intake.poll import poll
from bot.intake.recheck import (
    BATCH,
    FIRST,
    can_recheck,
    recheck,
)
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.notices import NOTICE
from tests.bot.content.pieces import everything, rows
from tests.bot.intake.home import TEXT, Home, opened
from tests.bot.intake.rechecking.support import after_pause, found, review
from tests.bot.intake.support import Line
from tests.sources.hackernews.world import Search, story
from tests.sources.mastodon.world import BASE, status
from tests.sources.server import Answer, LocalServer, local_server


@pytest.mark.parametrize("gone", [404, 410])
async def test_a_deleted_piece_is_closed_everywhere(line: Line, home: Home, gone: int) -> None:
    await found(line, home, 2)
    before = max(revision for _, revision in await review(line))
    home.answer(100, Answer(status=gone))
    await recheck(line, "social")
    first, second = await everything(line.database)
    assert (first.life, second.life) == ("deleted", "live")
    [(status_now, revision), (other, _)] = sorted(await review(line))
    assert (status_now, other) == ("closed", "queued")
    assert revision > before
    events = await rows(line.database, "select event, actor, via from content_event")
    assert [tuple(one) for one in events] == [("deleted", "source:social", "source")]
    line.forward(days=1)
    await recheck(line, "social")
    assert home.looks().count("100") == 1


async def test_a_piece_that_became_private_is_withdrawn(line: Line, home: Home) -> None:
    await found(line, home)
    home.publish(100, visibility="private")
    await recheck(line, "social")
    assert [one.life for one in await everything(line.database)] == ["withdrawn"]


async def test_an_edit_becomes_a_version_and_redraws_the_card(line: Line, home: Home) -> None:
    await found(line, home)
    [(_, before)] = await review(line)
    home.publish(
        100, "It leaks after all, and I am sorry that I praised it", edited_at="2026-11-20T12:05:00Z"
    )
    await recheck(line, "social")
    [item] = await everything(line.database)
    assert (item.version, item.text.startswith("It leaks")) == (2, True)
    assert [number for number, _ in item.versions] == [1]
    [(_, revision)] = await review(line)
    assert revision > before


async def test_counts_are_renewed_without_redrawing_or_new_reasons(line: Line, home: Home) -> None:
    await found(line, home)
    before = await review(line)
    [why] = [row[0] for row in await rows(line.database, "select why from item")]
    home.publish(100, favourites_count=4711)
    await recheck(line, "social")
    [row] = await rows(line.database, "select metrics, why from item")
    metrics = json.loads(row.metrics) if isinstance(row.metrics, str) else row.metrics
    assert 4711 in metrics.values()
    assert row.why == why
    assert await review(line) == before
    assert [one.version for one in await everything(line.database)] == [1]


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
    await found(line, home)
    before = await review(line)
    home.answer(100, fault)
    await recheck(line, "social")
    assert home.looks() == ["100"]
    assert [one.life for one in await everything(line.database)] == ["live"]
    assert await review(line) == before
    assert await line.asked_for(NOTICE) == []  # a poll tells of a source that is lost
    home.answer(100, Answer(status=404))
    await after_pause(line, home)
    assert [one.life for one in await everything(line.database)] == ["deleted"]


async def test_a_source_that_hangs_holds_its_place_for_a_while_only(
    line: Line, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await found(line, home, 2)
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
    await found(line, home)

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
    await found(line, home, 40)
    await recheck(line, "social")
    assert len(home.looks()) == BATCH
    await recheck(line, "social")
    assert len(home.looks()) == len(set(home.looks())) == 40


async def test_two_runs_at_once_look_at_nothing_twice(line: Line, home: Home) -> None:
    await found(line, home, 40)
    await asyncio.gather(recheck(line, "social"), recheck(line, "social"))
    assert len(home.looks()) == len(set(home.looks())) == 40


async def test_old_pieces_are_looked_at_ever_less_and_then_no_more(line: Line, home: Home) -> None:
    await found(line, home)
    counts: list[int] = []
    for _ in range(16):
        for _ in range(24):
            await recheck(line, "social")
            line.forward(hours=1)
        counts.append(len(home.looks()) - sum(counts))
    assert counts[0] > counts[2] >= counts[5] == 1
    assert counts[-1] == 0


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
    await found(line, home)
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
