"""How a contest is settled from Slack: winners, odd votes, jury and points, a draw by two people, files, restarts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import orjson

from bot.contests.draw import read_record, verify
from bot.contests.membership import Membership
from bot.contests.overview.export import as_csv, as_json, every_entry
from bot.contests.rules import ContestAction, Phase
from bot.playground.slack import LocalSlack
from bot.settings import Web
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.contest.slack_stage import LOT, NOW, Stage, look_for_odd_votes, ring
from tests.support.slack_bot import AISHA, MIA, press, slack_bot

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
