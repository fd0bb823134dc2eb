"""A creator is found by what people type, and shown as a whole."""

from __future__ import annotations

import json

import pytest

from bot.people.queries import block
from bot.sources.base import FoundCreator
from bot.storage.unit_of_work import unit_of_work
from tests.cogs.creators.support import HOSTILE, open_page, press, shown, take, type_it
from tests.support.slack_bot import CHANNEL, MIA, NOAH, TOM, SlackBot, action_in


async def test_a_creator_opens_with_all_that_is_known(bot: SlackBot) -> None:
    number = await take(bot)
    said = await open_page(bot, MIA)
    assert "Anna Svensson (@anna@social.example, Mastodon)" in said
    assert f"creator #{number}" in said
    assert "1,234 followers" in said
    assert "asked 0 of 2 times in 30 days" in said
    assert "None: each piece needs asking" in said
    assert "Nobody ever asked them" in said
    assert "*Pieces*: 1" in said
    assert "tea at dawn" in said
    buttons = shown(bot, MIA)
    for text in ("Never contact…", "Add clearance…", "Export everything", "Erase…"):
        assert text in buttons
    assert "Allow asking again" not in buttons


@pytest.mark.parametrize(
    "text",
    ["Anna Svensson", "anna svensson", "@anna", "@ANNA@social.example", "mastodon:@anna", "Mastodon:anna",
     "@anna on Mastodon", "svens", "item:1", "#1", "a1"],
)  # fmt: skip
async def test_a_creator_is_found_by_what_people_type(bot: SlackBot, text: str) -> None:
    await take(bot)
    await take(bot, FoundCreator("b1", "@bo@social.example", "Bo Ek"))
    assert "Anna Svensson" in await open_page(bot, TOM, text)


async def test_a_creator_is_found_by_the_address_of_a_piece(bot: SlackBot) -> None:
    await take(bot, url="https://social.example/@anna/777")
    assert "Anna Svensson" in await open_page(bot, TOM, "https://social.example/@anna/777")


async def test_several_of_one_name_are_listed_to_choose_from(bot: SlackBot) -> None:
    await take(bot)
    await take(bot, FoundCreator("z9", "@anna@other.example", "Anna <!here> Okafor"))
    said = await type_it(bot, NOAH, "@anna")
    assert "Several creators are called" in said
    assert "Anna Svensson (@anna@social.example, Mastodon)" in said
    assert "<!here>" not in said
    message = bot.slack.ephemerals(NOAH)[-1]
    await bot.slack.click(
        NOAH, action_id=action_in(message["blocks"], "creators:open"), channel=CHANNEL, ts=message["ts"]
    )
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="the window")
    assert "creator #" in bot.modal_text(NOAH)


async def test_a_handle_that_is_only_near_is_offered_not_opened(bot: SlackBot) -> None:
    await take(bot)
    said = await type_it(bot, NOAH, "@ann")
    assert "Nobody is called exactly" in said
    assert "Anna Svensson" in said
    assert bot.slack.modal(NOAH) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Which creator? Type a name"),
        ("nobody at all", "No creator is called “nobody at all”."),
        ("<!channel>", "No creator is called"),
        ("'; DROP TABLE creator; --", "No creator is called"),
        ("%", "No creator is called"),
        ("myspace:anna", "No creator on “myspace” is known. There are creators on mastodon."),
        ("#999999", "No creator is called “#999999”"),
        ("item:999999", "I don't know item 999999"),
        ("https://nowhere.example/1", "I don't know the piece https://nowhere.example/1"),
        ("x" * 2000, "No creator is called"),
    ],
)
async def test_who_is_unknown_is_answered_with_how_to_search(bot: SlackBot, text: str, why: str) -> None:
    await take(bot)
    said = await type_it(bot, TOM, text)
    assert why in said
    assert "<!channel>" not in said
    assert bot.slack.modal(TOM) is None


async def test_a_hostile_name_stays_text_everywhere(bot: SlackBot) -> None:
    await take(bot, FoundCreator("e1", "@<!here>|x", HOSTILE))
    await open_page(bot, MIA, "e1")
    for verb, title in (
        ("never", "Nobody asks"),
        ("clear", "A no to a single piece"),
        ("erase", "erased for good"),
    ):
        said = await press(bot, MIA, verb, title)
        marked = json.dumps([one["text"] for one in bot.modal(MIA)["blocks"] if one["type"] == "section"])
        assert "<!channel>" not in marked
        assert "<!here>" not in marked
        assert "&lt;!channel&gt;" in marked
        assert "\u202e" not in said
        await press(bot, MIA, "show", "*Accounts*")


async def test_the_menu_of_a_card_opens_the_creator_also_on_top_of_windows(bot: SlackBot) -> None:
    await take(bot)
    await bot.deliver()
    await bot.click(TOM, "creators:about")
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    assert "Anna Svensson" in bot.modal_text(TOM)
    await bot.slack.command(NOAH, channel=CHANNEL, command="/goodword", text="search tea")
    await bot.slack.wait_for(lambda: bot.slack.ephemerals(NOAH), what="what was found")
    listing = bot.slack.ephemerals(NOAH)[-1]
    opening = action_in(listing["blocks"], "review:details")
    await bot.slack.click(NOAH, action_id=opening, channel=CHANNEL, ts=listing["ts"])
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="the piece")
    await bot.click_modal(NOAH, "creators:about")
    await bot.slack.wait_for(lambda: "*Accounts*" in bot.modal_text(NOAH), what="the creator")
    await bot.click_modal(NOAH, "review:details")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Item", what="the piece")
    await bot.click_modal(NOAH, "creators:about")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Creator", what="the creator again")
    assert "review:details" not in json.dumps(bot.modal(NOAH)["blocks"])


async def test_who_is_blocked_and_why_is_said(bot: SlackBot) -> None:
    number = await take(bot)
    async with unit_of_work(bot.services.database) as session:
        await block(session, number, "U0MIA00001", "spam & <more>", bot.services.clock())
    said = await open_page(bot, TOM)
    assert "*blocked*" in said
    assert "spam &amp; &lt;more&gt;" in said
