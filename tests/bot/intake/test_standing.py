"""How sources stand, counted by both databases, and what a search may restrict by."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import SearchQuery, search
from bot.content.service import Contents
from bot.intake.line import Intake
from bot.intake.queries import arrivals, set_paused, state_of
from bot.intake.standing import standings, troubled
from bot.review.claims.queries import claims_of
from bot.review.queries import with_status
from bot.review.rules import Status
from bot.review.service import Reviews
from bot.screening.queries import flagged
from bot.screening.registry import load_checks
from bot.settings import Settings
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer
from tests.bot.content.pieces import NOW, post
from tests.bot.intake.support import ALL_JOBS
from tests.bot.review.support import NOAH

SETTINGS = Settings.model_validate(
    {"sources": {name: {"kind": "feed", "url": "https://blog.example/feed"} for name in ("blog", "quiet")}}
)


async def _taken(database: Database) -> Reviews:
    """Two items a day for five days from one source, then nothing for a while; one of them insulting."""
    work = Enqueuer(database, ALL_JOBS)
    await work.prepare()
    reviews = Reviews(work, "C0REVIEW01")
    intake = Intake(Contents(), load_checks(), reviews, work)
    for number in range(10):
        text = (
            f"{'A fucking good jacket' if number == 0 else 'A fine and dry jacket'}, number {number} of ten"
        )
        at = NOW - timedelta(days=9 - number / 2)
        await intake.run(database, "quiet", [post(f"p{number}", text=text)], at)
    await intake.run(database, "blog", [post("b1", text="Quite another text about something else")], NOW)
    work.close()
    return reviews


async def _states(session: AsyncSession) -> None:
    last = NOW - timedelta(days=4.5)
    session.add(SourceState(name="quiet", kind="feed", last_success_at=NOW, last_item_at=last))
    session.add(
        SourceState(name="blog", kind="feed", last_success_at=NOW, last_polled_at=NOW, last_item_at=NOW)
    )


async def test_arrivals_silence_and_pauses(database: Database) -> None:
    await _taken(database)
    async with unit_of_work(database) as session:
        await _states(session)
    async with reading(database) as session:
        came = await arrivals(session, NOW)
        by_name = {one.name: one for one in await standings(session, SETTINGS, NOW)}
        bad = await troubled(session, SETTINGS, NOW)
    assert (came["quiet"].day, came["quiet"].week, came["quiet"].month) == (0, 6, 10)
    assert by_name["blog"].condition == "ok"
    assert by_name["blog"].next_poll_at is not None
    assert by_name["quiet"].condition == "silent"
    assert [one.name for one in bad] == ["quiet"]
    async with unit_of_work(database) as session:
        await set_paused(session, "quiet", "feed", True)
        await set_paused(session, "unknown", "feed", True)
    async with reading(database) as session:
        paused = await troubled(session, SETTINGS, NOW)
        made = await state_of(session, "unknown")
    assert made is not None
    assert made.paused
    assert [(one.name, one.condition) for one in paused] == [("quiet", "paused")]


async def test_what_a_search_restricts_by(database: Database) -> None:
    reviews = await _taken(database)
    async with reading(database) as session:
        insulting = await search(session, SearchQuery(among=flagged("insults")))
        both = await search(session, SearchQuery(among=flagged(None, with_status(Status.QUEUED))))
        none = await search(session, SearchQuery(among=flagged(None, with_status(Status.APPROVED))))
    assert ["number 0" in item.text for item in insulting.items] == [True]
    assert insulting.items[0].id in {item.id for item in both.items}
    assert none.items == []
    async with unit_of_work(database) as session:
        claimed = await reviews.claim_next(session, NOAH, NOW, 5)
    async with reading(database) as session:
        assert await claims_of(session, NOAH.id, NOW) == [claimed]
        assert await claims_of(session, NOAH.id, NOW + timedelta(minutes=6)) == []
