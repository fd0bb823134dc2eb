"""A contest from the first word to the checked draw, by a manager who never leaves Slack."""

from __future__ import annotations

from datetime import timedelta

from bot.contests.rules import AwardStatus, EntryStatus, Phase
from tests.cogs.contest.slack_stage import NOW, Stage
from tests.support.slack_bot import MIA


async def test_a_lot_from_new_to_checked_draw(stage: Stage) -> None:
    await write(stage)
    await look_and_open(stage)
    await look_at_entries(stage)
    await close_and_draw(stage)
    await award_and_replace(stage)
    await check(stage)


async def write(stage: Stage) -> None:
    await stage.command()
    await stage.sees("No contest yet")
    await stage.press("contest:new")
    await stage.sees("What decides who wins?")
    await stage.choose("kind", "lot", name="Autumn of tea")
    await stage.slack.wait_for(lambda: "closes_day" not in stage.fields())
    sent = await stage.send(
        brief="Show us your cup.",
        opens_day="2026-11-28",
        opens_clock="18:00",
        entries_day="2026-12-05",
        entries_clock="18:00",
        prizes="2 × Tea box\nMug",
        eligibility="18 or older",
    )
    assert sent["ok"], sent
    said = await stage.sees("Saved as a draft", "Autumn of tea", "Draft")
    assert "18:00 in Europe/Berlin" in said
    made = (await stage.only()).definition
    assert made["name"] == "Autumn of tea"
    assert [(one["name"], one["winners"]) for one in made["prizes"]] == [("Tea box", 2), ("Mug", 1)]
    assert made["opens_at"].startswith("2026-11-28T17:00:00")
    assert made["closes_at"] == made["entries_close_at"]


async def look_and_open(stage: Stage) -> None:
    await stage.to("preview", "Show us your cup.", "runs this contest")
    await stage.to("contest", "Only managers see this draft")
    assert "opens" in stage.asked("do", "announce").lower()
    await stage.press("do", "announce")
    await stage.sees("Announced. Participants see it now.")
    await stage.press("do", ":open")
    await stage.sees("It is open: entries are taken.")


async def look_at_entries(stage: Stage) -> None:
    first, *_ = [await stage.enter(accepted=True) for _ in range(5)]
    await stage.enter()
    said = await stage.to("entries", "Number 6", "waits for review", "6 entries · page 1 of 1")
    assert said.count("accepted") >= 5
    await stage.press("ask", "disqualify", f":{first.id}")
    await stage.sees("Disqualify", "word by word")
    await stage.send(reason="It was in last year's contest.")
    await stage.sees("Entries", "Number 1 is disqualified", "It was in last year's contest.")
    assert (await stage.entry(first.id or 0)).status == EntryStatus.DISQUALIFIED
    await stage.to("contest", "4 accepted · 1 waiting for review")


async def close_and_draw(stage: Stage) -> None:
    assert "1 entry still in review" in stage.asked("do", ":close")
    await stage.press("do", ":close")
    await stage.sees("It is closed.", "1 entry waits for review", "frozen and its hash published")
    await stage.press("do", "freeze")
    await stage.sees("The entry list is frozen", "of the beacon decides")
    await stage.to("record", "Not drawn yet", "The entry list has the hash that was published")
    stage.now += timedelta(minutes=5)
    await stage.decide()
    await stage.to("contest", "Decided, not awarded yet", "The draw is public", "nobody has been notified")


async def award_and_replace(stage: Stage) -> None:
    await stage.to("winners", "Tea box", "decided, not told yet")
    assert "3 winners" in stage.asked("do", "award")
    await stage.press("do", "award")
    await stage.sees("Awarded: winners are told and announced.", "told, may claim it")
    assert await stage.phase() is Phase.AWARDED
    await stage.to("contest", "what isn't claimed goes to the next in order")

    taken = (await stage.awards())[0]
    await stage.to("winners")
    await stage.press("ask", "redraw", f":{taken.id}")
    await stage.sees("Somebody else", "goes to the next in order instead")
    await stage.send(reason="They work for us.")
    await stage.sees("Winners", "It goes to the next in order.", "passed over", "They work for us.")
    statuses = [one.status for one in await stage.awards()]
    assert statuses.count(AwardStatus.OFFERED) == 3
    assert statuses.count(AwardStatus.PASSED) == 1


async def check(stage: Stage) -> None:
    await stage.to("contest", "Awarded")
    said = await stage.to("record", "How to check it yourself", "Published when the list was frozen")
    record = (await stage.contest()).record
    assert record is not None
    assert record["frozen_hash"] in said
    await stage.press("contest:file")
    await stage.sees("Sent: look at our direct messages.")
    assert any("goodword contest verify" in each["text"] for each in stage.bot.directly(MIA))


async def test_votes_with_standings_and_a_closing_by_itself(stage: Stage) -> None:
    first, second = await stage.open(entries=2)
    await stage.vote(second)
    await stage.vote(second)
    await stage.vote(first)
    await stage.manage()
    await stage.sees("3 votes", "2 accepted")
    said = await stage.to("standings", "number 2", "2 votes")
    assert said.index("number 2") < said.index("number 1")
    await stage.at(NOW + timedelta(days=10, seconds=1))
    await stage.to("contest", "Entries closed, voting on")
    await stage.at(NOW + timedelta(days=20, seconds=1))
    await stage.decide()
    await stage.to("standings", "Decided")
    await stage.to("contest", "Look at them, then award.")
    await stage.to("winners", "with number 2")
