"""Whatever ends a licence is among what is asked again, and little else is."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.content.service import Contents
from bot.review.rules import Action
from bot.rights import contacts
from bot.rights.licensed import licensed_among, touched_since
from bot.rights.outcomes import AskDone
from bot.rights.scope import Proof, Scope, Use
from bot.rights.tables import Clearance
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, decision
from tests.bot.rights.support import Desk, open_wide

USES = frozenset({Use.EMPLOYEES})


async def test_whatever_ends_a_licence_is_found(desk: Desk) -> None:
    open_wide(desk)
    room = desk.room
    cleared = await room.creator(external_id="c1", handle="bea", name="Bea")
    ended = await room.creator(external_id="c2", handle="cia", name="Cia")
    asked = await room.creator(external_id="c3", handle="dea", name="Dea")
    [runs_out] = await room.queued(1, creator_id=cleared)
    [cut_short] = await room.queued(1, creator_id=ended)
    stays, withdrawn, expires, expired, rejected, deleted = await room.queued(6, creator_id=asked)
    every = [runs_out, cut_short, stays, withdrawn, expires, expired, rejected, deleted]
    await room.decide(*(decision(one, Action.APPROVE) for one in every))
    asks = {}
    for item in (stays, withdrawn, expires, expired, rejected, deleted):
        days = {expires: 9, expired: 5}.get(item, 365)
        done = await desk.ask(item, scope=Scope(USES, duration_days=days, credit="@dea"))
        assert isinstance(done, AskDone)
        asks[item] = done.ask.id or 0
        granted = await desk.grant(asks[item], USES, Proof.REPLY)
        assert isinstance(granted, AskDone), granted
    async with unit_of_work(desk.database) as session:
        soon = desk.now + timedelta(days=9)
        await contacts.clear(session, cleared, "paid", USES, desk.now, soon, MIA, desk.now, credit="")
        short = await contacts.clear(session, ended, "paid", USES, desk.now, None, MIA, desk.now, credit="")
    assert await licensed(desk, every) == set(every)
    await desk.later(days=2)
    since = desk.now
    assert await touched(desk, since) == set()

    await desk.later(days=5)  # one runs out, and the work that says so runs
    await desk.withdraw(asks[withdrawn])
    async with unit_of_work(desk.database) as session:
        row = await session.get_one(Clearance, short.id)
        await contacts.end_clearance(session, row, MIA, desk.now)
        await Contents().end(session, [deleted], "deleted", "source:fediverse", "source", desk.now)
    await room.decide(decision(rejected, Action.UNDO), at=desk.now)
    desk.now += timedelta(days=3)  # others run out, and nobody acted upon it yet
    allowed = await licensed(desk, every)
    assert allowed == {stays}
    found = await touched(desk, since)
    assert found >= set(every) - allowed
    assert stays not in found


async def licensed(desk: Desk, items: list[int]) -> set[int]:
    async with reading(desk.database) as session:
        return await licensed_among(session, items, Use.EMPLOYEES, desk.now)


async def touched(desk: Desk, since: datetime) -> set[int]:
    async with reading(desk.database) as session:
        return await touched_since(session, since, desk.now)
