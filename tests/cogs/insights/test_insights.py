"""``/goodword insights`` in the local Slack: counted for real, opened, and changed in place."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.content.queries import keep_campaign
from bot.digests.document import Number
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.insights.figures import FIGURES
from bot.insights.periods import parse
from bot.kernel.errors import TellUser
from bot.storage.unit_of_work import unit_of_work
from cogs.insights.opened import Opened
from cogs.insights.wanted import LONGEST, Wanted
from tests.support.blocks import check_message, check_view
from tests.support.slack_bot import CHANNEL, NOAH, TOM, SlackBot, found

Json = dict[str, Any]


async def said(bot: SlackBot, text: str = "", user: str = TOM) -> Json:
    """The answer to the command, which that person alone sees."""
    before = len(bot.slack.ephemerals(user))
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"insights {text}".strip())
    await bot.slack.wait_for(lambda: len(bot.slack.ephemerals(user)) > before, what="an answer")
    answer = deepcopy(bot.slack.ephemerals(user)[-1])
    if answer.get("blocks"):
        check_message(answer["blocks"])
    return answer


def shown(message: Json) -> str:
    text = f"{message.get('text', '')}\n{search_text(message.get('blocks') or [])}"
    return text.replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def menu(blocks: list[Json], verb: str) -> Json:
    every = [one for block in blocks for one in block.get("elements", []) if "options" in one]
    (wanted,) = [one for one in every if one["action_id"] == f"g1:insights:{verb}"]
    return dict(wanted)


async def choose(bot: SlackBot, message: Json, verb: str, label: str, user: str = TOM) -> None:
    """Choose from a menu of an answer by the beginning of an option's words."""
    offered = menu(message["blocks"], verb)
    value = next(one["value"] for one in offered["options"] if one["text"]["text"].startswith(label))
    await bot.slack.select(
        user, channel=CHANNEL, ts=message["ts"], action_id=offered["action_id"], value=value
    )


async def changed(bot: SlackBot, message: Json, verb: str, label: str) -> Json:
    """The same answer once it has been redrawn."""

    def redrawn() -> Json | None:
        now = next(one for one in bot.slack.ephemerals(TOM) if one["ts"] == message["ts"])
        return deepcopy(now) if now["blocks"] != message["blocks"] else None

    await choose(bot, message, verb, label)
    answer: Json = await bot.slack.wait_for(redrawn, what="the answer redrawn")
    check_message(answer["blocks"])
    return answer


async def opened(bot: SlackBot, message: Json, label: str) -> str:
    """Open a figure; what its window says."""
    await choose(bot, message, "open", label)
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    return window(bot)


def window(bot: SlackBot) -> str:
    view = bot.modal(TOM)
    check_view(view)
    return search_text(view["blocks"]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


async def test_nothing_found_says_what_to_do(bot: SlackBot) -> None:
    answer = await said(bot)
    assert "Insights: last 30 days" in shown(answer)
    assert "Nothing was found or decided in this time." in shown(answer)
    assert "/goodword add" in shown(answer)
    assert "g1:insights:open" not in str(answer["blocks"])


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


async def test_a_figure_opens_its_rows_and_turns_its_pages(bot: SlackBot) -> None:
    await bot.take(*(found(f"Lamp {one}") for one in range(12)))
    await bot.take(replace(found("<!channel> *bold*"), title="<!channel> *bold*"))
    text = await opened(bot, await said(bot), "Found: 13")
    assert "1 to 10 of 13" in text
    assert "<!channel>" not in str(bot.modal(TOM)["blocks"])
    assert "&lt;!channel&gt; \u2217bold\u2217" in text
    await bot.click_modal(TOM, "insights:next")
    await bot.slack.wait_for(lambda: "11 to 13 of 13" in window(bot), what="the next page")
    await bot.click_modal(TOM, "insights:previous")
    await bot.slack.wait_for(lambda: "1 to 10 of 13" in window(bot), what="the first page")


async def test_a_share_opens_both_of_its_parts(bot: SlackBot) -> None:
    await bot.take(found("I love this lamp, it is wonderful"), found("Broken and awful, I hate it"))
    text = await opened(bot, await said(bot), "Positive: 50%")
    assert "1 to 1 of 1" in text
    parts = menu(bot.modal(TOM)["blocks"], "part")
    assert [one["text"]["text"] for one in parts["options"]] == ["Positive", "Judged"]
    await bot.slack.select(
        TOM,
        view_id=bot.modal(TOM)["id"],
        action_id=parts["action_id"],
        value=parts["options"][1]["value"],
    )
    await bot.slack.wait_for(lambda: "1 to 2 of 2" in window(bot), what="the other part")


async def test_menus_change_the_answer_in_place(bot: SlackBot) -> None:
    await bot.take(found("Green #tea", tags=("tea",)), found("Black #tea", tags=("tea",)), source="blogs")
    await bot.take(found("A lamp"))
    first = await said(bot)
    assert "Found: 3" in shown(first)
    tea = await changed(bot, first, "slice", "#tea")
    assert "Only the hashtag #tea." in shown(tea)
    assert "Found: 2" in shown(tea)
    week = await changed(bot, tea, "period", "Last whole week")
    assert "Only the hashtag #tea." in shown(week)
    assert "Nothing of it was found or decided in this time." in shown(week)
    again = await changed(bot, week, "period", "Last 7 days")
    everything = await changed(bot, again, "slice", "Everything")
    assert "Found: 3" in shown(everything)
    assert "Insights: last 7 days" in shown(everything)


async def test_a_slice_is_asked_for_by_name_and_opens_its_own_rows(bot: SlackBot) -> None:
    await bot.take(found("Green #tea", tags=("tea",)), source="blogs")
    await bot.take(found("A lamp"))
    async with unit_of_work(bot.services.database) as session:
        await keep_campaign(session, "<!here> Autumn", None, "U0NOAH0001", bot.services.clock())
    for typed in ("7d #Tea", "7d <#C012AB|tea>"):
        assert "Only the hashtag #tea." in shown(await said(bot, typed))
    answer = await said(bot, "this week #tea")
    assert "Green" in await opened(bot, answer, "Found: 1")
    assert "A lamp" not in window(bot)
    hostile = await said(bot, "campaign <!here> autumn")
    assert "<!here>" not in str(hostile["blocks"][:-1])
    assert "Only the campaign &lt;!here&gt; Autumn." in shown(hostile)


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
    assert answer in shown(await said(bot, typed))


async def test_an_unknown_campaign_is_answered_with_those_there_are(bot: SlackBot) -> None:
    async with unit_of_work(bot.services.database) as session:
        await keep_campaign(session, "Autumn leaves", None, "U0NOAH0001", bot.services.clock())
    assert "There is Autumn leaves." in shown(await said(bot, "campaign Spring"))


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


@pytest.mark.parametrize("value", ["", "found", "odd||1|2|1|", "found||x|2|1|", f"found||{'9' * 30}|2|1|"])
def test_what_a_stale_menu_carries_is_answered_in_words(value: str) -> None:
    with pytest.raises(TellUser, match="can't be opened"):
        Opened.unpack(value)
