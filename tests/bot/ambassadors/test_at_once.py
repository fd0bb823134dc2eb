"""Several people and processes at once: nobody waits in a circle, and boards stay what points add up to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace

from bot.kernel.errors import Refused
from bot.storage.unit_of_work import unit_of_work
from tests.bot.ambassadors.support import PLAIN, Programmed


async def quietly(work: Awaitable[object]) -> object:
    """Somebody who left meanwhile is refused."""
    try:
        return await work
    except Refused as error:
        return error.key


async def turn(stage: Programmed, who: int, *, on_board: bool) -> None:
    async with unit_of_work(stage.database) as session:
        wanted = replace(PLAIN, on_board=on_board)
        await stage.programme_of.membership.change(session, who, wanted, stage.now)


async def end(stage: Programmed, account: int) -> None:
    async with unit_of_work(stage.database) as session:
        await stage.programme_of.ended(session, account, stage.now)


async def test_whatever_happens_at_once_adds_up(stage: Programmed) -> None:
    people = [await stage.join(f"P{n}") for n in range(6)]
    items = await stage.pieces(3)
    shares = {who: [(await stage.share(who, item)).share_id for item in items] for who in people}
    account = (await stage.row(people[5])).account_id
    assert account is not None
    work: list[Awaitable[object]] = []
    for at, who in enumerate(people):
        work += [stage.said(who, share) for share in shares[who]]
        work += [stage.visited(share, 2) for share in shares[who]]
        work += [turn(stage, who, on_board=at % 2 == 0), stage.share(who, items[0], "linkedin")]
    work += [stage.leave(people[4]), end(stage, account), stage.said(people[0], shares[people[0]][0])]
    await asyncio.gather(*(quietly(one) for one in work))
    assert await stage.differences() == []
    board = await stage.board()
    assert [row.ambassador_id for row in board.rows if row.ambassador_id in people[4:]] == []
    firsts = [await stage.score(who) for who in people[:4]]
    assert sum(firsts) >= 4 * 3 * (10 + 2), "each share and each visitor counts once"
    assert sum(firsts) <= 4 * 3 * (10 + 2) + 3 * 5


async def test_two_processes_that_count_the_same_clicks_count_them_once(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    share = await stage.shared(who, item)
    await stage.visited(share, 3)

    async def count() -> int:
        return await stage.visited(share, 0)

    found = await asyncio.gather(*(count() for _ in range(4)))
    assert found == [0] * 4
    assert await stage.score(who) == 18


async def test_joining_twice_at_once_is_one_membership(stage: Programmed) -> None:
    who = await stage.join("Noah")

    async def again() -> int:
        stage._people = 0
        return await stage.join("Noah")

    assert list(await asyncio.gather(again(), again())) == [who, who]
