"""The nightly check."""

from __future__ import annotations

import pytest

from bot.kernel.errors import NeverWorks
from bot.review.jobs import check_all
from bot.review.rules import Action
from bot.review.tables import Review
from bot.storage.unit_of_work import unit_of_work
from tests.bot.review.support import Room, decision


async def test_it_is_silent_while_all_is_well_and_names_what_is_not(room: Room) -> None:
    ids = await room.queued(8)
    await room.decide(*(decision(item, Action.APPROVE) for item in ids))
    await check_all(room)
    async with unit_of_work(room.database) as session:
        for item in ids[:7]:
            (await session.get_one(Review, item)).decided_by = "U0NOBODY01"
    with pytest.raises(NeverWorks, match=f"^7 items.*item {ids[4]}: decided_by is 'U0NOBODY01'.*\\.\\.\\."):
        await check_all(room)
