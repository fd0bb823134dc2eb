"""Polling: items and cursor together, health kept, managers told once of a loss and once of the return."""

from __future__ import annotations

import asyncio

import pytest

from bot.intake.poll import POLL, poll, poll_at_once, try_source
from bot.intake.queries import INBOX_BATCH, failures_of, state_of, states
from bot.kernel.errors import FixSettings
from bot.settings import SourceSection
from bot.sources.base import FoundItem
from bot.sources.http import PoliteClient
from bot.sources.tables import SourceState, WebhookDelivery
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from tests.bot.content.pieces import NOW, everything, rows
from tests.bot.intake.site import Page, Site, feed
from tests.bot.intake.support import Line
from tests.support.waiting import eventually

ENTRIES = [
    (f"post-{n}", f"Trip number {n}", f"We walked for {n} days in the rain and stayed dry") for n in range(3)
]


async def _state(line: Line, name: str = "blog") -> SourceState:
    async with reading(line.database) as session:
        return (await states(session))[name]


async def test_a_poll_stores_items_and_cursor(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)
    await poll(line, "blog", NOW.isoformat())
    assert len(await everything(line.database)) == 3
    state = await _state(line)
    assert (state.items_found, state.last_success_at, state.problem) == (3, NOW, None)
    assert state.cursor
    line.forward(minutes=5)
    site.pages["/feed.xml"] = feed(
        ("post-9", "A new trip", "Now with the new boots, which are heavy"), *ENTRIES
    )
    await poll(line, "blog")
    assert len(await everything(line.database)) == 4
    assert (await _state(line)).items_found == 4


async def test_a_slow_source_is_not_read_twice_at_once(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)
    site.open.clear()
    slow = asyncio.create_task(poll(line, "blog"))
    await eventually(lambda: site.asked)
    await asyncio.wait_for(poll(line, "blog"), 5)
    assert site.asked == ["/feed.xml"]
    site.open.set()
    await slow
    assert len(await everything(line.database)) == 3
    await poll(line, "blog")
    assert site.asked == ["/feed.xml"] * 2


async def test_many_entries_are_stored_in_several_batches(line: Line, site: Site) -> None:
    entries = [(f"p{n}", f"Title {n}", f"Something long enough about trip {n}") for n in range(250)]
    site.pages["/feed.xml"] = feed(*entries)
    await poll(line, "blog")
    stored = await everything(line.database)
    assert len(stored) == (await _state(line)).items_found > 100


async def test_a_loss_is_told_once_and_so_is_the_return(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)
    await poll(line, "blog")
    site.fault = 503
    for _ in range(6):
        line.forward(hours=7)
        await poll(line, "blog")
    state = await _state(line)
    assert (state.failures_in_a_row, state.lost_since is not None) == (6, True)
    told = await line.asked_for(NOTICE)
    assert len(told) == 1
    assert "blog" in told[0][0]
    assert "can't be read" in told[0][0]
    site.fault = None
    for _ in range(2):
        line.forward(hours=7)
        await poll(line, "blog")
    told = await line.asked_for(NOTICE)
    assert len(told) == 2
    assert "is back after 1 day" in told[1][0]
    assert (await _state(line)).problem is None


async def test_a_short_outage_is_nobodys_business(line: Line, site: Site) -> None:
    site.fault = 500
    await poll(line, "blog")
    site.fault = None
    site.pages["/feed.xml"] = feed(*ENTRIES)
    line.forward(hours=1)
    await poll(line, "blog")
    assert await line.asked_for(NOTICE) == []


async def test_a_source_that_asks_for_time_is_given_it(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = Page(b"", status=429, headers={"retry-after": "3600"})
    await poll(line, "blog")
    asked = len(site.asked)
    line.forward(minutes=30)
    await poll(line, "blog")
    assert len(site.asked) == asked
    async with unit_of_work(line.database) as session:
        await poll_at_once(session, "blog")
    async with unit_of_work(line.database) as session:
        state = await state_of(session, "blog")
        assert state is not None
        assert state.next_poll_at is None


async def test_regular_readings_that_piled_up_are_one(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)
    for _ in range(5):
        await poll(line, "blog", every=300.0)
    assert site.asked == ["/feed.xml"]
    await poll(line, "blog")  # somebody asks for it now
    assert len(site.asked) == 2
    line.forward(minutes=4)
    await poll(line, "blog", every=300.0)
    assert len(site.asked) == 3


async def test_one_source_asked_for_time_delays_its_neighbour_without_blaming_it(
    line: Line, site: Site
) -> None:
    own = {"kind": "feed", "url": site.url("/news.xml")}
    line.settings.sources["news"] = SourceSection.model_validate(own)
    site.pages["/news.xml"] = feed(*ENTRIES)
    await poll(line, "news")
    site.pages["/news.xml"] = Page(b"", status=404)
    line.forward(hours=7)
    await poll(line, "news")
    problem = (await _state(line, "news")).problem
    assert "not found" in str(problem)
    site.pages["/feed.xml"] = Page(b"", status=429, headers={"retry-after": "3600"})
    await poll(line, "blog")
    asked = len(site.asked)
    line.forward(hours=7)
    await poll(line, "news")
    state = await _state(line, "news")
    assert len(site.asked) == asked
    assert (state.problem, state.failures_in_a_row) == (problem, 1)
    assert state.next_poll_at is not None
    assert 3500 < (state.next_poll_at - line.clock()).total_seconds() <= 3600
    assert "429" in str((await _state(line)).problem)


async def test_what_an_operator_must_mend_is_told_at_once_with_the_remedy(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = Page(b"", status=410)
    await poll(line, "blog")
    await poll(line, "odd")
    told = {args[0]: args[1] for args in await line.asked_for(NOTICE)}
    assert any("gone for good" in what and "Remove it" in remedy for what, remedy in told.items())
    assert any("nosuchkind" in what and "Known:" in remedy for what, remedy in told.items())


async def test_an_unreadable_entry_is_kept_once(line: Line) -> None:
    body = '[17, {"id": "1", "text": "Fine and dry"}]'
    for number in range(2):
        async with unit_of_work(line.database) as session:
            session.add(WebhookDelivery(source="shop", delivery_key=str(number), body=body, received_at=NOW))
        await poll(line, "shop")
    async with reading(line.database) as session:
        [failure] = await failures_of(session, "shop")
    assert "not an object" in failure.reason
    assert [item.version for item in await everything(line.database)] == [1]


async def test_kept_deliveries_are_handled_once(line: Line) -> None:
    body = '{"id": "r1", "text": "The jacket keeps me dry even in the worst rain", "rating": 5}'
    async with unit_of_work(line.database) as session:
        session.add(WebhookDelivery(source="shop", delivery_key="d1", body=body, received_at=NOW))
        session.add(WebhookDelivery(source="shop", delivery_key="d2", body="not json", received_at=NOW))
        session.add(WebhookDelivery(source="other", delivery_key="d3", body=body, received_at=NOW))
    await poll(line, "shop")
    assert len(await everything(line.database)) == 1
    assert [row[0] for row in await rows(line.database, "select delivery_key from webhook_delivery")] == [
        "d3"
    ]
    async with reading(line.database) as session:
        assert [one.reason for one in await failures_of(session, "shop")] == ["It is not JSON."]


@pytest.mark.parametrize(("waiting", "again"), [(INBOX_BATCH + 30, [["shop"]]), (INBOX_BATCH - 1, [])])
async def test_deliveries_that_one_run_does_not_take_are_taken_by_another_at_once(
    line: Line, waiting: int, again: list[list[str]]
) -> None:
    async with unit_of_work(line.database) as session:
        for number in range(waiting):
            body = f'{{"id": "r{number}", "text": "Dry after {number} days in the worst of all rains"}}'
            kept = WebhookDelivery(source="shop", delivery_key=str(number), body=body, received_at=NOW)
            session.add(kept)
    await poll(line, "shop")
    assert len(await everything(line.database)) == min(waiting, INBOX_BATCH)
    assert await line.asked_for(POLL) == again
    for arguments in again:
        await poll(line, arguments[0])
    assert len(await everything(line.database)) == waiting
    assert await rows(line.database, "select 1 from webhook_delivery") == []
    assert await line.asked_for(POLL) == again


async def test_a_failing_store_moves_no_cursor(
    line: Line, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)

    async def broken(*_args: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("bot.intake.poll.queries.keep_failures", broken)
        with pytest.raises(OSError, match="disk full"):
            await poll(line, "blog")
    assert await everything(line.database) == []
    async with reading(line.database) as session:
        assert await states(session) == {}
    await poll(line, "blog")
    assert len(await everything(line.database)) == 3


async def test_trying_a_source_stores_nothing(line: Line, site: Site) -> None:
    site.pages["/feed.xml"] = feed(*ENTRIES)
    http = line.outlet(PoliteClient)
    tried = await try_source("blog", "feed", {"url": site.url("/feed.xml")}, http, NOW)
    assert sum(isinstance(one, FoundItem) for one in tried.found) == 3
    assert tried.error is None
    odd = await try_source("odd", "nosuchkind", {}, http, NOW)
    assert isinstance(odd.error, FixSettings)
    assert await everything(line.database) == []


async def test_unknown_and_paused_sources_are_left_alone(line: Line, site: Site) -> None:
    await poll(line, "removed-from-settings")
    async with unit_of_work(line.database) as session:
        session.add(SourceState(name="blog", kind="feed", paused=True))
    await poll(line, "blog")
    assert site.asked == []
