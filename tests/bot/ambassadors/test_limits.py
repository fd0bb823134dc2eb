"""Pieces that were shared often enough: counted once for many, and anew when it matters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.ambassadors.picking.limits import Limits
from bot.curation.rules import Limit
from bot.storage.unit_of_work import reading
from tests.bot.ambassadors.support import Programmed
from tests.support.plans import watching


async def reached(
    stage: Programmed, limits: Limits, every: Limit | None, own: Mapping[int, Limit] | None = None
) -> frozenset[int]:
    async with reading(stage.database) as session:
        return await limits.reached(session, every, own or {}, stage.now)


async def share(stage: Programmed, who: int, *items: int) -> None:
    for item in items:
        stage.now += timedelta(seconds=1)
        await stage.shared(who, item)


async def test_a_pieces_own_limit_stands_in_place_of_everybodys(stage: Programmed) -> None:
    who, other = await stage.join(), await stage.join()
    one, two, often, seldom = await stage.pieces(4)
    limits = Limits()
    assert await reached(stage, limits, None) == frozenset()
    await share(stage, who, one, two, often, seldom)
    await share(stage, other, two, often)
    assert await reached(stage, limits, Limit(2, 7)) == {two, often}
    own = {often: Limit(3, 7), seldom: Limit(1, 7)}
    assert await reached(stage, limits, Limit(2, 7), own) == {two, seldom}
    assert await reached(stage, limits, None, own) == {seldom}
    await share(stage, await stage.join(), often)
    assert await reached(stage, limits, Limit(2, 7), own) == {two, often, seldom}
    stage.now += timedelta(days=7)
    assert await reached(stage, limits, Limit(2, 7), own) == frozenset()


async def test_it_is_counted_once_for_many_until_somebody_shares(small_stage: Programmed) -> None:
    stage = small_stage
    who = await stage.join()
    one, two = await stage.pieces(2)
    await share(stage, who, one)
    limits, every = Limits(), Limit(1, 7)
    assert await reached(stage, limits, every) == {one}
    with watching(stage.database) as asked:
        for _ in range(5):
            assert await reached(stage, limits, every) == {one}
    assert not [text for text, _ in asked.statements if "GROUP BY" in text]
    await share(stage, who, two)
    assert await reached(stage, limits, every) == {one, two}
    stage.now += timedelta(days=7, seconds=-0.5)
    assert await reached(stage, limits, every) == {two}, "a share grows old"
