"""A judge marks entries in Slack, one after the other, and changes marks until the contest closes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.content.tables import Media
from bot.contests import queries
from bot.contests.rules import ContestAction, EntryStatus
from bot.contests.scoring.marks import marks_by
from bot.contests.tables import ContestEntry
from bot.people.accounts import KnownAccount
from bot.playground.slack import ActError, LocalSlack
from bot.review.rules import Action
from bot.review.service import Decision
from bot.settings import Roles
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.test_files import cache_preview
from tests.cogs.contest.slack_stage import MANAGER, NOW, Stage, action_in
from tests.support.slack_bot import AISHA, LEA, MIA, NOAH, TOM, slack_bot

NOAHS = "U0NOAH0001"
JURY: dict[str, Any] = {
    "kind": "jury",
    "judges": [f"slack:{NOAHS}", "discord:77"],
    "criteria": [
        {"key": "taste", "name": "Taste <!channel> *now*", "best": 10, "weight": 2},
        {"key": "look", "name": "Look", "best": 5},
    ],
}


async def begin(stage: Stage, user: str = NOAH) -> None:
    """From the command through the list to the first entry."""
    await stage.command(user=user)
    await stage.sees("Contests", user=user)
    await stage.press("contest:judge", user=user)
    await stage.sees("Mark entries\n", user=user)


async def mark(stage: Stage, taste: int, look: int, user: str = NOAH) -> None:
    fields = {one.split("#")[0]: one for one in stage.fields(user)}
    await stage.send(user, **{fields["mark-taste"]: str(taste), fields["mark-look"]: str(look)})


async def marked(stage: Stage, entry: ContestEntry, external_id: str = NOAHS) -> dict[str, int]:
    """What is kept of a judge's marks."""
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        account = await services.identities.account(session, "slack", external_id, stage.now)
        row = await queries.get(session, stage.id)
        assert row is not None
        return await marks_by(session, row, entry.id or 0, account)


async def jury_scores(stage: Stage) -> list[tuple[int | None, int]]:
    async with reading(stage.bot.services.database) as session:
        page = await stage.bot.services.contests.scoring.page(session, stage.id)
    return [(row.number, row.score) for row in page.rows]


async def account_of(stage: Stage, external_id: str) -> KnownAccount:
    async with unit_of_work(stage.bot.services.database) as session:
        return await stage.bot.services.identities.account(session, "slack", external_id, stage.now)


async def test_what_is_not_marked_yet_comes_one_after_the_other(stage: Stage) -> None:
    first, second, third = await stage.open(entries=3, **JURY)
    await begin(stage)
    said = await stage.sees("*Number 1*", "0 of 3 marked", "by \u2068Anna Svensson", "|Original>", user=NOAH)
    assert "A cup of tea" in said
    assert "0 is the lowest, 10 the best. Counts 2 times." in str(stage.view(NOAH))
    assert "0 is the lowest, 5 the best." in str(stage.view(NOAH))
    await mark(stage, 10, 5)
    await stage.sees("Number 1 is marked.", "*Number 2*", "1 of 3 marked", user=NOAH)
    assert not str(stage.view(NOAH)["state"]["values"]).count("'10'")  # nothing of the entry before
    await mark(stage, 5, 0)
    await stage.sees("*Number 3*", "2 of 3 marked", user=NOAH)
    await mark(stage, 0, 0)
    await stage.sees("You have marked 3 entries: all there are.", user=NOAH)
    assert await marked(stage, first) == {"taste": 10, "look": 5}
    assert await marked(stage, second) == {"taste": 5, "look": 0}
    assert await marked(stage, third) == {"taste": 0, "look": 0}
    assert await jury_scores(stage) == [(1, 10_000), (2, 3_333), (3, 0)]


async def test_the_contests_page_says_how_far_the_judge_is_and_shows_others_no_button(stage: Stage) -> None:
    await stage.open(entries=2, **JURY)
    await stage.manage(NOAH)
    assert "Mark entries (0 of 2)" in str(stage.view(NOAH))
    await stage.press("contest:judge", user=NOAH)
    await stage.sees("0 of 2 marked", user=NOAH)
    await mark(stage, 7, 4)
    await stage.sees("1 of 2 marked", user=NOAH)
    await stage.slack.close(NOAH, view_id=stage.view(NOAH)["id"])
    await stage.slack.close(NOAH, view_id=stage.view(NOAH)["id"])
    await stage.manage(NOAH)
    assert "Mark entries (1 of 2)" in str(stage.view(NOAH))
    await stage.manage()
    assert not any("contest:judge" in one for one in stage.buttons())


async def test_own_marks_are_shown_and_changed(stage: Stage) -> None:
    first, _ = await stage.open(entries=2, **JURY)
    await begin(stage)
    await mark(stage, 7, 4)
    await stage.sees("*Number 2*", user=NOAH)
    await stage.press("contest:judge:", ":before", user=NOAH)
    await stage.sees("*Number 1*", user=NOAH)
    chosen = [one["mark"]["selected_option"]["value"] for one in marks_in(stage)]
    assert chosen == ["7", "4"]
    await mark(stage, 9, 4)
    await stage.sees("Number 1 is marked.", "*Number 2*", "1 of 2 marked", user=NOAH)
    assert await marked(stage, first) == {"taste": 9, "look": 4}


def marks_in(stage: Stage) -> list[Any]:
    values = stage.view(NOAH)["state"]["values"]
    return [state for block, state in values.items() if block.startswith("mark-")]


async def test_going_to_a_number_and_looking_again_when_all_is_marked(stage: Stage) -> None:
    await stage.open(entries=12, **JURY)
    await begin(stage)
    find = next(one for one in stage.buttons(NOAH) if "judge_find" in one)
    view = stage.view(NOAH)["id"]
    offered = await stage.slack.suggest(NOAH, view_id=view, action_id=find, value="1")
    said = [one["text"]["text"] for one in offered["options"]]
    assert [one.split(" · ")[:2] for one in said] == [
        [f"Number {number}", "not marked yet"] for number in (1, 10, 11, 12)
    ]
    await stage.slack.select(NOAH, view_id=view, action_id=find, value=offered["options"][-1]["value"])
    await stage.sees("*Number 12*", user=NOAH)
    await mark(stage, 1, 1)
    await stage.sees("Number 12 is marked.", "*Number 1*", "1 of 12 marked", user=NOAH)
    for _ in range(11):
        before = stage.fields(NOAH)
        await mark(stage, 2, 2)
        assert stage.fields(NOAH) != before  # the answer to the form is the next entry
    await stage.sees("You have marked 12 entries: all there are.", user=NOAH)
    await stage.press("contest:judge:", user=NOAH)
    await stage.sees("*Number 1*", "12 of 12 marked", user=NOAH)


async def test_every_criterion_needs_a_mark(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1, **JURY)
    await begin(stage)
    fields = {one.split("#")[0]: one for one in stage.fields(NOAH)}
    with pytest.raises(ActError, match="not complete"):
        await stage.send(NOAH, **{fields["mark-taste"]: "3"})
    assert await marked(stage, entry) == {}


# ---- who may not, when not ----


async def forged(stage: Stage, user: str) -> None:
    """The judge's button in the window of somebody else."""
    view = stage.slack.world.stack(stage.slack.world.person_named(user).id)[-1]
    button: dict[str, Any] = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Mark"},
        "action_id": f"g1:contest:judge:{stage.id}",
    }
    view.body["blocks"].append({"type": "actions", "block_id": "forged", "elements": [button]})
    await stage.slack.click(user, view_id=view.id, action_id=button["action_id"])


async def test_somebody_else_is_told_that_they_are_no_judge(stage: Stage) -> None:
    await stage.open(entries=1, **JURY)
    await stage.manage()
    await forged(stage, MIA)
    await stage.sees("You aren't a judge of this contest. Ask a manager to name you.")


async def test_a_contest_by_votes_has_no_judges(stage: Stage) -> None:
    await stage.open(entries=1, judges=[f"slack:{NOAHS}"])
    await stage.manage(NOAH)
    assert not any("contest:judge" in one for one in stage.buttons(NOAH))
    await forged(stage, NOAH)
    await stage.sees("Judges decide nothing in this contest.", user=NOAH)


async def test_marks_that_come_after_the_closing_are_refused_and_not_kept(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1, **JURY)
    await begin(stage)
    stage.now = NOW + timedelta(days=20, seconds=1)
    await mark(stage, 7, 4)
    await stage.sees("This contest is closed. What was in when it closed counts.", user=NOAH)
    assert await marked(stage, entry) == {}
    await stage.slack.close(NOAH, view_id=stage.view(NOAH)["id"])
    await stage.manage(NOAH)
    assert not any("contest:judge" in one for one in stage.buttons(NOAH))


async def test_marks_in_the_second_of_the_closing_count(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1, **JURY)
    await begin(stage)
    stage.now = NOW + timedelta(days=20)
    await mark(stage, 7, 4)
    await stage.sees("all there are", user=NOAH)
    assert await marked(stage, entry) == {"taste": 7, "look": 4}


async def test_an_own_entry_never_comes_also_by_a_linked_account(stage: Stage) -> None:
    await stage.open(entries=1, **JURY)
    member = await stage.member()
    own = await stage.enter(member, accepted=True)
    noah = await account_of(stage, NOAHS)
    await begin(stage)
    await stage.sees("*Number 1*", "0 of 2 marked", user=NOAH)
    await stage.press("contest:judge:", ":after", user=NOAH)
    await stage.sees("*Number 2*", user=NOAH)
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        await services.identities.link(session, noah.id, member.id, MANAGER, "slack", stage.now)
    await mark(stage, 10, 5)  # the window is from before they were one person
    await stage.sees("Number 2 wasn't marked. This entry is yours", "*Number 1*", "0 of 1 marked", user=NOAH)
    assert await marked(stage, own) == {}


async def test_an_entry_that_is_disqualified_meanwhile_is_passed_over(stage: Stage) -> None:
    first, _ = await stage.open(entries=2, **JURY)
    await begin(stage)
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        await services.contests.disqualify(session, first.id or 0, "A copy.", MANAGER, stage.now, "slack")
    await mark(stage, 10, 5)
    await stage.sees("Number 1 wasn't marked. This entry doesn't count.", "*Number 2*", user=NOAH)
    assert (await stage.entry(first.id or 0)).status == EntryStatus.DISQUALIFIED
    assert await marked(stage, first) == {}


async def test_nothing_to_mark_yet(stage: Stage) -> None:
    await stage.open(**JURY)
    await begin(stage)
    await stage.sees("Nothing to mark yet.", "once they are accepted in review", user=NOAH)
    assert "submit" not in stage.view(NOAH) or not stage.view(NOAH)["submit"]


async def test_a_judge_by_a_linked_account_judges_in_slack_too(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1, **JURY)
    services = stage.bot.services
    aisha = await account_of(stage, "U0AISHA001")
    async with unit_of_work(services.database) as session:
        other = await services.identities.account(session, "discord", "77", stage.now, name="Aisha")
        await services.identities.link(session, aisha.id, other.id, MANAGER, "slack", stage.now)
    await begin(stage, AISHA)
    await mark(stage, 6, 3, AISHA)
    await stage.sees("all there are", user=AISHA)
    assert await marked(stage, entry, "U0AISHA001") == {"taste": 6, "look": 3}


async def test_a_form_that_slack_delivers_twice_marks_once(stage: Stage) -> None:
    (entry,) = await stage.open(entries=1, **JURY)
    await begin(stage)
    stage.slack.fault("duplicate", event="view_submission")
    await mark(stage, 8, 2)
    await stage.sees("all there are", user=NOAH)
    assert await marked(stage, entry) == {"taste": 8, "look": 2}


# ---- hostile words, pictures, people without a role ----


async def test_hostile_words_of_an_entry_and_of_a_criterion_take_no_effect(stage: Stage) -> None:
    await stage.open(name="Tea <!here> *x*", **JURY)
    await stage.enter(accepted=True, text="<!channel> <@U0MIA00001> *bold* <https://evil.example|win>")
    await begin(stage)
    await stage.sees("*Number 1*", user=NOAH)
    said = marked_up(stage.view(NOAH)["blocks"])
    assert "bold" in said
    assert not any(live in said for live in ("<!channel", "<!here", "<@", "<https://evil", "*bold*", "*x*"))
    assert all(
        block["label"]["type"] == "plain_text" for block in stage.view(NOAH)["blocks"] if "label" in block
    )


def marked_up(value: Any) -> str:
    """Every text in which Slack looks for markup."""
    if isinstance(value, dict):
        own = value.get("text") if value.get("type") == "mrkdwn" else None
        return own if isinstance(own, str) else "\n".join(marked_up(part) for part in value.values())
    return "\n".join(marked_up(part) for part in value) if isinstance(value, list) else ""


async def test_the_picture_comes_with_the_entry_and_a_hidden_one_does_not(stage: Stage) -> None:
    first, second = await stage.open(entries=2, **JURY)
    for at, entry in enumerate((first, second)):
        async with unit_of_work(stage.bot.services.database) as session:
            session.add(
                Media(item_id=entry.item_id, position=0, kind="image", url="https://img.example/a.jpg")
            )
        await cache_preview(stage.bot, entry.item_id, f"{f'0{at}' * 16}.jpg")
    await begin(stage)
    await stage.sees("*Number 1*", user=NOAH)
    assert len(files_in(stage)) == 1
    await stage.slack.wait_for(
        lambda: len(stage.slack.calls("files.completeUploadExternal")) == 2, what="the next one's picture"
    )
    await mark(stage, 1, 1)
    await stage.sees("*Number 2*", user=NOAH)
    assert len(files_in(stage)) == 1
    async with unit_of_work(stage.bot.services.database) as session:
        decision = Decision(first.item_id, Action.HIDE_MEDIA, MANAGER, None)
        await stage.bot.services.reviews.decide(session, [decision], stage.now)
    await stage.press("contest:judge:", ":before", user=NOAH)
    await stage.sees("A moderator has hidden its pictures.", user=NOAH)
    assert not files_in(stage)


def files_in(stage: Stage) -> list[str]:
    return [one["slack_file"]["id"] for one in stage.view(NOAH)["blocks"] if one["type"] == "image"]


async def test_a_judge_without_any_role_marks_and_sees_nothing_else(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    roles = Roles(managers=("@content-managers",), everyone="none")
    async with slack_bot(slack, sqlite_database, tmp_path, roles=roles) as bot:
        stage = Stage(bot)
        (entry,) = await stage.open(entries=1, **{**JURY, "judges": ["slack:U0LEA00001"]})
        await stage.command(user=LEA)
        await stage.sees("Mark entries\n", "*Number 1*", user=LEA)
        assert not any("contest:show" in one for one in stage.buttons(LEA))
        await mark(stage, 4, 4, LEA)
        await stage.sees("all there are", user=LEA)
        assert await marked(stage, entry, "U0LEA00001") == {"taste": 4, "look": 4}
        await stage.slack.close(LEA, view_id=stage.view(LEA)["id"])
        first = stage.id
        await stage.open(**{**JURY, "judges": ["slack:U0LEA00001"], "name": "Cocoa *x*"})
        await stage.command(user=LEA)
        said = await stage.sees("1 of 1 marked", "nothing to mark yet", user=LEA)
        assert "*x*" not in said
        action_in(stage.view(LEA)["blocks"], f"contest:judge:{first}")
        await stage.slack.command(TOM, channel="content-review", command="/goodword", text="contest")
        told = await slack.wait_for(lambda: bot.private(TOM))
        assert "Ask @content-managers" in told[0]
        await stage.act(ContestAction.CANCEL, reason="Rain.")
