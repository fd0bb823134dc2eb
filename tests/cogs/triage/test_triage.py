"""Triage: one item after the other, nobody gets another's."""

from __future__ import annotations

import pytest

from bot.people.staff import RoleList
from tests.support.slack_bot import AISHA, NOAH, TOM, SlackBot, control, found


async def open_triage(bot: SlackBot, user: str, words: str = "") -> None:
    await bot.slack.command(
        user, channel="content-review", command="/goodword", text=f"triage {words}".strip()
    )
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the triage window")


def shown(bot: SlackBot, user: str) -> str:
    """The text of the item in hand."""
    return next((line for line in bot.modal_text(user).splitlines() if "item " in line), "")


async def test_one_click_decides_and_shows_the_next(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(3)))
    await open_triage(bot, NOAH)
    assert "0 decided, 3 left" in bot.modal_text(NOAH)
    first = shown(bot, NOAH)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: "1 decided, 2 left" in bot.modal_text(NOAH))
    second = shown(bot, NOAH)
    assert second != first
    view = bot.modal(NOAH)
    reject = next(
        e["action_id"]
        for block in view["blocks"]
        for e in block.get("elements", [])
        if "reject" in str(e.get("action_id"))
    )
    await bot.slack.select(NOAH, view_id=view["id"], action_id=reject, value="Duplicate")
    await bot.slack.wait_for(lambda: "2 decided, 1 left" in bot.modal_text(NOAH))
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: "Nothing left" in bot.modal_text(NOAH))


async def test_two_people_never_get_the_same_item(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(4)))
    await open_triage(bot, NOAH)
    await open_triage(bot, AISHA)
    seen = [shown(bot, NOAH), shown(bot, AISHA)]
    await bot.click_modal(NOAH, "triage:approve")
    await bot.click_modal(AISHA, "triage:approve")
    await bot.slack.wait_for(lambda: "1 decided" in bot.modal_text(NOAH))
    await bot.slack.wait_for(lambda: "1 decided" in bot.modal_text(AISHA))
    seen += [shown(bot, NOAH), shown(bot, AISHA)]
    assert len(set(seen)) == 4
    assert "" not in seen


async def test_skip_passes_over_and_undo_takes_back(bot: SlackBot) -> None:
    await bot.take(found("item one"), found("item two"))
    await open_triage(bot, NOAH)
    first = shown(bot, NOAH)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: "1 decided" in bot.modal_text(NOAH))
    await bot.click_modal(NOAH, "triage:undo")
    await bot.slack.wait_for(lambda: "Undone" in bot.modal_text(NOAH))
    assert shown(bot, NOAH) == first
    assert "0 decided, 2 left" in bot.modal_text(NOAH)
    await bot.click_modal(NOAH, "triage:skip")
    await bot.slack.wait_for(lambda: shown(bot, NOAH) != first)
    await bot.click_modal(NOAH, "triage:skip")
    await bot.slack.wait_for(lambda: "what you skipped" in bot.modal_text(NOAH))


async def test_undo_brings_the_undone_item_back_and_keeps_the_one_on_screen_for_next(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(4)))
    await open_triage(bot, NOAH)
    first = shown(bot, NOAH)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: shown(bot, NOAH) != first)
    on_screen = shown(bot, NOAH)
    await bot.click_modal(NOAH, "triage:undo")
    await bot.slack.wait_for(lambda: "Undone: this post by Anna Svensson is back" in bot.modal_text(NOAH))
    assert shown(bot, NOAH) == first
    await open_triage(bot, AISHA)
    assert shown(bot, AISHA) not in (first, on_screen)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: shown(bot, NOAH) == on_screen)


async def test_closing_gives_the_item_back(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await open_triage(bot, NOAH)
    await open_triage(bot, AISHA)
    assert "Nothing left" in bot.modal_text(AISHA)
    await bot.slack.close(AISHA, view_id=bot.modal(AISHA)["id"])
    await bot.slack.close(NOAH, view_id=bot.modal(NOAH)["id"])
    await open_triage(bot, AISHA)
    assert shown(bot, AISHA)


async def test_somebody_elses_decision_on_the_card_is_told_and_the_next_item_shown(bot: SlackBot) -> None:
    await bot.take(found("item one"), found("item two"))
    await bot.deliver()
    await open_triage(bot, NOAH)
    text = shown(bot, NOAH)
    at = next(number for number in (0, 1) if text in bot.text(number))
    await bot.click(AISHA, "review:approve", at=at)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: "Aisha Khan approved this post by Anna Svensson" in bot.modal_text(NOAH))
    assert shown(bot, NOAH) != text
    assert "0 decided, 1 left" in bot.modal_text(NOAH)


async def test_a_viewer_is_told_whom_to_ask(bot: SlackBot) -> None:
    await bot.slack.command(TOM, channel="content-review", command="/goodword", text="triage")
    told = await bot.slack.wait_for(lambda: bot.private(TOM))
    assert "Only moderators can decide" in told[0]
    assert bot.slack.modal(TOM) is None


async def test_filters_by_flag_language_and_source(bot: SlackBot) -> None:
    await bot.take(found("item plain"), found("item call me on +46 70 174 06 05 today"), source="shop")
    await open_triage(bot, NOAH, "flagged")
    assert "call me" in shown(bot, NOAH)
    assert "0 decided, 1 left" in bot.modal_text(NOAH)
    view = bot.modal(NOAH)
    await bot.slack.select(NOAH, view_id=view["id"], action_id="g1:triage:flagged", value="-")
    await bot.slack.wait_for(lambda: "2 left" in bot.modal_text(NOAH))
    await bot.slack.close(NOAH, view_id=bot.modal(NOAH)["id"])
    await open_triage(bot, NOAH, "source:shop")
    assert "2 left" in bot.modal_text(NOAH)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("source:elsewhere", "There are shop."),
        ("lang:fi", "Waiting are en."),
        ("bogus", "source:NAME or lang:CODE"),
    ],
)
async def test_a_filter_that_fits_nothing_is_told_and_opens_no_window(
    bot: SlackBot, typed: str, told: str
) -> None:
    await bot.take(found("I drink this wonderful tea every evening with my friends"), source="shop")
    await bot.slack.command(NOAH, channel="content-review", command="/goodword", text=f"triage {typed}")
    await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert told in bot.private(NOAH)[-1]
    assert bot.slack.modal(NOAH) is None


async def test_escalating_from_triage(bot: SlackBot) -> None:
    await bot.take(found("item one"), found("item two"))
    await open_triage(bot, NOAH)
    view = bot.modal(NOAH)
    escalate = control(view, "triage:escalate")
    offered = next(
        e for block in view["blocks"] for e in block.get("elements", []) if e.get("action_id") == escalate
    )
    names = [option["text"]["text"] for option in offered["options"]]
    assert names == ["Aisha Khan", "Mia Lindqvist"]  # whoever may decide, but for Noah
    await bot.slack.select(NOAH, view_id=view["id"], action_id=escalate, value="U0MIA00001")
    await bot.slack.wait_for(lambda: "1 decided, 1 left" in bot.modal_text(NOAH))


async def test_who_lost_the_right_to_decide_since_is_refused(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await open_triage(bot, NOAH)
    view = bot.modal(NOAH)
    bot.face.staff.roles = RoleList(moderators=("U0NOAH0001",))
    escalate = control(view, "triage:escalate")
    await bot.slack.select(NOAH, view_id=view["id"], action_id=escalate, value="U0MIA00001")
    await bot.slack.wait_for(lambda: "can't decide" in bot.modal_text(NOAH))


async def test_the_summary_and_the_shortcut_open_triage(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(20)))
    await bot.deliver()
    at = next(number for number, _ in enumerate(bot.cards()) if "new items" in bot.text(number))
    await bot.click(NOAH, "triage:open", at=at)
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "20 left" in bot.modal_text(NOAH)
    await bot.slack.shortcut(AISHA, callback_id="open_triage")
    await bot.slack.wait_for(lambda: bot.slack.modal(AISHA))


async def test_a_double_click_decides_one_item(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(3)))
    await open_triage(bot, NOAH)
    view = bot.modal(NOAH)
    approve = next(
        e["action_id"]
        for block in view["blocks"]
        for e in block.get("elements", [])
        if "approve" in str(e.get("action_id"))
    )
    bot.slack.fault("duplicate", event="block_actions")
    await bot.slack.click(NOAH, view_id=view["id"], action_id=approve)
    await bot.slack.wait_for(lambda: "1 decided, 2 left" in bot.modal_text(NOAH))


async def test_a_window_that_missed_its_own_decision_moves_on_at_the_next_click(bot: SlackBot) -> None:
    await bot.take(*(found(f"item {number}") for number in range(3)))
    await open_triage(bot, NOAH)
    text = shown(bot, NOAH)
    bot.slack.fault(
        "refuse", method="views.update", error="internal_error"
    )  # as if the bot had died just then
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: bot.private(NOAH), what="word of the error")
    assert shown(bot, NOAH) == text
    view = bot.modal(NOAH)
    await bot.slack.select(
        NOAH, view_id=view["id"], action_id=control(view, "triage:reject"), value="Duplicate"
    )
    await bot.slack.wait_for(lambda: "You approved this post by Anna" in bot.modal_text(NOAH))
    assert "1 decided, 2 left" in bot.modal_text(NOAH)
    assert shown(bot, NOAH) not in ("", text)
    await bot.click_modal(NOAH, "triage:undo")
    await bot.slack.wait_for(lambda: "Undone" in bot.modal_text(NOAH))
    assert shown(bot, NOAH) == text


@pytest.mark.parametrize("verb", ["approve", "reject", "skip", "escalate"])
@pytest.mark.parametrize("who", [NOAH, AISHA])
async def test_any_click_in_a_window_whose_item_is_decided_says_so_and_moves_on(
    bot: SlackBot, verb: str, who: str
) -> None:
    await bot.take(found("item one"), found("item two"))
    await bot.deliver()
    await open_triage(bot, NOAH)
    text = shown(bot, NOAH)
    at = next(number for number in (0, 1) if text in bot.text(number))
    await bot.click(who, "review:approve", at=at)
    view, by = bot.modal(NOAH), "You" if who == NOAH else "Aisha Khan"
    if verb in ("reject", "escalate"):
        value = "Duplicate" if verb == "reject" else "U0MIA00001"
        await bot.slack.select(
            NOAH, view_id=view["id"], action_id=control(view, f"triage:{verb}"), value=value
        )
    else:
        await bot.click_modal(NOAH, f"triage:{verb}")
    await bot.slack.wait_for(lambda: f"{by} approved this" in bot.modal_text(NOAH))
    assert shown(bot, NOAH) not in ("", text)
    assert "1 left" in bot.modal_text(NOAH)
    await bot.click_modal(NOAH, "triage:approve")
    await bot.slack.wait_for(lambda: "Nothing left" in bot.modal_text(NOAH))
