"""Takedown notices beside permissions, on each database: what they shut, and what is listed for people."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.kernel.errors import TellUser
from bot.people.rules import Person
from bot.rights import jobs
from bot.rights.invariants import check
from bot.rights.licensed import licence
from bot.rights.outcomes import AskDone, AskOutcome, AskRefused, AskRepeated
from bot.rights.scope import Channel, Scope, Use
from bot.rights.tables import Ask
from bot.rights.takedowns.queries import takedowns_of
from bot.rights.verifying import verify_stored
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.rights.queries import Need, counted, needs
from tests.bot.review.support import MIA, NOAH
from tests.bot.rights.support import KEY, YES, Desk, one

SITE = frozenset({Use.WEBSITE})


async def take_down(desk: Desk, item: int, actor: Person = MIA, **more: str) -> AskOutcome:
    desk.tick()
    given = {"who": "Bo Ek", "reason": "That is my kitchen.", **more}
    async with unit_of_work(desk.database) as session:
        return await desk.asks.take_down(session, item, actor, desk.now, **given)


async def lift(desk: Desk, item: int, actor: Person = MIA, reason: str = "Another kitchen.") -> AskOutcome:
    desk.tick()
    async with unit_of_work(desk.database) as session:
        return await desk.asks.lift(session, item, actor, desk.now, reason=reason)


async def another(desk: Desk, who: str) -> int:
    """An item of somebody else's."""
    creator = await desk.room.creator(external_id=who, handle=who, name=who)
    [item] = await desk.room.queued(1, creator_id=creator)
    return item


def why(outcome: AskOutcome) -> str:
    assert isinstance(outcome, AskRefused), outcome
    return outcome.refusal.kind


async def test_it_shuts_every_use_and_lifting_opens_them(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, frozenset(Use))
    await desk.answer(ask, YES)
    assert await desk.licence(item) is not None
    assert isinstance(await take_down(desk, item), AskDone)
    async with reading(desk.database) as session:
        assert [await licence(session, item, use, desk.now) for use in Use] == [None] * len(Use)
    assert await desk.removals() == [item]
    assert (await desk.row(ask)).status == "granted"  # its creator said yes, and that stays said
    assert isinstance(await lift(desk, item), AskDone)
    assert await desk.licence(item) is not None
    assert (await desk.actions(item))[-2:] == ["taken_down", "lifted"]
    async with reading(desk.database) as session:
        assert await check(session) == []
        assert (await verify_stored(session, KEY.public)).ok


async def test_it_stands_once_and_is_lifted_once(desk: Desk) -> None:
    item = await one(desk)
    assert why(await lift(desk, item)) == "not_taken_down"
    await take_down(desk, item)
    assert why(await take_down(desk, item)) == "taken_down"
    assert isinstance(await lift(desk, item), AskDone)
    assert why(await lift(desk, item)) == "not_taken_down"
    assert isinstance(await take_down(desk, item), AskDone)
    async with reading(desk.database) as session:
        rows = await takedowns_of(session, item)
    assert [row.lifted_at is None for row in rows] == [False, True]


async def test_a_repeated_press_does_it_once(desk: Desk) -> None:
    item = await one(desk)
    assert isinstance(await take_down(desk, item, request_id="press-1"), AskDone)
    assert isinstance(await take_down(desk, item, request_id="press-1"), AskRepeated)
    assert (await desk.actions(item)).count("taken_down") == 1


async def test_only_a_manager_records_or_lifts_it(desk: Desk) -> None:
    item = await one(desk)
    assert why(await take_down(desk, item, NOAH)) == "no_right"
    await take_down(desk, item)
    assert why(await lift(desk, item, NOAH)) == "no_right"
    assert why(await take_down(desk, item, NOAH)) == "no_right"


@pytest.mark.parametrize("given", [{"who": " "}, {"reason": "\n"}])
async def test_who_and_why_are_needed(desk: Desk, given: dict[str, str]) -> None:
    item = await one(desk)
    with pytest.raises(TellUser):
        await take_down(desk, item, MIA, **given)
    assert await desk.actions(item) == []


async def test_nobody_is_asked_reminded_or_written_to_while_it_stands(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, channel=Channel.REPLY)
    await take_down(desk, item)
    async with unit_of_work(desk.database) as session:
        assert await desk.asks.delivering(session, ask, 1, desk.now) is None  # it was on its way
    await desk.later(days=8)
    assert "reminded" not in await desk.actions(item)
    other = await another(desk, "bo")
    await take_down(desk, other)
    assert why(await desk.ask(other)) == "taken_down"


async def test_a_yes_that_comes_meanwhile_licenses_nothing_until_it_is_lifted(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await take_down(desk, item)
    await desk.answer(ask, YES)
    assert (await desk.row(ask)).status == "granted"
    assert await desk.licence(item) is None
    await lift(desk, item)
    assert await desk.licence(item) is not None


async def test_that_it_is_gone_is_kept_with_it(desk: Desk) -> None:
    item = await one(desk)
    await take_down(desk, item)
    async with reading(desk.database) as session:
        assert await counted(session, desk.now) == {Need.TAKEDOWN: 1}
    desk.tick()
    await jobs.removed(desk, item)
    async with reading(desk.database) as session:
        [row] = await takedowns_of(session, item)
        assert await counted(session, desk.now) == {}
    assert row.gone_at == desk.now
    assert (await desk.actions(item))[-1] == "removed"


async def test_what_needs_a_person_in_its_order(desk: Desk) -> None:
    ends = await one(desk)
    ask = await desk.asked(ends)
    await desk.answer(ask, YES)
    waits = await another(desk, "bo")
    await desk.answer(await desk.asked(waits), "What is it for?")
    lost = await another(desk, "cy")
    doubt = await desk.asked(lost, channel=Channel.REPLY)
    async with unit_of_work(desk.database) as session:
        await desk.asks.delivering(session, doubt, 1, desk.now)
        await desk.asks.not_delivered(session, doubt, 1, "Killed.", desk.now, unknown=True)
    down = await another(desk, "di")
    await take_down(desk, down)
    async with unit_of_work(desk.database) as session:
        row = await session.get_one(Ask, ask)
        row.licence_until = desk.now + timedelta(days=59)
    async with reading(desk.database) as session:
        found = await needs(session, desk.now, 0, 10)
        second = await needs(session, desk.now, 1, 2)
    assert [(one.need, one.item_id) for one in found] == [
        (Need.TAKEDOWN, down),
        (Need.ANSWERED, waits),
        (Need.DOUBT, lost),
        (Need.ENDING, ends),
    ]
    assert list(second) == list(found[1:3])
    renewed = await desk.renew(ends, scope=Scope(SITE, "", 365, "", "1"))
    assert isinstance(renewed, AskDone), renewed
    async with reading(desk.database) as session:
        assert Need.ENDING not in await counted(session, desk.now)
