"""Recognising creators, and keeping them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people.creators import creator_identity, name_identity
from bot.people.queries import (
    block,
    blocked_among,
    get_creators,
    unblock,
    upsert_creators,
    upsert_creators_of,
)
from bot.sources.base import FoundCreator
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import NOW, rows


@pytest.mark.parametrize(
    ("handle", "name", "identity"),
    [
        ("@mia@social.example", "Mia", "mia"),
        ("Mia_B", None, "miab"),
        (None, "Mia Björk ☀️", "miabjörk"),
        (None, "mia\u200b björk", "miabjörk"),
        ("", "ＭＩＡ", "mia"),
        (None, "A Google user", ""),
        ("anonymous", None, ""),
        (None, "☀️", ""),
        (None, None, ""),
    ],
)
def test_an_identity_is_the_bare_name(handle: str | None, name: str | None, identity: str) -> None:
    assert creator_identity(handle, name, "mastodon") == identity


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Kofi Asante", "kofiasante"),
        ("kofi.ASANTE ☀️", "kofiasante"),
        ("Ｋｏｆｉ\u200b Asante", "kofiasante"),
        ("J. R. Tolkien Reuel", "jrtolkienreuel"),
        ("Kofi", ""),
        ("Kofi A.", ""),
        ("Kofi 22", ""),
        ("Li Wei", ""),
        ("kofi_ama1", ""),
        ("Guest Author", ""),
        ("The Northwind Team", ""),
        ("Amazon Customer", ""),
        ("A Google user", ""),
        ("☀️ ☀️", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_a_display_name_counts_where_it_tells_people_apart(name: str | None, identity: str) -> None:
    assert name_identity(name) == identity


async def test_creators_are_kept_once_a_platform(database: Database) -> None:
    mia, sam = FoundCreator("1", "@mia", "Mia"), FoundCreator("", "sam", "Sam")
    async with unit_of_work(database) as session:
        first = await upsert_creators(session, "mastodon", [mia, sam, mia], NOW)
        again = await upsert_creators(session, "mastodon", [sam, mia], NOW)
        other = await upsert_creators(session, "bluesky", [mia], NOW)
    assert first == again
    assert len({*first.values(), *other.values()}) == 3


async def test_the_newest_facts_win_and_silence_keeps_them(database: Database) -> None:
    async with unit_of_work(database) as session:
        await upsert_creators(session, "mastodon", [FoundCreator("1", "@mia", "Mia", followers=10)], NOW)
        later = NOW + timedelta(days=1)
        ids = await upsert_creators(
            session, "mastodon", [FoundCreator("1", None, "Mia B", followers=-5)], later
        )
    async with reading(database) as session:
        [mia] = (await get_creators(session, ids.values())).values()
    assert (mia.handle, mia.name, mia.followers, mia.updated_at) == ("@mia", "Mia B", 0, later)


async def test_nobody_is_not_kept(database: Database) -> None:
    nobody = [FoundCreator("", "", "☀️"), FoundCreator("", None, "Anonymous")]
    async with unit_of_work(database) as session:
        assert await upsert_creators(session, "shop", nobody, NOW) == {}
        assert await upsert_creators_of(session, [], NOW) == {}


async def test_a_block_stands_until_it_is_lifted(database: Database) -> None:
    async with unit_of_work(database) as session:
        [mia] = (await upsert_creators(session, "mastodon", [FoundCreator("1", "mia")], NOW)).values()
        assert await block(session, mia, "U0MIA00001", "spam", NOW)
        assert not await block(session, mia, "U0NOAH0001", "other", NOW)
        assert not await block(session, 99, "U0NOAH0001", "other", NOW)
        assert await blocked_among(session, [mia, 99]) == {mia: "spam"}
        await upsert_creators(session, "mastodon", [FoundCreator("1", "mia2")], NOW)
        assert await blocked_among(session, [mia]) == {mia: "spam"}
        assert await unblock(session, mia, NOW)
        assert not await unblock(session, mia, NOW)
        assert await blocked_among(session, [mia]) == {}
    assert [row[0] for row in await rows(database, "select handle from creator")] == ["mia2"]
