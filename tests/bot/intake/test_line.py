"""From found piece to queued item: flags, language, priority, blocks, edits, removals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlmodel import select

from bot.content.jobs import FETCH
from bot.content.queries import get_items
from bot.people.queries import block, get_creators
from bot.review.service import DELIVER
from bot.review.tables import Review
from bot.screening.queries import flags_of
from bot.sources.base import FoundMedia, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import LONG, MIA, NOW, everything, post, rows
from tests.bot.intake.support import CHANNEL, Line, open_line

GERMAN = "Die neue Jacke hat mich eine ganze Woche lang trocken gehalten, danke an das ganze Team"


async def _reviews(line: Line) -> dict[int, Review]:
    async with reading(line.database) as session:
        return {one.item_id: one for one in await session.exec(select(Review))}


async def test_a_piece_is_screened_queued_and_carded(line: Line) -> None:
    shouting = post("2", "Write to me at mia.bjork@example.org, I have more pictures of it", url=None)
    taken = await line.take("masto", post("1", GERMAN, rating=1.0), shouting)
    assert (len(taken.new), taken.flagged) == (2, 1)
    async with reading(line.database) as session:
        items = await get_items(session, taken.new)
        flags = await flags_of(session, taken.new)
    first, second = taken.new
    assert items[first].language == "de"
    assert [flag.check_key for flag in flags[second]] == ["contacts"]
    reviews = await _reviews(line)
    assert {one.status for one in reviews.values()} == {"queued"}
    assert reviews[second].severity == flags[second][0].severity
    assert reviews[first].priority > 200
    assert await line.asked_for(DELIVER) == [[CHANNEL]]
    assert await line.asked_for(FETCH) == []


async def test_pictures_are_asked_for_once_however_many(line: Line) -> None:
    picture = (FoundMedia("image", "https://pictures.example/1.jpg"),)
    await line.take("masto", *(post(str(n), f"{LONG} {n}", media=picture) for n in range(5)))
    assert await line.asked_for(FETCH) == [[]]


async def test_the_same_batch_again_changes_nothing(line: Line) -> None:
    batch = [post(str(n), f"{LONG} {n}") for n in range(30)]
    await line.take("masto", *batch)
    before = [await everything(line.database), await _reviews(line), await rows(line.database, _FLAGS)]
    taken = await line.take("masto", *batch)
    assert (taken.new, taken.edited, taken.unchanged) == ((), (), 30)
    assert [
        await everything(line.database),
        await _reviews(line),
        await rows(line.database, _FLAGS),
    ] == before


_FLAGS = "select item_id, version, code from screening_flag order by id"


async def test_what_a_blocked_creator_makes_is_closed_on_arrival(line: Line) -> None:
    await line.take("masto", post("1"))
    async with unit_of_work(line.database) as session:
        [creator_id] = (await get_creators(session, range(10))).keys()
        assert await block(session, creator_id, "U0MIA00001", "spam", NOW)
    taken = await line.take("masto", post("2", "Buy followers from me, they are really very cheap"))
    assert taken.blocked == taken.new
    review = (await _reviews(line))[taken.new[0]]
    assert (review.status, review.reason) == ("closed", "blocked")
    other = await line.take("masto", post("3", "A harmless text by somebody else", creator=None))
    assert other.blocked == ()


async def test_an_edit_is_screened_anew_and_redraws_the_card(line: Line) -> None:
    taken = await line.take("masto", post("1"))
    before = (await _reviews(line))[taken.new[0]]
    edited = await line.take("masto", post("1", f"{LONG}. Call me: mia@example.org"))
    assert edited.edited == taken.new
    after = (await _reviews(line))[taken.new[0]]
    assert after.display_revision > before.display_revision
    assert after.severity > before.severity
    async with reading(line.database) as session:
        assert [flag.version for flag in (await flags_of(session, taken.new))[taken.new[0]]] == [2]


async def test_likes_alone_redraw_no_card(line: Line) -> None:
    taken = await line.take("masto", post("1", metrics={"likes": 1}))
    before = (await _reviews(line))[taken.new[0]].display_revision
    await line.take("masto", post("1", metrics={"likes": 90}))
    assert (await _reviews(line))[taken.new[0]].display_revision == before


async def test_a_removal_closes_and_a_return_reopens(line: Line) -> None:
    taken = await line.take("masto", post("1"))
    gone = await line.take("masto", Removed("1"))
    assert gone.ended == taken.new
    review = (await _reviews(line))[taken.new[0]]
    assert (review.status, review.reason) == ("closed", "deleted")
    back = await line.take("masto", post("1"))
    assert back.returned == taken.new
    assert (await _reviews(line))[taken.new[0]].status == "queued"


async def test_what_comes_and_goes_in_one_batch_is_closed(line: Line) -> None:
    taken = await line.take("masto", post("1"), Removed("1", "withdrawn"))
    assert taken.new == taken.ended
    assert (await _reviews(line))[taken.new[0]].status == "closed"


async def test_a_crash_in_the_middle_leaves_nothing(line: Line) -> None:
    ready = await line.intake.prepare(line.database, "masto", [post("1"), post("2", GERMAN)])

    async def crash() -> None:
        async with unit_of_work(line.database) as session:
            await line.intake.take(session, "masto", ready, NOW)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        await crash()
    assert await everything(line.database) == []
    assert await line.asked_for(DELIVER) == []
    assert len((await line.take("masto", post("1"), post("2", GERMAN))).new) == 2


async def test_replicas_that_find_the_same_piece_make_one_item(line: Line) -> None:
    """Two networks and the same source, all at the same moment; on SQLite they take turns anyway."""
    other = Database(line.database.url.render_as_string(hide_password=False))
    elsewhere = post("at://1", platform="bluesky", url="https://sky.example/1", creator=MIA)
    try:
        await asyncio.gather(
            line.take("masto", post("1")),
            line.take("masto", post("1")),
            line.intake.run(other, "bluesky", [elsewhere], NOW),
            line.intake.run(other, "masto", [post("1")], NOW),
        )
    finally:
        await other.close()
    [item] = await everything(line.database)
    assert sorted(one[0] for one in item.sightings) == ["bluesky", "masto"]
    assert len(await _reviews(line)) == 1


async def test_a_batch_that_was_not_prepared_is_screened_all_the_same(line: Line) -> None:
    async with unit_of_work(line.database) as session:
        taken = await line.intake.take(session, "masto", [post("1", GERMAN)], NOW)
    async with reading(line.database) as session:
        assert (await get_items(session, taken.new))[taken.new[0]].language == "de"


# ---- campaigns ----


CAMPAIGNS = [
    {"name": "Summer of tea", "hashtag": "#SummerOfTea"},
    {"name": "Åre week", "hashtag": "åre"},
    {"name": "No hashtag"},
]
_MEMBERS = "select i.item_id, c.name, i.added_by from campaign_item i join campaign c on c.id = i.campaign_id"


@pytest_asyncio.fixture
async def campaign_line(database: Database, tmp_path: Path) -> AsyncIterator[Line]:
    async with open_line(database, tmp_path, campaigns=CAMPAIGNS) as opened:
        yield opened


async def _members(line: Line) -> set[tuple[int, str]]:
    return {(row.item_id, row.name) for row in await rows(line.database, _MEMBERS)}


async def test_what_carries_a_campaigns_hashtag_joins_it_by_itself(campaign_line: Line) -> None:
    line = campaign_line
    both = post("3", f"{LONG} #Åre", title="My #summerOFtea", url=None)
    taken = await line.take(
        "masto",
        post("1", f"{LONG}, one", tags=("summeroftea",)),
        post("2", f"{LONG}, two, without the # in summeroftea and https://x.example/#summeroftea"),
        both,
    )
    first, _, third = taken.new
    members = {(first, "Summer of tea"), (third, "Summer of tea"), (third, "Åre week")}
    assert await _members(line) == members
    events = await rows(line.database, "select item_id, event, actor, via, data from content_event")
    kept = [(one.item_id, one.event, one.actor, one.via) for one in events]
    assert sorted(kept) == sorted((one, "campaign_matched", "source:masto", "source") for one, _ in members)
    assert "summeroftea" in str([one.data for one in events if one.item_id == first])
    await line.take("masto", both)
    assert len(await rows(line.database, "select 1 from content_event")) == 3


async def test_an_edit_joins_too_but_never_against_what_a_person_did(campaign_line: Line) -> None:
    line = campaign_line
    taken = await line.take("masto", post("1", f"{LONG} #SummerOfTea"), post("2", f"{LONG} in Åre"))
    first, second = taken.new
    async with unit_of_work(line.database) as session:
        assert await line.contents.remove_from_campaign(
            session, first, "summer of tea", "U0MIA00001", line.now
        )
        await line.contents.add_to_campaign(session, second, "Summer of tea", "U0MIA00001", line.now)
    edited = await line.take(
        "masto", post("1", f"{LONG} indeed #SummerOfTea"), post("2", f"{LONG} in #Åre #SummerOfTea")
    )
    assert len(edited.edited) == 2
    assert await _members(line) == {(second, "Summer of tea"), (second, "Åre week")}
    by = await rows(line.database, f"{_MEMBERS} where c.name = 'Summer of tea'")
    assert [row.added_by for row in by] == ["U0MIA00001"]


@pytest.mark.parametrize("carrying", [0, 1, 60])
async def test_campaigns_cost_nothing_where_none_is_meant_and_no_more_for_many(
    sqlite_database: Database, tmp_path: Path, carrying: int
) -> None:
    batch = [post(str(n), f"{LONG} {n} {'#SummerOfTea' if n < carrying else ''}") for n in range(60)]
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = sqlite_database.engine.sync_engine
    async with open_line(sqlite_database, tmp_path, campaigns=CAMPAIGNS) as line:
        await line.take("masto", post("0", f"{LONG} #SummerOfTea", url=None, creator=None))
        sa.event.listen(engine, "before_cursor_execute", note)
        await line.take("blog", *batch)
        sa.event.remove(engine, "before_cursor_execute", note)
    assert sum("campaign" in one for one in asked) == (2 if carrying else 0)
    assert len(await _members(line)) == carrying + 1
