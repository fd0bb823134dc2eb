"""Every figure opens, is exported, and goes to somebody else."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.digests import wishes
from bot.digests.document import Number
from bot.digests.rules import Wanted
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, escape, search_text
from bot.insights.figures import FIGURES
from bot.insights.periods import parse
from bot.kernel.errors import TryLater
from bot.people.rules import Role
from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.digest.slack_blocks import labels, numbers
from cogs.digest.slack_figures import groups_of, opened_at, window
from tests.cogs.digest.support import Json, Stage, words
from tests.support.blocks import check_message, check_view
from tests.support.documents import number, sample_document
from tests.support.slack_bot import CHANNEL, LEA, MIA, NOAH, TOM, SlackBot, action_in, found, press, slack_bot
from tests.support.work import asked_for

FORMULA = "=HYPERLINK(1)"


@pytest_asyncio.fixture
async def week(stage: Stage) -> Stage:
    """A digest of this week, in which thirteen pieces were found, one of them with words that are none."""
    stage.period = parse("this week", stage.bot.services.clock(), "UTC")
    items = [found(f"Lamp {one}") for one in range(12)]
    await stage.bot.take(*items, replace(found(), text="=1+1 <!channel> *bold*", title=FORMULA))
    stage.document = sample_document(
        funnel=[number("found", 13), number("approved", 0)],
        rates=[number("approval_rate", None, sample=0)],
    )
    return stage


async def opened(stage: Stage, user: str, label: str) -> str:
    """Type into the menu of the digest's message and choose the first figure it offers; what the window says."""
    slack, message = stage.bot.slack, stage.every()[0]
    at: dict[str, Any] = {
        "channel": CHANNEL,
        "ts": message["ts"],
        "action_id": action_in(message["blocks"], "digest:open"),
    }
    offered = await slack.suggest(user, **at, value=label)
    await slack.select(user, **at, value=offered["options"][0]["value"])
    await slack.wait_for(lambda: slack.modal(user), what="the window")
    return text(stage.bot.modal(user))


def text(view: Json) -> str:
    return search_text(view["blocks"]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def files(bot: SlackBot, user: str) -> dict[str, list[list[str]]]:
    """The tables that somebody was handed, by name, without their heads."""
    tables = {}
    for one in bot.directly(user)[-1]["files"]:
        data = bot.slack.world.files[one["id"]].data
        assert data is not None
        tables[one["name"]] = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]
    return tables


async def test_a_figure_opens_its_rows_and_turns_its_pages(week: Stage) -> None:
    await week.sent()
    said = await opened(week, TOM, "found: 13")
    assert "Found: 13" in said
    assert "1 to 10 of 13" in said
    blocks = str(week.bot.modal(TOM)["blocks"])
    assert "<!channel>" not in blocks
    assert "HYPERLINK" in blocks
    slack = week.bot.slack
    await week.bot.click_modal(TOM, "digest:next")
    await slack.wait_for(lambda: "11 to 13 of 13" in text(week.bot.modal(TOM)), what="the next page")
    await week.bot.click_modal(TOM, "digest:previous")
    await slack.wait_for(lambda: "1 to 10 of 13" in text(week.bot.modal(TOM)), what="the first page")
    shown = week.bot.modal(TOM)["id"]
    await week.bot.click_modal(TOM, "review:details")
    await slack.wait_for(lambda: week.bot.modal(TOM)["id"] != shown, what="the piece")
    assert "Anna Svensson" in text(week.bot.modal(TOM))


async def test_the_menu_is_grouped_by_the_digest_s_sections(stage: Stage) -> None:
    await stage.sent()
    slack, message = stage.bot.slack, stage.every()[0]
    at: dict[str, Any] = {
        "channel": CHANNEL,
        "ts": message["ts"],
        "action_id": action_in(message["blocks"], "digest:open"),
    }
    offered = await slack.suggest(TOM, **at)
    titles = [one["label"]["text"] for one in offered["option_groups"]]
    assert titles[:2] == ["From found to shown", "Engagement"]
    assert {"Hashtags", "Sources"} <= set(titles)
    menu = {"type": "static_select", "action_id": "a", "option_groups": offered["option_groups"]}
    check_message([{"type": "actions", "elements": [menu]}])
    values = [option["value"] for group in offered["option_groups"] for option in group["options"]]
    assert values == [str(one) for one in range(len(numbers(stage.document)))]
    by_section = await slack.suggest(TOM, **at, value="hashTAGS")
    assert [one["label"]["text"] for one in by_section["option_groups"]] == ["Hashtags"]
    assert len(by_section["options"]) == sum(len(one.numbers) for one in stage.document.tags)
    assert (await slack.suggest(TOM, **at, value="nothing like that"))["options"] == []


async def test_the_menu_offers_as_many_as_slack_takes(stage: Stage) -> None:
    every = [number("found", one, slice=f"item:{one}") for one in range(150)]
    groups = groups_of(sample_document(funnel=every, engagement=every), "")
    assert [len(one["options"]) for one in groups] == [100]


async def test_whoever_may_see_nothing_is_offered_nothing(stage: Stage) -> None:
    await stage.sent()
    slack, message = stage.bot.slack, stage.every()[0]
    at: dict[str, Any] = {
        "channel": CHANNEL,
        "ts": message["ts"],
        "action_id": action_in(message["blocks"], "digest:open"),
    }
    assert (await slack.suggest(TOM, **at))["options"]
    staff = stage.bot.face.staff
    staff.roles = replace(staff.roles, everyone=Role.NONE)
    offered = await slack.suggest(LEA, **at)
    assert (offered["acked"], offered["options"]) == (True, [])


async def test_a_share_opens_both_of_its_parts(week: Stage) -> None:
    await week.sent()
    await opened(week, TOM, "approval rate")
    view = week.bot.modal(TOM)
    (menu,) = [e for one in view["blocks"] for e in one.get("elements", []) if e["type"] == "static_select"]
    assert [one["text"]["text"] for one in menu["options"]] == ["Approved", "Decided"]
    await week.bot.slack.select(
        TOM, view_id=view["id"], action_id=menu["action_id"], value=menu["options"][1]["value"]
    )
    assert "Nothing stands behind this figure" in text(week.bot.modal(TOM))


async def test_every_figure_opens_with_every_slice(stage: Stage) -> None:
    await stage.bot.take(found())
    stage.period = parse("this week", stage.bot.services.clock(), "UTC")
    slices = ("", "item:1", "contest:1", "creator:1", "tag:tea", "source:test", "person:U1", "odd")
    every = [Number(figure=key, slice=slice, value=1) for key in FIGURES for slice in slices]
    stage.document = sample_document(funnel=every)
    digest_id = await stage.sent()
    counted = 0
    for at in range(len(every)):
        figure = await opened_at(stage.bot.services, digest_id, str(at))
        view = await window(stage.bot.services, figure, 1)
        check_view(view)
        assert escape(labels(stage.document)[at]) in text(view)
        counted += "1 to 1 of 1" in text(view)
    assert counted >= 6  # found: in all, as a piece, of its creator and source; what waits


async def test_figures_are_found_by_the_name_of_what_they_are_about(stage: Stage) -> None:
    await stage.sent()
    message = stage.every()[0]
    offered = await stage.bot.slack.suggest(
        TOM,
        channel=CHANNEL,
        ts=message["ts"],
        action_id=action_in(message["blocks"], "digest:open"),
        value="autumn leaves",
    )
    assert [one["text"]["text"] for one in offered["options"]] == [
        "Found, Autumn leaves: 8",
        "Engagement, Autumn leaves: 95",
    ]
    assert len(labels(stage.document)) == len(numbers(stage.document))


async def test_what_is_not_kept_any_more_is_answered_in_words(stage: Stage) -> None:
    await stage.sent()
    message, slack = stage.every()[0], stage.bot.slack
    channel = slack.world.channel_named(CHANNEL).id
    stale = [
        {
            **block,
            "elements": [{**one, "action_id": one["action_id"][:-1] + "99"} for one in block["elements"]],
        }
        if block["type"] == "actions"
        else block
        for block in message["blocks"]
    ]
    await stage.bot.face.client.chat_update(channel=channel, ts=message["ts"], text="old", blocks=stale)
    await press(slack, TOM, stage.every()[0]["blocks"], "digest:export", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: any("/goodword digest preview" in one for one in stage.bot.private(TOM)))


async def test_tables_come_privately_and_hold_no_formula(week: Stage) -> None:
    await week.sent()
    message, slack = week.every()[0], week.bot.slack
    await press(slack, TOM, message["blocks"], "digest:export", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: week.bot.directly(TOM), what="the files")
    tables = files(week.bot, TOM)
    stem = f"digest-{week.period.name}"
    figures, pieces = tables[f"{stem}-figures.csv"], tables[f"{stem}-pieces.csv"]
    assert len(figures) == len(numbers(week.document))
    assert figures[0][:4] == ["found", "", "", "13"]
    assert [one[0] for one in pieces] == ["found"] * 13
    assert f"'{FORMULA}" in [one[3] for one in pieces]
    assert not any(value[:1] in "=+@" for line in (*figures, *pieces) for value in line if value)
    assert len({one[2] for one in pieces}) == 13
    await opened(week, NOAH, "found: 13")
    await week.bot.click_modal(NOAH, "digest:export_rows")
    await slack.wait_for(lambda: week.bot.directly(NOAH), what="the file")
    assert len(files(week.bot, NOAH)[f"{stem}-found.csv"]) == 13


async def test_it_goes_to_a_person_as_it_was_sent(stage: Stage) -> None:
    digest_id = await stage.sent()
    stage.document = sample_document(brand="Another one by now")
    message, slack = stage.every()[0], stage.bot.slack
    await press(slack, NOAH, message["blocks"], "digest:send", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: slack.modal(NOAH), what="the window")
    answer = await stage.bot.submit(NOAH)
    assert "Choose a person or a channel." in str(answer)
    await stage.bot.submit(NOAH, person="U0TOM00001", channel="general")
    asked = await asked_for(stage.bot.services.database, wishes.SEND)
    assert len(asked) == 3
    slack.fault("refuse", method="chat.postMessage", error="internal_error", after=True)
    with pytest.raises(TryLater):
        await stage.send(asked[1][0])
    for (one,) in asked[1:]:
        await stage.send(one)
    assert words(stage.bot.directly(TOM)[0]).startswith("Kettle & Fern: 2026-W47")
    assert len(stage.bot.directly(TOM)) == 2  # with its thread
    assert words(stage.every("general")[0]).startswith("Kettle & Fern: 2026-W47")
    async with reading(stage.bot.services.database) as session:
        copy = await stage.bot.services.digests.get(session, asked[1][0])
    assert copy is not None
    assert copy.document == (await stage.row(digest_id)).document
    assert copy.made_by == "U0NOAH0001"


async def test_the_schedule_of_a_digest_opens_from_its_message(stage: Stage) -> None:
    services = stage.bot.services
    digest_id = await stage.sent()
    async with unit_of_work(services.database) as session:
        row = await services.digests.add(
            session, "slack", "#general", Wanted(day=3), "U0MIA00001", services.clock()
        )
        digest = await services.digests.get(session, digest_id)
        assert digest is not None
        digest.schedule_id = row.id
        session.add(digest)
    message, slack = stage.every()[0], stage.bot.slack
    await press(slack, MIA, message["blocks"], "digest:schedule", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: slack.modal(MIA), what="the window")
    assert stage.bot.modal(MIA)["callback_id"] == f"g1:digest:save:{row.id}:{row.revision}"
    await press(slack, TOM, message["blocks"], "digest:schedule", channel=CHANNEL, ts=message["ts"])
    await slack.wait_for(lambda: any("content-managers" in one for one in stage.bot.private(TOM)))


async def test_buttons_outlive_a_restart(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path) as bot:
        await Stage(bot).sent()
    async with slack_bot(slack, sqlite_database, tmp_path) as bot:
        stage = Stage(bot)
        assert "Asked: 14" in await opened(stage, TOM, "asked: 14")
