"""What somebody's word is worth, and limits that several people reach at once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.ambassadors.rules import Measure
from bot.ambassadors.sharing import COMPOSING, Said
from bot.curation.rules import Limit
from bot.kernel.errors import Refused
from bot.settings.ambassadors import AmbassadorsSection, PointRules
from bot.storage.unit_of_work import unit_of_work
from tests.bot.ambassadors.support import FRIDAY, MIA, Programmed

MONDAY = FRIDAY + timedelta(days=3)


def rules(stage: Programmed, **points: int) -> None:
    section = AmbassadorsSection(points=PointRules(**points))
    stage.programme_of.curation._settings = stage.settings.model_copy(update={"ambassadors": section})


async def told(stage: Programmed, who: int, item: int, network: str = "bluesky") -> tuple[int, Said | None]:
    made = await stage.share(who, item, network)
    return made.share_id, await stage.said(who, made.share_id)


async def limited(stage: Programmed, item: int, shares: int) -> None:
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.curation.limit(session, item, Limit(shares, 7), MIA, stage.now)


async def test_a_days_shares_give_points_up_to_a_number(stage: Programmed) -> None:
    rules(stage, shares_a_day=2, said_a_week=100)
    who, other = await stage.join(), await stage.join("Ole")
    items = await stage.pieces(4)
    assert [(await told(stage, who, one))[1] for one in items[:3]] == [Said.COUNTS, Said.COUNTS, Said.FULL]
    assert await stage.score(who) == 2 * 15
    assert await stage.score(who, Measure.SHARES) == 3, "it was shared all the same"
    assert (await told(stage, other, items[2]))[1] is Said.COUNTS
    assert await stage.score(other) == 15, "the first that gives points is the first"
    stage.now += timedelta(days=1)
    assert (await told(stage, who, items[3]))[1] is Said.COUNTS
    assert await stage.score(who) == 3 * 15
    assert await stage.differences() == []


async def test_nobody_wins_by_telling_what_nobody_followed(stage: Programmed) -> None:
    rules(stage, shares_a_day=100, said_a_week=2)
    who, item_count = await stage.join(), 4
    stage.now = MONDAY
    items = await stage.pieces(item_count)
    found = [await told(stage, who, one) for one in items]
    assert [said for _, said in found] == [Said.COUNTS, Said.COUNTS, Said.WAITS, Said.WAITS]
    assert (await stage.score(who), await stage.score(who, Measure.SHARES)) == (30, 2)
    await stage.visited(found[2][0])
    assert (await stage.score(who), await stage.score(who, Measure.SHARES)) == (46, 3)
    await stage.visited(found[2][0])
    assert (await stage.score(who), await stage.score(who, Measure.SHARES)) == (47, 3), "once"
    await stage.visited(found[0][0])  # it was true: their word is worth one more again
    [more] = await stage.pieces()
    assert (await told(stage, who, more))[1] is Said.COUNTS
    stage.now = MONDAY + timedelta(days=7)
    [later] = await stage.pieces()
    assert (await told(stage, who, later))[1] is Said.COUNTS, "another week"
    assert await stage.differences() == []


async def test_a_word_that_is_worth_nothing_waits_for_a_visitor(small_stage: Programmed) -> None:
    stage = small_stage
    rules(stage, said_a_week=0)
    who = await stage.join()
    [item] = await stage.pieces()
    share, said = await told(stage, who, item)
    assert said is Said.WAITS
    assert await stage.score(who) == 0
    await stage.visited(share, 2)
    assert await stage.score(who) == 17
    assert (await told(stage, who, item, "x"))[1] is Said.NOTHING


async def test_of_two_who_take_the_last_share_at_once_one_gets_it(stage: Programmed) -> None:
    people = [await stage.join(f"P{number}") for number in range(5)]
    [item] = await stage.pieces()
    await limited(stage, item, 2)

    async def take(who: int) -> str:
        try:
            await stage.share(who, item)
        except Refused as error:
            return error.key
        return "taken"

    found = await asyncio.gather(*map(take, people))
    assert sorted(found) == ["share-limit"] * 3 + ["taken"] * 2


async def test_an_open_composer_takes_its_share_for_a_while(stage: Programmed) -> None:
    who, other = await stage.join(), await stage.join("Ole")
    [item] = await stage.pieces()
    await limited(stage, item, 1)
    first = await stage.share(who, item)
    again = await stage.share(who, item)
    assert again.share_id == first.share_id, "pressed again it is the same one"
    for person, network in ((other, "bluesky"), (who, "linkedin")):
        with pytest.raises(Refused, match="as often as it may be"):
            await stage.share(person, item, network)
    stage.now += COMPOSING + timedelta(seconds=1)
    mine = await stage.share(other, item)
    assert await stage.said(other, mine.share_id) is Said.COUNTS
