"""Sources by command, and what managers may do with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.faces.slack.blocks import search_text
from bot.intake.queries import keep_failures, state_of
from bot.settings import SourceSection
from bot.sources.base import Failure
from bot.sources.health import silent_since, usual_gap
from bot.sources.tables import SourceState
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.slack_bot import CHANNEL, MIA, TOM, SlackBot, action_in, found, press

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEED = {"kind": "feed", "url": "https://blog.example/feed"}


def configure(bot: SlackBot, *names: str) -> None:
    for name in names:
        bot.services.settings.sources[name] = SourceSection.model_validate(FEED)


async def ask(bot: SlackBot, user: str) -> str:
    before = len(bot.slack.ephemerals(user))
    assert (await bot.slack.command(user, channel=CHANNEL, command="/goodword", text="sources"))["acked"]
    await bot.slack.wait_for(lambda: len(bot.slack.ephemerals(user)) > before, what="the sources")
    return shown(bot, user)


def shown(bot: SlackBot, user: str) -> str:
    return search_text(bot.slack.ephemerals(user)[-1]["blocks"])


async def click(bot: SlackBot, user: str, verb: str) -> None:
    message = bot.slack.ephemerals(user)[-1]
    answer = await press(bot.slack, user, message["blocks"], verb, channel=CHANNEL, ts=message["ts"])
    assert answer["acked"], answer


async def test_what_could_not_be_read_is_shown(bot: SlackBot) -> None:
    configure(bot, "blog")
    refused = [Failure(f"entry {n}", "It is <!channel> empty.", "Ask the feed's owner.") for n in (1, 2)]
    async with unit_of_work(bot.services.database) as session:
        await keep_failures(session, "blog", refused, bot.services.clock())
    text = await ask(bot, TOM)
    assert "2 entries in a week could not be read" in text
    assert "entry 2: It is &lt;!channel&gt; empty. Ask the feed's owner." in text


async def test_what_is_sent_to_us_is_not_polled_on_demand(bot: SlackBot) -> None:
    hook = {"kind": "webhook", "secrets": ["0123456789abcdef0123456789abcdef"]}
    bot.services.settings.sources["shop"] = SourceSection.model_validate(hook)
    await ask(bot, MIA)
    offered = str(bot.slack.ephemerals(MIA)[-1]["blocks"])
    assert "sources:pause" in offered
    assert "Poll now" not in offered


async def test_each_source_with_its_figures_and_its_trouble(bot: SlackBot) -> None:
    configure(bot, "blog", "lost", "fresh")
    bot.services.settings.sources["odd"] = SourceSection.model_validate({"kind": "nosuchkind"})
    now = bot.services.clock()
    async with unit_of_work(bot.services.database) as session:
        session.add(
            SourceState(name="blog", kind="feed", last_success_at=now, last_polled_at=now, last_item_at=now)
        )
        why = "The server says <!channel> 410."
        session.add(SourceState(name="lost", kind="feed", lost_since=now, problem=why, remedy="Remove it."))
    await bot.take(found(), found(), source="blog")
    text = await ask(bot, TOM)
    assert "2 in a day, 2 in a week" in text
    assert "well" in text
    assert "*lost* since" in text
    assert "Remove it." in text
    assert "not read yet" in text
    assert "its settings can't be used" in text
    assert "next <!date" in text
    assert "<!channel>" not in text
    assert "sources:poll" not in str(bot.slack.ephemerals(TOM)[-1]["blocks"])


async def test_no_source_is_said_so(bot: SlackBot) -> None:
    assert "No source is configured yet" in await ask(bot, TOM)


async def test_a_manager_pauses_resumes_and_polls(bot: SlackBot) -> None:
    configure(bot, "blog")
    await ask(bot, MIA)
    await click(bot, MIA, "sources:pause")
    await bot.slack.wait_for(lambda: "blog is paused." in shown(bot, MIA))
    async with reading(bot.services.database) as session:
        state = await state_of(session, "blog")
    assert state is not None
    assert state.paused
    await click(bot, MIA, "sources:resume")
    await bot.slack.wait_for(lambda: "read again" in shown(bot, MIA))
    await click(bot, MIA, "sources:poll")
    await bot.slack.wait_for(lambda: "Reading blog now" in shown(bot, MIA))
    statement = sa.text("SELECT count(*) FROM workflow_status WHERE name = 'intake.poll'")
    async with reading(bot.services.database) as session:
        assert (await (await session.connection()).execute(statement)).scalar_one() == 1


async def test_many_sources_turn_pages(bot: SlackBot) -> None:
    configure(bot, *(f"blog-{number:02}" for number in range(23)))
    assert "1 to 10 of 23" in await ask(bot, MIA)
    await click(bot, MIA, "sources:next")
    await bot.slack.wait_for(lambda: "11 to 20 of 23" in shown(bot, MIA))
    await click(bot, MIA, "sources:pause")
    await bot.slack.wait_for(lambda: "blog-10 is paused." in shown(bot, MIA))
    assert "11 to 20 of 23" in shown(bot, MIA)
    assert action_in(bot.slack.ephemerals(MIA)[-1]["blocks"], "sources:previous")


def test_silence_is_longer_than_three_days_and_five_usual_gaps() -> None:
    def ago(**span: float) -> datetime:
        return NOW - timedelta(**span)

    assert silent_since(None, None, NOW) is None
    assert silent_since(ago(days=2), timedelta(hours=1), NOW) is None
    assert silent_since(ago(days=4), timedelta(hours=1), NOW) == ago(days=4)
    assert silent_since(ago(days=4), timedelta(days=1), NOW) is None
    assert silent_since(ago(days=6), timedelta(days=1), NOW) == ago(days=6)
    assert silent_since(ago(days=4), None, NOW) == ago(days=4)
    assert usual_gap(1, NOW, NOW) is None
    assert usual_gap(5, ago(days=8), NOW) == timedelta(days=2)
