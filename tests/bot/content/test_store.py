"""Storing found pieces: what is one item, what an edit keeps, what a removal ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content.service import Contents
from bot.content.tables import Item, Media, Sighting
from bot.sources.base import FoundCreator, FoundMedia, Removed, Why
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import LONG, MIA, NOW, everything, post, rows, store

PICTURE = FoundMedia("image", "https://cdn-1.example/a/jacket.jpg?sig=one", alt="A jacket")


async def test_new_pieces_are_stored_whole(database: Database) -> None:
    found = post(
        "1", tags=("northwind",), metrics={"likes": 3}, why=(Why("hashtag", "northwind"),), media=(PICTURE,)
    )
    stored = await store(
        database, "masto", found, post("2", "Another text, about the boots this time, in full")
    )
    assert [one.version for one in stored.new] == [1, 1]
    async with reading(database) as session:
        item = await session.get(Item, stored.new[0].item_id)
        assert item is not None
        assert (item.text, item.metrics, item.tags, item.creator_identity) == (
            LONG,
            {"likes": 3},
            ["northwind"],
            "mia",
        )
        assert item.why == [{"how": "hashtag", "what": "northwind"}]
        assert item.published_at == NOW
        assert item.creator_id == next(iter(stored.creators.values()))
        media = await session.get(Media, 1)
        assert media is not None
        assert (media.item_id, media.alt, media.state) == (item.id, "A jacket", "pending")


async def test_the_same_batch_again_changes_nothing_but_last_seen(database: Database) -> None:
    batch = [post(str(n), f"{LONG}, number {n}") for n in range(5)]
    await store(database, "masto", *batch)
    before = await everything(database)
    again = await store(database, "masto", *batch, now=NOW + timedelta(hours=1))
    assert (again.new, again.edited, again.unchanged) == ([], [], 5)
    assert await everything(database) == before
    assert {row[0] for row in await rows(database, "select count(distinct last_seen_at) from sighting")} == {
        1
    }
    assert await rows(database, "select * from content_event") == []


async def test_changed_dates_and_reissued_ids_make_no_new_item(database: Database) -> None:
    await store(database, "blog", post("guid-1", url="https://blog.example/jacket"))
    dated = post("guid-1", url="https://blog.example/jacket", published_at=NOW + timedelta(days=2))
    assert (await store(database, "blog", dated)).new == []
    reissued = post("guid-2", url="https://blog.example/jacket?utm_source=feed")
    assert (await store(database, "blog", reissued)).new == []
    [item] = await everything(database)
    assert item.sightings == (("blog", "guid-2", False),)
    assert (await store(database, "blog", Removed("guid-1"))).ended == []
    assert (await store(database, "blog", Removed("guid-2"))).ended == [1]


async def test_different_pieces_under_one_url_stay_apart(database: Database) -> None:
    page = "https://shop.example/jacket"
    reviews = [
        post("r1", "Great!", url=page, creator=None, rating=5.0),
        post("r2", "Great!", url=page, creator=None, rating=4.0),
        post("r3", "Great!", url=page, creator=FoundCreator("9", "sam"), rating=5.0),
        post(
            "r4", "The zip broke after a day and nobody answered my mail", url=page, creator=None, rating=1.0
        ),
    ]
    stored = await store(database, "shop", *reviews)
    assert len(stored.new) == 4


async def test_the_same_text_on_two_networks_is_one_item_with_two_sightings(database: Database) -> None:
    await store(database, "masto", post("1", f"{LONG} ☀️ #jacket https://short.example/a"))
    elsewhere = post(
        "at://x/1",
        f"{LONG.upper()} jacket! https://other.example/b",
        platform="bluesky",
        url="https://sky.example/1",
        creator=FoundCreator("did:1", "MIA", "Mia"),
        why=(Why("keyword", "jacket"),),
    )
    stored = await store(database, "bluesky", elsewhere)
    assert (stored.new, stored.merged) == ([], [1])
    [item] = await everything(database)
    assert [one[0] for one in item.sightings] == ["masto", "bluesky"]
    assert item.text.startswith(LONG)
    async with reading(database) as session:
        kept = await session.get(Item, 1)
        assert kept is not None
        assert {"how": "keyword", "what": "jacket"} in kept.why


KOFI = FoundCreator("1", "@kofi_a@social.example", "Kofi Asante")
SIGNED = FoundCreator("", None, "Kofi Asante")


@pytest.mark.parametrize("handle_first", [True, False])
async def test_one_display_name_is_one_creator_whatever_the_handle(
    database: Database, handle_first: bool
) -> None:
    toot = ("masto", post("1", creator=KOFI))
    entry = ("blog", post("x", platform="blog", url="https://blog.example/x", creator=SIGNED))
    ids = replace(KOFI, handle="asante-writes")
    third = ("sky", post("y", platform="bluesky", url="https://sky.example/y", creator=ids))
    first, second = (toot, entry) if handle_first else (entry, toot)
    assert len((await store(database, *first)).new) == 1
    for source, found in (second, third):
        stored = await store(database, source, found)
        assert (stored.new, stored.merged) == ([], [1])
    again = await store(database, *second)
    assert (again.new, again.merged, again.unchanged) == ([], [], 1)
    [item] = await everything(database)
    assert [one[0] for one in item.sightings] == [first[0], second[0], "sky"]


async def test_the_name_still_counts_after_an_edit(database: Database) -> None:
    edited = f"{LONG}, and then a second one"
    await store(database, "masto", post("1", creator=KOFI))
    entry = post("x", edited, platform="blog", url="https://blog.example/x", creator=SIGNED)
    await store(database, "masto", post("1", edited, creator=KOFI))
    assert (await store(database, "blog", entry)).merged == [1]
    before = post("y", platform="shop", url="https://shop.example/y", creator=SIGNED)
    assert len((await store(database, "shop", before)).new) == 1


async def test_the_handle_outranks_the_name(database: Database) -> None:
    await store(database, "masto", post("1", creator=KOFI))
    namesake = replace(KOFI, handle="another")
    await store(database, "other masto", post("2", creator=namesake))
    handle = FoundCreator("did:1", "kofi_a", "Kofi Asante")
    found = post("y", platform="bluesky", url="https://sky.example/y", creator=handle)
    assert (await store(database, "sky", found)).merged == [1]


@pytest.mark.parametrize(
    ("one", "other", "platform"),
    [
        (FoundCreator("1", "kofi_a", "Kofi"), FoundCreator("", None, "Kofi"), "blog"),
        (FoundCreator("1", "kofi_a", "Guest Author"), FoundCreator("", None, "Guest Author"), "blog"),
        (KOFI, FoundCreator("2", "@other@social.example", "Kofi Asante"), "mastodon"),
        (KOFI, FoundCreator("", None, "Ama Asante"), "blog"),
    ],
    ids=["short name", "role", "two handles of one platform", "another name"],
)
async def test_names_that_prove_nothing_are_not_merged(
    database: Database, one: FoundCreator, other: FoundCreator, platform: str
) -> None:
    await store(database, "first", post("1", creator=one))
    second = post("x", platform=platform, url="https://second.example/x", creator=other)
    assert len((await store(database, "second", second)).new) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Love it so much!"},
        {"creator": FoundCreator("7", "sam", "Sam")},
        {"creator": None},
        {"title": "Another title altogether"},
    ],
    ids=["too short", "another creator", "no creator", "another title"],
)
async def test_what_could_be_coincidence_is_not_merged(database: Database, change: dict[str, object]) -> None:
    text = str(change.get("text", LONG))
    await store(database, "masto", post("1", text))
    other = replace(post("x", text, url="https://elsewhere.example/x", platform="blog"), **change)  # type: ignore[arg-type]
    assert len((await store(database, "blog", other)).new) == 1


async def test_two_posts_with_one_text_on_one_network_are_two(database: Database) -> None:
    stored = await store(database, "masto", post("1"), post("2"))
    assert len(stored.new) == 2


async def test_two_sources_of_one_network_see_one_piece(database: Database) -> None:
    await store(database, "tags", post("1", "Nice"))
    assert (await store(database, "mentions", post("1", "Nice"))).merged == [1]


async def test_an_edit_keeps_what_was_said(database: Database) -> None:
    await store(database, "masto", post("1", media=(PICTURE,)))
    signed = replace(PICTURE, url="https://cdn-2.example/a/jacket.jpg?sig=two")
    assert (await store(database, "masto", post("1", media=(signed,)))).unchanged == 1
    second = FoundMedia("image", "https://cdn-1.example/a/boots.jpg")
    edited = post("1", f"{LONG}. Edit: the zip broke.", media=(signed, second))
    stored = await store(database, "masto", edited)
    assert [(one.item_id, one.version) for one in stored.edited] == [(1, 2)]
    [item] = await everything(database)
    assert (item.version, item.versions) == (2, ((1, LONG),))
    media = await rows(database, "select id, url, position from media order by position")
    assert [list(row)[:2] for row in media] == [[1, signed.url], [2, second.url]]
    events = await rows(database, "select event, actor from content_event")
    assert [list(row) for row in events] == [["edited", "source:masto"]]


async def test_counts_and_rating_change_without_a_version(database: Database) -> None:
    await store(database, "masto", post("1", metrics={"likes": 1}, rating=4.0))
    stored = await store(database, "masto", post("1", metrics={"likes": 9}, rating=2.0))
    assert (stored.edited, stored.unchanged) == ([], 0)
    async with reading(database) as session:
        item = await session.get(Item, 1)
        assert item is not None
        assert (item.metrics, item.rating, item.version) == ({"likes": 9}, 2.0, 1)


async def test_one_removal_of_two_leaves_the_item(database: Database) -> None:
    elsewhere = post("x", platform="blog", url="https://blog.example/x")
    await store(database, "masto", post("1"))
    await store(database, "blog", elsewhere)
    assert (await store(database, "masto", Removed("1"))).ended == []
    assert (await everything(database))[0].life == "live"
    assert (await store(database, "blog", Removed("x"))).ended == [1]
    assert (await everything(database))[0].life == "deleted"
    assert (await store(database, "blog", Removed("x"), Removed("never seen"))).unchanged == 2


async def test_a_withdrawal_ends_the_item_everywhere_and_for_good(database: Database) -> None:
    elsewhere = post("x", platform="blog", url="https://blog.example/x")
    await store(database, "masto", post("1"))
    await store(database, "blog", elsewhere)
    assert (await store(database, "masto", Removed("1", "withdrawn"))).ended == [1]
    again = await store(database, "blog", elsewhere, now=NOW + timedelta(days=1))
    assert (again.returned, again.new) == ([], [])
    third = post("y", platform="x", url="https://x.example/y")
    assert (await store(database, "third", third)).new == []
    assert (await everything(database))[0].life == "withdrawn"


async def test_a_deleted_piece_that_is_shown_again_lives_again(database: Database) -> None:
    await store(database, "masto", post("1", media=(PICTURE,)))
    await store(database, "masto", Removed("1"))
    assert [row[0] for row in await rows(database, "select state from media")] == ["gone"]
    assert (await store(database, "masto", post("1", media=(PICTURE,)))).returned == [1]
    [item] = await everything(database)
    assert (item.life, item.sightings) == ("live", (("masto", "1", False),))
    assert [row[0] for row in await rows(database, "select event from content_event")] == [
        "deleted",
        "returned",
    ]
    assert [row[0] for row in await rows(database, "select state from media")] == ["pending"]


async def test_a_batch_that_fails_leaves_nothing(database: Database) -> None:
    async def fails() -> None:
        async with unit_of_work(database) as session:
            await Contents().store(
                session, "masto", [post("1"), post("2", "Something else, long enough")], NOW
            )
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        await fails()
    for table in ("item", "sighting", "creator", "content_event"):
        assert [row[0] for row in await rows(database, f"select count(*) from {table}")] == [0]


async def test_hostile_values_are_stored_or_left_out_with_a_note(database: Database) -> None:
    hostile = post(
        "a\x00b" * 400,
        "null \x00 and \ud800 surrogate <!channel> " + "x" * 60_000,
        title="<script>\u202e",
        url="javascript:alert(1)",
        creator=FoundCreator("\x00", "@\x00mia", "Robert'); DROP TABLE item;--", followers=10**30),
        rating=float("nan"),
        metrics={"likes": 10**40},
        media=tuple(FoundMedia("image", f"https://e.example/{n}\x00.jpg") for n in range(40)),
        notes=("a\x00note",),
    )
    stored = await store(database, "masto", hostile, hostile)
    [new] = stored.new
    async with reading(database) as session:
        item = await session.get(Item, new.item_id)
        assert item is not None
        assert len(item.text) == 50_000
        assert "\x00" not in item.text
        assert (item.url, item.rating) == (None, None)
        assert len(item.notes) == 4
        sighting = await session.get(Sighting, 1)
        assert sighting is not None
        assert sighting.external_id.startswith("digest:")


async def test_an_address_that_a_person_added_is_filled_in(database: Database) -> None:
    url = "https://social.example/@mia/1"
    await store(database, "slack", post(url, "", url=url, creator=None, platform="web"))
    stored = await store(database, "masto", post("1", rating=4.0))
    assert (stored.new, stored.merged) == ([], [1])
    assert [one.version for one in stored.edited] == [2]
    [item] = await everything(database)
    assert item.text == LONG
    other = post("2", "Quite another piece that stands under the same address", url=url)
    assert len((await store(database, "masto", other)).new) == 1


async def test_creators_keep_facts_that_a_source_leaves_out(database: Database) -> None:
    await store(database, "masto", post("1"))
    quiet = replace(MIA, name=None, followers=500)
    await store(database, "masto", post("2", "A second text of hers that is long enough", creator=quiet))
    found = await rows(database, "select handle, name, followers, identity from creator")
    assert [list(row) for row in found] == [["@mia@social.example", "Mia Björk", 500, "mia"]]
