"""Creators of the same name can be told apart in the lists of a digest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.content.tables import Item
from bot.digests.building.apart import told_apart
from bot.digests.document import CreatorLine, Number, Piece
from bot.people.tables import Creator
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.digests.building.test_building import WEEK, _built
from tests.bot.insights.history import BEGIN


def creator(number: int, **facts: Any) -> Creator:
    values = {"platform": "mastodon", "external_id": str(number), "first_seen_at": BEGIN, "updated_at": BEGIN}
    return Creator(id=number, **{**values, **facts})


def line(number: int, name: str) -> CreatorLine:
    return CreatorLine(creator_id=number, name=name, pieces=Number(figure="found", value=1))


@pytest.mark.parametrize(
    ("first", "second", "more"),
    [
        ({"handle": "anna"}, {"handle": "@anna_b"}, ["(@anna, Mastodon)", "(@anna_b, Mastodon)"]),
        ({"handle": "anna"}, {"handle": "anna", "platform": "x"}, ["(@anna, Mastodon)", "(@anna, X)"]),
        ({}, {}, ["(Mastodon) #1", "(Mastodon) #2"]),
        ({"handle": "a" * 300}, {}, [f"(@{'a' * 39}…, Mastodon)", "(Mastodon)"]),
    ],
)
def test_the_same_name_twice_gets_handle_and_network(
    first: dict[str, str], second: dict[str, str], more: list[str]
) -> None:
    known = {1: creator(1, **first), 2: creator(2, **second), 3: creator(3, handle="bert")}
    found = {"creators": [line(1, "Anna Berg"), line(3, "Bert")], "rising": [line(2, "Anna Berg")]}
    apart = told_apart(found, known, community=False)
    assert [one.name for one in (*apart["creators"], *apart["rising"])] == [
        f"Anna Berg {more[0]}",
        "Bert",
        f"Anna Berg {more[1]}",
    ]


def test_pieces_are_told_apart_too_and_one_creator_twice_is_no_reason() -> None:
    known = {1: creator(1, handle="anna"), 2: creator(2, handle="anna_b")}
    pieces = [Piece(item_id=one, creator="ANNA  berg", creator_id=one) for one in (1, 2)]
    apart = told_apart({"pieces": pieces, "creators": [line(1, "Anna Berg")]}, known, community=False)
    assert [one.creator for one in apart["pieces"]] == [
        "ANNA berg (@anna, Mastodon)",
        "ANNA berg (@anna_b, Mastodon)",
    ]
    assert apart["creators"][0].name == "Anna Berg (@anna, Mastodon)"
    alone = told_apart({"pieces": pieces[:1], "creators": [line(1, "Anna Berg")]}, known, community=False)
    assert (alone["pieces"], alone["creators"][0].name) == (pieces[:1], "Anna Berg")


def test_the_community_is_told_the_network_alone() -> None:
    """Handles are named only where that was agreed."""
    known = {1: creator(1, handle="anna"), 2: creator(2, handle="anna_b", platform="x")}
    apart = told_apart({"creators": [line(1, "Anna"), line(2, "Anna")]}, known, community=True)
    assert [one.name for one in apart["creators"]] == ["Anna (Mastodon)", "Anna (X)"]


async def test_a_built_digest_tells_them_apart(database: Database) -> None:
    at = WEEK.start + timedelta(days=1)
    async with unit_of_work(database) as session:
        for number, handle in enumerate(("anna", "anna_b"), 1):
            session.add(creator(number, handle=handle, name="Anna Berg"))
            item = Item(id=number, kind="post", platform="mastodon", text="tea", found_at=at, updated_at=at)
            item.creator_id, item.sentiment = number, "positive"
            session.add(item)
    document = await _built(database)
    said = ["Anna Berg (@anna, Mastodon)", "Anna Berg (@anna_b, Mastodon)"]
    assert sorted(one.name for one in document.creators) == said
    assert sorted(one.creator for one in document.praise) == said
