"""What a manager does with a contest in Slack, and what becomes of clicks that come twice, late or by others."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.contests.rules import ContestAction, EntryStatus, Phase
from bot.kernel.clock import utc_now
from bot.storage.unit_of_work import unit_of_work
from tests.cogs.contest.slack_stage import LOT, NOW, Stage, events
from tests.support.slack_bot import MIA, NOAH, found

# ---- twice, late, without the right ----


async def test_a_payload_delivered_twice_acts_once(stage: Stage) -> None:
    await stage.create()
    await stage.manage()
    stage.slack.fault("duplicate", event="block_actions")
    await stage.press("do", "announce")
    await stage.sees("Announced. Participants see it now.")
    assert len(await events(stage, "announce")) == 1


async def test_the_second_half_of_a_double_click_changes_nothing_and_blames_nobody(stage: Stage) -> None:
    await stage.create()
    await stage.manage()
    view, button = stage.view()["id"], stage.button("do", "announce")
    await asyncio.gather(*(stage.slack.click(MIA, view_id=view, action_id=button) for _ in range(2)))
    said = await stage.sees("Announced")
    assert "Nothing was done" not in said
    assert len(await events(stage, "announce")) == 1


async def test_a_window_from_before_says_how_it_stands_by_now_and_is_drawn_again(stage: Stage) -> None:
    await stage.open()
    await stage.manage()
    view, old = stage.view()["id"], stage.button("do", ":close")
    await stage.act(ContestAction.CLOSE)
    stage.now += timedelta(minutes=3)
    await stage.slack.click(MIA, view_id=view, action_id=old)
    said = await stage.sees("Nothing was done: by now it is closed. You closed it 3 minutes ago.")
    assert "Close now" not in said
    assert len(await events(stage, "close")) == 1


async def test_a_form_button_from_before_opens_no_form(stage: Stage) -> None:
    await stage.open()
    await stage.manage()
    view, old = stage.view()["id"], stage.button("ask", "extend")
    await stage.act(ContestAction.CANCEL, reason="Rain.")
    stage.now += timedelta(hours=2)
    await stage.slack.click(MIA, view_id=view, action_id=old)
    await stage.sees("by now it is cancelled. You cancelled it 2 hours ago.", "Nothing more happens to it.")


async def test_a_form_that_comes_after_the_end_says_so_in_the_window_below(stage: Stage) -> None:
    await stage.open()
    await stage.manage()
    await stage.press("ask", "extend")
    await stage.sees("New closing: day")
    await stage.act(ContestAction.CLOSE)
    stage.now += timedelta(minutes=1)
    await stage.send(day="2027-02-01", clock="12:00")
    await stage.sees("Nothing was done: by now it is closed.")


async def test_what_was_due_before_the_click_comes_first(stage: Stage) -> None:
    """The window is open at the closing; the click a second after it closes nothing and extends nothing."""
    await stage.open()
    await stage.manage()
    await stage.press("ask", "extend")
    await stage.sees("New closing: day")
    stage.now = NOW + timedelta(days=20, seconds=1)
    await stage.send(day="2027-02-01", clock="12:00")
    await stage.sees("Nothing was done")
    assert (await stage.contest()).closes_at == NOW + timedelta(days=20)


async def test_a_moderator_who_presses_a_managers_button_is_told_whom_to_ask(stage: Stage) -> None:
    await stage.open()
    await stage.command("autumn", user=NOAH)
    await stage.sees("Autumn of tea", user=NOAH)
    view = stage.slack.world.stack(stage.slack.world.person_named(NOAH).id)[-1]
    close: dict[str, Any] = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Close"},
        "action_id": f"g1:contest:do:{stage.id}:1:close",
    }
    view.body["blocks"].append({"type": "actions", "block_id": "forged", "elements": [close]})
    await stage.slack.click(NOAH, view_id=view.id, action_id=close["action_id"])
    await stage.slack.wait_for(
        lambda: any("Only managers can run contests" in one for one in stage.bot.private(NOAH))
    )
    assert await stage.phase() is Phase.OPEN


# ---- extend, cancel ----


async def test_extending_in_the_contests_own_zone(stage: Stage) -> None:
    await stage.open()
    await stage.manage()
    await stage.press("ask", "extend")
    await stage.sees("In the contest's zone, Europe/Stockholm")
    sent = await stage.send(day="2026-12-10", clock="12:00")
    assert "must be later" in sent["errors"]["day"]
    await stage.send(day="2027-03-28", clock="02:30")
    await stage.sees("Extended. There is no 02:30 on that day", "28 Mar 2027, 03:30 in Europe/Stockholm")


async def test_cancelling_needs_a_reason_that_is_kept(stage: Stage) -> None:
    await stage.open(entries=1)
    await stage.manage()
    await stage.press("ask", "cancel")
    await stage.sees("ends without winners")
    sent = await stage.send(reason="  \u200b ")
    assert "needs a reason" in sent["errors"]["reason"]
    await stage.send(reason="The hall burnt down.")
    await stage.sees("It is cancelled.", "Nothing more happens to it.")
    assert [one.reason for one in await events(stage, "cancel")] == ["The hall burnt down."]


# ---- entries ----


async def test_entries_are_paged_filtered_and_linked_to_their_cards(stage: Stage) -> None:
    await stage.open(entries=9)
    waiting = await stage.enter(text="<!here> *bold* look")
    await stage.bot.deliver()
    await stage.manage()
    said = await stage.to("entries", "10 entries · page 1 of 2", "Number 8")
    assert "Number 9" not in said
    await stage.press("show", ":entries:2")
    said = await stage.sees("page 2 of 2", "Number 9", "Number 10", "waits for review", "|Review card>")
    assert "&lt;!here&gt;" in said
    assert "*bold*" not in said
    menu = next(one for one in stage.buttons() if "filter" in one)
    await stage.slack.select(MIA, view_id=stage.view()["id"], action_id=menu, value="waiting")
    said = await stage.sees("1 entry · page 1 of 1", f"Number {waiting.number}")
    assert "Number 9" not in said
    await stage.slack.select(MIA, view_id=stage.view()["id"], action_id=menu, value="withdrawn")
    await stage.sees("No entry is withdrawn.")


async def test_that_a_reason_will_be_published_is_said_before_it_is_written(stage: Stage) -> None:
    """Whoever stands in a frozen list is left out of the draw in public, with the reason."""
    [entry] = await stage.open(entries=1, **LOT)
    await stage.at(NOW + timedelta(days=10, seconds=1))
    await stage.manage()
    await stage.to("entries")
    await stage.press("ask", "disqualify", f":{entry.id}")
    await stage.sees("goes to the next in order")
    hint = next(each["hint"]["text"] for each in stage.view()["blocks"] if "hint" in each)
    assert "public record of the draw" in hint


async def test_disqualify_and_reinstate(stage: Stage) -> None:
    entry, _ = await stage.open(entries=2)
    await stage.vote(entry)
    await stage.manage()
    await stage.to("entries", "1 vote")
    await stage.press("ask", "disqualify", f":{entry.id}")
    await stage.sees("word by word")
    assert "needs a reason" in (await stage.send(reason=" "))["errors"]["reason"]
    await stage.send(reason="A copy of *another*.")
    said = await stage.sees("Number 1 is disqualified", "disqualified")
    assert "*another*" not in said
    await stage.press("reinstate", f":{entry.id}")
    await stage.sees("Number 1 is reinstated: accepted.", "1 vote")
    assert (await stage.entry(entry.id or 0)).status == EntryStatus.ACCEPTED


async def test_a_review_card_says_which_contest_and_number(stage: Stage) -> None:
    await stage.open(name="Autumn *of* tea")
    await stage.enter()
    await stage.bot.deliver()
    assert ":trophy: number 1 in" in stage.bot.text()
    assert "*of*" not in stage.bot.text()


async def test_a_card_that_stands_already_follows_when_its_item_is_entered(stage: Stage) -> None:
    await stage.open()
    (item,) = await stage.bot.take(found("a cup"))
    await stage.bot.deliver()
    assert ":trophy:" not in stage.bot.text()
    stage.now = utc_now()  # delivery looks at what changed since it looked last, by the wall clock
    services = stage.bot.services
    who = await stage.member()
    async with unit_of_work(services.database) as session:
        await services.contests.enter(session, stage.id, who, item, stage.now, "discord")
    await stage.bot.deliver()
    assert ":trophy: number 1 in" in stage.bot.text()
    assert len(stage.bot.cards()) == 1
