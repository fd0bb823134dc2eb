"""``/goodword digest``: what people ask for, and when digests come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.content.queries import keep_campaign
from bot.contests.tables import Contest
from bot.digests import wishes
from bot.digests.book import wanted_of
from bot.digests.keeping import keep
from bot.digests.tables import Digest, DigestSchedule
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.kernel.errors import TryLater
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs
from cogs.digest.jobs import FORGET_FILES, forget_files, forget_later
from tests.bot.work.support import working
from tests.cogs.digest.support import Json, Stage, pictures, words
from tests.support.documents import empty_document
from tests.support.slack_bot import CHANNEL, MIA, NOAH, TOM, press
from tests.support.waiting import eventually
from tests.support.work import asked_for


async def said(stage: Stage, user: str, text: str) -> Json:
    """The answer to the command, which that person alone sees."""
    slack = stage.bot.slack
    before = len(slack.ephemerals(user))
    answer = await slack.command(user, channel=CHANNEL, command="/goodword", text=f"digest {text}")
    assert answer["acked"]
    await slack.wait_for(lambda: len(slack.ephemerals(user)) > before, what="an answer")
    return slack.ephemerals(user)[-1]


def shown(message: Json) -> str:
    text = f"{message.get('text', '')}\n{search_text(message.get('blocks') or [])}"
    return text.replace(ISOLATE_START, "").replace(ISOLATE_END, "")


async def digests(stage: Stage) -> list[Digest]:
    async with reading(stage.bot.services.database) as session:
        return list(await session.exec(select(Digest)))


async def schedules(stage: Stage) -> list[DigestSchedule]:
    async with reading(stage.bot.services.database) as session:
        return await stage.bot.services.digests.schedules(session)


async def keep_settings(stage: Stage) -> None:
    services = stage.bot.services
    async with unit_of_work(services.database) as session:
        await keep(session, services.settings, services.clock())


# now, preview, last


async def test_now_sends_one_to_this_channel(stage: Stage) -> None:
    assert "2026-W30" in shown(await said(stage, NOAH, "now 2026-W30"))
    (row,) = await digests(stage)
    channel = stage.bot.slack.world.channel_named(CHANNEL).id
    assert (row.face, row.place, row.name, row.made_by) == ("slack", channel, "2026-W30", "U0NOAH0001")
    assert await asked_for(stage.bot.services.database, wishes.SEND) == [[row.id]]
    await stage.send(row.id or 0)
    assert "41 pieces found" in words(stage.every()[0])


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("now 2026-W99", "“2026-W99” is no period"),
        ("now campaign <!channel>", "There is no campaign “&lt;!channel&gt;”"),
        ("now contest", "There is no contest “”"),
        ("dance", "There is no “digest dance”"),
    ],
)
async def test_what_can_not_be_meant_is_said(stage: Stage, typed: str, answer: str) -> None:
    assert answer in shown(await said(stage, NOAH, typed))
    assert await digests(stage) == []


async def test_who_may_not_decide_sends_none(stage: Stage) -> None:
    assert "moderators" in shown(await said(stage, TOM, "now"))
    assert await digests(stage) == []


async def test_a_campaign_is_meant_by_its_name(stage: Stage) -> None:
    services = stage.bot.services
    began = services.clock() - timedelta(days=30)
    async with unit_of_work(services.database) as session:
        number = await keep_campaign(session, "Autumn leaves", "autumn", None, began)
    await said(stage, NOAH, "now campaign autumn LEAVES")
    (row,) = await digests(stage)
    assert (row.about, row.name, row.cadence, row.starts_at) == (
        f"campaign:{number}",
        "Autumn leaves",
        "custom",
        began,
    )


@pytest.mark.parametrize(("opens", "told"), [(-3, "being made"), (2, "has not begun yet")])
async def test_a_contest_is_meant_by_its_name_once_it_began(stage: Stage, opens: int, told: str) -> None:
    services = stage.bot.services
    now = services.clock()
    opening, closing = now + timedelta(days=opens), now + timedelta(days=9)
    async with unit_of_work(services.database) as session:
        contest = Contest(
            slug="leaf", name="Leaf of the week", kind="votes", opens_at=opening, entries_close_at=closing,
            closes_at=closing, created_by="U0MIA00001", created_by_name="Mia", created_at=now, changed_at=now,
        )  # fmt: skip
        session.add(contest)
    answer = shown(await said(stage, NOAH, "now contest leaf of the WEEK"))
    rows = await digests(stage)
    assert told in answer
    if opens > 0:
        assert rows == []
        return
    assert (rows[0].about, rows[0].name, rows[0].starts_at) == (
        f"contest:{contest.id}",
        contest.name,
        opening,
    )
    assert rows[0].ends_at <= services.clock()


async def test_a_preview_is_seen_by_one_person_and_sent_by_a_press(stage: Stage) -> None:
    message = await said(stage, NOAH, "preview month")
    assert "41 pieces found" in shown(message)
    assert len(pictures(message)) == 2
    assert await digests(stage) == []
    assert stage.every() == []
    slack = stage.bot.slack
    await press(slack, NOAH, message["blocks"], "digest:now", channel=CHANNEL, ts=message["ts"])
    await press(slack, NOAH, message["blocks"], "digest:now", channel=CHANNEL, ts=message["ts"])
    (row,) = await digests(stage)
    assert row.cadence == "month"


async def test_a_preview_leaves_no_pictures_in_slack(stage: Stage) -> None:
    message = await said(stage, NOAH, "preview")
    files = stage.bot.slack.world.files
    shown_ones = [file for file, _ in pictures(message)]
    assert sorted(files) == sorted(shown_ones)  # what isn't shown isn't uploaded
    services = stage.bot.services
    ((asked,),) = await asked_for(services.database, FORGET_FILES)
    assert asked == shown_ones
    del files[shown_ones[0]]  # somebody was faster
    await forget_files(services, asked)
    assert files[shown_ones[1]].deleted
    await forget_files(services, asked)


async def test_pictures_of_a_preview_are_deleted_once_slack_is_back(stage: Stage) -> None:
    message = await said(stage, NOAH, "preview")
    wanted = [file for file, _ in pictures(message)]
    stage.bot.slack.fault("refuse", method="files.delete", error="internal_error")
    with pytest.raises(TryLater):
        await forget_files(stage.bot.services, wanted)
    await forget_files(stage.bot.services, wanted)
    assert all(stage.bot.slack.world.files[one].deleted for one in wanted)


async def test_a_picture_that_slack_keeps_costs_the_others_nothing(stage: Stage) -> None:
    message = await said(stage, NOAH, "preview")
    kept, other = [file for file, _ in pictures(message)]
    stage.bot.slack.fault("refuse", method="files.delete", error="cant_delete_file")
    await forget_files(stage.bot.services, [kept, other])
    files = stage.bot.slack.world.files
    assert [files[one].deleted for one in (kept, other)] == [False, True]


async def test_pictures_are_deleted_by_durable_work(stage: Stage) -> None:
    message = await said(stage, NOAH, "preview")
    wanted = [file for file, _ in pictures(message)]
    await forget_later(stage.bot.services, wanted[:1])
    async with working(stage.bot.services.database, all_jobs(), stage.bot.services):
        await eventually(lambda: _deleted(stage, wanted[0]))
    assert not stage.bot.slack.world.files[wanted[1]].deleted  # its day isn't over


async def _deleted(stage: Stage, file: str) -> bool:
    return stage.bot.slack.world.files[file].deleted


async def test_the_preview_of_a_quiet_week_long_ago_looks_back(stage: Stage) -> None:
    stage.document, stage.charts = empty_document(), ()
    assert "nothing was found then" in shown(await said(stage, NOAH, "preview 2026-W30"))
    assert "/goodword sources" in shown(await said(stage, NOAH, "preview"))


async def test_a_viewer_s_preview_has_no_button_to_send(stage: Stage) -> None:
    stage.bot.slack.fault("refuse", method="files.completeUploadExternal", error="internal_error")
    message = await said(stage, TOM, "preview")
    assert "digest:now" not in str(message["blocks"])
    assert "Missing: a chart." in shown(message)


async def test_the_last_one_is_shown_with_its_place(stage: Stage) -> None:
    assert "No digest was sent here yet" in shown(await said(stage, TOM, "last"))
    await keep_settings(stage)
    digest_id = await stage.sent("#content-review")
    message = await said(stage, TOM, "last")
    ts = stage.every()[0]["ts"].replace(".", "")
    assert f"p{ts}" in shown(message)
    assert "41 pieces found" in shown(message)
    assert f"g1:digest:export:{digest_id}" in str(message["blocks"])
    assert "41 pieces found" in shown(await said(stage, TOM, "last 2026-W47"))
    assert "No digest of 2026-W31 was sent" in shown(await said(stage, TOM, "last 2026-W31"))


# schedules


async def open_window(stage: Stage) -> Json:
    await keep_settings(stage)
    message = await said(stage, MIA, "schedule")
    slack = stage.bot.slack
    await press(slack, MIA, message["blocks"], "digest:change", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: slack.modal(MIA), what="the window")
    return stage.bot.modal(MIA)


async def test_the_list_says_when_the_next_one_comes(stage: Stage) -> None:
    await keep_settings(stage)
    (row,) = await schedules(stage)
    assert row.next_due_at is not None
    message = await said(stage, TOM, "schedule")
    assert "#content-review: every Monday, 09:00 (UTC), English" in shown(message).replace("*", "")
    assert f"<!date^{int(row.next_due_at.timestamp())}^" in shown(message)
    assert "digest:change" not in str(message["blocks"])
    assert "@content-managers" in shown(message)  # whom to ask


async def test_a_manager_changes_when_it_comes(stage: Stage) -> None:
    view = await open_window(stage)
    await stage.bot.slack.suggest(
        MIA, view_id=view["id"], action_id="g1:digest:zone", block_id="zone", value="stockholm"
    )
    answer = await stage.bot.submit(
        MIA,
        day="4",
        time="14:30",
        zone="Europe/Stockholm",
        language="sv",
        quiet=["5", "6"],
        holidays="se",
        enabled=["on"],
    )
    assert answer["acked"]
    (row,) = await schedules(stage)
    assert (row.day, row.hour, row.minute, row.zone, row.language) == (4, 14, 30, "Europe/Stockholm", "sv")
    assert (row.holidays, row.quiet_days, row.enabled, row.changed_by) == (
        "SE",
        [5, 6],
        True,
        "U0MIA00001",
    )
    slack = stage.bot.slack
    await slack.wait_for(lambda: "Saved." in "\n".join(stage.bot.private(MIA)))
    await keep_settings(stage)  # the settings don't take it back
    assert (await schedules(stage))[0].day == 4


async def test_what_is_wrong_is_said_at_its_field(stage: Stage) -> None:
    await open_window(stage)
    answer = await stage.bot.submit(MIA, quiet=[str(one) for one in range(7)], holidays="Atlantis")
    assert answer["response_action"] == "errors"
    assert "All seven days are quiet days." in answer["errors"]["quiet"]
    assert "“ATLANTIS” is no country" in answer["errors"]["holidays"]
    (row,) = await schedules(stage)
    assert (row.revision, row.holidays) == (1, "")


async def test_nobody_overwrites_what_they_did_not_see(stage: Stage) -> None:
    await open_window(stage)
    services, (row,) = stage.bot.services, await schedules(stage)
    async with unit_of_work(services.database) as session:
        await services.digests.change(
            session, row.id or 0, wanted_of(row), "U0NOAH0001", services.clock(), revision=row.revision
        )
    answer = await stage.bot.submit(MIA, day="4")
    assert "Noah Berg changed this schedule meanwhile" in str(answer)
    assert (await schedules(stage))[0].day == 0


async def test_a_channel_gets_a_monthly_one_once(stage: Stage) -> None:
    slack = stage.bot.slack
    message = await said(stage, MIA, "schedule")
    assert "No digest comes by itself." in shown(message)
    for _ in range(2):
        await press(slack, MIA, message["blocks"], "digest:add", channel=CHANNEL, ts=message["ts"])
        await slack.wait_for(lambda: slack.modal(MIA), what="the window")
        answer = await stage.bot.submit(MIA, day="1")
    assert "gets a digest every" in str(answer)
    (row,) = await schedules(stage)
    channel = slack.world.channel_named(CHANNEL).id
    assert (row.place, row.cadence, row.day) == (channel, "week", 1)
    assert row.next_due_at is not None
    assert row.next_due_at > datetime.now(UTC)
