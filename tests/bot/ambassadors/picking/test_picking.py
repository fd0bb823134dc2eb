"""Picks from a database: what is offered, what never is, and what was read once for many."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ambassadors.picking import queries, service
from bot.ambassadors.picking.reasons import Reason, Why
from bot.ambassadors.picking.rules import Picked, Taste
from bot.ambassadors.picking.service import Picker
from bot.content.tables import Item
from bot.review.tables import Review
from bot.rights.scope import Use
from bot.rights.tables import Ask, Clearance
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.ambassadors.picking.pieces import NOW
from tests.bot.ambassadors.picking.shelf import Shelf

ANY = Taste()
SECOND = timedelta(seconds=1)
LEAST = timedelta(microseconds=1)


@pytest.fixture
def shelf(database: Database) -> Shelf:
    return Shelf(database)


async def picks(
    shelf: Shelf, taste: Taste = ANY, count: int = 10, *, picker: Picker | None = None, **more: Any
) -> list[Picked]:
    now = more.pop("now", NOW)
    async with reading(shelf.database) as session:
        return await (picker or Picker()).picks_for(session, taste, count, now, **more)


async def offered(shelf: Shelf, **more: Any) -> set[int]:
    return {one.item_id for one in await picks(shelf, **more)}


async def test_nothing_is_offered_where_there_is_nothing(shelf: Shelf) -> None:
    assert await picks(shelf) == []
    assert await picks(shelf, count=0) == []
    assert await picks(shelf, excluded=[1], pinned={2: "Mia"}) == []


async def test_what_employees_may_not_share_is_not_offered(shelf: Shelf) -> None:
    good = await shelf.granted()
    await shelf.granted(uses=frozenset({Use.WEBSITE, Use.SOCIAL}))
    await shelf.granted(status="rejected")
    await shelf.granted(status="queued")
    await shelf.granted(life="deleted")
    await shelf.granted(life="erased")
    await shelf.found()
    down = await shelf.granted()
    await shelf.take_down(down)
    later = await shelf.found()
    await shelf.grant(later, licence_from=NOW + SECOND)
    asked = await shelf.found()
    await shelf.grant(asked, status="asked")
    assert await offered(shelf) == {good}


async def test_a_licence_that_ends_this_second_is_over(shelf: Shelf) -> None:
    item = await shelf.granted(until=NOW)
    assert await offered(shelf, now=NOW - LEAST) == {item}
    assert await offered(shelf, now=NOW) == set()


async def test_a_clearance_of_the_creator_is_enough_until_it_ends_or_they_say_no(shelf: Shelf) -> None:
    creator = await shelf.creator()
    yes, no = await shelf.found(creator_id=creator), await shelf.found(creator_id=creator)
    await shelf.grant(no, status="declined", live=False)
    clearance = await shelf.cleared(creator, ends=NOW + SECOND)
    assert await offered(shelf) == {yes}
    assert await offered(shelf, now=NOW + SECOND) == set()
    await shelf.change(Clearance, clearance, ends_at=None)
    assert await offered(shelf, now=NOW + SECOND) == {yes}


async def test_a_piece_that_is_allowed_in_two_ways_is_offered_once(shelf: Shelf) -> None:
    creator = await shelf.creator()
    item = await shelf.granted(creator_id=creator)
    await shelf.grant(item, renewal=True)
    await shelf.cleared(creator)
    await shelf.cleared(creator)
    assert [one.item_id for one in await picks(shelf)] == [item]


async def test_excluded_and_shared_pieces_are_not_offered_even_where_pinned(shelf: Shelf) -> None:
    first, second, third = [await shelf.granted() for _ in range(3)]
    assert await offered(shelf, excluded={first}, pinned={first: "Mia"}) == {second, third}
    assert await offered(shelf, taste=Taste(shared=frozenset({second})), pinned={second: "Mia"}) == {
        first,
        third,
    }


async def test_pinned_pieces_come_first_and_say_by_whom(shelf: Shelf) -> None:
    items = [await shelf.granted(sentiment="negative" if n == 3 else None) for n in range(4)]
    found = await picks(shelf, pinned={items[2]: "Mia <!here>", items[3]: "Noah", 999: "Nobody"})
    assert [one.item_id for one in found[:2]] == items[2:]
    assert found[0].why[0] == Reason(Why.PINNED, "Mia <!here>")
    assert {one.item_id for one in found} == set(items)


async def test_complaints_are_not_offered(shelf: Shelf) -> None:
    await shelf.granted(sentiment="negative")
    await shelf.granted(rating=1.0, rating_scale=5.0)
    happy = await shelf.granted(rating=5.0, rating_scale=5.0, sentiment="positive")
    assert await offered(shelf) == {happy}


async def test_of_one_creator_alone_two_are_offered_and_then_none(shelf: Shelf) -> None:
    creator = await shelf.creator()
    items = {await shelf.granted(creator_id=creator) for _ in range(5)}
    found = await offered(shelf)
    assert len(found) == 2
    assert found <= items
    assert await offered(shelf, taste=Taste(recent_creators=(creator, creator)), excluded=found) == set()


async def test_interests_lead_and_are_said(shelf: Shelf) -> None:
    tag = await shelf.granted(tags=["Tea", "other"])
    campaign, collection = await shelf.granted(), await shelf.granted()
    rest = [await shelf.granted(tags=["tee"]) for _ in range(4)]
    await shelf.campaign("Glow day", campaign)
    await shelf.campaign("Other", *rest)
    taste = Taste(
        tags=frozenset({"#tea"}),
        campaigns=frozenset({"Glow day", "No such campaign"}),
        collections={"Best of <us>": frozenset({collection, 999})},
    )
    found = {one.item_id: one.why[0] for one in (await picks(shelf, taste))[:3]}
    assert found == {
        tag: Reason(Why.TAG, "tea"),
        campaign: Reason(Why.CAMPAIGN, "Glow day"),
        collection: Reason(Why.COLLECTION, "Best of <us>"),
    }


async def test_reasons_come_from_the_rows(shelf: Shelf) -> None:
    small = await shelf.creator(followers=12)
    liked = await shelf.granted(metrics={"favourites_count": 900}, found_at=NOW - timedelta(hours=30))
    for number in range(12):
        await shelf.granted(metrics={"favourites_count": number})
    good = await shelf.granted(
        creator_id=small, kind="photo", media="image", sentiment="positive", text="words " * 20
    )
    why = {one.item_id: one.why for one in await picks(shelf, count=20)}
    assert {Reason(Why.NEW, number=1), Reason(Why.LIKED, number=900)} <= set(why[liked])
    assert {Reason(Why.SMALL, number=12), Reason(Why.GOOD)} <= set(why[good])


@pytest.mark.parametrize("hidden", [{"media_hidden": True}, {"media": "audio"}, {"media": ""}])
async def test_a_piece_with_something_to_see_goes_before_one_without(
    shelf: Shelf, hidden: dict[str, Any]
) -> None:
    seen = await shelf.granted(media="video")
    await shelf.granted(**{"media": "image", **hidden})
    for seed in range(3):
        assert (await picks(shelf, seed=seed))[0].item_id == seen


async def test_hostile_words_stop_nothing(shelf: Shelf) -> None:
    hostile = ['"]};DROP TABLE item;--', "<!channel>", "#" * 500, "\u202e", "", "ö" * 5000, "%s:now"]
    first = await shelf.granted(
        tags=hostile, text="\u202e<script>" * 900, kind="'", platform='"', language="x'"
    )
    second = await shelf.granted(tags=["tea"], metrics={"likes": -7, "shares": 10**30})
    wanted = frozenset([*hostile, "'; --", "tea"])
    found = await picks(shelf, Taste(tags=wanted, campaigns=wanted, languages=wanted))
    assert {one.item_id for one in found} == {first, second}


async def test_the_same_seed_gives_the_same_picks(shelf: Shelf) -> None:
    for _ in range(12):
        await shelf.granted()
    first = await picks(shelf, count=5, seed=4)
    assert first == await picks(shelf, count=5, seed=4)
    others = [tuple(one.item_id for one in await picks(shelf, count=5, seed=seed)) for seed in range(6)]
    assert len(set(others)) > 3


# ---- what was read serves others ----


async def test_what_was_read_serves_others_for_a_minute(shelf: Shelf) -> None:
    """Seen by how a piece sounds, which isn't asked about again."""
    first, second = await shelf.granted(), await shelf.granted()
    picker = Picker()
    together = await asyncio.gather(*(offered(shelf, picker=picker, seed=seed) for seed in range(5)))
    assert together == [{first, second}] * 5
    await shelf.change(Item, second, sentiment="negative")
    assert await offered(shelf, picker=picker, now=NOW + timedelta(seconds=59)) == {first, second}
    assert await offered(shelf, picker=picker, now=NOW + timedelta(seconds=60)) == {first}
    await shelf.change(Item, second, sentiment=None)
    assert await offered(shelf, picker=picker, now=NOW) == {first, second}  # the clock went back


async def test_what_was_read_before_is_asked_about_again(shelf: Shelf) -> None:
    picker = Picker()
    ends, down, deleted, undone, stays = [
        await shelf.granted(until=NOW + SECOND if number == 0 else None) for number in range(5)
    ]
    assert await offered(shelf, picker=picker) == {ends, down, deleted, undone, stays}
    await shelf.take_down(down)
    await shelf.change(Item, deleted, life="deleted")
    await shelf.change(Review, undone, status="queued")
    assert await offered(shelf, picker=picker, now=NOW + SECOND) == {stays}


async def test_where_much_has_ended_meanwhile_what_comes_after_it_is_offered(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "AT_LEAST", 4)
    monkeypatch.setattr(service, "AMONG", 2)
    picker = Picker()
    ends = {await shelf.granted(until=NOW + SECOND, sentiment="positive") for _ in range(6)}
    stay = {await shelf.granted(sentiment="neutral") for _ in range(3)}
    assert await offered(shelf, picker=picker, count=2) <= ends
    assert len(await offered(shelf, picker=picker, count=2, now=NOW + SECOND) & stay) == 2
    assert await offered(shelf, picker=picker, count=4, now=NOW + SECOND) == stay


async def test_what_may_be_offered_from_now_on_is_offered_at_once(shelf: Shelf) -> None:
    picker = Picker()
    creator = await shelf.creator()
    granted, approved = await shelf.found(), await shelf.granted(status="queued")
    cleared = await shelf.found(creator_id=creator)
    assert await offered(shelf, picker=picker) == set()
    await shelf.grant(granted)
    assert await offered(shelf, picker=picker) == {granted}
    await shelf.change(Review, approved, status="approved", changed_at=NOW + SECOND)
    assert await offered(shelf, picker=picker) == {granted, approved}
    await shelf.cleared(creator)
    assert await offered(shelf, picker=picker) == {granted, approved, cleared}


async def test_an_ask_that_was_withdrawn_is_noticed_at_once(shelf: Shelf) -> None:
    picker = Picker()
    item = await shelf.found()
    ask = await shelf.grant(item)
    assert await offered(shelf, picker=picker) == {item}
    await shelf.change(Ask, ask, status="withdrawn", live=False)
    assert await offered(shelf, picker=picker) == set()


async def test_sqlite_reads_what_is_granted_and_the_ends_of_indexes(sqlite_database: Database) -> None:
    """Not all that was ever found, and to see whether there is something new not even that."""
    newest = await _plan(sqlite_database, queries.NEWEST)
    whole = await _plan(sqlite_database, queries.pool_statement())
    assert any("ix_review_status_changed" in step for step in newest)
    assert not any(step.startswith("SCAN review") for step in newest)
    assert any("ix_ask_granted" in step for step in whole)
    assert not any(step.startswith(("SCAN item", "SCAN review", "SCAN media")) for step in whole), whole


async def _plan(database: Database, statement: sa.Select[Any]) -> list[str]:
    text = str(statement.compile(database.sync_engine))
    async with database.read_engine.connect() as connection:
        rows = await connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {text}", tuple("2026-11-23" for _ in range(text.count("?")))
        )
        return [str(row._mapping["detail"]) for row in rows]
