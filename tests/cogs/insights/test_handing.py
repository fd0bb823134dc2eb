"""What insights show, as files to whoever asks."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from bot.content.queries import keep_campaign
from bot.storage.unit_of_work import unit_of_work
from tests.cogs.insights.support import changed, drawn, opened, said, shown, window
from tests.support.slack_bot import NOAH, TOM, SlackBot, found

Table = list[dict[str, str]]


async def handed(bot: SlackBot, count: int, user: str = TOM) -> dict[str, Table]:
    """The tables in the person's direct messages, by the end of their names."""

    def every() -> list[str]:
        shared = [one for message in bot.directly(user) for one in message.get("files") or []]
        return [one["id"] for one in shared]

    await bot.slack.wait_for(lambda: len(every()) >= count, what="files")
    stored = [bot.slack.world.files[one] for one in every()]
    return {one.name.removesuffix(".csv").rsplit("-", 1)[1]: table(one.data or b"") for one in stored}


def table(data: bytes) -> Table:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


async def test_what_is_shown_comes_as_tables(bot: SlackBot) -> None:
    hostile = replace(found("A lamp", tags=("tea",)), title='=HYPERLINK("https://evil.example","click")')
    await bot.take(hostile, found("I love this lamp, it is wonderful"), source="@sum")
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    await said(bot, "7d")
    await drawn(bot)
    await bot.click_modal(TOM, "insights:export")
    tables = await handed(bot, 3)
    assert set(tables) == {"figures", "course", "pieces"}
    figures = {(one["figure"], one["slice"]): one for one in tables["figures"]}
    assert figures["found", ""]["value"] == "2"
    assert figures["approved", ""]["value"] == "1"
    assert figures["found", "tag:tea"]["named"] == "#tea"
    assert figures["found", "source:@sum"]["named"] == "'@sum"  # no formula
    course = tables["course"]
    assert [one["found"] for one in course if one["period"] == "now"] == ["0"] * 6 + ["2"]
    assert [one["approved"] for one in course if one["period"] == "now"][-1] == "1"
    pieces = {(one["figure"], one["item"]): one for one in tables["pieces"]}
    assert len(pieces) == 3
    assert {one["title"] for one in tables["pieces"]} > {"'" + (hostile.title or "")}
    (message,) = [one for one in bot.directly(TOM) if one.get("files")]
    assert "They hold names" in message["text"]
    await bot.slack.wait_for(
        lambda: "Sent: look at our direct messages." in window(bot), what="that it was sent"
    )
    assert len(await drawn(bot)) == 3  # the charts still stand there
    assert "2" in window(bot)


async def test_a_slice_is_exported_as_it_is_shown(bot: SlackBot) -> None:
    name = "<!channel> =1+1 / ..\\..\\etc"
    async with unit_of_work(bot.services.database) as session:
        await keep_campaign(session, name, None, "U0NOAH0001", bot.services.clock())
    await bot.take(found("A lamp"), found("Another"))
    await bot.deliver()
    await bot.click(NOAH, "review:campaign")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="campaigns")
    await bot.submit(NOAH, campaign=name)
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH) is None, what="the piece in the campaign")
    assert "Found: 1" in shown(await said(bot, f"7d campaign {name}"))
    await bot.click_modal(TOM, "insights:export")
    tables = await handed(bot, 3)
    assert {one["named"] for one in tables["figures"]} == {name}
    assert len(tables["pieces"]) == 1
    (message,) = [one for one in bot.directly(TOM) if one.get("files")]
    assert "<!channel>" not in message["text"]
    for one in message["files"]:
        stem = one["name"].removesuffix(".csv")
        assert all(part.isalnum() for part in stem.split("-"))


async def test_the_rows_behind_a_figure_are_exported_whole(bot: SlackBot) -> None:
    await bot.take(*(found(f"Lamp {one}") for one in range(12)))
    await said(bot, "7d")
    await opened(bot, "Found: 12", "1 to 10 of 12")
    await bot.click_modal(TOM, "insights:export_rows")
    tables = await handed(bot, 1)
    assert len(tables["found"]) == 12
    assert "1 to 10 of 12" in window(bot)


async def test_a_change_while_it_is_exported_stands(bot: SlackBot) -> None:
    await bot.take(found("A lamp"))
    await said(bot, "7d")
    await drawn(bot)
    bot.slack.fault("slow", method="files.completeUploadExternal", seconds=1.0)
    await bot.click_modal(TOM, "insights:export")
    await changed(bot, "period", "Last whole week", "Nothing was found or decided in this time.")
    await handed(bot, 3)
    await bot.face.disconnect()
    assert "Sent" not in window(bot)
    assert "Nothing was found or decided in this time." in window(bot)


async def test_an_export_that_fails_is_said(bot: SlackBot) -> None:
    await bot.take(found("A lamp"))
    await said(bot, "7d")
    await drawn(bot)
    bot.slack.fault("refuse", method="files.completeUploadExternal", error="internal_error")
    await bot.click_modal(TOM, "insights:export")
    await bot.slack.wait_for(lambda: bot.private(TOM), what="what went wrong")
    assert "sending you a file" in bot.private(TOM)[-1]
    assert "Sent" not in window(bot)
