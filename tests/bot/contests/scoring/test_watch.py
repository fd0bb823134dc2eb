"""What is odd is told with evidence, once, and nothing is removed until a manager voids it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import comb, exp, factorial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.contests.refusals import Refused
from bot.contests.rules import Kind
from bot.contests.scoring import jobs
from bot.contests.scoring.flagging.queries import Flag
from bot.contests.scoring.service import TELL
from bot.contests.scoring.watch import Finding
from bot.contests.scoring.watching.rules import (
    BURST_AT_LEAST,
    Counts,
    binomial_tail,
    bursts,
    newcomers,
    poisson_tail,
    rings,
)
from bot.contests.tables import Contest, ContestEvent
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import MIA, NOW, Arena, Member, days


async def find(arena: Arena, now: datetime = NOW) -> list[Finding]:
    async with unit_of_work(arena.database) as session:
        return await arena.scoring.find(session, await session.get_one(Contest, arena.contest_id), now)


async def flags(arena: Arena, **more: Any) -> list[Flag]:
    async with reading(arena.database) as session:
        return await arena.scoring.flags(session, arena.contest_id, **more)


async def spread(arena: Arena, entries: Sequence[int], voters: Sequence[Member]) -> None:
    """One vote each, over the day before now, for one entry after the other."""
    for n, voter in enumerate(voters):
        await arena.vote(voter, entries[n % len(entries)], now=NOW - timedelta(minutes=20 * n + 30))


# ---- bursts ----


async def test_a_burst_is_told_once_with_its_votes(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(5)]
    await spread(arena, entries, await arena.members(30))
    begins = NOW - timedelta(hours=2)
    crowd = await arena.members(20)
    for n, voter in enumerate(crowd):
        await arena.vote(voter, entries[2], now=begins + timedelta(seconds=9 * n))
    (found,) = await find(arena)
    assert (found.kind, found.entry_id) == ("burst", entries[2])
    evidence = found.evidence
    assert 20 <= evidence["count"] <= 22
    assert evidence["expected"] < 2
    assert evidence["chance"] < 1e-6
    assert {vote["account_id"] for vote in evidence["votes"]} >= {voter.id for voter in crowd}
    assert all({"id", "at", "made_at", "joined_at"} <= vote.keys() for vote in evidence["votes"])
    assert evidence["from"] <= begins.isoformat() < evidence["until"]
    assert await arena.asked_for(TELL) == 1
    assert await find(arena, NOW + timedelta(minutes=10)) == []
    assert await arena.asked_for(TELL) == 1
    assert [flag.kind for flag in await flags(arena)] == ["burst"]
    assert (await arena.page()).rows[0].votes >= 20, "nothing is removed"


async def test_where_everybody_votes_at_once_there_is_no_burst(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(4)]
    for n, voter in enumerate(await arena.members(60)):
        await arena.vote(voter, entries[n % 4], now=NOW - timedelta(hours=1) + timedelta(seconds=n))
    assert await find(arena) == []


async def test_a_slow_contest_without_oddities_is_left_alone(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(3)]
    await spread(arena, entries, await arena.members(40))
    await jobs.watch(arena)
    assert await flags(arena, waiting=False) == []
    assert await arena.asked_for(TELL) == 0


def test_two_crowded_buckets_in_a_row_are_one_burst() -> None:
    crowded = {(7, 100): 30, (7, 101): 40, (7, 103): 50}
    found = bursts(Counts(crowded, {100: 31, 101: 40, 103: 50, 50: 9}, {7: 121}, ranked=10, buckets=288))
    assert sorted((each.first, each.last, each.votes) for each in found) == [(100, 101, 70), (103, 103, 50)]


def test_few_votes_are_never_a_burst() -> None:
    few = BURST_AT_LEAST - 1
    assert bursts(Counts({(1, 5): few}, {5: few}, {1: few}, ranked=1000, buckets=288)) == []


@given(st.integers(0, 60), st.floats(0.01, 30))
def test_the_poisson_tail_is_what_is_left_of_one(count: int, mean: float) -> None:
    below = sum(exp(-mean) * mean**k / factorial(k) for k in range(count))
    found = poisson_tail(count, mean)
    assert 0 <= found <= 1
    if count > mean:
        assert found == pytest.approx(1 - below, abs=1e-9)


@given(st.integers(1, 40), st.floats(0.01, 0.99), st.data())
def test_the_binomial_tail_is_what_is_left_of_one(of: int, chance: float, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    exact = sum(comb(of, k) * chance**k * (1 - chance) ** (of - k) for k in range(count, of + 1))
    assert binomial_tail(count, of, chance) == pytest.approx(exact, abs=1e-9)


# ---- newcomers ----


async def test_votes_of_new_accounts_are_told_where_others_have_none(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(4)]
    await spread(arena, entries, await arena.members(40))
    fresh = await arena.members(9, made_at=NOW - days(3))
    joined = await arena.members(3, joined_at=NOW - days(2))
    for n, voter in enumerate([*fresh, *joined]):
        await arena.vote(voter, entries[1], now=NOW - timedelta(minutes=55 * n + 10))
    (found,) = await find(arena)
    assert (found.kind, found.entry_id) == ("newcomers", entries[1])
    assert (found.evidence["count"], found.evidence["of"]) == (12, 22)
    assert {vote["account_id"] for vote in found.evidence["votes"]} == {each.id for each in [*fresh, *joined]}
    assert await find(arena) == []


def test_where_everybody_is_new_nobody_is_odd() -> None:
    assert newcomers({1: (20, 18), 2: (20, 19)}, (200, 180)) == []
    assert [each.entry_id for each in newcomers({1: (20, 18), 2: (20, 2)}, (400, 25))] == [1]


# ---- rings ----


async def test_members_who_vote_for_each_other_are_told_together(arena: Arena) -> None:
    await arena.contest()
    ring, others = await arena.members(4), await arena.members(4)
    entries = {each.id: await arena.entry(each) for each in [*ring, *others]}
    at = NOW - timedelta(hours=3)
    for one in ring:
        for other in ring:
            if one != other:
                await arena.vote(one, entries[other.id], now=at)
    for n, one in enumerate(others):
        await arena.vote(one, entries[others[(n + 1) % 4].id], now=at)
        await arena.vote(one, entries[ring[0].id], now=at)
    found = [each for each in await find(arena) if each.kind == "ring"]
    assert [each.evidence["accounts"] for each in found] == [sorted(each.id for each in ring)]
    assert found[0].evidence["count"] == len(found[0].evidence["votes"]) == 12
    assert found[0].evidence["cast"] == {str(each.id): 3 for each in ring}
    assert await find(arena) == []


async def test_friends_who_vote_for_many_are_no_ring(arena: Arena) -> None:
    await arena.contest()
    everybody = await arena.members(4)
    entries = {each.id: await arena.entry(each) for each in everybody}
    strangers = [await arena.entry() for _ in range(5)]
    for one in everybody:
        for entry in [*strangers, *(entries[other.id] for other in everybody if other != one)]:
            await arena.vote(one, entry)
    assert [each for each in await find(arena) if each.kind == "ring"] == []


def test_rings_are_tight() -> None:
    clique = [(a, b) for a in range(5) for b in range(5) if a < b]
    tail = [(4, 5), (5, 6)]
    assert rings([*clique, *tail]) == [frozenset(range(5))]
    assert rings([(1, 2), (2, 3), (3, 4)]) == []
    assert rings([(1, 2)]) == []
    assert rings([]) == []


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=40))
def test_everybody_in_a_ring_is_linked_with_most_of_it(pairs: list[tuple[int, int]]) -> None:
    linked = {frozenset(pair) for pair in pairs if pair[0] != pair[1]}
    for ring in rings(pairs):
        for one in ring:
            mutual = sum(frozenset((one, other)) in linked for other in ring)
            assert mutual >= 2 / 3 * (len(ring) - 1)


# ---- votes for oneself ----


async def test_linking_accounts_shows_votes_for_oneself(arena: Arena) -> None:
    await arena.contest()
    entrant, alias, other = await arena.members(3)
    entry = await arena.entry(entrant)
    await arena.vote(alias, entry)
    await arena.vote(other, entry)
    await arena.link(entrant, alias)
    async with unit_of_work(arena.database) as session:
        found = await arena.scoring.identity_changed(session, [entrant.id, alias.id], NOW)
        again = await arena.scoring.identity_changed(session, [entrant.id, alias.id], NOW)
    (flag,) = found
    assert again == []
    assert (flag.kind, flag.entry_id) == ("self", entry)
    assert [vote["account_id"] for vote in flag.evidence["votes"]] == [alias.id]
    assert (await arena.page()).rows[0].votes == 2, "never removed silently"
    assert await arena.asked_for(TELL) == 1
    assert await find(arena, NOW + timedelta(hours=1)) == [], "and told once"


# ---- what managers do ----


async def void(arena: Arena, votes: list[int], reason: str = "Bought") -> dict[int, int]:
    async with unit_of_work(arena.database) as session:
        return await arena.scoring.void_votes(session, arena.contest_id, votes, reason, MIA, NOW, "slack")


async def events(arena: Arena) -> list[ContestEvent]:
    async with reading(arena.database) as session:
        return list(await session.exec(select(ContestEvent).order_by(col(ContestEvent.id))))


async def test_voided_votes_count_no_more_and_are_not_cast_again(arena: Arena) -> None:
    await arena.contest(votes_per_member=5, votes_per_entry=2)
    one, two = await arena.entry(), await arena.entry()
    ann, bob = await arena.members(2)
    for entry, voter, weight in ((one, ann, 2), (one, bob, 1), (two, ann, 1)):
        await arena.vote(voter, entry, weight)
    rows = await arena.vote_rows()
    assert await void(arena, [row.id or 0 for row in rows if row.account_id == ann.id]) == {one: 2, two: 1}
    assert [(row.entry_id, row.votes) for row in (await arena.page()).rows] == [(one, 1), (two, 0)]
    with pytest.raises(Refused, match="voided your vote"):
        await arena.vote(ann, one)
    assert (await arena.vote(ann, one, 0)).changed is False
    assert await arena.recount() == []
    (event,) = await events(arena)
    assert (event.action, event.actor, event.reason) == ("votes.voided", MIA.id, "Bought")
    assert event.data == {
        "votes": [rows[0].id, rows[2].id],
        "accounts": [ann.id],
        "lost": {str(one): 2, str(two): 1},
    }
    assert (await arena.vote_rows())[0].why_ended == "voided by Mia: Bought"
    with pytest.raises(Refused, match="None of these votes"):
        await void(arena, [rows[0].id or 0])


async def test_all_votes_of_a_large_burst_are_voided(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(5)]
    await spread(arena, entries, await arena.members(30))
    crowd = await arena.members(130)
    begins = NOW - timedelta(hours=2)
    for n, voter in enumerate(crowd):
        await arena.vote(voter, entries[2], now=begins + timedelta(seconds=n))
    (found,) = await find(arena)
    (flag,) = await flags(arena)
    assert len(flag.evidence["votes"]) == 100
    assert len(flag.evidence["ids"]) == found.evidence["count"] >= 130
    lost = await void(arena, flag.evidence["ids"])
    assert lost == {entries[2]: found.evidence["count"]}
    assert not {row.account_id for row in await arena.vote_rows() if row.ended_at is None and row.weight} & {
        voter.id for voter in crowd
    }
    assert await arena.recount() == []


@pytest.mark.parametrize(
    ("phase", "reason", "key"), [("open", " ", "reason-needed"), ("decided", "Bought", "void-decided")]
)
async def test_votes_are_voided_with_a_reason_until_the_decision(
    arena: Arena, phase: str, reason: str, key: str
) -> None:
    await arena.contest()
    await arena.vote(await arena.member(), await arena.entry())
    await arena.set_phase(phase)
    with pytest.raises(Refused) as refusal:
        await void(arena, [1], reason)
    assert refusal.value.key == key
    assert await arena.scores() == {1: 1}


async def test_votes_of_a_mix_are_voided_in_the_parts(arena: Arena) -> None:
    await arena.contest(Kind.MIX)
    await arena.vote(await arena.member(), await arena.entry())
    await jobs.mix(arena, arena.contest_id)
    assert await arena.scores() == {40_000: 1}
    await void(arena, [(await arena.vote_rows())[0].id or 0])
    await jobs.mix(arena, arena.contest_id)
    assert await arena.scores() == {0: 1}
    assert await arena.recount() == []


async def test_a_flag_is_settled_once(arena: Arena) -> None:
    await arena.contest()
    entrant, alias = await arena.members(2)
    await arena.vote(alias, await arena.entry(entrant))
    await arena.link(entrant, alias)
    (found,) = await find(arena)
    async with unit_of_work(arena.database) as session:
        await arena.scoring.settle(session, found.flag_id, "dismissed: they are twins", MIA, NOW, "slack")
    (flag,) = await flags(arena, waiting=False)
    assert (flag.outcome, flag.settled_by, flag.settled_at) == ("dismissed: they are twins", MIA.id, NOW)
    assert await flags(arena) == []
    for flag_id, outcome, key in (
        (found.flag_id, "voided", "flag-settled"),
        (4711, "voided", "unknown-flag"),
        (found.flag_id, "", "reason-needed"),
    ):
        with pytest.raises(Refused) as refusal:
            async with unit_of_work(arena.database) as session:
                await arena.scoring.settle(session, flag_id, outcome, MIA, NOW, "slack")
        assert refusal.value.key == key
    assert [event.action for event in await events(arena)] == ["flag.settled"]


async def test_much_random_voting_is_rarely_odd(arena: Arena) -> None:
    """Votes that come by chance, at a rate that varies with the hour, for entries that are liked differently."""
    chance = random.Random(7)
    await arena.contest()
    entries = [await arena.entry() for _ in range(6)]
    liked = [8, 5, 3, 2, 1, 1]
    for voter in await arena.members(150):
        hour = chance.choice([1, 2, 2, 2, 3, 8, 8, 8, 8, 14])
        at = NOW - timedelta(hours=hour, minutes=chance.uniform(0, 59))
        await arena.vote(voter, chance.choices(entries, liked)[0], now=at)
    assert await find(arena) == []
