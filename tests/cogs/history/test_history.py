"""History by command: one order for review, permission and content."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.faces.history import changed
from bot.kernel.origin import Origin
from bot.playground.slack import LocalSlack
from bot.settings import CampaignSection
from bot.sources.base import Removed
from bot.storage.database import Database
from tests.support.slack_bot import CHANNEL, NOAH, SlackBot, found, slack_bot


async def type_history(bot: SlackBot, text: str) -> None:
    answer = await bot.slack.command(
        NOAH, channel=CHANNEL, command="/goodword", text=f"history {text}".strip()
    )
    assert answer["acked"], answer


async def window(bot: SlackBot, text: str) -> str:
    await type_history(bot, text)
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="the history")
    return bot.modal_text(NOAH)


async def test_a_number_shows_who_did_what_and_what_an_edit_changed(bot: SlackBot) -> None:
    item = found("The lamp is fine and warm")
    [item_id] = await bot.take(item)
    await bot.deliver()
    await bot.take(replace(item, text=item.text.replace("fine", "<!channel> awful")))
    await bot.click(NOAH, "review:approve")
    text = await window(bot, f"#{item_id}")
    assert "arrived in the queue" in text
    assert "*\u2068Noah Berg\u2069* approved" in text
    assert "edited by its creator" in text
    assert "fine" in text
    assert "awful" in text
    assert "<!channel>" not in text
    assert "Seen at <https://social.example/" in text


async def test_a_campaign_joined_by_its_hashtag_stands_on_the_card_and_in_the_history(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    campaigns = (CampaignSection(name="Autumn of light", hashtag="#autumnoflight"),)
    async with slack_bot(slack, sqlite_database, tmp_path, campaigns=campaigns) as bot:
        [item_id] = await bot.take(found("What a lamp #AutumnOfLight"))
        await bot.deliver()
        assert "campaign \u2068Autumn of light" in bot.text()
        text = await window(bot, f"#{item_id}")
        assert "added to the campaign Autumn of light" in text
        assert "it carries #autumnoflight" in text


async def test_a_piece_that_turns_out_to_be_the_brands_own_says_so(bot: SlackBot) -> None:
    item = found("A lamp of ours")
    [item_id] = await bot.take(item)
    await bot.take(replace(item, origin=Origin.BRAND))
    assert "counted as brand content from now on" in await window(bot, f"#{item_id}")


async def test_hints_can_be_typed_as_they_stand(bot: SlackBot) -> None:
    for typed, hint in (
        ("abc", "For example: /goodword history 123."),
        ("99999", "`/goodword search WORDS`"),
    ):
        await type_history(bot, typed)
        await bot.slack.wait_for(partial(_told, bot, hint), what=hint)


def _told(bot: SlackBot, hint: str) -> bool:
    return any(hint in str(said) for said in bot.private(NOAH))


async def test_an_address_finds_the_item(bot: SlackBot) -> None:
    item = found()
    [item_id] = await bot.take(item)
    assert f"number {item_id}" in await window(bot, f"{item.url}?utm_source=x")


async def test_of_what_is_gone_no_words_are_repeated(bot: SlackBot) -> None:
    item = found("A secret lamp")
    [item_id] = await bot.take(item)
    await bot.take(replace(item, text="Another secret text altogether"))
    await bot.take(Removed(item.external_id))
    text = await window(bot, str(item_id))
    assert "deleted where it was found" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    "text", ["", "999999", "9" * 40, "https://nowhere.example/1", "ftp://x", "<!channel>"]
)
async def test_what_is_not_known_is_answered_in_words(bot: SlackBot, text: str) -> None:
    await type_history(bot, text)
    told = await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert told[0].strip()
    assert "<!channel>" not in told[0]
    assert bot.slack.modal(NOAH) is None


def test_a_change_shows_the_words_that_differ() -> None:
    assert (
        changed("a b c d e old x y z w v", "a b c d e new x y z w v")
        == "“… c d e old x y z …” → “… c d e new x y z …”"
    )
    assert changed("one", "two") == "“one” → “two”"
    assert changed("same start", "same start and more") == "“same start” → “same start and more”"
    assert len(changed("x", "word " * 5000)) < 300
