"""What a manager does with a contest in Slack, and what becomes of clicks that come twice, late or by others."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson

from bot.contests import queries
from bot.contests.draw import read_record, verify
from bot.contests.membership import Membership
from bot.contests.overview.export import as_csv, as_json, every_entry
from bot.contests.rules import ContestAction, EntryStatus, Phase
from bot.kernel.clock import utc_now
from bot.playground.slack import LocalSlack
from bot.settings import Web
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.contest.slack_stage import NOW, Stage
from tests.support.slack_bot import AISHA, MIA, NOAH, found, press, slack_bot

LOT: dict[str, Any] = {"kind": "lot", "closes_at": (NOW + timedelta(days=10)).isoformat()}


async def events(stage: Stage, action: str) -> list[Any]:
    async with reading(stage.bot.services.database) as session:
        return [one for one in await queries.events(session, stage.id) if one.action == action]


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


# ---- winners ----


async def test_many_prizes_come_page_by_page(stage: Stage) -> None:
    await stage.open(entries=25, prizes=[{"name": "Sticker", "winners": 25}], **LOT)
    await stage.act(ContestAction.CLOSE)
    await stage.decide()
    await stage.manage()
    said = await stage.to("winners", "Page 1 of 2", "20. *")
    assert "21. *" not in said
    await stage.press("show", ":winners:2")
    said = await stage.sees("Page 2 of 2", "25. *")
    assert "20. *" not in said
    await stage.press("do", "award")
    await stage.sees("Awarded: winners are told and announced.")
    assert {one.status for one in await stage.awards()} == {"offered"}


async def test_who_left_meanwhile_is_passed_over_in_a_redraw(stage: Stage) -> None:
    first, second, third = await stage.open(entries=3)
    for entry, votes in ((first, 3), (second, 2), (third, 1)):
        for _ in range(votes):
            await stage.vote(entry)
    await stage.at(NOW + timedelta(days=20, seconds=1))
    await stage.decide()
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        await services.identities.left(session, second.account_id, stage.now)
    await stage.manage()
    await stage.to("winners", "with number 1")
    await stage.press("ask", "redraw")
    await stage.sees("is for")
    await stage.send(reason="They work for us.")
    await stage.sees("It goes to the next in order.", "with number 3")
    assert [one.entry_id for one in await stage.awards()][-1] == third.id


async def test_a_platform_that_does_not_say_who_left_holds_no_form_up(stage: Stage) -> None:
    """Slack waits three seconds for the answer to a form; whoever can't be asked in time counts as a member."""
    silent = asyncio.Event()

    async def asked(_account: object) -> bool:
        await silent.wait()
        return True

    stage.bot.services.outlet(Membership).add("discord", asked)
    first, second = await stage.open(entries=2)
    await stage.vote(first)
    await stage.at(NOW + timedelta(days=20, seconds=1))
    await stage.decide()
    await stage.manage()
    await stage.to("winners", "with number 1")
    await stage.press("ask", "redraw")
    await stage.sees("is for")
    await stage.send(reason="They work for us.")
    await stage.sees("It goes to the next in order.", "with number 2")
    assert [one.entry_id for one in await stage.awards()][-1] == second.id


async def test_app_home_leads_to_the_contests(stage: Stage) -> None:
    await stage.create()
    await stage.slack.open_home(MIA)
    home = await stage.slack.wait_for(lambda: stage.slack.home(MIA), what="App Home")
    await press(stage.slack, MIA, home["blocks"], "contest:show", view_id=home["id"])
    await stage.sees("Autumn of tea", "Draft")


# ---- odd votes ----


async def ring(stage: Stage) -> None:
    """Four people who vote for one another and for nobody else."""
    people = [await stage.member(f"Friend {at}") for at in range(4)]
    entries = [await stage.enter(one, accepted=True) for one in people]
    for voter in people:
        for entry in entries:
            if entry.account_id != voter.id:
                await stage.vote(entry, voter)


async def look_for_odd_votes(stage: Stage) -> None:
    async with unit_of_work(stage.bot.services.database) as session:
        row = await queries.get(session, stage.id)
        assert row is not None
        await stage.bot.services.contests.scoring.find(session, row, stage.now)


async def test_a_ring_is_shown_with_its_evidence_and_its_votes_can_be_voided(stage: Stage) -> None:
    await stage.open()
    await ring(stage)
    await look_for_odd_votes(stage)
    await stage.manage()
    await stage.sees("12 votes", "1 flag")
    await stage.to(
        "flags", "People who vote for one another", "Friend 0", "3 of 3 votes", "only by you, with a reason"
    )
    await stage.press("ask", "settle", "void")
    await stage.sees("12 votes that this flag is about stop counting")
    await stage.send(reason="They agreed to it in public.")
    await stage.sees("12 votes count no more", "Nothing odd about the votes.")
    await stage.to("contest", "0 votes", "Flags (0)")


async def test_a_flag_is_dismissed_once(stage: Stage) -> None:
    await stage.open()
    await ring(stage)
    await look_for_odd_votes(stage)
    await stage.manage()
    await stage.to("flags")
    button = stage.button("ask", "settle", "dismiss")
    await stage.press("ask", "settle", "dismiss")
    await stage.sees("Votes stay as they are.")
    await stage.send(reason="A knitting club.")
    await stage.sees("The flag is dismissed; no vote was changed.")
    await stage.slack.close(MIA, view_id=stage.view()["id"])
    await stage.manage()
    await stage.to("flags", "Nothing odd")
    assert button not in str(stage.view())
    async with reading(stage.bot.services.database) as session:
        flags = await stage.bot.services.contests.scoring.flags(session, stage.id, waiting=False)
    assert [one.outcome for one in flags] == ["dismissed: A knitting club."]


# ---- jury, points ----


async def test_how_far_the_judges_are(stage: Stage) -> None:
    jury = {
        "kind": "jury",
        "judges": ["slack:U0NOAH0001", "discord:77"],
        "criteria": [{"key": "taste", "name": "Taste"}],
    }
    first, _ = await stage.open(entries=2, **jury)
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        judge = await services.identities.account(session, "discord", "77", stage.now, name="Dee *x*")
        await services.contests.scoring.mark(session, first.id or 0, judge, {"taste": 8}, stage.now)
    await stage.manage()
    said = await stage.to("jury", "1 of 2 entries marked", "hasn't marked anything yet", ": 0 to 10")
    assert "Dee *x*" not in said
    await stage.to("contest")
    await stage.to("standings", "80.00 of 100")


async def test_points_by_hand_in_a_season(stage: Stage) -> None:
    end = (NOW + timedelta(days=10)).isoformat()
    tasks = [{"key": "latte", "title": "Latte", "points": 50}]
    await stage.open(kind="points", tasks=tasks, closes_at=end)
    await stage.member("Ada Wong")
    await stage.manage()
    await stage.to("standings", "Nobody is ranked yet")
    await stage.press("ask", "points")
    await stage.sees("How many points?")
    people = next(block["element"] for block in stage.view()["blocks"] if block["block_id"] == "person")
    view = stage.view()["id"]
    offered = await stage.slack.suggest(MIA, view_id=view, action_id=people["action_id"], value="ada")
    assert [one["text"]["text"] for one in offered["options"]] == ["Ada Wong (discord)"]
    sent = await stage.send(person=offered["options"][0]["value"], points="25", reason=" ")
    assert "needs a reason" in sent["errors"]["reason"]
    await stage.send(reason="For the poster.")
    await stage.sees("Ada Wong has 25 points now.", "25 points")


# ---- the draw without a beacon ----


async def test_two_people_commit_and_reveal_and_it_is_drawn(stage: Stage) -> None:
    await stage.open(entries=3, **LOT)
    await stage.act(ContestAction.CLOSE)
    await stage.manage()
    await stage.press("ask", "two_people")
    await stage.sees("two people's words decide")
    sent = await stage.send(people=[MIA], reason="The line is down.")
    assert "two people" in sent["errors"]["people"]
    await stage.send(people=[MIA, AISHA], reason="The line is down.")
    await stage.sees("Now each of the two commits", "Mia Lindqvist hasn't committed yet")
    await commit(stage, MIA, "a blue teapot with 17 spouts")
    assert not any("reveal" in one for one in stage.buttons())  # Aisha's words could still be fitted to them
    await stage.command("autumn", user=AISHA)
    await stage.sees("Aisha Khan hasn't committed yet", user=AISHA)
    await commit(stage, AISHA, "nine umbrellas in a row")
    await reveal(stage, AISHA, "nine umbrellas in a row")
    await stage.slack.close(MIA, view_id=stage.view()["id"])
    await stage.manage()
    await stage.press("ask", "reveal")
    await stage.sees("Type the words that you committed to")
    sent = await stage.send(words="A blue teapot with 17 spouts")
    assert "These aren't the words that were promised." in sent["errors"]["words"]
    await stage.send(words="a blue teapot with 17 spouts")
    await stage.sees("Your words are published.")
    await stage.decide()
    await stage.slack.close(MIA, view_id=stage.view()["id"])
    await stage.manage()
    await stage.to("record", "Everything fits", "Words that Mia Lindqvist and Aisha Khan thought of")
    assert await stage.phase() is Phase.DECIDED


async def commit(stage: Stage, user: str, words: str) -> None:
    await stage.press("ask", "promise", user=user)
    await stage.sees("write them down", user=user)
    await stage.send(user, words=words)
    await stage.sees("Your commitment is kept", user=user)


async def reveal(stage: Stage, user: str, words: str) -> None:
    await stage.press("ask", "reveal", user=user)
    await stage.sees("Type the words that you committed to", user=user)
    await stage.send(user, words=words)
    await stage.sees("Your words are published.", user=user)


async def test_nobody_else_commits_for_the_two(stage: Stage) -> None:
    people = [
        {"account": "slack:U0AISHA001", "name": "Aisha"},
        {"account": "slack:U0NOAH0001", "name": "Noah"},
    ]
    await stage.open(entries=2, draw="two people", draw_people=people, **LOT)
    await stage.act(ContestAction.CLOSE)
    await stage.manage()
    await stage.sees("Two people's words decide.")
    assert not any("promise" in one for one in stage.buttons())


# ---- files ----


async def test_export_sends_a_table_and_everything_to_the_manager_alone(stage: Stage) -> None:
    await stage.open(entries=2)
    await stage.enter(await stage.member("=HYPERLINK(1)"), accepted=True)
    await stage.manage()
    await stage.press("contest:export")
    await stage.sees("Sent: look at our direct messages.")
    (told,) = stage.bot.directly(MIA)
    assert [one["name"] for one in told["files"]] == ["autumn-of-tea-entries.csv", "autumn-of-tea.json"]
    async with reading(stage.bot.services.database) as session:
        entries = await every_entry(session, stage.id)
        everything = orjson.loads(await as_json(session, await stage.contest(), entries, stage.now))
    table = as_csv(entries).decode("utf-8-sig").splitlines()
    assert len(table) == 4
    assert "'=HYPERLINK(1)" in table[3]
    assert [one["number"] for one in everything["entries"]] == [1, 2, 3]
    assert everything["definition"]["name"] == "Autumn of tea"
    assert "secret" not in everything


async def test_a_failed_upload_is_told(stage: Stage) -> None:
    await stage.open(entries=1)
    await stage.manage()
    stage.slack.fault("refuse", method="files.getUploadURLExternal", error="missing_scope", count=9)
    await stage.press("contest:export")
    await stage.sees("The files could not be sent.")


async def test_the_record_that_is_sent_is_what_the_check_reads(stage: Stage) -> None:
    await stage.open(entries=4, **LOT)
    await stage.act(ContestAction.CLOSE)
    await stage.manage()
    await stage.to("record", "Not drawn yet")
    await stage.press("contest:file")
    await stage.sees("Sent: look at our direct messages.")
    row = await stage.contest()
    assert row.record is not None
    done = verify(read_record(orjson.dumps(row.record).decode()))
    assert done.ok
    assert row.secret is not None
    assert row.secret not in str(stage.bot.directly(MIA))


# ---- restarts ----


async def test_the_check_leads_to_the_page_that_everybody_sees(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    web = Web(address="https://goodword.example/")
    async with slack_bot(slack, sqlite_database, tmp_path, web=web) as bot:
        stage = Stage(bot)
        await stage.open(entries=2, **LOT)
        await stage.act(ContestAction.CLOSE)
        await stage.manage()
        said = await stage.to("record", "The page that everybody sees")
        assert f"<https://goodword.example/contests/{stage.id}/draw|" in said


async def test_buttons_and_forms_of_the_process_before_work_on(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path) as first:
        stage = Stage(first)
        await stage.command("new Autumn")
        await stage.sees("What decides who wins?")
        await stage.choose("kind", "lot")
        await slack.wait_for(lambda: "closes_day" not in stage.fields(), what="the fields of a lot")
    async with slack_bot(slack, sqlite_database, tmp_path) as second:
        stage.use(second)
        await stage.send(prizes="Mug")
        await stage.sees("Saved as a draft")
        await stage.only()
    async with slack_bot(slack, sqlite_database, tmp_path) as third:
        stage.use(third)
        await stage.press("do", "open")
        await stage.sees("It is open")
        await stage.press("ask", "extend")
        await stage.sees("New closing: day")
    async with slack_bot(slack, sqlite_database, tmp_path) as fourth:
        stage.use(fourth)
        await stage.send(day="2027-02-01", clock="12:00")
        await stage.sees("Extended.", "1 Feb 2027, 12:00")
