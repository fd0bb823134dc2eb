"""A vote counts once, for somebody else's accepted entry, while the contest runs, within a budget."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring.service import MIX, SHOW
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.scoring.support import CLOSES, MIA, NOW, Arena, Member, days


async def test_a_vote_is_kept_and_counted(arena: Arena) -> None:
    await arena.contest()
    entry, voter = await arena.entry(), await arena.member()
    before = await arena.asked_for(SHOW)
    voted = await arena.vote(voter, entry)
    assert (voted.weight, voted.left, voted.votes, voted.score, voted.changed) == (1, None, 1, 1, True)
    (row,) = await arena.vote_rows()
    assert (row.entry_id, row.account_id, row.weight, row.via, row.ended_at) == (
        entry,
        voter.id,
        1,
        "discord",
        None,
    )
    assert await arena.scores() == {1: 1}
    assert (await arena.page()).rows[0].votes == 1
    assert before == await arena.asked_for(SHOW) == 1, "one drawing for all that gathered"


async def test_the_same_vote_again_is_no_change(arena: Arena) -> None:
    await arena.contest()
    entry, voter = await arena.entry(), await arena.member()
    await arena.vote(voter, entry)
    again = await arena.vote(voter, entry)
    assert (again.votes, again.changed) == (1, False)
    assert len(await arena.vote_rows()) == 1


async def test_a_vote_can_be_taken_back_and_cast_again(arena: Arena) -> None:
    await arena.contest()
    entry, voter = await arena.entry(), await arena.member()
    await arena.vote(voter, entry)
    assert (await arena.vote(voter, entry, 0)).votes == 0
    assert (await arena.vote(voter, entry, 0)).changed is False
    assert (await arena.vote(voter, entry)).votes == 1
    ended, live = await arena.vote_rows()
    assert (ended.why_ended, live.ended_at) == ("taken back", None)
    assert await arena.scores() == {1: 1}


async def test_a_weightier_vote_takes_the_place_of_the_other(arena: Arena) -> None:
    await arena.contest(votes_per_member=9, votes_per_entry=3)
    entry, voter = await arena.entry(), await arena.member()
    await arena.vote(voter, entry)
    assert (await arena.vote(voter, entry, 3)).votes == 3
    assert (await arena.vote(voter, entry, 2)).votes == 2
    assert [row.why_ended for row in await arena.vote_rows()] == ["changed", "changed", None]
    with pytest.raises(Refused, match="at most 3 votes") as refusal:
        await arena.vote(voter, entry, 4)
    assert (refusal.value.key, refusal.value.values) == ("vote-too-many", {"most": 3})


async def refusal_of(arena: Arena, voter: Member, entry: int, **more: Any) -> str:
    rows = len(await arena.vote_rows())
    with pytest.raises(Refused) as refusal:
        await arena.vote(voter, entry, **more)
    assert str(refusal.value)
    assert refusal.value.remedy
    assert len(await arena.vote_rows()) == rows, "nothing is left behind"
    return refusal.value.key


async def test_nobody_votes_for_themselves(arena: Arena) -> None:
    await arena.contest()
    entrant, alias = await arena.members(2)
    entry = await arena.entry(entrant)
    assert await refusal_of(arena, entrant, entry) == "vote-own-entry"
    await arena.link(entrant, alias)
    assert await refusal_of(arena, alias, entry) == "vote-linked-entry"
    await arena.unlink(alias)
    assert (await arena.vote(alias, entry)).votes == 1


@pytest.mark.parametrize(
    ("phase", "key"),
    [
        ("draft", "vote-not-open"),
        ("announced", "vote-not-open"),
        ("closed", "vote-closed"),
        ("cancelled", "vote-closed"),
    ],
)
async def test_votes_are_taken_while_the_contest_runs(arena: Arena, phase: str, key: str) -> None:
    await arena.contest()
    entry, voter = await arena.entry(), await arena.member()
    await arena.set_phase(phase)
    assert await refusal_of(arena, voter, entry) == key


async def test_the_second_of_closing_still_counts(arena: Arena) -> None:
    await arena.contest(phase="voting")
    entry, voter = await arena.entry(), await arena.member()
    assert await refusal_of(arena, voter, entry, now=CLOSES + timedelta(seconds=1)) == "vote-closed"
    assert (await arena.vote(voter, entry, now=CLOSES + timedelta(milliseconds=999))).votes == 1
    key = await refusal_of(arena, voter, entry, weight=0, now=CLOSES + timedelta(seconds=1))
    assert key == "vote-closed"


@pytest.mark.parametrize("status", [each for each in EntryStatus if each is not EntryStatus.ACCEPTED])
async def test_only_accepted_entries_are_voted_on(arena: Arena, status: EntryStatus) -> None:
    await arena.contest(votes_per_member=1)
    entry, other = await arena.entry(), await arena.entry()
    voter, late = await arena.members(2)
    await arena.vote(voter, entry)
    await arena.set_status(entry, status)
    assert await refusal_of(arena, late, entry) == "vote-not-accepted"
    # What was given to it can be taken back and given to another.
    assert await refusal_of(arena, voter, other) == "vote-budget"
    await arena.vote(voter, entry, 0)
    assert (await arena.vote(voter, other)).left == 0
    await arena.set_status(entry, EntryStatus.ACCEPTED)
    assert [row.votes for row in (await arena.page()).rows] == [1, 0]


async def test_accounts_and_memberships_must_be_old_enough(arena: Arena) -> None:
    await arena.contest(min_account_days=30, min_member_days=7)
    entry = await arena.entry()
    young = await arena.member(made_at=NOW - days(30) + timedelta(seconds=1))
    new = await arena.member(joined_at=NOW - days(6))
    unknown = await arena.member(joined_at=None)
    gone = await arena.member(left_at=NOW - days(1))
    assert await refusal_of(arena, young, entry) == "vote-account-young"
    assert await refusal_of(arena, new, entry) == "vote-member-young"
    assert await refusal_of(arena, unknown, entry) == "vote-age-unknown"
    assert await refusal_of(arena, gone, entry) == "vote-left"
    assert (await arena.vote(young, entry, now=NOW + timedelta(seconds=1))).votes == 1
    assert (await arena.vote(new, entry, now=NOW + days(1))).votes == 2


async def test_a_young_account_is_told_from_when_it_may_vote(arena: Arena) -> None:
    await arena.contest(min_account_days=30)
    entry, young = await arena.entry(), await arena.member(made_at=NOW)
    with pytest.raises(Refused, match=r"at least 30 days old.* from 20 December 2026, 12:00 UTC") as refusal:
        await arena.vote(young, entry)
    assert refusal.value.values == {"days": 30, "when": NOW + days(30)}


async def test_a_budget_is_a_person_s(arena: Arena) -> None:
    await arena.contest(votes_per_member=3, votes_per_entry=2)
    one, two, three = [await arena.entry() for _ in range(3)]
    voter, alias = await arena.members(2)
    assert (await arena.vote(voter, one, 2)).left == 1
    await arena.link(voter, alias)
    assert (await arena.vote(alias, two, 1)).left == 0
    assert await refusal_of(arena, voter, three) == "vote-budget"
    assert await refusal_of(arena, alias, one) == "vote-twin"
    assert (await arena.vote(voter, one, 1)).left == 1
    assert (await arena.vote(alias, three)).left == 0
    async with reading(arena.database) as session:
        cast = await arena.scoring.cast_by(session, arena.contest_id, alias.id)
    assert cast == {one: 1, two: 1, three: 1}


@pytest.mark.parametrize("budget", [0, 5])
async def test_a_voided_vote_bars_the_person_not_the_account(arena: Arena, budget: int) -> None:
    await arena.contest(votes_per_member=budget)
    entry, other = await arena.entry(), await arena.entry()
    voter, alias = await arena.members(2)
    await arena.vote(voter, entry)
    async with unit_of_work(arena.database) as session:
        ids = [row.id or 0 for row in await arena.vote_rows()]
        await arena.scoring.void_votes(session, arena.contest_id, ids, "Bought", MIA, NOW, "slack")
    await arena.link(voter, alias)
    assert await refusal_of(arena, alias, entry) == "vote-voided"
    assert (await arena.vote(alias, other)).votes == 1
    await arena.unlink(voter, alias)
    assert (await arena.vote(alias, entry)).votes == 1


@pytest.mark.parametrize("kind", [Kind.JURY, Kind.ENGAGEMENT, Kind.POINTS, Kind.LOT])
async def test_other_kinds_take_no_votes(arena: Arena, kind: Kind) -> None:
    await arena.contest(kind)
    entry, voter = await arena.entry(), await arena.member()
    assert await refusal_of(arena, voter, entry) == "vote-not-by-votes"


async def test_votes_of_a_mix_wait_for_the_mixing(arena: Arena) -> None:
    await arena.contest(Kind.MIX, weights={"votes": 60, "jury": 40, "engagement": 0})
    entry, voter = await arena.entry(), await arena.member()
    voted = await arena.vote(voter, entry)
    assert (voted.votes, voted.score, voted.mixed) == (1, 0, True)
    assert await arena.asked_for(MIX) == 1
    assert await arena.scores() == {0: 1}


async def test_an_unknown_entry_is_said(arena: Arena) -> None:
    await arena.contest()
    assert await refusal_of(arena, await arena.member(), 4711) == "unknown-entry"


async def test_two_clicks_at_once_are_one_vote(arena: Arena) -> None:
    await arena.contest()
    entry, voter = await arena.entry(), await arena.member()
    voted = await asyncio.gather(*(arena.vote(voter, entry) for _ in range(6)))
    assert sorted(one.changed for one in voted) == [False] * 5 + [True]
    assert [one.votes for one in voted] == [1] * 6
    back = await asyncio.gather(*(arena.vote(voter, entry, 0) for _ in range(6)))
    assert sorted(one.changed for one in back) == [False] * 5 + [True]
    assert await arena.scores() == {0: 1}


async def test_a_budget_holds_against_clicks_at_once(arena: Arena) -> None:
    await arena.contest(votes_per_member=2)
    entries = [await arena.entry() for _ in range(6)]
    voter, alias = await arena.members(2)
    await arena.link(voter, alias)
    clicks = (arena.vote((voter, alias)[n % 2], entry) for n, entry in enumerate(entries))
    outcomes = await asyncio.gather(*clicks, return_exceptions=True)
    refusals = [each for each in outcomes if isinstance(each, Refused)]
    assert [each.key for each in refusals] == ["vote-budget"] * 4
    assert await arena.scores() == {0: 4, 1: 2}


async def test_many_voters_at_once_lose_nothing(arena: Arena) -> None:
    await arena.contest()
    entries = [await arena.entry() for _ in range(3)]
    voters = await arena.members(12)
    await asyncio.gather(*(arena.vote(voter, entry) for entry in entries for voter in voters))
    assert await arena.scores() == {12: 3}
    assert [row.votes for row in (await arena.page()).rows] == [12, 12, 12]
