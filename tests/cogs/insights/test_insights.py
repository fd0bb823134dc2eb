"""``/goodword insights`` in the local Slack: counted for real, opened, changed in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.content.queries import keep_campaign
from bot.digests.document import Number
from bot.insights.figures import FIGURES
from bot.insights.periods import parse
from bot.kernel.errors import TellUser
from bot.storage.unit_of_work import unit_of_work
from cogs.insights.opened import Opened
from cogs.insights.screens import Screens
from cogs.insights.wanted import LONGEST, Asked, Wanted
from tests.cogs.insights.support import changed, choose, menu, opened, said, shown, told, window
from tests.support.slack_bot import NOAH, TOM, SlackBot, found


async def test_nothing_found_says_what_to_do(bot: SlackBot) -> None:
    view = await said(bot)
    assert "Insights: last 30 days" in shown(view)
    assert "Nothing was found or decided in this time." in shown(view)
    assert "/goodword add" in shown(view)
    assert "g1:insights:open" not in str(view["blocks"])
    assert "being drawn" not in shown(view)


async def test_the_figures_are_those_of_what_was_found(bot: SlackBot) -> None:
    await bot.take(
        found("I love this #tea, it is wonderful", tags=("tea",)),
        found("Broken and awful #tea", tags=("tea",)),
        source="blogs",
    )
    await bot.take(found("A lamp"))
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    text = shown(await said(bot))
    assert "Found: 3" in text
    assert "Approved: 1" in text
    assert "Approval rate: 100%" in text
    assert "of 1, small sample" in text
    assert "#tea: Found: 2" in text
    assert "blogs: Found: 2" in text


async def test_a_figure_opens_its_rows_turns_its_pages_and_leads_back(bot: SlackBot) -> None:
    await bot.take(*(found(f"Lamp {one}") for one in range(12)))
    await bot.take(replace(found("<!channel> *bold*"), title="<!channel> *bold*"))
    await said(bot)
    text = await opened(bot, "Found: 13", "1 to 10 of 13")
    assert "<!channel>" not in str(bot.modal(TOM)["blocks"])
    assert "&lt;!channel&gt; \u2217bold\u2217" in text
    await bot.click_modal(TOM, "insights:next")
    await bot.slack.wait_for(lambda: "11 to 13 of 13" in window(bot), what="the next page")
    await bot.click_modal(TOM, "insights:previous")
    await bot.slack.wait_for(lambda: "1 to 10 of 13" in window(bot), what="the first page")
    await bot.click_modal(TOM, "insights:back")
    await bot.slack.wait_for(lambda: "Insights: last 30 days" in window(bot), what="the figures")
    assert "Found: 13" in window(bot)


async def test_what_a_figure_leads_to_has_room_in_the_stack(bot: SlackBot) -> None:
    await bot.take(found("A lamp"))
    await said(bot)
    await opened(bot, "Found: 1")
    await bot.click_modal(TOM, "review:details")
    await bot.slack.wait_for(lambda: "g1:review:details" in bot.modal(TOM)["callback_id"], what="the record")
    assert (
        len(bot.slack.world.stack(bot.slack.world.person_named(TOM).id)) == 2
    )  # of the three that Slack takes


async def test_a_share_opens_both_of_its_parts(bot: SlackBot) -> None:
    await bot.take(found("I love this lamp, it is wonderful"), found("Broken and awful, I hate it"))
    await said(bot)
    await opened(bot, "Positive: 50%", "1 to 1 of 1")
    parts = menu(bot.modal(TOM), "part")
    assert [one["text"]["text"] for one in parts["options"]] == ["Positive", "Judged"]
    await choose(bot, "part", "Judged")
    await bot.slack.wait_for(lambda: "1 to 2 of 2" in window(bot), what="the other part")


async def test_menus_change_the_window_in_place(bot: SlackBot) -> None:
    await bot.take(found("Green #tea", tags=("tea",)), found("Black #tea", tags=("tea",)), source="blogs")
    await bot.take(found("A lamp"))
    first = await said(bot)
    assert "Found: 3" in shown(first)
    tea = await changed(bot, "slice", "#tea", "Only the hashtag #tea.")
    assert "Found: 2" in shown(tea)
    week = await changed(bot, "period", "Last whole week", "Nothing of it was found or decided in this time.")
    assert "Only the hashtag #tea." in shown(week)
    await changed(bot, "period", "Last 7 days", "Insights: last 7 days")
    everything = await changed(bot, "slice", "Everything", "Found: 3")
    assert "Insights: last 7 days" in shown(everything)


async def test_a_slice_is_asked_for_by_name_and_opens_its_own_rows(bot: SlackBot) -> None:
    await bot.take(found("Green #tea", tags=("tea",)), source="blogs")
    await bot.take(found("A lamp"))
    for typed in ("7d #Tea", "7d <#C012AB|tea>", "this week #tea"):
        assert "Only the hashtag #tea." in shown(await said(bot, typed))
    assert "Green" in await opened(bot, "Found: 1")
    assert "A lamp" not in window(bot)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2026-W99", "“2026-W99” is no period"),
        ("yesterday source blogs", "There is no source “blogs”"),
        ("source", "There is no source “”"),
        ("campaign <!channel>", "There is no campaign “&lt;!channel&gt;”"),
        ("#two words", "“#two words” is no hashtag"),
        ("#", "is no hashtag"),
    ],
)
async def test_what_can_not_be_meant_is_said(bot: SlackBot, typed: str, answer: str) -> None:
    assert answer in await told(bot, typed)


async def test_an_unknown_campaign_is_answered_with_those_there_are(bot: SlackBot) -> None:
    async with unit_of_work(bot.services.database) as session:
        await keep_campaign(session, "Autumn leaves", None, "U0NOAH0001", bot.services.clock())
    assert "There is Autumn leaves." in await told(bot, "campaign Spring")


def test_what_a_menu_carries_is_read_back_for_every_figure() -> None:
    period = parse("2026-W47", datetime(2026, 11, 25, tzinfo=UTC), "Europe/Stockholm")
    for figure in FIGURES:
        first = Opened.of(Number(figure=figure, slice="tag:a|b:c", value=1), period)
        for part in first.parts:
            one = first.at(page=7, part=part)
            assert Opened.unpack(one.pack()) == one
            longest = replace(one, slice="x" * LONGEST).at(page=1)
            assert len(longest.pack()) <= 150  # of an option, as Slack has it
    assert Wanted.unpack(Wanted("30d", "tag:a|b").pack()) == Wanted("30d", "tag:a|b")
    asked = Asked(Wanted("this week", "tag:a|b"), datetime(2026, 11, 25, 7, 8, 9, tzinfo=UTC))
    assert Asked.unpack(asked.pack()) == asked


@pytest.mark.parametrize("value", ["", "30d|", "x|30d|", "٣|30d|", f"{'9' * 30}|30d|"])
def test_a_view_that_can_not_be_read_is_none(value: str) -> None:
    assert Asked.unpack(value) is None


def test_only_what_a_window_was_asked_last_is_shown() -> None:
    screens = Screens()
    assert screens.latest(screens.present("V0"))
    first, other = screens.begin("V1"), screens.begin("V2")
    assert screens.latest(screens.present("V1"))
    second = screens.begin("V1")
    assert not screens.latest(first)
    assert screens.latest(second)
    assert screens.latest(other)


@pytest.mark.parametrize("value", ["", "found", "odd||1|2|1|", "found||x|2|1|", f"found||{'9' * 30}|2|1|"])
def test_what_a_stale_menu_carries_is_answered_in_words(value: str) -> None:
    with pytest.raises(TellUser, match="can't be opened"):
        Opened.unpack(value)
