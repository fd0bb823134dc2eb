"""A season ranks people: by what their accepted entries earn and what managers give or take."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlmodel import col, select

from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus, Kind
from bot.contests.tables import Contest, ContestEvent
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import MIA, NOW, Arena, Member

TASKS = [
    {"key": "brew", "title": "Brew a pot", "points": 10, "times": 2},
    {"key": "story", "title": "Tell its story", "points": 25, "times": 1},
]


async def season(arena: Arena, count: int = 1) -> list[Member]:
    await arena.contest(Kind.POINTS, tasks=TASKS)
    return await arena.members(count)


async def places(arena: Arena) -> list[tuple[int, int, int]]:
    """Rank, account and points."""
    return [(row.rank, row.account_id, row.points) for row in (await arena.page()).rows]


async def give(
    arena: Arena, who: int, points: int, reason: str = "Helped a newcomer", request_id: str | None = None
) -> int:
    async with unit_of_work(arena.database) as session:
        return await arena.scoring.give_points(
            session, arena.contest_id, who, points, reason, MIA, NOW, "slack", request_id
        )


async def change(arena: Arena, *members: Member) -> None:
    async with unit_of_work(arena.database) as session:
        await arena.scoring.identity_changed(session, [member.id for member in members], NOW)


async def test_accepted_entries_earn_points_so_many_times(arena: Arena) -> None:
    ann, bob = await season(arena, 2)
    brews = [await arena.entry(ann, "brew") for _ in range(3)]
    await arena.entry(bob, "story")
    assert await places(arena) == [(1, bob.id, 25), (2, ann.id, 20)]
    await arena.set_status(brews[0], EntryStatus.DISQUALIFIED)
    assert await places(arena) == [(1, bob.id, 25), (2, ann.id, 20)], "the third brew counts in its place"
    await arena.set_status(brews[1], EntryStatus.WITHDRAWN)
    assert await places(arena) == [(1, bob.id, 25), (2, ann.id, 10)]
    await arena.set_status(brews[0], EntryStatus.ACCEPTED)
    assert await places(arena) == [(1, bob.id, 25), (2, ann.id, 20)]
    assert await arena.recount() == []


async def test_the_one_who_entered_first_stands_first_among_equals(arena: Arena) -> None:
    ann, bob = await season(arena, 2)
    await arena.entry(bob, "brew")
    await arena.entry(ann, "brew")
    assert await places(arena) == [(1, bob.id, 10), (1, ann.id, 10)]


async def test_managers_give_and_take_with_a_reason(arena: Arena) -> None:
    ann, bob = await season(arena, 2)
    await arena.entry(ann, "brew")
    assert await give(arena, ann.id, 5) == 15
    assert await give(arena, ann.id, -12, "Counted\ntwice") == 3
    assert await give(arena, bob.id, 7) == 7
    assert await places(arena) == [(1, bob.id, 7), (2, ann.id, 3)]
    assert await arena.recount() == []
    async with reading(arena.database) as session:
        events = list(await session.exec(select(ContestEvent).order_by(col(ContestEvent.revision))))
        contest = await session.get_one(Contest, arena.contest_id)
        lines = await arena.scoring.explain(session, contest, (await arena.page()).rows[1])
    assert [(event.action, event.reason, event.data["points"], event.via) for event in events] == [
        ("points.given", "Helped a newcomer", 5, "slack"),
        ("points.taken", "Counted twice", -12, "slack"),
        ("points.given", "Helped a newcomer", 7, "slack"),
    ]
    assert [(line.part, line.name, line.adds) for line in lines] == [
        ("task", "Brew a pot", 10),
        ("given", "Helped a newcomer", 5),
        ("given", "Counted twice", -12),
    ]


async def test_a_form_that_is_delivered_again_gives_once(arena: Arena) -> None:
    ann, bob = await season(arena, 2)
    assert await give(arena, ann.id, 5, request_id="form-1") == 5
    assert await give(arena, ann.id, 5, request_id="form-1") == 5
    assert await give(arena, ann.id, 5, request_id="form-2") == 10
    assert (
        sorted(await asyncio.gather(*(give(arena, bob.id, 3, request_id="form-3") for _ in range(4))))
        == [3] * 4
    )
    assert await places(arena) == [(1, ann.id, 10), (2, bob.id, 3)]


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"points": 0}, "points-range"),
        ({"points": 10**7}, "points-range"),
        ({"points": 5, "reason": " \u200b"}, "reason-needed"),
        ({"points": 5, "who": 4711}, "unknown-account"),
    ],
)
async def test_what_is_not_given(arena: Arena, values: dict[str, Any], key: str) -> None:
    (ann,) = await season(arena)
    with pytest.raises(Refused) as refusal:
        await give(arena, **{"who": ann.id, **values})
    assert (refusal.value.key, bool(refusal.value.remedy)) == (key, True)
    assert await arena.scores() == {}


async def test_points_are_given_in_a_season_that_is_not_decided(arena: Arena) -> None:
    (ann,) = await season(arena)
    await arena.set_phase("decided")
    with pytest.raises(Refused, match="closed"):
        await give(arena, ann.id, 5)
    await arena.contest(Kind.VOTES)
    with pytest.raises(Refused, match="season"):
        await give(arena, ann.id, 5)


async def test_linked_accounts_share_a_standing_and_unlinked_ones_do_not(arena: Arena) -> None:
    ann, alias, bob = await season(arena, 3)
    await arena.entry(ann, "story")
    await arena.entry(alias, "story")
    await arena.entry(alias, "brew")
    await arena.entry(bob, "brew")
    assert await places(arena) == [(1, alias.id, 35), (2, ann.id, 25), (3, bob.id, 10)]
    await arena.link(ann, alias)
    await change(arena, ann, alias)
    # One person tells a story once.
    assert await places(arena) == [(1, ann.id, 35), (2, bob.id, 10)]
    assert await arena.recount() == []
    await arena.unlink(ann, alias)
    await change(arena, ann, alias)
    assert await places(arena) == [(1, alias.id, 35), (2, ann.id, 25), (3, bob.id, 10)]
    assert await arena.recount() == []


async def test_points_at_the_same_moment_are_all_counted(arena: Arena) -> None:
    (ann,) = await season(arena)
    await asyncio.gather(*(give(arena, ann.id, points) for points in (1, 2, 4, 8)))
    assert await places(arena) == [(1, ann.id, 15)]
