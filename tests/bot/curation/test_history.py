"""What managers changed, who did, and taking it back, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.curation import queries
from bot.curation.history import changes
from bot.curation.refusals import Why
from bot.curation.rules import Change, ChangeId, Limit, Mark
from bot.curation.service import Curation
from bot.kernel.errors import Refused
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, Room, open_room

MANAGED = Curation(Settings())


@pytest_asyncio.fixture
async def room(database: Database) -> AsyncIterator[Room]:
    async with open_room(database) as opened:
        yield opened


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


async def told(room: Room, item: int | None = None) -> list[Change]:
    async with reading(room.database) as session:
        return await changes(session, item)


async def limits(room: Room, item: int) -> list[Limit | None]:
    async with reading(room.database) as session:
        return [one.limit for one in await queries.live_marks(session, [item])]


async def undo(room: Room, change: Change, minutes: int) -> None:
    async with unit_of_work(room.database) as session:
        await MANAGED.undo(session, change.id, MIA, later(minutes))


async def test_what_was_replaced_is_one_change_and_comes_back(room: Room) -> None:
    [item] = await room.items(1)
    async with unit_of_work(room.database) as session:
        await MANAGED.limit(session, item, Limit(3, 7), MIA, NOW)
        await MANAGED.limit(session, item, Limit(5, 7), MIA, later(1))
    second, first = await told(room)
    assert [(one.limit, one.stands, one.by_name) for one in (second, first)] == [
        (Limit(5, 7), True, "Mia"),
        (Limit(3, 7), False, "Mia"),
    ]
    with pytest.raises(Refused) as stale:
        await undo(room, first, 2)
    assert stale.value.key == Why.STALE
    await undo(room, second, 3)
    assert await limits(room, item) == [Limit(3, 7)]
    (newest, *_) = await told(room, item)
    assert (newest.limit, newest.at, newest.stands) == (Limit(3, 7), later(3), True)
    with pytest.raises(Refused):
        await undo(room, second, 4)
    assert await limits(room, item) == [Limit(3, 7)]


async def test_what_was_taken_back_is_told_and_stands_again(room: Room) -> None:
    [item] = await room.items(1)
    async with unit_of_work(room.database) as session:
        await MANAGED.hide(session, item, MIA, NOW)
        await MANAGED.lift(session, item, Mark.HIDE, MIA, later(1))
    lifted, made = await told(room)
    assert (lifted.id.lifted, lifted.stands, lifted.by) == (True, True, MIA.id)
    assert (made.id.lifted, made.stands) == (False, False)
    await undo(room, lifted, 2)
    async with reading(room.database) as session:
        assert (await queries.standing_now(session, later(3))).hidden == {item}
    with pytest.raises(Refused):
        await undo(room, lifted, 3)


async def test_a_moment_that_is_over_is_not_brought_back(room: Room) -> None:
    [item] = await room.items(1)
    async with unit_of_work(room.database) as session:
        await MANAGED.hold(session, item, later(10), MIA, NOW)
        await MANAGED.lift(session, item, Mark.HOLD, MIA, later(1))
    (lifted, _) = await told(room)
    with pytest.raises(Refused) as over:
        await undo(room, lifted, 20)
    assert over.value.key == Why.PAST


async def test_settings_go_back_step_by_step(room: Room) -> None:
    async with unit_of_work(room.database) as session:
        await MANAGED.set_budget(session, 4, MIA, NOW)
        await MANAGED.set_budget(session, 6, MIA, later(1))
    (newest, _) = await told(room)
    await undo(room, newest, 2)
    async with reading(room.database) as session:
        assert (await MANAGED.programme(session)).picks_a_week == 4
    async with unit_of_work(room.database) as session:
        await MANAGED.give_back(session, newest.what, MIA, later(3))
    (given_back, *_) = await told(room)
    assert (given_back.what, given_back.id.lifted) == ("picks_a_week", True)
    await undo(room, given_back, 4)
    async with reading(room.database) as session:
        assert (await MANAGED.programme(session)).picks_a_week == 4


async def test_only_managers_take_back_and_nothing_that_is_not_there(room: Room) -> None:
    async with unit_of_work(room.database) as session:
        for actor, why in ((NOAH, Why.NOT_ALLOWED), (MIA, Why.STALE)):
            with pytest.raises(Refused) as refused:
                await MANAGED.undo(session, ChangeId(True, 99_999), actor, NOW)
            assert refused.value.key == why


async def test_what_happens_to_a_collection_is_told_and_taken_back(room: Room) -> None:
    one, two, three = await room.items(3)
    async with unit_of_work(room.database) as session:
        await MANAGED.make(session, "Summer", MIA, NOW)
        await MANAGED.put_in(session, "summer", [one, two], MIA, later(1))
        assert await MANAGED.put_in(session, "summer", [two], MIA, later(2)) == 0
        await MANAGED.rename(session, "summer", "Summer", MIA, later(2))
        await MANAGED.rename(session, "summer", "Sun", MIA, later(3))
        await MANAGED.take_out(session, "sun", [one, three], MIA, later(4))
        await MANAGED.close(session, "sun", MIA, later(5))
        await MANAGED.close(session, "sun", MIA, later(6))
    closed, taken, renamed, put, made = found = await told(room)
    assert [(one.what, one.shelf, one.before, one.items, one.stands) for one in found] == [
        ("close", "Sun", "", (), True),
        ("take", "Sun", "", (one,), True),
        ("rename", "Sun", "Summer", (), True),
        ("put", "Summer", "", (one, two), False),
        ("make", "Summer", "", (), False),
    ]
    assert {each.by_name for each in found} == {"Mia"}
    for stale in (put, made):
        with pytest.raises(Refused) as error:
            await undo(room, stale, 7)
        assert error.value.key == Why.STALE
    for at, change in enumerate((closed, taken, renamed)):
        await undo(room, change, 8 + at)
        with pytest.raises(Refused):
            await undo(room, change, 8 + at)
    async with reading(room.database) as session:
        row = await queries.collection(session, "summer")
        assert row is not None
        assert (row.name, row.closed_at) == ("Summer", None)
        assert sorted(await queries.members(session, row.id or 0)) == [one, two]
    assert [each.what for each in (await told(room))[:3]] == ["rename", "put", "open"]
    with pytest.raises(Refused):
        async with unit_of_work(room.database) as session:
            await MANAGED.undo(session, ChangeId(False, 99_999, shelf=True), MIA, NOW)


async def test_a_collection_that_was_made_by_mistake_is_closed(room: Room) -> None:
    async with unit_of_work(room.database) as session:
        await MANAGED.make(session, "Summer", MIA, NOW)
    [made] = await told(room)
    await undo(room, made, 1)
    async with reading(room.database) as session:
        row = await queries.collection(session, "summer")
        assert row is not None
        assert row.closed_at == later(1)


@given(st.booleans(), st.integers(0, 10**18 - 1), st.booleans())
def test_a_change_travels_in_a_button(mark: bool, row: int, lifted: bool) -> None:
    change = ChangeId(mark, row, lifted)
    assert ChangeId.unpack(change.pack()) == change
    of_a_collection = ChangeId(False, row, shelf=True)
    assert ChangeId.unpack(of_a_collection.pack()) == of_a_collection


@given(st.text(max_size=30))
def test_other_words_are_no_change(text: str) -> None:
    found = ChangeId.unpack(text)
    assert found is None or found.pack().replace("-", "") in text.replace("-", "") or text[1:].startswith("0")
