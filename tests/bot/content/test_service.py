"""What people change about items, and finding items again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.content.queries import (
    SearchQuery,
    campaigns,
    campaigns_of,
    events_of,
    find_by_url,
    search,
    sightings_of,
    versions_of,
)
from bot.content.service import Contents
from bot.content.tables import Item
from bot.kernel.errors import TellUser
from bot.sources.base import FoundCreator, FoundMedia, Kind, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import LONG, NOW, everything, post, rows, store

PICTURE = (FoundMedia("image", "https://pictures.example/1.jpg"),)


async def _do(database: Database, method: str, *args: Any, **more: Any) -> Any:
    async with unit_of_work(database) as session:
        return await getattr(Contents(), method)(session, *args, **more)


async def test_ending_an_item_closes_it_everywhere_once(database: Database) -> None:
    await store(database, "masto", post("1", media=PICTURE))
    await store(database, "blog", post("x", url="https://blog.example/x"))
    ended = await _do(database, "end", [1, 99], "deleted", "U0MIA00001", "slack", NOW)
    assert ended == [1]
    assert await _do(database, "end", [1], "deleted", "U0MIA00001", "slack", NOW) == []
    assert await _do(database, "end", [1], "withdrawn", "U0MIA00001", "slack", NOW) == [1]
    [item] = await everything(database)
    assert item.life == "withdrawn"
    assert all(removed for _, _, removed in item.sightings)
    async with reading(database) as session:
        happened = [(one.event, one.actor, one.via) for one in (await events_of(session, [1]))[1]]
    assert happened[1:] == [("deleted", "U0MIA00001", "slack"), ("withdrawn", "U0MIA00001", "slack")]
    assert [row[0] for row in await rows(database, "select state from media")] == ["gone"]


async def test_media_are_hidden_and_shown_once(database: Database) -> None:
    await store(database, "masto", post("1"))
    assert await _do(database, "hide_media", 1, True, "U0MIA00001", "slack", NOW)
    assert not await _do(database, "hide_media", 1, True, "U0NOAH0001", "slack", NOW)
    assert await _do(database, "hide_media", 1, False, "U0NOAH0001", "slack", NOW)
    assert not await _do(database, "hide_media", 99, True, "U0NOAH0001", "slack", NOW)
    found = await rows(database, "select event, actor from content_event order by id")
    assert [list(row) for row in found] == [["media_hidden", "U0MIA00001"], ["media_shown", "U0NOAH0001"]]


async def test_campaigns_are_joined_by_name_whatever_the_case(database: Database) -> None:
    await store(database, "masto", post("1"))
    await _do(database, "keep_campaigns", [("Summer 2027", "#summer"), ("Winter", None)], NOW)
    await _do(database, "keep_campaigns", [("Summer 2027", "#other")], NOW)
    assert await _do(database, "add_to_campaign", 1, " summer  2027", "U0MIA00001", NOW)
    assert not await _do(database, "add_to_campaign", 1, "Summer 2027", "U0MIA00001", NOW)
    assert await _do(database, "add_to_campaign", 1, "<!channel> new", "U0MIA00001", NOW)
    with pytest.raises(TellUser, match="needs a name"):
        await _do(database, "add_to_campaign", 1, " \u200b ", "U0MIA00001", NOW)
    async with reading(database) as session:
        names = [one.name for one in await campaigns(session)]
        joined = [one.name for one in (await campaigns_of(session, [1]))[1]]
        assert (await campaigns(session))[1].hashtag == "#summer"
    assert names == ["<!channel> new", "Summer 2027", "Winter"]
    assert joined == ["<!channel> new", "Summer 2027"]
    assert await _do(database, "remove_from_campaign", 1, "SUMMER 2027", "U0MIA00001", NOW)
    assert not await _do(database, "remove_from_campaign", 1, "Summer 2027", "U0MIA00001", NOW)
    assert not await _do(database, "remove_from_campaign", 1, "unheard of", "U0MIA00001", NOW)


async def _found(database: Database, **query: Any) -> list[str]:
    async with reading(database) as session:
        page = await search(session, SearchQuery(**query))
    return sorted(one.text[:12] for one in page.items)


async def test_search_fits_every_part(database: Database) -> None:
    anna = FoundCreator("2", "@anna_larsson@x.example", "Anna Larsson")
    await store(
        database,
        "masto",
        post("1", "Jacket 100% dry, and the Ärmel fit"),
        post("2", "Boots_and more about mountains", creator=anna, kind=Kind.REVIEW, platform="shop"),
        post("3", "Boats and ships, no mountains at all", creator=None, title="A JACKET too"),
    )
    await _do(database, "add_to_campaign", 2, "Summer", "U0MIA00001", NOW)
    assert await _found(database, text="jacket") == ["Boats and sh", "Jacket 100% "]
    assert await _found(database, text="mountains boots") == ["Boots_and mo"]
    assert await _found(database, text="100%") == ["Jacket 100% "]
    assert await _found(database, text="s_and") == ["Boots_and mo"]
    assert await _found(database, text="ärmel") == ["Jacket 100% "]
    assert await _found(database, creator="@Anna_Larsson") == ["Boots_and mo"]
    assert await _found(database, creator="larsson") == ["Boots_and mo"]
    assert await _found(database, kind="review", platform="shop") == ["Boots_and mo"]
    assert await _found(database, campaign="summer") == ["Boots_and mo"]
    assert await _found(database, since=NOW + timedelta(seconds=1)) == []
    assert await _found(database, text="'; DROP TABLE item;--") == []


async def test_pages_follow_one_another(database: Database) -> None:
    await store(database, "masto", *(post(str(n), f"{LONG} {n}") for n in range(7)))
    seen: list[int | None] = []
    for offset, more in ((0, True), (3, True), (6, False)):
        async with reading(database) as session:
            page = await search(session, SearchQuery(), limit=3, offset=offset)
        seen += [one.id for one in page.items]
        assert page.more is more
    assert seen == sorted((one for one in seen if one), reverse=True)
    assert len(seen) == 7


async def test_an_item_is_found_by_its_address(database: Database) -> None:
    url = "https://social.example/@mia/1"
    await store(database, "masto", post("1", url=url))
    async with reading(database) as session:
        assert await find_by_url(session, f"{url}?utm_source=mail#top") == 1
        assert await find_by_url(session, "https://social.example/@mia/2") is None
        assert await find_by_url(session, "nonsense") is None


async def test_of_two_items_at_an_address_the_living_one_is_found(database: Database) -> None:
    page = "https://shop.example/jacket"
    await store(database, "shop", post("r1", "Great, really great, all of it", url=page))
    await store(database, "shop", post("r2", "Bad, really quite bad, all of it", url=page), Removed("r1"))
    async with reading(database) as session:
        assert await find_by_url(session, page) == 2
        assert {*(await sightings_of(session, [1, 2]))} == {1, 2}
        assert await versions_of(session, [1, 2]) == {}


async def test_items_have_times_in_utc(database: Database) -> None:
    await store(database, "masto", post("1"))
    async with reading(database) as session:
        item = await session.get(Item, 1)
        assert item is not None
        assert item.found_at == NOW
        assert item.found_at.utcoffset() == timedelta()
