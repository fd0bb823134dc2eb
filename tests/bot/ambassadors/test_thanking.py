"""Thanks from who made a piece: to those who shared it, once, and taken back with what followed from it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.ambassadors.badges.rules import Kind
from bot.ambassadors.badges.service import badges_of, untold
from bot.ambassadors.thanking import Thankable
from bot.curation.history import changes
from bot.curation.rules import CREATOR, ChangeId, Mark
from bot.kernel.errors import Refused
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import FRIDAY, MIA, Programmed
from tests.bot.review.support import NOAH


async def thanked(stage: Programmed, who: int) -> list[int | None]:
    """The pieces for which somebody was thanked."""
    async with reading(stage.database) as session:
        return [one.item_id for one in await badges_of(session, who) if one.kind == Kind.THANKS]


async def pass_on(stage: Programmed, item: int) -> list[str]:
    async with unit_of_work(stage.database) as session:
        found = await stage.programme_of.thanking.pass_on(session, item, MIA, stage.now)
        return [one.name for one in found]


async def undo(stage: Programmed, change: ChangeId) -> None:
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.thanking.undo(session, stage.work, change, MIA, stage.now)


async def latest(stage: Programmed, item: int) -> ChangeId:
    async with reading(stage.database) as session:
        [change, *_] = await changes(session, item)
        assert change.what == Mark.THANK
        return change.id


async def from_creator(stage: Programmed, item: int) -> bool:
    async with unit_of_work(stage.database) as session:
        return await stage.programme_of.thanking.from_creator(session, item, stage.now)


async def test_a_manager_passes_thanks_on_to_those_who_shared_and_only_to_them(stage: Programmed) -> None:
    who, other, only_x = await stage.join("Lea"), await stage.join("Ole"), await stage.join("Xenia")
    gone = await stage.join("Gone")
    [item, another] = await stage.pieces(2)
    with pytest.raises(Refused, match="Nobody shared"):
        await pass_on(stage, item)
    for one in (who, gone):
        await stage.shared(one, item)
    await stage.shared(other, another)
    await stage.shared(only_x, item, "x")
    await stage.leave(gone)
    assert await pass_on(stage, item) == ["Lea"]
    assert [await thanked(stage, one) for one in (who, other, only_x)] == [[item], [], []]
    with pytest.raises(Refused, match="Nobody shared"):
        await pass_on(stage, item)
    stage.now += timedelta(hours=1)
    await stage.shared(other, item)
    assert await pass_on(stage, item) == ["Ole"], "who shared it since"
    async with reading(stage.database) as session:
        told = await changes(session, item)
    assert [(one.what, one.by_name, one.stands) for one in told] == [
        ("thank", "Mia", True),
        ("thank", "Mia", False),
    ]


async def test_thanks_are_taken_back_with_what_people_got(stage: Programmed) -> None:
    who, other = await stage.join("Lea"), await stage.join("Ole")
    [item] = await stage.pieces()
    await stage.shared(who, item)
    await pass_on(stage, item)
    stage.now += timedelta(minutes=1)
    await stage.shared(other, item)
    await pass_on(stage, item)
    second = await latest(stage, item)
    stage.now += timedelta(minutes=1)
    await undo(stage, second)
    assert [await thanked(stage, one) for one in (who, other)] == [[item], []], "the first stands again"
    stage.now += timedelta(minutes=1)
    async with unit_of_work(stage.database) as session:
        assert await stage.programme_of.thanking.lift(session, stage.work, item, Mark.THANK, MIA, stage.now)
        assert not await stage.programme_of.thanking.lift(
            session, stage.work, item, Mark.THANK, MIA, stage.now
        )
    assert [await thanked(stage, one) for one in (who, other)] == [[], []]
    stage.now += timedelta(minutes=1)
    await undo(stage, await latest(stage, item))
    assert await thanked(stage, who) == [item]
    with pytest.raises(Refused):
        async with unit_of_work(stage.database) as session:
            await stage.programme_of.thanking.pass_on(session, item, NOAH, stage.now)
    with pytest.raises(Refused):
        await undo(stage, second)


async def test_a_creator_thanks_once_whatever_became_of_it(stage: Programmed) -> None:
    who, other = await stage.join("Lea"), await stage.join("Ole")
    [item] = await stage.pieces()
    assert not await from_creator(stage, item), "nobody shared it"
    await stage.shared(who, item)
    async with reading(stage.database) as session:
        thanks = await stage.programme_of.thanking.standing(session, item)
        assert (thanks.state, thanks.people) == (Thankable.MAY, 1)
    assert await from_creator(stage, item)
    assert not await from_creator(stage, item)
    assert await thanked(stage, who) == [item]
    async with reading(stage.database) as session:
        [change] = await changes(session, item)
    assert (change.by, change.by_name, change.stands) == (CREATOR, "", True)
    await stage.shared(other, item)
    stage.now += timedelta(minutes=1)
    await undo(stage, change.id)
    assert await thanked(stage, who) == []
    assert not await from_creator(stage, item), "somebody abused it, and can't again"
    async with reading(stage.database) as session:
        assert (await stage.programme_of.thanking.standing(session, item)).state is Thankable.DONE


async def test_thanks_wait_for_working_hours(stage: Programmed) -> None:
    who = await stage.join("Lea")
    [item] = await stage.pieces()
    await stage.shared(who, item)
    stage.now = FRIDAY.replace(hour=22)
    await from_creator(stage, item)

    async def told_at(moment: datetime) -> set[Kind]:
        async with reading(stage.database) as session:
            return {one.kind for one in await untold(session, moment)}

    assert Kind.THANKS not in await told_at(stage.now)
    assert Kind.THANKS not in await told_at(stage.now + timedelta(days=1)), "it is Saturday"
    assert Kind.THANKS in await told_at(FRIDAY + timedelta(days=3))
