"""Turns that a contest's life takes seldom: coming back, too late, twice, nobody left, ten thousand entries."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.content.tables import Item
from bot.contests import queries
from bot.contests.draw import Draw, Lots, order, verify
from bot.contests.entries import LATE, REPLACED
from bot.contests.order import ONE_EACH
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction, EntryStatus, Phase
from bot.contests.tables import Contest, ContestEntry
from bot.faces.web.draws import draw_routes, published
from bot.people.accounts import KnownAccount
from bot.people.tables import Account
from bot.review.rules import Action
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import CLOSES, ENTRIES_CLOSE, MIA, OPENS, Stage, definition

SECOND = timedelta(seconds=1)


async def disqualify(stage: Stage, entry: ContestEntry, reason: str = "Bought votes") -> None:
    async with stage.change() as session:
        await stage.contests.disqualify(session, entry.id or 0, reason, MIA, stage.now, "slack")


async def reinstate(stage: Stage, entry: ContestEntry) -> None:
    async with stage.change() as session:
        await stage.contests.reinstate(session, entry.id or 0, MIA, stage.now, "slack")


async def claim(stage: Stage, award_id: int | None, *, takes: bool = True) -> None:
    async with stage.change() as session:
        award = await queries.award(session, award_id or 0)
        assert award is not None
        assert award.account_id is not None
        who: KnownAccount = (await stage.identities.known(session, [award.account_id]))[award.account_id]
        settle = stage.contests.claim if takes else stage.contests.decline
        await settle(session, award_id or 0, who, stage.now, "discord")


async def status(stage: Stage, entry: ContestEntry) -> tuple[str, str | None]:
    found = await stage.entry(entry.id or 0)
    return found.status, found.reason


# Places


async def test_what_comes_back_takes_no_place_that_another_entry_has(stage: Stage) -> None:
    await stage.open()
    anna = await stage.member()
    first = await stage.enter(anna)
    await stage.decide(first.item_id, Action.REJECT)
    second = await stage.enter(anna, accepted=True)  # the rejected one took no place
    await stage.decide(first.item_id, Action.UNDO)
    await stage.decide(first.item_id, Action.APPROVE)
    assert await status(stage, first) == (EntryStatus.REJECTED, None)
    assert (await stage.entry(second.id or 0)).status == EntryStatus.ACCEPTED
    await stage.consistent()
    await disqualify(stage, second)
    await stage.decide(first.item_id, Action.UNDO)
    await stage.decide(first.item_id, Action.APPROVE)
    assert (await stage.entry(first.id or 0)).status == EntryStatus.ACCEPTED
    with pytest.raises(Refused, match="has others by now"):
        await reinstate(stage, second)
    await stage.consistent()


async def test_content_that_is_there_again_takes_no_place_that_another_entry_has(stage: Stage) -> None:
    await stage.open()
    anna = await stage.member()
    first = await stage.enter(anna, accepted=True)
    await stage.end(first.item_id)
    await stage.enter(anna, accepted=True)
    async with stage.change() as session:
        item = await session.get_one(Item, first.item_id)
        item.life = "live"
        session.add(item)
        await session.flush()
        await stage.reviews.reopen(session, [first.item_id], "seen again", MIA, stage.now)
    assert await status(stage, first) == (EntryStatus.REJECTED, REPLACED)
    await stage.consistent()


# The frozen list


async def test_an_undo_after_the_freeze_takes_nothing_out_of_the_list(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    first, second = await stage.entries(2)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.decide(first.item_id, Action.UNDO)
    assert (await stage.entry(first.id or 0)).status == EntryStatus.ACCEPTED
    await stage.decide(first.item_id, Action.REJECT)
    assert (await stage.entry(first.id or 0)).status == EntryStatus.REJECTED
    await stage.decide(first.item_id, Action.UNDO)
    await stage.decide(first.item_id, Action.APPROVE)
    assert (await stage.entry(first.id or 0)).status == EntryStatus.ACCEPTED, "it stands in the list"
    await disqualify(stage, second)
    await reinstate(stage, second)
    await stage.draw()
    assert {one.entry_id for one in await stage.awards()} == {first.id, second.id}
    await stage.consistent()


async def test_what_was_never_in_the_list_does_not_come_in_by_being_reinstated(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    first, second = await stage.entries(2)
    await disqualify(stage, first)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await reinstate(stage, first)
    assert await status(stage, first) == (EntryStatus.REJECTED, LATE)
    await stage.draw()
    assert [one.entry_id for one in await stage.awards()] == [second.id]


async def test_why_somebody_is_out_stands_in_the_record(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), prizes=[{"name": "Tea", "winners": 3}])
    anna = await stage.member()
    own, bought, gone = await stage.enter(anna, accepted=True), *(await stage.entries(2))
    await stage.at(ENTRIES_CLOSE + SECOND)
    await disqualify(stage, bought, "Bought votes")
    await stage.end(gone.item_id)
    async with stage.change() as session:
        await stage.contests.withdraw(session, own.id or 0, anna, stage.now, "discord")
    other = await stage.record()
    assert other.steps == ()
    await stage.draw()
    assert await stage.awards() == []
    assert (await stage.contest()).phase == Phase.DECIDED
    async with reading(stage.database) as session:
        told = (await queries.events(session, stage.id))[-1].data["passed"]
    assert {one["entry"]: one["reason"] for one in told} == {
        own.id: "It was withdrawn by its entrant.",
        bought.id: "It was disqualified: Bought votes",
        gone.id: "Its content is gone from where it was posted.",
    }


async def test_a_person_with_two_entries_drawn_first_wins_once(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), entries_per_member=3)
    anna = await stage.member()
    for _ in range(3):
        await stage.enter(anna, accepted=True)
    other = await stage.enter(accepted=True)
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.draw()
    won = [one.account_id for one in await stage.awards()]
    assert sorted(won, key=str) == sorted([anna.id, other.account_id], key=str)
    [draw] = (await stage.record()).all(Draw)
    assert {one.reason for one in draw.excluded} <= {ONE_EACH}


async def test_lots_are_drawn_for_those_alone_whose_place_depends_on_them(stage: Stage) -> None:
    await stage.open(ties="lot", prizes=[{"name": "Tea"}])
    first, second, third, fourth = await stage.entries(4)
    await stage.votes((first, 2), (second, 2), (third, 1), (fourth, 1))
    await stage.close()
    await stage.draw()
    [lots] = (await stage.record()).all(Lots)
    assert [set(group) for group in lots.groups] == [{1, 2}]


# Times


async def test_a_contest_that_would_be_over_at_once_is_not_announced(stage: Stage) -> None:
    await stage.create(announced=False)
    stage.now = ENTRIES_CLOSE + SECOND
    with pytest.raises(Refused, match="are closed"):
        await stage.act(ContestAction.ANNOUNCE)
    assert (await stage.contest()).phase == Phase.DRAFT


async def test_an_extension_is_a_time_that_a_contest_may_have(stage: Stage) -> None:
    await stage.open()
    with pytest.raises(Refused, match="two years at most"):
        await stage.act(ContestAction.EXTEND, closes_at=(OPENS + timedelta(days=800)).isoformat())
    for nonsense in (None, "tomorrow", "2027-01-01T00:00", 17):  # the third lacks its zone
        with pytest.raises(Refused, match="later than the one set"):
            await stage.act(ContestAction.EXTEND, closes_at=nonsense)
    assert (await stage.contest()).closes_at == CLOSES


async def test_the_wake_up_of_a_time_that_was_moved_does_nothing(stage: Stage) -> None:
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    later = ENTRIES_CLOSE + timedelta(days=1)
    extended = await stage.act(ContestAction.EXTEND, closes_at=later.isoformat())
    assert (extended.entries_close_at, extended.closes_at) == (later, later)
    assert extended.due_at == later + SECOND
    contest = await stage.at(ENTRIES_CLOSE + SECOND)  # as the delayed work of the old closing would
    assert (contest.phase, contest.revision) == (Phase.OPEN, extended.revision)
    assert (await stage.enter()).status == EntryStatus.WAITING


# The end


async def test_where_nobody_won_a_manager_finishes_it(stage: Stage) -> None:
    await stage.open()
    await stage.close()
    await stage.draw()
    assert (await stage.act(ContestAction.FINISH)).phase == Phase.FINISHED


async def test_while_winners_wait_to_be_told_a_contest_is_not_finished(stage: Stage) -> None:
    await stage.open()
    await stage.entries(1)
    await stage.close()
    await stage.draw()
    with pytest.raises(Refused, match="is decided now"):
        await stage.act(ContestAction.FINISH)


async def test_after_a_manager_finished_it_prizes_can_be_claimed_but_go_to_nobody_else(stage: Stage) -> None:
    await stage.open()
    await stage.entries(3)
    await stage.close()
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    await stage.act(ContestAction.FINISH)
    first, second = await stage.awards()
    await claim(stage, first.id)
    assert second.claim_by is not None
    stage.now = second.claim_by + SECOND
    async with stage.change() as session:
        assert await stage.contests.awards.lapse(session, stage.id, stage.now, []) == 1
    assert [one.status for one in await stage.awards()] == ["claimed", "lapsed"]
    assert (await stage.contest()).phase == Phase.FINISHED
    await stage.consistent()


async def test_one_of_those_who_share_a_place_declines_after_the_other_claimed(stage: Stage) -> None:
    await stage.open(ties="shared", prizes=[{"name": "Tea"}])
    first, second, third = await stage.entries(3)
    await stage.votes((first, 2), (second, 2), (third, 1))
    await stage.close()
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    one, two = await stage.awards()
    await claim(stage, two.id)
    assert (await stage.contest()).phase == Phase.AWARDED
    await claim(stage, one.id, takes=False)
    *_, following = await stage.awards()
    assert (following.entry_id, following.status) == (third.id, "offered")
    await claim(stage, following.id)
    assert (await stage.contest()).phase == Phase.FINISHED
    await stage.consistent()


async def test_a_contest_is_not_finished_while_a_prize_is_on_its_way(stage: Stage) -> None:
    await stage.open(ties="shared", prizes=[{"name": "Tea"}])
    first, second, third = await stage.entries(3)
    await stage.votes((first, 2), (second, 2), (third, 1))
    await stage.close()
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    _, two = await stage.awards()
    async with stage.change() as session:
        await stage.contests.disqualify(session, first.id or 0, "A copy", MIA, stage.now, "slack")
    await claim(stage, two.id)
    assert (await stage.contest()).phase == Phase.AWARDED
    assert await stage.hand_on() == 1
    *_, following = await stage.awards()
    assert (following.entry_id, following.status) == (third.id, "offered")
    await claim(stage, following.id)
    assert (await stage.contest()).phase == Phase.FINISHED
    await stage.consistent()


# Many


async def test_deciding_on_an_entry_while_others_enter_ends_well(database: Database) -> None:
    """Reviews and contests are held in one order, so nobody waits in a circle."""
    stage = Stage(database)
    await stage.open(entries_per_member=1000)
    members = [await stage.member() for _ in range(6)]
    items = [await stage.item() for _ in range(6)]
    for member, item in zip(members[:3], items[:3], strict=True):
        await stage.enter(member, item)
    async with asyncio.timeout(60):
        await asyncio.gather(
            *(asyncio.create_task(stage.decide(item, Action.APPROVE)) for item in items),
            *(
                asyncio.create_task(stage.enter(member, item))
                for member, item in zip(members[3:], items[3:], strict=True)
            ),
        )
    found = [await stage.entry(one) for one in range(1, 7)]
    assert {one.status for one in found} == {EntryStatus.ACCEPTED}
    await stage.consistent()


async def test_ten_thousand_entries_are_frozen_drawn_and_checked(database: Database) -> None:
    count = 10_000
    stage = Stage(database)
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat(), prizes=[{"name": "Tea", "winners": 3}])
    await fill(stage, count)
    began = time.perf_counter()
    await stage.at(ENTRIES_CLOSE + SECOND)
    await stage.draw()
    await stage.act(ContestAction.AWARD)
    [first, *_] = await stage.awards()
    await stage.act(ContestAction.REDRAW, award=first.id, reason="Works for us")
    took = time.perf_counter() - began
    record = await stage.record()
    assert len(record.frozen.entry_list.entries) == count
    assert record.drawn == order(record.seed, record.frozen.entry_list.numbers)[:4]
    failed = [one.title for one in verify(record).checks if one.outcome == "fails"]
    assert all("beacon" in title.lower() for title in failed)  # nobody signed the stage's round
    assert took < 60, "seconds, on a machine that does other things"


async def fill(stage: Stage, count: int) -> None:
    """So many accepted entries with their events, without the detour over so many decisions."""
    numbers = range(1, count + 1)
    async with stage.change() as session:
        connection = await session.connection()
        seen = {"first_seen_at": stage.now, "updated_at": stage.now}
        for table, rows in (
            (Account, [{"id": n, "platform": "discord", "external_id": str(n), **seen} for n in numbers]),
            (
                ContestEntry,
                [
                    {
                        "id": n,
                        "contest_id": stage.id,
                        "number": n,
                        "item_id": n,
                        "account_id": n,
                        "status": "accepted",
                        "entered_at": stage.now,
                    }
                    for n in numbers
                ],
            ),
        ):
            for start in range(0, count, 1000):
                await connection.execute(sa.insert(table_of(table)), rows[start : start + 1000])
        await connection.execute(sa.update(table_of(Contest)).values(entered=count))


# Pages and names


@pytest.mark.parametrize(
    ("kind", "ties", "status"), [("lot", "earliest", 200), ("votes", "lot", 200), ("votes", "earliest", 404)]
)
async def test_only_a_contest_in_which_chance_decides_has_a_page_of_its_draw(
    stage: Stage, kind: str, ties: str, status: int
) -> None:
    await stage.open(
        kind=kind, ties=ties, **({"closes_at": ENTRIES_CLOSE.isoformat()} if kind == "lot" else {})
    )
    await stage.at(CLOSES + timedelta(days=2))
    assert (await stage.contest()).record is not None
    transport = httpx.ASGITransport(Starlette(routes=draw_routes(published(stage.database))))
    async with httpx.AsyncClient(transport=transport, base_url="http://contests") as web:
        page = await web.get(f"/contests/{stage.id}/draw")
        record = await web.get(f"/contests/{stage.id}/draw.json")
    assert (page.status_code, record.status_code) == (status, status)
    assert ("chance decides nothing in it" in page.text) is (status == 404)


async def test_equal_names_at_one_moment_get_a_slug_each(stage: Stage) -> None:
    async def make() -> str:
        async with stage.change() as session:
            wanted = definition(name="Autumn of tea")
            return (await stage.contests.create(session, wanted, MIA, stage.now, "slack")).slug

    made = await asyncio.gather(*(make() for _ in range(6)))
    assert sorted(made) == ["autumn-of-tea", *(f"autumn-of-tea-{n}" for n in range(2, 7))]


async def test_a_contest_is_found_by_its_name_however_many_are_newer(stage: Stage) -> None:
    first = await stage.create(announced=False, name="Autumn of tea")
    for number in range(101):
        await stage.create(announced=False, name=f"Season {number}")
    async with reading(stage.database) as session:
        for said in ("Autumn of tea", "AUTUMN of tea", "autumn-of-tea"):
            assert [each.id for each in await queries.named(session, said)] == [first.id]
        assert await queries.named(session, "Autumn") == []
