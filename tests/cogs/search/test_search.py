"""Search: words, filters, pages, and what is hostile or gone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.faces.slack.blocks import search_text
from bot.kernel.errors import TellUser
from bot.review.rules import Status
from bot.sources.base import FoundCreator, Kind, Removed
from cogs.search.view import Wanted, read
from tests.support.slack_bot import CHANNEL, NOAH, SlackBot, found, press

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


async def search(bot: SlackBot, text: str, user: str = NOAH) -> str:
    """Type a search; what only this person is shown."""
    before = len(bot.slack.ephemerals(user))
    answer = await bot.slack.command(
        user, channel=CHANNEL, command="/goodword", text=f"search {text}".strip()
    )
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: len(bot.slack.ephemerals(user)) > before, what=f"results for {text}")
    return shown(bot, user)


def shown(bot: SlackBot, user: str = NOAH) -> str:
    last = bot.slack.ephemerals(user)[-1]
    return search_text(last["blocks"]) if last.get("blocks") else str(last["text"])


async def test_words_are_found_with_state_and_link(bot: SlackBot) -> None:
    [item_id] = await bot.take(found("A green kettle"))
    await bot.take(found("A red teapot"))
    text = await search(bot, "KETTLE")
    assert f"#{item_id}" in text
    assert "*Waiting*" in text
    assert "green" in text
    assert "|original>" in text
    assert "teapot" not in text


async def test_filters_narrow(bot: SlackBot) -> None:
    anna = FoundCreator(external_id="a1", handle="anna_k", name="Anna K")
    await bot.take(found("A green kettle", creator=anna))
    await bot.take(
        found("Another green kettle, a fucking good one", platform="hackernews", kind=Kind.COMMENT)
    )
    assert "Another" not in await search(bot, "kettle from:@anna_k")
    assert "Another" in await search(bot, "on:hackernews")
    assert "A green kettle" not in await search(bot, "kind:comment")
    assert "Another" in await search(bot, "flag:insults")
    assert "Another" in await search(bot, "flag:any is:waiting since:1h")
    assert "Nothing fits" in await search(bot, "kettle is:approved")
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    assert "kettle" in await search(bot, "kettle is:approved")


async def test_a_plain_word_finds_creators_too(bot: SlackBot) -> None:
    await bot.take(
        found("A green kettle", creator=FoundCreator("i1", handle="solheim_i", name="Ingrid Solheim"))
    )
    await bot.take(found("A red teapot"))
    for typed in ("Ingrid", "solheim_i", "@solheim_i", "ingrid kettle"):
        text = await search(bot, typed)
        assert "green kettle" in text, typed
        assert "teapot" not in text
    assert "Nothing fits" in await search(bot, "ingrid teapot")


async def test_a_platform_that_no_item_is_from_names_those_there_are(bot: SlackBot) -> None:
    await bot.take(found("A green kettle"), found("A lamp", platform="hackernews"))
    text = await search(bot, "on:tiktok")
    assert "No item is from “\u2068tiktok\u2069”; there are \u2068hackernews\u2069, \u2068mastodon" in text
    assert "Nothing fits" in await search(bot, "on:mastodon is:approved")


async def test_pages_turn_in_place(bot: SlackBot) -> None:
    await bot.take(*(found(f"Kettle {name}") for name in "abcdefg"))
    assert "1 to 5" in await search(bot, "kettle")
    message = bot.slack.ephemerals(NOAH)[-1]
    count = len(bot.slack.ephemerals(NOAH))
    where = {"channel": CHANNEL, "ts": message["ts"]}
    await press(bot.slack, NOAH, message["blocks"], "search:next", **where)
    await bot.slack.wait_for(lambda: "6 to 7" in shown(bot), what="the next page")
    assert len(bot.slack.ephemerals(NOAH)) == count
    await press(bot.slack, NOAH, bot.slack.ephemerals(NOAH)[-1]["blocks"], "search:previous", **where)
    await bot.slack.wait_for(lambda: "1 to 5" in shown(bot), what="the first page again")


async def test_a_result_opens_whole(bot: SlackBot) -> None:
    await bot.take(found("A green kettle"))
    await search(bot, "kettle")
    message = bot.slack.ephemerals(NOAH)[-1]
    await press(bot.slack, NOAH, message["blocks"], "review:details", channel=CHANNEL, ts=message["ts"])
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "A green kettle" in bot.modal_text(NOAH)


async def test_nothing_of_what_is_gone_is_shown(bot: SlackBot) -> None:
    item = found("A secret kettle")
    await bot.take(item)
    await bot.take(Removed(item.external_id))
    text = await search(bot, "from:@anna")
    assert "deleted where it was found" in text
    assert "secret" not in text
    assert "Anna Svensson" not in text


async def test_hostile_content_and_hostile_searches_stay_text(bot: SlackBot) -> None:
    await bot.take(found("<!channel> <http://evil.example|click> *bold* kettle"))
    text = await search(bot, "kettle")
    assert "<!channel>" not in text
    assert "<http://evil.example|click>" not in text
    for typed in ("'; DROP TABLE item; --", "100% _under_ \\ ", '<!here> "unpaired', "a" * 500, "الكلمة %"):
        assert await search(bot, typed)
        assert "<!here>" not in shown(bot)


async def test_bad_filters_name_the_good_ones(bot: SlackBot) -> None:
    assert "There are from:" in await search(bot, "by:anna")
    assert "waiting, queued, approved" in await search(bot, "is:fine")
    assert "insults" in await search(bot, "flag:<!channel>")
    assert "<!channel>" not in shown(bot)
    assert "For example" in await search(bot, "")


def test_what_is_typed_becomes_a_search() -> None:
    assert read("green lamp", NOW) == Wanted(text="green lamp")
    assert read("is:Approved since:7d", NOW) == Wanted(status=Status.APPROVED, since=NOW - timedelta(days=7))
    assert read('in:"Summer of tea" lamp', NOW) == Wanted(text="lamp", campaign="Summer of tea")
    assert read("https://social.example/1", NOW).text == "https://social.example/1"
    assert read('an "unpaired quote', NOW).text == 'an "unpaired quote'
    for wrong in ("since:soon", "kind:poem", "flag:mood"):
        with pytest.raises(TellUser):
            read(wrong, NOW)
