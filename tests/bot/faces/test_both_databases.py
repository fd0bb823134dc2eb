"""The statements of the Slack face on both databases: burst, cards, lists, triage, history, permission."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.slack import LocalSlack
from bot.settings import Review
from bot.sources.base import Removed
from bot.storage.database import Database
from tests.support.slack_bot import AISHA, NOAH, found, picture, slack_bot

WORDS = "The lamp arrived yesterday and we have been reading under it every evening since then,"


@pytest.mark.parametrize("overflow", ["summary", "lists"])
async def test_a_burst_is_worked_off(
    slack: LocalSlack, database: Database, tmp_path: Path, overflow: str
) -> None:
    review = Review.model_validate({"burst": 4, "top": 2, "overflow": overflow})
    async with slack_bot(slack, database, tmp_path, review=review) as bot:
        items = [found(f"{WORDS} item {number}", media=(picture(),)) for number in range(9)]
        await bot.take(*items)
        await bot.deliver()
        assert len(bot.cards()) == (3 if overflow == "summary" else 1)
        for user in (NOAH, AISHA):
            await slack.command(user, channel="content-review", command="/goodword", text="triage lang:en")
            await slack.wait_for(lambda user=user: slack.modal(user))  # type: ignore[misc]
        assert "0 decided, 9 left" in bot.modal_text(NOAH)
        await bot.click_modal(NOAH, "triage:approve")
        await slack.wait_for(lambda: "1 decided, 8 left" in bot.modal_text(NOAH))
        await bot.take(Removed(items[-1].external_id))
        await bot.deliver()
        await bot.deliver()
        assert await bot.deliver() == 0
        assert "deleted" in str(bot.cards()) or "1 gone" in str(bot.cards())


async def test_a_card_from_ask_to_history(slack: LocalSlack, database: Database, tmp_path: Path) -> None:
    async with slack_bot(slack, database, tmp_path) as bot:
        await bot.take(found("item one"))
        await bot.deliver()
        await bot.click(NOAH, "ask:open")
        await slack.wait_for(lambda: slack.modal(NOAH))
        await bot.submit(NOAH)
        await slack.wait_for(lambda: "Permission asked" in bot.text())
        await bot.click(NOAH, "review:campaign")
        await slack.wait_for(lambda: slack.modal(NOAH))
        await bot.submit(NOAH, name="Summer")
        await bot.click(NOAH, "review:approve")
        await slack.wait_for(lambda: "Approved" in bot.text())
        await bot.click(NOAH, "review:details")
        await slack.wait_for(lambda: slack.modal(NOAH))
        assert "Summer" in bot.modal_text(NOAH)
        assert await bot.deliver() == 1
        assert slack.calls("chat.update") == []  # the click's own answer had drawn it already
