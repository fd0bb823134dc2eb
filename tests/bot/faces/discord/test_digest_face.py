"""A digest in a channel of the local Discord, by unmodified discord.py: once, with its chart, changed and gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import select

from bot.digests.charts import Picture, draw
from bot.digests.document import Document
from bot.digests.faces import DigestFaces, Face, Outgoing, PlaceGone
from bot.digests.leaving import without
from bot.digests.queries import Leaving
from bot.digests.service import Digests
from bot.digests.tables import Digest
from bot.faces.discord.digest_face import DiscordDigests
from bot.insights.periods import Cadence, period_of
from bot.kernel.errors import TryLater
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.digests.outside import ALL_JOBS, Recording, World
from tests.bot.work.support import Hands, working
from tests.support.discord_bot import DiscordBot, text_of
from tests.support.documents import sample_document
from tests.support.waiting import eventually

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
PLACE = "general"
POST = "POST /channels/*/messages"


@pytest.fixture(scope="module")
def charts() -> list[Picture]:
    return draw(sample_document())


@pytest_asyncio.fixture
async def face(bot: DiscordBot) -> Face:
    found = bot.services.outlet(DigestFaces).of("discord")
    assert isinstance(found, DiscordDigests)
    return found


def outgoing(document: Document | None = None, **more: Any) -> Outgoing:
    plain: dict[str, Any] = {"digest_id": 17, "key": "digest:17", "name": "2026-W47", "place": PLACE}
    return Outgoing(**{**plain, "face": "discord", "document": document or sample_document(), **more})


def posts(bot: DiscordBot, place: str = PLACE) -> list[dict[str, Any]]:
    return [each for each in bot.discord.messages(place) if each.get("embeds")]


async def test_the_community_sees_what_it_may_and_the_chart(
    bot: DiscordBot, face: Face, charts: Sequence[Picture]
) -> None:
    delivered = await face.deliver(outgoing(), charts)
    (post,) = posts(bot)
    said = text_of(post)
    assert delivered.reference.partition("/")[2] == post["id"]
    assert delivered.pictures == "sent"
    assert "The fern kettle sings" in said
    assert "Anna Öberg" in said
    assert "Unboxing" not in said  # nobody permitted it
    assert "2026-W47 · no. 17" in said
    (file,) = post["attachments"]
    assert file["filename"] == "trend.png"
    assert file["description"].startswith("Week 47")
    assert not bot.discord.pings


async def test_a_lost_answer_posts_nothing_twice(
    bot: DiscordBot, face: Face, charts: Sequence[Picture]
) -> None:
    digest = outgoing()
    assert await face.find(digest) is None
    bot.discord.fault("drop", request=POST, after=True, count=1)
    with pytest.raises(TryLater):
        await face.deliver(digest, charts)
    (post,) = posts(bot)
    found = await face.find(digest)
    assert found is not None
    assert (found.reference.partition("/")[2], found.pictures) == (post["id"], "sent")
    assert await face.find(outgoing(digest_id=18, key="digest:18")) is None
    again = await face.deliver(digest, charts)
    assert again == found
    assert len(posts(bot)) == 1


async def test_nobody_else_can_pass_for_our_message(bot: DiscordBot, face: Face) -> None:
    await bot.discord.post("noor", channel=PLACE, text="2026-W47 · no. 17")
    assert await face.find(outgoing()) is None


async def test_what_leaves_is_taken_out_of_the_message_and_its_last_piece_takes_the_message(
    bot: DiscordBot, face: Face, charts: Sequence[Picture]
) -> None:
    document = sample_document(contests=[], next_contest=None, creators=[], rising=[], sharing=[])
    sent = await face.deliver(outgoing(document), charts)
    changed = sample_document(creators=[], rising=[])
    await face.redraw(outgoing(without(changed, Leaving({11}, {1})), reference=sent.reference), charts)
    (post,) = posts(bot)
    assert "The fern kettle" not in text_of(post)
    assert "Winter cups" in text_of(post)
    assert post["attachments"] == []
    gone = await face.redraw(
        outgoing(without(document, Leaving({11}, {1})), reference=sent.reference), charts
    )
    assert gone.reference == ""
    assert posts(bot) == []
    assert (await face.redraw(outgoing(reference=sent.reference), charts)).reference == ""


async def test_a_week_without_anything_to_celebrate_posts_nothing(bot: DiscordBot, face: Face) -> None:
    document = without(sample_document(contests=[], next_contest=None, sharing=[]), Leaving({11, 12}, {1, 2}))
    delivered = await face.deliver(outgoing(document), [])
    assert (delivered.reference, delivered.pictures) == ("", "none")
    assert posts(bot) == []
    assert await face.redraw(outgoing(document, reference=""), []) == delivered


async def test_without_the_right_to_attach_files_the_words_go_out_and_the_chart_comes_later(
    bot: DiscordBot, face: Face, charts: Sequence[Picture]
) -> None:
    await bot.discord.hands.set_permissions(deny=["attach_files"], channel=PLACE)
    sent = await face.deliver(outgoing(), charts)
    (post,) = posts(bot)
    assert (sent.pictures, post["attachments"]) == ("missing", [])
    assert "image" not in post["embeds"][0]
    await bot.discord.hands.set_permissions(allow=["attach_files"], channel=PLACE)
    drawn = await face.redraw(outgoing(reference=sent.reference), charts)
    (post,) = posts(bot)
    assert (drawn.pictures, len(post["attachments"])) == ("sent", 1)


async def test_a_place_that_takes_nothing_says_what_to_do(
    bot: DiscordBot, face: Face, charts: Sequence[Picture]
) -> None:
    with pytest.raises(PlaceGone, match="no channel #nowhere") as gone:
        await face.deliver(outgoing(place="#nowhere"), charts)
    assert "[digest] discord" in gone.value.remedy
    await bot.discord.hands.set_permissions(deny=["send_messages"], channel=PLACE)
    with pytest.raises(PlaceGone, match="#general in Discord doesn't let the app") as closed:
        await face.deliver(outgoing(), charts)
    assert "Send Messages" in closed.value.remedy
    assert posts(bot) == []


async def test_discord_that_is_away_is_tried_later(bot: DiscordBot, face: Face) -> None:
    await bot.face.client.close()
    with pytest.raises(TryLater):
        await face.deliver(outgoing(), [])
    with pytest.raises(TryLater):
        await face.find(outgoing())


@pytest.mark.parametrize("lost", [False, True])
async def test_the_job_sends_it_once_and_keeps_where_also_when_the_answer_is_lost(
    bot: DiscordBot, face: Face, sqlite_database: Database, tmp_path: Path, lost: bool
) -> None:
    if lost:
        bot.discord.fault("drop", request=POST, after=True)
    week = period_of(Cadence.WEEK, date(2026, 11, 20), "UTC")
    world = World(sqlite_database, Recording(tmp_path / "place"), clock=Hands(MONDAY))
    world.outlet(DigestFaces).plug(face)
    async with working(sqlite_database, ALL_JOBS, world) as work:
        world.work = work
        async with unit_of_work(sqlite_database) as session:
            await Digests(work).send_now(
                session, "discord", PLACE, week, "U1", request="c", now=MONDAY, edition="community"
            )
        await eventually(lambda: _sent(sqlite_database), within=30)
    async with reading(sqlite_database) as session:
        (row,) = await session.exec(select(Digest))
    (post,) = posts(bot)  # found again by its foot: a second post would have been another request
    assert len(bot.discord.requests("POST", "/messages")) == 1
    assert (row.reference or "").endswith(f"/{post['id']}")
    assert f"no. {row.id}" in text_of(post)


async def _sent(database: Database) -> bool:
    async with reading(database) as session:
        return [one.state for one in await session.exec(select(Digest))] == ["sent"]


async def test_strangers_words_notify_nobody(bot: DiscordBot, face: Face) -> None:
    hostile = "@everyone <@1> <@&2> [here](https://evil.example)"
    document = sample_document()
    pieces = [
        one.model_copy(update={"title": hostile, "creator": hostile, "permitted": True})
        for one in document.pieces
    ]
    await face.deliver(outgoing(sample_document(pieces=pieces)), [])
    (post,) = posts(bot)
    assert not re.search(r"(?<!\\)(<@1>|<@&2>|@everyone|\[here|\]\(https://evil)", text_of(post))
    assert not bot.discord.pings


async def test_an_open_programme_is_told_with_who_stands_in_front(bot: DiscordBot, face: Face) -> None:
    document = sample_document(contests=[], next_contest=None, creators=[], rising=[], pieces=[])
    left = without(document, Leaving(ambassadors={1}))
    await face.deliver(outgoing(left), [])
    said = text_of(posts(bot)[-1])
    assert "Shared by ambassadors: 37 (up from 20)" in said
    assert "1. Ole \\*B\\* & co" in said
    assert "Lea Moreau" not in said
    assert "The fern kettle sings" in said  # most shared, and permitted
