"""A document says what somebody else counts from the same rows, and names only what may be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Campaign, Item, Sighting
from bot.contests.rules import Kind
from bot.contests.tables import Contest, ContestEntry, ContestVote
from bot.digests.building import build
from bot.digests.document import Document
from bot.insights.periods import Cadence, Period, before, custom, period_of, series
from bot.insights.rollups.service import count_up
from bot.insights.rows import count
from bot.kernel.clock import Clock
from bot.kernel.errors import TellUser
from bot.people.tables import Creator
from bot.review.tables import Review
from bot.rights.tables import Ask
from bot.settings import Settings
from bot.sources.tables import SourceState
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import define
from tests.bot.insights.history import BEGIN, frames, recount, write_history

ZONE = "Europe/Stockholm"
WEEK = period_of(Cadence.WEEK, BEGIN.date() + timedelta(days=7), ZONE)
LATER = WEEK.end + timedelta(hours=9)


@dataclass
class Running:
    """What building needs."""

    database: Database
    settings: Settings
    clock: Clock


def _running(database: Database, now: datetime = LATER) -> Running:
    settings = Settings.model_validate(
        {"brand": {"name": "Kettle & Fern"}, "digest": {"time_zone": ZONE, "prices": {"per_month": 100}}}
    )
    return Running(database, settings, lambda: now)


async def _built(database: Database, period: Period = WEEK, **how: str) -> Document:
    return await build(_running(database), period, **how)  # type: ignore[arg-type]  # words of an edition


@pytest.mark.parametrize("counted", [False, True], ids=["from events", "from days"])
async def test_a_weeks_figures_are_what_pandas_counts(database: Database, counted: bool) -> None:
    await write_history(database, 7, pieces=200)
    if counted:
        assert await count_up(database, ZONE, LATER) > 7
    document = await _built(database)
    tables = await frames(database)
    now = recount(tables, WEEK.start, WEEK.end)
    was = recount(tables, before(WEEK).start, before(WEEK).end)
    assert now["found"] > 3
    for number in document.funnel:
        assert (number.value, number.before) == (now[number.figure], was[number.figure])
    sums = {one.figure: one for one in document.engagement if one.figure in now}
    assert {"gained", "gained_likes", "gained_views"} <= set(sums)
    assert {key: one.value for key, one in sums.items()} == {key: now[key] for key in sums}
    shares = {one.figure: one for one in document.sentiment}
    judged = now["positive"] + now["neutral"] + now["negative"]
    assert shares["positive_share"].value == pytest.approx(now["positive"] / judged)
    assert shares["positive_share"].sample == judged
    rates = {one.figure: one for one in document.rates}
    decided = now["approved"] + now["rejected"]
    assert rates["approval_rate"].value == pytest.approx(now["approved"] / decided)
    ended = now["granted"] + now["declined"] + now["unanswered"]
    assert rates["permission_rate"].sample == ended
    assert {one.figure for one in document.value} == {"cost_per_approved"}
    assert not document.missing


async def test_the_course_of_weeks_ends_with_this_one(database: Database) -> None:
    await write_history(database, 8, pieces=60)
    document = await _built(database)
    tables = await frames(database)
    expected = [
        (one.name, recount(tables, one.start, one.end)["found"])
        for one in series(WEEK, 12)
        if one.end > min(tables["Item"].found_at)
    ]
    assert [(one.name, one.found) for one in document.trend] == expected
    assert document.trend[-1].name == WEEK.name


async def test_top_pieces_are_those_that_gained_most(database: Database) -> None:
    await write_history(database, 9, pieces=240)
    document = await _built(database)
    tables = await frames(database)
    gained = tables["Measurement"]
    gained = gained[[WEEK.start <= one < WEEK.end for one in gained["at"]]]
    whole = gained.assign(
        all=gained[[f"gained_{one}" for one in ("likes", "comments", "shares", "saves")]].sum(axis=1)
    )
    sums = whole.groupby("item_id")["all"].sum()
    own = set(tables["Item"][tables["Item"].origin == "ugc"].id)
    shown = [one for one in document.pieces if one.number is not None]
    assert shown
    best = sorted((-int(sums[one]), -one) for one in sums.index if one in own and sums[one] > 0)
    assert [one.item_id for one in shown] == [-number for _, number in best][: len(shown)]
    assert [one.number.value for one in shown if one.number] == [-value for value, _ in best][: len(shown)]


async def test_what_is_gone_rejected_or_by_somebody_blocked_is_not_named(database: Database) -> None:
    await write_history(database, 9, pieces=240)
    first, second, third, fourth = [one for one in (await _built(database)).pieces if one.creator_id][:4]
    async with unit_of_work(database) as session:
        connection = await session.connection()
        item, review, creator = table_of(Item), table_of(Review), table_of(Creator)
        await connection.execute(sa.update(item).where(item.c.id == first.item_id).values(life="withdrawn"))
        await connection.execute(
            sa.update(review).where(review.c.item_id == second.item_id).values(status="rejected")
        )
        await connection.execute(
            sa.update(creator).where(creator.c.id == third.creator_id).values(blocked_at=BEGIN)
        )
        await connection.execute(
            sa.update(creator).where(creator.c.id == fourth.creator_id).values(external_id="erased:4")
        )
    document = await _built(database)
    gone = {first.item_id, second.item_id, third.item_id, fourth.item_id}
    assert not gone & document.item_ids()
    assert document.pieces
    assert not {third.creator_id, fourth.creator_id} & document.creator_ids()


async def test_the_community_sees_only_what_is_approved_and_licensed(database: Database) -> None:
    await write_history(database, 10, pieces=80)
    assert (await _built(database, edition="community")).pieces == []
    chosen = next(one for one in (await _built(database)).pieces if one.creator_id)
    async with unit_of_work(database) as session:
        connection = await session.connection()
        review, ask = table_of(Review), table_of(Ask)
        await connection.execute(
            sa.update(review).where(review.c.item_id == chosen.item_id).values(status="approved")
        )
        await connection.execute(sa.delete(ask).where(ask.c.item_id == chosen.item_id))
        session.add(
            Ask(
                id=5000,
                item_id=chosen.item_id,
                status="granted",
                live=True,
                granted_uses=["website"],
                granted_mask=1,
                licence_from=BEGIN,
                credit="Photo: Anna Ö.",
                proof="reply",
                changed_at=BEGIN,
            )
        )
    document = await _built(database, edition="community")
    assert [(one.item_id, one.creator, one.permitted) for one in document.pieces] == [
        (chosen.item_id, "Photo: Anna Ö.", True)
    ]
    assert document.creator_ids() <= {chosen.creator_id}
    assert {one.name for one in (*document.creators, *document.rising)} <= {"Photo: Anna Ö."}
    assert (document.sentiment, document.load, document.attention, document.complaints) == ([], [], [], [])


async def test_a_campaigns_digest_counts_the_campaign(database: Database) -> None:
    await write_history(database, 11, pieces=300)
    async with unit_of_work(database) as session:
        session.add(Campaign(id=1, name="Autumn leaves", created_at=BEGIN))
    period = custom("Autumn leaves", WEEK.start, WEEK.end, ZONE)
    document = await _built(database, period, about="campaign:1")
    tables = await frames(database)
    inside = set(tables["CampaignItem"][tables["CampaignItem"].campaign_id == 1].item_id)
    tables["Item"] = tables["Item"][tables["Item"].id.isin(inside)]
    expected = recount(tables, WEEK.start, WEEK.end)
    assert document.about_name == "Autumn leaves"
    assert [(one.slice, one.value) for one in document.funnel] == [
        ("campaign:1", expected[one.figure]) for one in document.funnel
    ]
    assert document.item_ids() <= inside
    assert document.funnel[0].value


@pytest.mark.parametrize("about", ["campaign:99", "contest:99", "weather"])
async def test_about_what_is_not_there_is_said(database: Database, about: str) -> None:
    with pytest.raises(TellUser):
        await _built(database, about=about)


async def test_a_week_with_nothing_is_a_document_too(database: Database) -> None:
    document = await _built(database)
    assert document.quiet
    assert [one.value for one in document.funnel] == [0] * 5
    assert (document.pieces, document.creators, document.engagement, document.records) == ([], [], [], [])
    assert [one.name for one in document.trend] == [WEEK.name]
    assert Document.model_validate(document.model_dump(mode="json")) == document


async def test_the_best_for_a_while_is_said(database: Database) -> None:
    """Six weeks with 9, 2, 1, 2, 3 and 5 pieces: the last is the best since the first."""
    first = series(WEEK, 6)[0]
    counts = [9, 2, 1, 2, 3, 5]
    async with unit_of_work(database) as session:
        for one, number in zip(series(WEEK, 6), counts, strict=True):
            for _ in range(number):
                at = one.start + timedelta(days=2)
                session.add(Item(kind="post", platform="x", text="words", found_at=at, updated_at=at))
    [record] = (await _built(database)).records
    assert (record.figure, record.periods, record.since) == ("found", 4, first.start)


async def test_sources_that_fell_silent_or_fail_need_attention(database: Database) -> None:
    """A daily source is silent after five days; one that gives a piece a week isn't."""
    sources = {
        name: {"kind": "feed", "url": "https://x.example/feed"} for name in ("daily", "weekly", "broken")
    }
    running = _running(database)
    running.settings = Settings.model_validate({"sources": sources})
    async with unit_of_work(database) as session:
        for name in sources:
            last = LATER - timedelta(days=6)
            lost = BEGIN if name == "broken" else None
            session.add(SourceState(name=name, kind="feed", last_item_at=last, lost_since=lost))
        for number in range(15):
            at = before(WEEK).start + timedelta(hours=20 * number)
            await _seen(session, "daily", number, at)
        await _seen(session, "weekly", 20, WEEK.start)
        await _seen(session, "weekly", 21, before(WEEK).start)
        await _seen(session, "broken", 22, WEEK.start)
    document = await build(running, WEEK)
    assert {one.name: one.silent_days for one in document.sources if one.silent} == {"daily": 6}
    assert [(one.what, one.name) for one in document.attention] == [
        ("source_silent", "daily"),
        ("source_failing", "broken"),
    ]


async def _seen(session: AsyncSession, source: str, number: int, at: datetime) -> None:
    item = Item(kind="post", platform="x", text="words", found_at=at, updated_at=at)
    session.add(item)
    await session.flush()
    session.add(
        Sighting(
            item_id=item.id or 0,
            source=source,
            external_id=str(number),
            platform="x",
            content_hash="",
            first_seen_at=at,
            last_seen_at=at,
        )
    )


async def test_a_vote_that_was_voided_is_not_counted_and_has_no_row(database: Database) -> None:
    at = WEEK.start + timedelta(days=1)
    times: dict[str, Any] = {
        "opens_at": at,
        "entries_close_at": LATER,
        "closes_at": LATER,
        "created_at": at,
        "changed_at": at,
    }
    made = define(Kind.VOTES).model_dump(mode="json")
    async with unit_of_work(database) as session:
        session.add(
            Contest(
                id=1,
                slug="tea",
                name="Tea",
                kind="votes",
                definition=made,
                phase="open",
                created_by="U1",
                created_by_name="Mo",
                **times,
            )
        )
        session.add(Item(id=1, kind="post", platform="x", text="words", found_at=at, updated_at=at))
        session.add(ContestEntry(id=1, contest_id=1, number=1, item_id=1, account_id=1, entered_at=at))
        for voter, weight in enumerate((1, 2, 0), 2):
            session.add(
                ContestVote(contest_id=1, entry_id=1, account_id=voter, weight=weight, via="slack", at=at)
            )
    document = await _built(database)
    assert document.missing == []
    [contest] = document.contests
    assert (contest.entries.value, contest.votes.value) == (1, 2)
    async with reading(database) as session:
        assert await count(session, "votes", contest.votes.slice, WEEK.start, WEEK.end) == 2


async def test_a_contest_that_cant_be_read_leaves_the_rest_of_the_digest(database: Database) -> None:
    at = WEEK.start + timedelta(days=1)
    times: dict[str, Any] = {
        "opens_at": at,
        "entries_close_at": LATER,
        "closes_at": LATER,
        "created_at": at,
        "changed_at": at,
    }
    async with unit_of_work(database) as session:
        session.add(
            Contest(
                slug="tea",
                name="Tea",
                kind="votes",
                phase="open",
                created_by="U1",
                created_by_name="Mo",
                **times,
            )
        )
        session.add(Item(id=1, kind="post", platform="x", text="words", found_at=at, updated_at=at))
    document = await _built(database)
    assert (document.missing, document.contests, document.funnel[0].value) == (["contests"], [], 1)


async def test_a_contests_digest_counts_its_entries_alone(database: Database) -> None:
    await write_history(database, 12, pieces=200)
    tables = await frames(database)
    inside = set(list(tables["Item"][tables["Item"].origin == "ugc"].id)[::3])
    made = define(Kind.VOTES).model_dump(mode="json")
    times: dict[str, Any] = dict.fromkeys(
        ("entries_close_at", "closes_at", "created_at", "changed_at"), LATER
    )
    async with unit_of_work(database) as session:
        session.add(
            Contest(
                id=1,
                slug="tea",
                name="Tea",
                kind="votes",
                definition=made,
                phase="open",
                opens_at=BEGIN,
                created_by="U1",
                created_by_name="Mo",
                **times,
            )
        )
        for number, item_id in enumerate(sorted(inside), 1):
            session.add(
                ContestEntry(contest_id=1, number=number, item_id=item_id, account_id=1, entered_at=BEGIN)
            )
    document = await _built(database, custom("Tea", BEGIN, LATER, ZONE), about="contest:1")
    tables["Item"] = tables["Item"][tables["Item"].id.isin(inside)]
    expected = recount(tables, BEGIN, LATER)
    assert {one.figure: one.value for one in document.funnel} == {
        one.figure: expected[one.figure] for one in document.funnel
    }
    assert document.funnel[0].value
    assert document.pieces
    assert document.item_ids() <= inside
    assert (document.about_name, document.trend, document.creators, document.sources) == ("Tea", [], [], [])
    assert [one.title for one in document.contests] == ["Tea"]
