"""The charts of ``/goodword insights``: they follow the figures, and never stand where they don't belong."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest

from bot.content.queries import keep_campaign
from bot.digests.charts import drawing
from bot.faces.charts import FORGET
from bot.faces.slack import charts
from bot.faces.slack.blocks import search_text
from bot.faces.slack.charts import Charts
from bot.playground.slack import LocalSlack
from bot.services import Services
from bot.settings import Roles
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from cogs.insights import slack_face
from cogs.insights.jobs import JOBS
from cogs.insights.view import View, load
from cogs.insights.wanted import Wanted
from tests.bot.content.pieces import rows
from tests.cogs.insights.support import (
    COUNTING,
    changed,
    choose,
    drawn,
    opened,
    opening,
    pictures,
    png_files,
    said,
    shown,
    told,
    window,
)
from tests.support.slack_bot import LEA, NOAH, TOM, SlackBot, found, slack_bot

UPLOAD = "files.completeUploadExternal"
MISSING = "A chart can't be shown now."


async def lamps(bot: SlackBot) -> None:
    await bot.take(found("I love this lamp, it is wonderful"), found("Broken and awful, I hate it"))
    await bot.deliver()
    await bot.click(NOAH, "review:approve")


async def test_the_charts_follow_the_figures(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_face, "PATIENCE", 10.0)  # a busy machine counts for long
    await lamps(bot)
    first = await said(bot, "7d")
    assert "Found: 2" in shown(first)
    (call,) = bot.slack.calls("views.open")
    assert "The charts are being drawn." in str(call.args["view"])  # nobody waits for them
    course, funnel, sentiment = await drawn(bot)
    assert "being drawn" not in window(bot)
    assert "2 pieces found" in course["alt_text"]
    assert "2 found, 1 approved" in course["alt_text"]  # of today
    assert "found 2" in funnel["alt_text"]
    assert "50% positive" in sentiment["alt_text"]
    stored = bot.slack.world.files[course["slack_file"]["id"]]
    assert stored.channels == []  # nobody sees it elsewhere
    assert stored.data is not None
    assert stored.data.startswith(b"\x89PNG")


async def test_the_same_facts_are_drawn_once(bot: SlackBot) -> None:
    await lamps(bot)
    await said(bot, "7d")
    first = await drawn(bot)
    await changed(bot, "period", "Last 30 days", "Insights: last 30 days")
    await bot.slack.wait_for(lambda: len(png_files(bot)) == 6, what="other charts")
    back = await changed(bot, "period", "Last 7 days", "Insights: last 7 days")
    assert [one["slack_file"] for one in back["blocks"] if one["type"] == "image"] == [
        one["slack_file"] for one in first
    ]  # with the figures, in one drawing
    await said(bot, "7d", NOAH)
    await drawn(bot, NOAH)
    await opened(bot, "Found: 2")
    await bot.click_modal(TOM, "insights:back")
    await drawn(bot)
    assert len(png_files(bot)) == 6


async def test_charts_that_come_late_leave_another_view_alone(bot: SlackBot) -> None:
    await lamps(bot)
    bot.slack.fault("slow", method=UPLOAD, seconds=1.5)
    await said(bot, "7d")
    await bot.slack.wait_for(lambda: bot.slack.calls("files.getUploadURLExternal"), what="the upload")
    await changed(bot, "period", "Last whole week", "Nothing was found or decided in this time.")
    await bot.slack.wait_for(lambda: len(png_files(bot)) == 3, what="the end of the upload")
    await bot.face.disconnect()  # whatever still ran is over
    assert pictures(bot) == []
    assert "Nothing was found or decided in this time." in window(bot)
    assert MISSING not in window(bot)


async def test_charts_that_come_late_leave_an_opened_figure_alone(bot: SlackBot) -> None:
    await lamps(bot)
    bot.slack.fault("slow", method=UPLOAD, seconds=1.5)
    await said(bot, "7d")
    await opened(bot, "Found: 2", "1 to 2 of 2")
    await bot.slack.wait_for(lambda: len(png_files(bot)) == 3, what="the end of the upload")
    await bot.face.disconnect()
    assert "1 to 2 of 2" in window(bot)
    assert pictures(bot) == []


async def test_slacks_own_hash_keeps_late_charts_out(bot: SlackBot) -> None:
    """Where another process changed the window, only Slack knows."""
    await lamps(bot)
    bot.slack.fault("slow", method=UPLOAD, seconds=1.5)
    view = await said(bot, "7d")
    await bot.face.replies.redraw(view["id"], {**_bare(view), "blocks": [_section("Something else")]})
    await bot.slack.wait_for(lambda: len(png_files(bot)) == 3, what="the end of the upload")
    await bot.face.disconnect()
    assert window(bot) == "Something else"


async def test_an_answer_that_counts_longer_leaves_a_newer_one_alone(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lamps(bot)
    await said(bot, "7d")
    await drawn(bot)
    waits = asyncio.Event()

    async def slow(services: Services, wanted: Wanted, at: datetime | None = None) -> View:
        if wanted.period == "365d":
            await waits.wait()
        return await load(services, wanted, at)

    monkeypatch.setattr(slack_face, "load", slow)
    await choose(bot, "period", "Last 365 days")
    await changed(bot, "period", "Last 90 days", "Insights: last 90 days")
    updates = len(bot.slack.calls("views.update"))
    waits.set()
    await drawn(bot)
    await bot.face.disconnect()
    assert "Insights: last 90 days" in window(bot)
    assert len(bot.slack.calls("views.update")) <= updates + 1  # the charts of the 90 days


async def test_a_window_opens_while_it_is_counted(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    await lamps(bot)
    waits = asyncio.Event()

    async def slow(services: Services, wanted: Wanted, at: datetime | None = None) -> View:
        await waits.wait()
        return await load(services, wanted, at)

    monkeypatch.setattr(slack_face, "load", slow)
    monkeypatch.setattr(slack_face, "PATIENCE", 0.05)
    assert COUNTING in shown(await opening(bot, "7d"))
    waits.set()
    await bot.slack.wait_for(lambda: "Found: 2" in window(bot), what="the figures")
    assert len(await drawn(bot)) == 3


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", UPLOAD])
async def test_a_failing_upload_is_said_in_words(bot: SlackBot, method: str) -> None:
    await lamps(bot)
    bot.slack.fault("refuse", method=method, error="fatal_error")
    await said(bot, "7d")
    await bot.slack.wait_for(lambda: MISSING in window(bot), what="words")
    assert "Found: 2" in window(bot)
    assert pictures(bot) == []
    await said(bot, "7d")  # the next time it works
    assert len(await drawn(bot)) == 3


async def test_what_can_not_be_drawn_is_said_and_the_others_stand(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(drawing.COURSES, "funnel", broken)
    await lamps(bot)
    await said(bot, "7d")
    assert len(await drawn(bot)) == 2
    assert MISSING in window(bot)
    assert "Found: 2" in window(bot)


async def test_slack_is_given_time_to_look_at_a_file(bot: SlackBot) -> None:
    await lamps(bot)
    bot.slack.fault("unready", method=UPLOAD, seconds=0.8)
    await said(bot, "7d")
    assert len(await drawn(bot)) == 3
    assert MISSING not in window(bot)


async def test_a_file_that_never_gets_ready_is_said(bot: SlackBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "PAUSES", (0.05, 0.05))
    await lamps(bot)
    bot.slack.fault("unready", method=UPLOAD, seconds=60)
    await said(bot, "7d")
    await bot.slack.wait_for(lambda: MISSING in window(bot), what="words")
    assert "Found: 2" in window(bot)


async def test_charts_that_somebody_deleted_are_drawn_anew(
    bot: SlackBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lamps(bot)
    await said(bot, "7d")
    first = await drawn(bot)
    monkeypatch.setattr(charts, "YOUNG", 0.0)  # they were uploaded long ago
    for one in first:
        await bot.face.client.files_delete(file=one["slack_file"]["id"])
    await said(bot, "7d")
    again = await drawn(bot)
    assert {one["slack_file"]["id"] for one in again} == set(png_files(bot))
    for one in again:
        await bot.face.client.files_delete(file=one["slack_file"]["id"])
    await changed(bot, "period", "Last 30 days", "Insights: last 30 days")
    await changed(bot, "period", "Last 7 days", "Insights: last 7 days")
    third = await drawn(bot)
    assert {one["slack_file"]["id"] for one in third} <= set(png_files(bot))


async def test_every_chart_is_deleted_by_durable_work(bot: SlackBot) -> None:
    await lamps(bot)
    await said(bot, "7d")
    files = {one["slack_file"]["id"] for one in await drawn(bot)}
    waiting = await rows(
        bot.services.database, f"select delay_until_epoch_ms from workflow_status where name = '{FORGET}'"
    )
    assert len(waiting) == 1
    assert waiting[0][0] is not None
    (job,) = JOBS
    await job.run(bot.services, sorted(files))
    assert png_files(bot) == []
    await job.run(bot.services, sorted(files))  # a second run finds them gone


async def test_charts_are_forgotten_before_they_are_deleted(bot: SlackBot) -> None:
    assert charts.SHOWN_AGAIN < charts.LIVES
    now = [0.0]
    held = Charts(bot.face.client, bot.services.database, bot.services.work, clock=lambda: now[0])
    for number in range(charts.KNOWN + 5):
        held._keep(str(number), None)
    assert held._held("0") is None
    assert held._held(str(charts.KNOWN)) is not None
    now[0] = charts.SHOWN_AGAIN + 1
    assert held._held(str(charts.KNOWN)) is None


async def test_a_hostile_name_stands_as_it_is(bot: SlackBot) -> None:
    name = "<!here> $\\frac{1}{2}$ *Autumn*"
    async with unit_of_work(bot.services.database) as session:
        await keep_campaign(session, name, None, "U0NOAH0001", bot.services.clock())
    await bot.take(found("A lamp"))
    await bot.deliver()
    await bot.click(NOAH, "review:campaign")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="campaigns")
    await bot.submit(NOAH, campaign=name)
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH) is None, what="the piece in the campaign")
    view = await said(bot, f"7d campaign {name}")
    assert "Only the campaign &lt;!here&gt;" in shown(view)
    course = (await drawn(bot))[0]
    assert "<!here> $\\frac{1}{2}$ *Autumn*" in course["alt_text"]  # plain text: nothing in it takes effect
    assert "<!here>" not in search_text(
        [one for one in bot.modal(TOM)["blocks"] if one["type"] != "actions"]  # options are plain text too
    )


def _bare(view: dict[str, Any]) -> dict[str, Any]:
    return {key: view[key] for key in ("type", "title", "callback_id")}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def test_who_may_not_see_figures_gets_neither_charts_nor_files(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Any
) -> None:
    roles = Roles(managers=("@content-managers",), moderators=("@content-moderators",), everyone="none")
    async with slack_bot(slack, sqlite_database, tmp_path, roles=roles) as bot:
        await bot.take(found("A lamp"))
        await said(bot, "7d", NOAH)
        await drawn(bot, NOAH)
        uploads = len(slack.calls(UPLOAD))
        assert "see items" in await told(bot, "7d", LEA)
        view = slack.modal(NOAH)
        assert view is not None
        await slack.open_home(LEA)
        home = await slack.wait_for(lambda: slack.home(LEA), what="App Home")
        assert "Last 7 days" not in str(home["blocks"])
        assert "image" not in {one["type"] for one in home["blocks"]}
        staff = bot.face.staff
        staff.roles = type(staff.roles)((), (), (), staff.roles.everyone)
        await bot.click_modal(NOAH, "insights:export")
        await slack.wait_for(lambda: bot.private(NOAH), what="why not")
        assert len(slack.calls(UPLOAD)) == uploads
        assert "see items" in bot.private(NOAH)[-1]
