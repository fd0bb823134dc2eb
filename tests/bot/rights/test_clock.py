"""A machine's clock that jumps, forth or back: nothing is sent or told twice, nothing ended comes back, and the chain
of events holds. In doubt nothing is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rights.rules import AskAction
from bot.rights.verifying import verify_stored
from bot.storage.unit_of_work import reading
from tests.bot.rights.support import KEY, YES, Desk, kind, one

YEAR = timedelta(days=365)


async def whole(desk: Desk) -> bool:
    async with reading(desk.database) as session:
        return (await verify_stored(session, KEY.public)).ok


async def jump(desk: Desk, *steps: timedelta) -> None:
    """The clock jumps, and after each jump all that is due is done, twice."""
    for step in steps:
        desk.now += step
        for _ in range(2):
            await desk.later()


async def test_a_reminder_and_an_end_come_once_however_the_clock_jumps(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await jump(desk, timedelta(days=8), -timedelta(days=8), timedelta(days=8), -YEAR)
    assert (await desk.actions(item)).count("noted") == 1
    assert len([line for line in await desk.told() if "Nobody has answered" in line]) == 1
    await jump(desk, 2 * YEAR, -2 * YEAR, 2 * YEAR)
    assert (await desk.actions(item)).count("expired") == 1
    assert (await desk.row(ask)).status == "expired"
    assert await whole(desk)


async def test_a_clock_that_was_ahead_ends_what_it_says_and_nothing_brings_it_back(desk: Desk) -> None:
    """The end is kept as an event: who set the clock right asks again."""
    item = await one(desk)
    await desk.answer(await desk.asked(item), YES)
    await jump(desk, 10 * YEAR)
    assert await desk.licence(item) is None
    await jump(desk, -10 * YEAR)
    assert await desk.licence(item) is None
    assert [line for line in await desk.told() if "has run out" in line] == [
        f"The permission for item {item} has run out. It leaves every place of ours."
    ]
    assert kind(await desk.ask(item)) == "AskDone"
    assert await whole(desk)


async def test_an_end_that_only_the_clock_said_and_no_work_acted_upon_leaves_no_trace(desk: Desk) -> None:
    item = await one(desk)
    await desk.answer(await desk.asked(item), YES)
    desk.now += 10 * YEAR
    assert await desk.licence(item) is None
    desk.now -= 10 * YEAR
    assert await desk.licence(item) is not None


async def test_before_the_yes_nothing_is_shown(desk: Desk) -> None:
    item = await one(desk)
    await desk.answer(await desk.asked(item), YES)
    desk.now -= YEAR
    assert await desk.licence(item) is None
    await jump(desk, timedelta(0))
    desk.now += YEAR
    assert await desk.licence(item) is not None
    assert await desk.actions(item) == ["sent", "granted"]


@pytest.mark.parametrize("jumped", [-10 * YEAR, -timedelta(seconds=90), timedelta(0), 10 * YEAR])
async def test_answers_and_withdrawals_count_whatever_the_clock_says(desk: Desk, jumped: timedelta) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    desk.now += jumped
    await desk.answer(ask, YES)
    assert (await desk.row(ask)).status == "granted"
    desk.now -= jumped
    await desk.withdraw(ask)
    desk.now += jumped
    assert await desk.licence(item) is None
    assert [step.action for step in await desk.steps(item)][-2:] == [AskAction.GRANTED, AskAction.WITHDRAWN]
    assert [step.revision for step in await desk.steps(item)] == [1, 2, 3], "in order, whatever the times say"
    assert await whole(desk)


async def test_who_is_asked_is_counted_from_what_the_clock_says_now(desk: Desk) -> None:
    """Asks that seem to lie ahead count: a clock that was set back gives nobody more of them."""
    creator = await desk.room.creator(external_id="a1", handle="anna")
    items = await desk.room.queued(3, creator_id=creator)
    assert [kind(await desk.ask(item)) for item in items[:2]] == ["AskDone", "AskDone"]
    desk.now -= YEAR
    assert kind(await desk.ask(items[2])) == "asked_often"
