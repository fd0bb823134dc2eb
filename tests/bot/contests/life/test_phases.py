"""Phase changes: at their time, once, and only those that a phase allows."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.contests import queries, wishes
from bot.contests.draw import DrandRound, Promise, TwoPeople, commitment, time_of
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction, EntryStatus, Phase
from bot.kernel.errors import TellUser
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.contests.life.stage import CLOSES, ENTRIES_CLOSE, MIA, OPENS, Stage, definition

SECOND = timedelta(seconds=1)
OLE = {"account": "slack:U0OLE00001", "name": "Ole"}
MIAS = {"account": f"slack:{MIA.id}", "name": "Mia"}


async def test_a_contest_lives_by_its_times(stage: Stage) -> None:
    contest = await stage.create()
    assert (contest.phase, contest.due_at) == (Phase.ANNOUNCED, OPENS)
    assert (await stage.at(OPENS - SECOND)).phase == Phase.ANNOUNCED
    assert (await stage.at(OPENS)).phase == Phase.OPEN
    assert (await stage.at(ENTRIES_CLOSE + timedelta(milliseconds=900))).phase == Phase.OPEN
    assert (await stage.at(ENTRIES_CLOSE + SECOND)).phase == Phase.VOTING
    assert (await stage.at(CLOSES + timedelta(milliseconds=900))).phase == Phase.VOTING
    contest = await stage.at(CLOSES + SECOND)
    assert contest.phase == Phase.CLOSED
    assert contest.record is not None
    assert (await stage.told()).count("frozen") == 1
    await stage.consistent()


async def test_a_downtime_over_everything_is_made_up_in_one_go(stage: Stage) -> None:
    await stage.create()
    contest = await stage.at(CLOSES + timedelta(days=3))
    assert contest.phase == Phase.CLOSED
    assert contest.closes_at == CLOSES
    async with reading(stage.database) as session:
        actions = [event.action for event in await queries.events(session, stage.id)]
    assert actions == ["create", "announce", "open", "close", "freeze"]
    await stage.consistent()


async def test_advancing_again_changes_nothing(stage: Stage) -> None:
    await stage.open()
    await stage.close()
    before = await stage.contest()
    assert (await stage.at(stage.now)).revision == before.revision
    assert (await stage.contest()).record == before.record


async def test_two_replicas_close_once(database: Database) -> None:
    stage = Stage(database)
    await stage.open()
    await stage.entries(3)
    stage.now = CLOSES + SECOND

    async def advance() -> None:
        async with unit_of_work(database) as session:
            await stage.contests.advance(session, stage.id, stage.now)

    await asyncio.gather(*(asyncio.create_task(advance()) for _ in range(6)))
    async with reading(database) as session:
        actions = [event.action for event in await queries.events(session, stage.id)]
    assert actions.count("close") == 1
    assert actions.count("freeze") == 1


async def test_a_manager_opens_extends_and_closes_at_once(stage: Stage) -> None:
    await stage.create()
    opened = await stage.act(ContestAction.OPEN)
    assert (opened.phase, opened.opens_at) == (Phase.OPEN, stage.now.replace(microsecond=0))
    later = CLOSES + timedelta(days=2)
    assert (await stage.act(ContestAction.EXTEND, closes_at=later.isoformat())).closes_at == later
    assert (await stage.at(CLOSES + SECOND)).phase == Phase.VOTING
    assert (await stage.act(ContestAction.CLOSE)).closes_at == (CLOSES + SECOND)
    assert (await stage.contest()).phase == Phase.CLOSED
    await stage.consistent()


async def test_what_a_phase_does_not_allow_is_refused_with_what_it_is_now(stage: Stage) -> None:
    await stage.create()
    for action in (ContestAction.EXTEND, ContestAction.CLOSE, ContestAction.AWARD, ContestAction.REDRAW):
        with pytest.raises(Refused, match="is announced now"):
            await stage.act(action)
    await stage.open()
    with pytest.raises(Refused, match="later than the one set"):
        await stage.act(ContestAction.EXTEND, closes_at=CLOSES)
    with pytest.raises(Refused, match="needs a reason"):
        await stage.act(ContestAction.CANCEL, reason="  ")


async def test_a_click_after_the_closing_finds_the_contest_closed(stage: Stage) -> None:
    await stage.open()
    stage.now = CLOSES + SECOND  # nothing has run since
    with pytest.raises(Refused, match="is closed now"):
        await stage.act(ContestAction.EXTEND, closes_at=CLOSES + timedelta(days=9))


async def test_a_double_click_acts_once(stage: Stage) -> None:
    await stage.create()
    first = await stage.act(ContestAction.OPEN, request_id="r1")
    again = await stage.act(ContestAction.OPEN, request_id="r1")
    assert (again.phase, again.revision) == (Phase.OPEN, first.revision)


async def test_an_edit_of_what_somebody_else_changed_is_refused(stage: Stage) -> None:
    contest = await stage.create()
    async with stage.change() as session:
        await stage.contests.edit(
            session, stage.id, definition(name="Winter"), MIA, stage.now, "slack", seen=contest.revision
        )
    with pytest.raises(Refused, match="Somebody changed “Winter”"):
        async with stage.change() as session:
            await stage.contests.edit(
                session, stage.id, definition(name="Summer"), MIA, stage.now, "slack", seen=contest.revision
            )
    assert (await stage.contest()).name == "Winter"


async def test_the_freeze_waits_for_what_is_in_review_but_not_for_ever(stage: Stage) -> None:
    await stage.open(review_grace_hours=12)
    kept = await stage.enter()
    late = await stage.enter()
    contest = await stage.close()
    assert (contest.phase, contest.record) == (Phase.CLOSED, None)
    assert "closed-waiting" in await stage.told()
    await stage.decide(kept.item_id, Action.APPROVE)
    assert (await stage.asked(wishes.ADVANCE))[-1] == [stage.id]
    assert (await stage.at(CLOSES + timedelta(hours=11))).record is None
    contest = await stage.at(CLOSES + timedelta(hours=12, seconds=1))
    assert contest.record is not None
    assert (await stage.record()).frozen.entry_list.entries == ((kept.number, kept.id),)
    await stage.decide(late.item_id, Action.APPROVE)
    found = await stage.entry(late.id or 0)
    assert found.status == EntryStatus.REJECTED
    assert "frozen" in (found.reason or "")


async def test_deciding_on_the_last_entry_in_review_freezes(stage: Stage) -> None:
    await stage.open()
    entry = await stage.enter()
    await stage.close()
    await stage.decide(entry.item_id, Action.REJECT)
    assert (await stage.at(stage.now + SECOND)).record is not None


async def test_what_is_published_at_the_freeze_fixes_the_draw_and_tells_no_secret(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    entries = await stage.entries(3)
    contest = await stage.at(ENTRIES_CLOSE + SECOND)
    record = await stage.record()
    assert record.frozen.entry_list.entries == tuple((one.number, one.id) for one in entries)
    assert contest.secret is not None
    assert record.frozen.commitment == commitment(bytes.fromhex(contest.secret))
    assert contest.secret not in record.to_json()
    source = record.frozen.source
    assert isinstance(source, DrandRound)
    assert time_of(source.chain, source.round) >= stage.now + timedelta(seconds=60)
    async with reading(stage.database) as session:
        events = await queries.events(session, stage.id)
    assert contest.secret not in str([event.data for event in events])
    assert contest.secret not in str(await stage.asked(wishes.TELL))


async def test_a_draw_without_a_beacon_takes_two_people_who_commit_first(stage: Stage) -> None:
    await stage.open(
        kind="lot", draw="two people", draw_people=[MIAS, OLE], closes_at=ENTRIES_CLOSE.isoformat()
    )
    await stage.entries(4)
    await stage.at(ENTRIES_CLOSE + SECOND)
    assert isinstance((await stage.record()).frozen.source, TwoPeople)
    with pytest.raises(Refused, match="public chance isn't there yet"):
        await stage.act(ContestAction.DECIDE)
    await stage.act(ContestAction.PROMISE, words="a kettle sings at dawn")
    with pytest.raises(TellUser, match="Ole hasn't handed in"):
        await stage.act(ContestAction.REVEAL, words="a kettle sings at dawn")
    ole = Person("U0OLE00001", "Ole", Role.MANAGER)
    async with stage.change() as session:
        await stage.contests.act(
            session,
            stage.id,
            ContestAction.PROMISE,
            ole,
            stage.now,
            "slack",
            data={"words": "rain on a tin roof"},
        )
    with pytest.raises(TellUser, match="aren't the words"):
        await stage.act(ContestAction.REVEAL, words="something else entirely")
    await stage.act(ContestAction.REVEAL, words="a kettle sings at dawn")
    assert await stage.asked(wishes.DECIDE) == []
    async with stage.change() as session:
        await stage.contests.act(
            session,
            stage.id,
            ContestAction.REVEAL,
            ole,
            stage.now,
            "slack",
            data={"words": "rain on a tin roof"},
        )
    assert await stage.asked(wishes.DECIDE) == [[stage.id]]
    await stage.draw()
    assert (await stage.contest()).phase == Phase.DECIDED
    await stage.consistent()


@pytest.mark.parametrize("words", ["too short", "long " * 201])
async def test_words_that_could_not_be_revealed_are_not_promised(stage: Stage, words: str) -> None:
    """A promise can't be changed, so one that can't be kept would hold the draw up for good."""
    people = [MIAS, OLE]
    await stage.open(kind="lot", draw="two people", draw_people=people, closes_at=ENTRIES_CLOSE.isoformat())
    await stage.at(ENTRIES_CLOSE + SECOND)
    with pytest.raises(TellUser, match=r"can be guessed|too long"):
        await stage.act(ContestAction.PROMISE, words=words)
    await stage.act(ContestAction.PROMISE, words="a kettle sings at dawn")
    assert [one.person for one in (await stage.record()).all(Promise)] == ["Mia"]


async def test_somebody_else_is_none_of_the_two(stage: Stage) -> None:
    people = [OLE, {"account": "slack:U0TOM00001", "name": "Tom"}]
    await stage.open(kind="lot", draw="two people", draw_people=people, closes_at=ENTRIES_CLOSE.isoformat())
    await stage.at(ENTRIES_CLOSE + SECOND)
    with pytest.raises(Refused, match="Ole and Tom"):
        await stage.act(ContestAction.PROMISE, words="a kettle sings at dawn")


async def test_a_beacon_that_stays_away_is_replaced_by_two_people_in_the_open(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    await stage.entries(2)
    await stage.at(ENTRIES_CLOSE + SECOND)
    before = await stage.record()
    await stage.act(ContestAction.TWO_PEOPLE, reason="No network at the fair", people=[MIAS, OLE])
    after = await stage.record()
    assert after.frozen.entry_list == before.frozen.entry_list
    assert after.frozen.commitment != before.frozen.commitment
    async with reading(stage.database) as session:
        event = (await queries.events(session, stage.id))[-1]
    assert (event.action, event.reason) == ("two_people", "No network at the fair")
    assert event.data["replaced"] == before.plain()


@pytest.mark.parametrize("action", [ContestAction.ANNOUNCE, ContestAction.OPEN])
async def test_a_draft_without_prizes_is_kept_but_not_shown_to_anybody(
    stage: Stage, action: ContestAction
) -> None:
    await stage.create(announced=False, prizes=[])
    with pytest.raises(Refused, match="Write at least one prize, for instance “1 × Tea box”") as refusal:
        await stage.act(action)
    assert refusal.value.key == "contest-no-prize"
    assert (await stage.contest()).phase == Phase.DRAFT


async def test_what_is_announced_keeps_a_prize(stage: Stage) -> None:
    await stage.create()
    with pytest.raises(Refused) as refusal:
        async with stage.change() as session:
            await stage.contests.edit(session, stage.id, definition(prizes=[]), MIA, stage.now, "slack")
    assert refusal.value.key == "contest-no-prize"
    assert (await stage.contest()).definition["prizes"]


async def test_one_that_was_announced_without_prizes_goes_on_to_its_end(stage: Stage) -> None:
    await stage.create()
    async with stage.change() as session:
        contest = await queries.get(session, stage.id)
        assert contest is not None
        contest.definition = {**contest.definition, "prizes": []}
        session.add(contest)
    await stage.at(OPENS)
    await stage.close()
    await stage.draw()
    assert (await stage.contest()).phase == Phase.DECIDED
    with pytest.raises(Refused) as refusal:
        await stage.act(ContestAction.AWARD)
    assert refusal.value.key == "contest-nothing-to-award"
    assert (await stage.act(ContestAction.FINISH)).phase == Phase.FINISHED
    await stage.consistent()
