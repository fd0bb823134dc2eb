"""Who wins, and what becomes of a prize."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contests import queries
from bot.contests.draw import Draw, Lots, order
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction, Phase
from bot.people.accounts import KnownAccount
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import CLOSES, ENTRIES_CLOSE, MIA, Stage

SECOND = timedelta(seconds=1)


async def account(stage: Stage, account_id: int | None) -> KnownAccount:
    assert account_id is not None
    async with reading(stage.database) as session:
        return (await stage.identities.known(session, [account_id]))[account_id]


async def lot(stage: Stage, count: int, **changes: object) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), **changes)
    await stage.entries(count)
    await stage.at(ENTRIES_CLOSE + SECOND)


async def claim(stage: Stage, award_id: int | None, who: KnownAccount) -> str:
    async with stage.change() as session:
        return (await stage.contests.claim(session, award_id or 0, who, stage.now, "discord")).status


async def test_votes_decide_and_the_earlier_entry_goes_first_among_equals(stage: Stage) -> None:
    await stage.open()
    first, second, third = await stage.entries(3)
    await stage.votes((first, 1), (second, 1), (third, 2))
    await stage.close()
    await stage.draw()
    assert await stage.winners() == [(1, third.id, "planned"), (2, first.id, "planned")]
    assert (await stage.contest()).phase == Phase.DECIDED
    await stage.consistent()


async def test_deciding_twice_decides_once(stage: Stage) -> None:
    await stage.open()
    await stage.entries(2)
    await stage.close()
    await stage.draw()
    await stage.draw()
    assert len(await stage.awards()) == 2


async def test_those_with_the_same_score_share_a_place_where_the_rules_say_so(stage: Stage) -> None:
    await stage.open(ties="shared")
    first, second, third = await stage.entries(3)
    await stage.votes((first, 2), (second, 2), (third, 1))
    await stage.close()
    await stage.draw()
    assert await stage.winners() == [(1, first.id, "planned"), (1, second.id, "planned")]
    assert {one.prize for one in await stage.awards()} == {0}


async def test_those_who_come_next_with_the_same_score_share_what_is_passed_on(stage: Stage) -> None:
    await stage.open(ties="shared", prizes=[{"name": "Tea"}])
    first, second, third = await stage.entries(3)
    await stage.votes((first, 2), (second, 1), (third, 1))
    await stage.close()
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    [award] = await stage.awards()
    await stage.act(ContestAction.REDRAW, award=award.id, reason="Works for us")
    assert await stage.winners() == [
        (1, first.id, "passed"), (1, second.id, "offered"), (1, third.id, "offered")
    ]  # fmt: skip
    assert [one for one, text in await stage.sent() if text == "award-offered"] == [
        first.account_id, second.account_id, third.account_id
    ]  # fmt: skip
    await stage.consistent()


async def test_lots_break_ties_and_stand_in_the_record(stage: Stage) -> None:
    await stage.open(ties="lot")
    entries = await stage.entries(5)
    await stage.votes(*((one, 1) for one in entries))
    await stage.close()
    await stage.draw()
    record = await stage.record()
    [lots] = record.all(Lots)
    assert lots.groups == (order(record.seed, [one.number for one in entries]),)
    by_number = {one.number: one.id for one in entries}
    assert [entry for _, entry, _ in await stage.winners()] == [by_number[one] for one in lots.groups[0][:2]]


async def test_a_lot_goes_by_the_tickets_of_the_draw(stage: Stage) -> None:
    await lot(stage, 6)
    await stage.draw()
    record = await stage.record()
    by_number = dict(record.frozen.entry_list.entries)
    assert [entry for _, entry, _ in await stage.winners()] == [by_number[one] for one in record.order[:2]]
    assert record.winners == record.order[:2]


async def test_who_left_is_passed_over_with_the_reason_in_the_record(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), prizes=[{"name": "Tea"}])
    entries = await stage.entries(2)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.draw(left=[entries[0].account_id])
    [winner] = await stage.awards()
    assert winner.entry_id == entries[1].id
    record = await stage.record()
    if record.order[0] == entries[0].number:
        assert [one.number for one in record.all(Draw)[0].excluded] == [1]


async def test_leavers_win_where_the_rules_say_so(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), leavers_may_win=True)
    entries = await stage.entries(2)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.draw(left=[one.account_id for one in entries])
    assert {one.entry_id for one in await stage.awards()} == {one.id for one in entries}


async def test_one_person_wins_one_prize_with_all_their_accounts(stage: Stage) -> None:
    await stage.open()
    anna, twin = await stage.member(), await stage.member()
    one, two = await stage.enter(anna, accepted=True), await stage.enter(twin, accepted=True)
    three = await stage.enter(accepted=True)
    await stage.votes((one, 3), (two, 2), (three, 1))
    async with stage.change() as session:
        await stage.identities.link(session, anna.id, twin.id, MIA, "slack", stage.now)
    await stage.close()
    await stage.draw()
    assert [entry for _, entry, _ in await stage.winners()] == [one.id, three.id]


async def test_winners_are_told_claim_and_the_contest_is_finished(stage: Stage) -> None:
    await lot(stage, 3)
    await stage.draw()
    assert await stage.sent() == [(one, "entry-accepted") for one, _ in (await stage.sent())[:3]]
    await stage.act(ContestAction.AWARD)
    first, second = await stage.awards()
    assert (await stage.sent())[-2:] == [
        (first.account_id, "award-offered"),
        (second.account_id, "award-offered"),
    ]
    assert first.claim_by == stage.now.replace(microsecond=0) + timedelta(days=7)
    other = await account(stage, second.account_id)
    with pytest.raises(Refused, match="somebody else's"):
        await claim(stage, first.id, other)
    winner = await account(stage, first.account_id)
    assert await claim(stage, first.id, winner) == "claimed"
    assert await claim(stage, first.id, winner) == "claimed"
    assert (await stage.contest()).phase == Phase.AWARDED
    await claim(stage, second.id, other)
    assert (await stage.contest()).phase == Phase.FINISHED
    await stage.consistent()


async def test_a_prize_not_claimed_in_time_goes_to_the_next_in_order(stage: Stage) -> None:
    await lot(stage, 3, prizes=[{"name": "Tea"}])
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    [first] = await stage.awards()
    winner = await account(stage, first.account_id)
    assert first.claim_by is not None
    stage.now = first.claim_by + timedelta(milliseconds=999)
    async with stage.change() as session:
        assert await stage.contests.awards.lapse(session, stage.id, stage.now, []) == 0
    stage.now = first.claim_by + SECOND
    with pytest.raises(Refused, match="time to claim this prize ended"):
        await claim(stage, first.id, winner)
    async with stage.change() as session:
        assert await stage.contests.awards.lapse(session, stage.id, stage.now, []) == 1
    async with stage.change() as session:
        assert await stage.contests.awards.lapse(session, stage.id, stage.now, []) == 0
    first, second = await stage.awards()
    assert (first.status, second.status, second.attempt) == ("lapsed", "offered", 2)
    record = await stage.record()
    numbers = {entry: number for number, entry in record.frozen.entry_list.entries}
    assert numbers[second.entry_id or 0] == record.order[1]
    assert [one.reason for one in record.all(Draw)[1].excluded] == ["It was not claimed in time."]
    assert "award-passed" in await stage.told()


async def test_a_prize_that_nobody_is_left_for_ends_the_contest(stage: Stage) -> None:
    await lot(stage, 1, prizes=[{"name": "Tea"}])
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    [first] = await stage.awards()
    async with stage.change() as session:
        who = await account(stage, first.account_id)
    async with stage.change() as session:
        await stage.contests.decline(session, first.id or 0, who, stage.now, "discord")
    assert [status for _, _, status in await stage.winners()] == ["declined", "nobody"]
    assert (await stage.contest()).phase == Phase.FINISHED


async def test_a_disqualified_winner_is_replaced_before_and_after_the_announcement(stage: Stage) -> None:
    await stage.open(prizes=[{"name": "Tea"}])
    first, second, third = await stage.entries(3)
    await stage.votes((first, 3), (second, 2), (third, 1))
    await stage.close()
    await stage.draw()
    async with stage.change() as session:
        await stage.contests.disqualify(session, first.id or 0, "Bought votes", MIA, stage.now, "slack")
    assert await stage.winners() == [(1, first.id, "passed")]
    assert (await stage.hand_on(), await stage.hand_on()) == (1, 0)
    assert await stage.winners() == [(1, first.id, "passed"), (1, second.id, "planned")]
    await stage.act(ContestAction.AWARD)
    async with stage.change() as session:
        await stage.contests.disqualify(session, second.id or 0, "Not theirs", MIA, stage.now, "slack")
    assert await stage.hand_on() == 1
    assert await stage.winners() == [
        (1, first.id, "passed"),
        (1, second.id, "passed"),
        (1, third.id, "offered"),
    ]


async def test_a_redraw_excludes_earlier_winners_and_is_recorded(stage: Stage) -> None:
    await lot(stage, 4, prizes=[{"name": "Tea"}])
    await stage.draw()
    [first] = await stage.awards()
    await stage.act(ContestAction.REDRAW, award=first.id, reason="Works for us")
    passed, following = await stage.awards()
    assert (passed.status, passed.reason, following.status) == ("passed", "Works for us", "planned")
    record = await stage.record()
    again = record.all(Draw)[1]
    assert again.reason == "Works for us"
    assert again.winners[0].number == record.order[1]
    async with reading(stage.database) as session:
        actions = [event.action for event in await queries.events(session, stage.id)]
    assert actions[-3:] == ["redraw", "award.passed", "award.next"]


async def test_a_contest_without_entries_is_decided_with_nobody(stage: Stage) -> None:
    await stage.open()
    await stage.at(CLOSES + SECOND)
    await stage.draw()
    assert (await stage.contest()).phase == Phase.DECIDED
    with pytest.raises(Refused, match="no winner to announce"):
        await stage.act(ContestAction.AWARD)
    await stage.act(ContestAction.CANCEL, reason="Nobody entered")
    assert (await stage.contest()).phase == Phase.CANCELLED
