"""Previews: uploaded once, shown on the card, deleted with their item."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from PIL import Image
from sqlmodel import col

from bot.content.media.folder import MediaFolder
from bot.content.tables import Media
from bot.playground.slack import LocalSlack
from bot.sources.base import Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.support.slack_bot import NOAH, SlackBot, found, picture, slack_bot

NAME = f"{'0a' * 16}.jpg"


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (200, 120, 40)).save(out, "JPEG")
    return out.getvalue()


async def cache_preview(bot: SlackBot, item_id: int, name: str = NAME) -> None:
    """As the media job leaves it: a file in the folder, a row that names it, and the card touched."""
    MediaFolder(bot.services.settings.media_dir).write(name, jpeg())
    async with unit_of_work(bot.services.database) as session:
        update = sa.update(Media).where(col(Media.item_id) == item_id).values(state="cached", file=name)
        await (await session.connection()).execute(update)
        await bot.services.reviews.touch(session, [item_id], bot.services.clock())


def pictures(bot: SlackBot) -> list[str]:
    return [b["slack_file"]["id"] for m in bot.cards() for b in m["blocks"] if b["type"] == "image"]


async def test_a_preview_appears_once_it_is_fetched(bot: SlackBot) -> None:
    (item_id,) = await bot.take(found(media=(picture(),)))
    await bot.deliver()
    assert "preview follows" in bot.text()
    await cache_preview(bot, item_id)
    await bot.deliver()
    assert len(pictures(bot)) == 1
    image = next(block for block in bot.cards()[0]["blocks"] if block["type"] == "image")
    assert image["alt_text"] == "A lamp on a desk"
    await bot.click(NOAH, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text())
    await bot.click(NOAH, "review:undo")
    await bot.slack.wait_for(lambda: pictures(bot))
    assert len(bot.slack.calls("files.completeUploadExternal")) == 1


async def test_hiding_takes_the_picture_off_and_says_who_did(bot: SlackBot) -> None:
    (item_id,) = await bot.take(found(media=(picture(),)))
    await cache_preview(bot, item_id)
    await bot.deliver()
    assert len(pictures(bot)) == 1
    await bot.click(NOAH, "review:hide_media")
    await bot.slack.wait_for(lambda: "Media hidden by" in bot.text())
    assert "Noah Berg" in bot.text()
    assert pictures(bot) == []
    await bot.click(NOAH, "review:show_media")
    await bot.slack.wait_for(lambda: pictures(bot))


async def test_a_file_that_slack_lost_costs_the_card_its_picture_only(bot: SlackBot) -> None:
    """A workspace's retention, or a person, deletes the file; Slack then refuses every change that shows it."""
    items = [found("first words", media=(picture(),)), found("first words")]
    first, _ = await bot.take(*items)
    await cache_preview(bot, first)
    await bot.deliver()
    assert len(pictures(bot)) == 1
    bot.slack.world.files.clear()
    await bot.take(*(replace(item, text="second words") for item in items))
    await bot.deliver()
    assert ["second words" in bot.text(at) for at in range(len(bot.cards()))] == [True, True]
    assert pictures(bot) == []


async def test_the_file_goes_when_the_item_does(bot: SlackBot) -> None:
    item = found(media=(picture(),))
    (item_id,) = await bot.take(item)
    await cache_preview(bot, item_id)
    await bot.deliver()
    (file_id,) = pictures(bot)
    await bot.take(Removed(item.external_id))
    await bot.deliver()
    assert pictures(bot) == []
    assert len(bot.slack.calls("files.delete")) == 1
    assert bot.slack.world.files[file_id].deleted


async def test_the_file_of_a_picture_that_was_edited_away_goes_too(bot: SlackBot) -> None:
    item = found(media=(picture(),))
    (item_id,) = await bot.take(item)
    await cache_preview(bot, item_id)
    await bot.deliver()
    (file_id,) = pictures(bot)
    await bot.take(replace(item, text="other words", media=()))
    await bot.deliver()
    assert pictures(bot) == []
    assert bot.slack.world.files[file_id].deleted


async def test_a_failed_upload_costs_the_picture_and_not_the_card(bot: SlackBot) -> None:
    (item_id,) = await bot.take(found(media=(picture(),)))
    await cache_preview(bot, item_id)
    bot.slack.fault("500", method="files.getUploadURLExternal")
    await bot.deliver()
    assert len(bot.cards()) == 1
    assert pictures(bot) == []


async def test_a_file_that_left_the_folder_costs_the_picture_and_not_the_card(bot: SlackBot) -> None:
    (item_id,) = await bot.take(found(media=(picture(),)))
    await cache_preview(bot, item_id)
    MediaFolder(bot.services.settings.media_dir).remove({NAME})
    await bot.deliver()
    assert len(bot.cards()) == 1


async def test_at_slacks_own_pace_nothing_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """Real clock, limits enforced: posts and changes leave slowly enough."""
    async with (
        LocalSlack(limits="enforce") as slack,
        slack_bot(slack, sqlite_database, tmp_path, real_pace=True) as bot,
    ):
        ids = await bot.take(*(found() for _ in range(4)))
        await bot.deliver()
        async with unit_of_work(bot.services.database) as session:
            await bot.services.reviews.touch(session, ids, bot.services.clock())
            await bot.services.reviews.close(
                session, ids, "test", await bot.face.staff.person("U0MIA00001"), bot.services.clock()
            )
        await bot.deliver()
        assert all("Closed" in bot.text(at) for at in range(4))
        assert len(slack.calls("chat.postMessage")) == 4
        assert len(slack.calls("chat.update")) == 4
