"""Two people press different buttons of one card in the same instant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from bot.playground.slack import LocalSlack
from bot.review.tables import ReviewEvent
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.support.slack_bot import found, slack_bot

NAMES = {"mia": "Mia Lindqvist", "noah": "Noah Berg"}


@pytest.mark.parametrize("round_", range(4))
async def test_one_wins_and_the_other_is_told_who_what_and_when(
    slack: LocalSlack, database: Database, tmp_path: Path, round_: int
) -> None:
    async with slack_bot(slack, database, tmp_path) as bot:
        [item] = await bot.take(found())
        await bot.deliver()
        await bot.click("noah", "review:reject")
        first, second = ("mia", "noah") if round_ % 2 else ("noah", "mia")

        async def act(person: str) -> None:
            if person == "mia":
                await bot.click("mia", "review:approve")
            else:
                view = bot.modal("noah")
                await slack.submit("noah", view_id=view["id"], values={"text": {"text": "Not about us"}})

        await asyncio.gather(act(first), act(second))
        async with reading(database) as session:
            events = (await session.exec(select(ReviewEvent).where(ReviewEvent.item_id == item))).all()
        decisions = [event for event in events if event.action in ("approve", "reject")]
        assert len(decisions) == 1
        winner = "mia" if decisions[0].action == "approve" else "noah"
        loser = "noah" if winner == "mia" else "mia"
        await slack.wait_for(lambda: bot.private(loser), what="the other is told")
        [told] = bot.private(loser)
        assert NAMES[winner] in told
        assert ("approved" if winner == "mia" else "rejected") in told.lower()
        assert "just now" in told or "ago" in told
        assert bot.private(winner) == []
