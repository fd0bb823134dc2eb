"""Ranks count those with a higher score; pages go through all of them once; one's own place is always known."""

from __future__ import annotations

import pytest

from bot.contests.rules import EntryStatus, Kind
from bot.storage.unit_of_work import reading
from tests.bot.contests.scoring.support import Arena, Member


async def with_votes(arena: Arena, *counts: int) -> tuple[list[Member], list[int]]:
    """Entrants and their entries, with so many votes each."""
    await arena.contest()
    entrants = await arena.members(len(counts))
    entries = [await arena.entry(entrant) for entrant in entrants]
    voters = await arena.members(max(counts))
    for entry, count in zip(entries, counts, strict=True):
        for voter in voters[:count]:
            await arena.vote(voter, entry)
    return entrants, entries


async def test_equal_scores_share_a_rank_and_the_earlier_stands_first(arena: Arena) -> None:
    _, entries = await with_votes(arena, 1, 3, 2, 3, 0, 2, 2)
    page = await arena.page()
    assert [(row.number, row.rank, row.shared) for row in page.rows] == [
        (2, 1, True),
        (4, 1, True),
        (3, 3, True),
        (6, 3, True),
        (7, 3, True),
        (1, 6, False),
        (5, 7, False),
    ]
    assert [row.entry_id for row in page.rows[:2]] == [entries[1], entries[3]]
    assert (page.page, page.pages, page.total) == (1, 1, 7)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
async def test_pages_go_through_all_once(arena: Arena, size: int) -> None:
    await with_votes(arena, 1, 3, 2, 3, 0, 2, 2, 0, 0)
    whole = (await arena.page(size=100)).rows
    pages = [await arena.page(number, size) for number in range(1, -(-9 // size) + 1)]
    assert [row for page in pages for row in page.rows] == whole
    assert {(page.pages, page.total) for page in pages} == {(-(-9 // size), 9)}


async def test_a_page_after_the_last_is_the_last(arena: Arena) -> None:
    await with_votes(arena, 1, 0, 2)
    assert await arena.page(99, 2) == await arena.page(2, 2)
    assert (await arena.page(-3, 2)).page == 1


async def test_nobody_is_ranked_yet(arena: Arena) -> None:
    await arena.contest()
    for number in (1, 2):
        page = await arena.page(number)
        assert (page.rows, page.page, page.pages, page.total) == ([], 1, 1, 0)


async def test_one_s_own_places_are_known(arena: Arena) -> None:
    entrants, entries = await with_votes(arena, 1, 3, 2, 3)
    rows = await arena.own(entrants[3], entrants[0])
    assert [(row.entry_id, row.rank, row.shared) for row in rows] == [
        (entries[3], 1, True),
        (entries[0], 4, False),
    ]
    assert await arena.own(await arena.member()) == []
    assert await arena.own() == []
    async with reading(arena.database) as session:
        found = await arena.scoring.of_entries(session, arena.contest_id, [entries[2], 4711])
    assert [(row.entry_id, row.rank) for row in found] == [(entries[2], 3)]


async def test_names_are_one_line_of_text(arena: Arena) -> None:
    await arena.contest()
    await arena.entry(await arena.member(name="\u202e@everyone\n<b>"))
    (row,) = (await arena.page()).rows
    assert (row.name, row.title) == ("@everyone <b>", "Cup 1")


async def test_an_entry_that_stops_counting_is_gone_and_comes_back_as_it_was(arena: Arena) -> None:
    _, entries = await with_votes(arena, 1, 3, 2)
    await arena.set_status(entries[1], EntryStatus.DISQUALIFIED)
    assert [(row.number, row.rank) for row in (await arena.page()).rows] == [(3, 1), (1, 2)]
    assert await arena.scores() == {1: 1, 2: 1}
    await arena.set_status(entries[1], EntryStatus.DISQUALIFIED)
    assert await arena.scores() == {1: 1, 2: 1}
    for _ in range(2):
        await arena.set_status(entries[1], EntryStatus.ACCEPTED)
    assert [(row.number, row.rank, row.votes) for row in (await arena.page()).rows] == [
        (2, 1, 3),
        (3, 2, 2),
        (1, 3, 1),
    ]
    assert await arena.scores() == {1: 1, 2: 1, 3: 1}


async def test_in_a_draw_all_stand_alike(arena: Arena) -> None:
    await arena.contest(Kind.LOT)
    for _ in range(3):
        await arena.entry()
    assert [(row.rank, row.shared) for row in (await arena.page()).rows] == [(1, True)] * 3
