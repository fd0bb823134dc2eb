"""``/digest last``: what the community was told last, for whoever asks, in their language, if they may see it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.digests.book import new_digest
from bot.digests.charts import KeptCharts, drawing
from bot.digests.document import Document
from bot.digests.rules import State
from bot.playground.discord import places, sample
from bot.playground.discord.permissions import Permission
from bot.storage.unit_of_work import unit_of_work
from tests.support.discord_bot import DiscordBot, text_of
from tests.support.documents import WEEK, sample_document
from tests.support.waiting import eventually

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def sent(
    bot: DiscordBot, channel: str, document: Document, *, edition: Any = "community", posted: bool = True
) -> None:
    """A digest that went out to a channel, as its row says."""
    place = bot.discord.world.channel_named(channel)
    row = new_digest(WEEK, "discord", channel, edition, "en", "test", NOW)
    row.document, row.state = document.model_dump(mode="json"), State.SENT.value
    row.reference = f"{place.id}/1" if posted else ""
    async with unit_of_work(bot.services.database) as session:
        session.add(row)
        await session.flush()


def titled(title: str) -> Document:
    document = sample_document()
    pieces = [one.model_copy(update={"title": title}) for one in document.pieces]
    return sample_document(pieces=pieces)


async def close(bot: DiscordBot, channel: str) -> None:
    """Let a channel be seen by the team and the bot alone, and wait until the bot has heard of it."""
    world, view = bot.discord.world, str(int(Permission.VIEW_CHANNEL))
    place = world.channel_named(channel)
    place.overwrites = [
        {"id": sample.GUILD, "type": 0, "allow": "0", "deny": view},
        {"id": sample.BOT_ROLE, "type": 0, "allow": view, "deny": "0"},
    ]
    places.tell_channel(world, place)
    known = await bot.face.places.channel(channel)
    await eventually(lambda: not known.permissions_for(known.guild.default_role).view_channel)


async def test_before_the_first_one_it_says_so(bot: DiscordBot) -> None:
    answer = await bot.slash("noor", "digest last")
    assert "no digest here yet" in text_of(answer["response"])


async def test_the_latest_edition_is_shown_to_whoever_asks_in_their_language(bot: DiscordBot) -> None:
    await sent(bot, "general", titled("Older words"))
    await sent(bot, "general", titled("Latest words"))
    await sent(bot, "general", titled("The team's words"), edition="team")
    await sent(bot, "general", titled("Never posted"), posted=False)
    answer = await bot.slash("elsa", "digest last")
    said = text_of(answer["response"])
    assert "Latest words" in said
    assert "Från gemenskapen" in said
    assert [each.for_user for each in bot.discord.ephemerals("elsa")] == [bot.discord.person("elsa").id]
    assert [file["filename"] for file in answer["response"]["attachments"]] == ["trend.png"]
    assert not [each for each in bot.discord.messages("contests") if each.get("embeds")]


async def test_the_channels_own_comes_first_and_closed_channels_stay_closed(bot: DiscordBot) -> None:
    await sent(bot, "contests", titled("Of this channel"))
    await sent(bot, "general", titled("Of another channel"))
    answer = await bot.slash("noor", "digest last")
    assert "Of this channel" in text_of(answer["response"])
    await close(bot, "general")
    elsewhere = await bot.slash("noor", "digest last", channel="announcements")
    assert "Of this channel" in text_of(elsewhere["response"])


async def test_only_the_chart_that_is_shown_is_drawn_and_only_once(
    bot: DiscordBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(name: str, chart: Any) -> Any:
        def draw_it(document: Document) -> Any:
            drawn.append(name)
            return chart(document)

        return draw_it

    for name, chart in list(drawing.CHARTS.items()):
        monkeypatch.setitem(drawing.CHARTS, name, noted(name, chart))
    await sent(bot, "general", titled("Words"))
    for who in ("noor", "noor", "elsa"):  # elsa reads Swedish
        answer = await bot.slash(who, "digest last")
        assert [file["filename"] for file in answer["response"]["attachments"]] == ["trend.png"]
    assert drawn == ["trend", "trend"]
    assert len(bot.services.outlet(KeptCharts)) == 2


async def test_where_no_chart_is_shown_none_is_drawn(bot: DiscordBot) -> None:
    contests = sample_document().contests
    await sent(bot, "general", sample_document(pieces=[], creators=[], rising=[], contests=contests))
    answer = await bot.slash("noor", "digest last")
    assert not answer["response"]["attachments"]
    assert len(bot.services.outlet(KeptCharts)) == 0
