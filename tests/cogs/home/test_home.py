"""App Home, opened by people in the local Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.faces.slack.blocks import search_text
from bot.settings import SourceSection
from bot.sources.tables import SourceState
from bot.storage.unit_of_work import unit_of_work
from bot.work.queries import add_failure
from bot.work.tables import FailedWork
from cogs.home.view import midnight
from tests.support.slack_bot import AISHA, MIA, NOAH, TOM, SlackBot, action_in, found, press


async def open_home(bot: SlackBot, user: str) -> list[dict[str, Any]]:
    """Open the tab; its blocks once they are drawn."""

    def drawn() -> int:
        """Without those that only bring the chart of an earlier one."""
        return len([one for one in bot.slack.calls("views.publish") if "hash" not in one.args])

    before = drawn()
    await bot.slack.open_home(user)
    await bot.slack.wait_for(lambda: drawn() > before, what="App Home")
    home = await bot.slack.wait_for(lambda: bot.slack.home(user), what="App Home")
    return list(home["blocks"])


async def test_an_empty_queue_is_friendly(bot: SlackBot) -> None:
    text = search_text(await open_home(bot, NOAH))
    assert "Nothing waits." in text
    assert "Nothing yet." in text


async def test_the_queue_by_age_and_source_and_todays_decisions(bot: SlackBot) -> None:
    await bot.take(found("One"), found("Two"), found("Three"), source="fediverse")
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    blocks = await open_home(bot, NOAH)
    text = search_text(blocks)
    assert "*2 items wait*" in text
    assert "under an hour: 2" in text
    assert "fediverse" in text
    assert "You: 1 approved" in text
    assert action_in(blocks, "triage:open")
    assert "You: nothing yet\nThe team: 1 approved" in search_text(await open_home(bot, AISHA))


async def test_an_item_of_two_sources_is_said_to_count_in_both(bot: SlackBot) -> None:
    item = found("One")
    await bot.take(item, source="fediverse")
    assert "counts in both" not in search_text(await open_home(bot, NOAH))
    await bot.take(replace(item, external_id="again"), source="feed")
    text = search_text(await open_home(bot, NOAH))
    assert "*1 item waits*" in text
    assert "An item seen in two sources counts in both." in text


async def test_a_viewer_gets_no_triage_button(bot: SlackBot) -> None:
    await bot.take(found())
    blocks = await open_home(bot, TOM)
    assert "1 item waits" in search_text(blocks)
    assert not [each for each in blocks if "triage" in str(each)]


async def test_what_was_escalated_to_me_waits_for_me(bot: SlackBot) -> None:
    await bot.take(found("Is this the real lamp"))
    await bot.deliver()
    await bot.click(NOAH, "review:escalate")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.submit(NOAH, to="U0MIA00001", note="Please look")
    blocks = await open_home(bot, MIA)
    text = search_text(blocks)
    assert "Waits for you" in text
    assert "Is this the real lamp" in text
    home = bot.slack.home(MIA)
    assert home is not None
    await press(bot.slack, MIA, blocks, "review:details", view_id=home["id"])
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA))
    assert "Is this the real lamp" in bot.modal_text(MIA)
    assert "Waits for you" not in search_text(await open_home(bot, NOAH))


async def test_triage_opens_from_home_and_refresh_draws_anew(bot: SlackBot) -> None:
    await bot.take(found("For triage"))
    blocks = await open_home(bot, NOAH)
    home = bot.slack.home(NOAH)
    assert home is not None
    await press(bot.slack, NOAH, blocks, "triage:open", view_id=home["id"])
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="triage")
    assert "For triage" in bot.modal_text(NOAH)
    await bot.take(found())
    await press(bot.slack, NOAH, blocks, "home:refresh", view_id=home["id"])
    await bot.slack.wait_for(lambda: "2 items wait" in search_text((bot.slack.home(NOAH) or {})["blocks"]))
    assert "1 item is held for you in triage" in search_text((bot.slack.home(NOAH) or {})["blocks"])


async def test_troubled_sources_and_failed_work(bot: SlackBot) -> None:
    now = bot.services.clock()
    section = SourceSection.model_validate({"kind": "feed", "url": "https://blog.example/feed"})
    bot.services.settings.sources.update(blog=section, quiet=section, fine=section, rest=section)
    async with unit_of_work(bot.services.database) as session:
        lost = SourceState(
            name="blog", kind="feed", lost_since=now, problem="It says 410 <!channel>.", remedy="Remove it."
        )
        week = now - timedelta(days=7)
        session.add_all(
            [
                lost,
                SourceState(name="quiet", kind="feed", last_item_at=week, last_success_at=now),
                SourceState(name="rest", kind="feed", last_item_at=now, last_success_at=now, paused=True),
                SourceState(name="fine", kind="feed", last_item_at=now, last_success_at=now),
            ]
        )
        await add_failure(session, FailedWork(work_id="w1", job="media.fetch", problem="It broke.", at=now))
    text = search_text(await open_home(bot, MIA))
    assert "can't be read since" in text
    assert "Remove it." in text
    assert "<!channel>" not in text
    assert "is silent" in text
    assert "\u2068rest\u2069* is paused" in text
    assert "fine" not in text
    assert "media.fetch" in text
    assert "media.fetch" not in search_text(await open_home(bot, NOAH))


def test_the_persons_day_begins_at_their_own_midnight() -> None:
    now = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert midnight(now, 3600) == datetime(2026, 11, 20, 23, tzinfo=UTC)
    assert midnight(now, 0) == datetime(2026, 11, 20, tzinfo=UTC)
    assert midnight(now, -5 * 3600) == datetime(2026, 11, 20, 5, tzinfo=UTC)


async def test_the_last_seven_days_and_their_insights(bot: SlackBot) -> None:
    assert "*Last 7 days*\nNothing was found or decided." in search_text(await open_home(bot, TOM))
    await bot.take(found("I love this lamp, it is wonderful"), found("Broken and awful, I hate it"))
    await bot.deliver()
    await bot.click(NOAH, "review:approve")
    blocks = await open_home(bot, TOM)
    text = search_text(blocks)
    assert "• Found: 2" in text
    assert "• Approved: 1" in text
    assert "• Positive: 50%" in text
    home = bot.slack.home(TOM)
    assert home is not None
    await press(bot.slack, TOM, blocks, "insights:show", view_id=home["id"])
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the insights")
    told = bot.modal_text(TOM)
    assert "Insights: last 7 days" in told
    assert "Found: 2" in told


def pictures(bot: SlackBot, user: str) -> list[dict[str, Any]]:
    return [one for one in (bot.slack.home(user) or {"blocks": []})["blocks"] if one["type"] == "image"]


async def test_the_last_seven_days_have_a_chart_that_is_drawn_once(bot: SlackBot) -> None:
    await bot.take(found("I love this lamp, it is wonderful"), found("A lamp"))
    first = await open_home(bot, TOM)
    assert "• Found: 2" in search_text(first)
    at_once = bot.slack.calls("views.publish")[0].args["view"]["blocks"]
    assert "The charts are being drawn." in search_text(at_once)
    assert not [one for one in at_once if one["type"] == "image"]  # nobody waits for it
    (picture,) = await bot.slack.wait_for(lambda: pictures(bot, TOM), what="the chart")
    assert "2 pieces found" in picture["alt_text"]
    assert "being drawn" not in search_text((bot.slack.home(TOM) or {})["blocks"])
    await open_home(bot, NOAH)
    await bot.slack.wait_for(
        lambda: [one["slack_file"] for one in pictures(bot, NOAH)] == [picture["slack_file"]],
        what="the same chart",
    )
    assert len(bot.slack.calls("files.completeUploadExternal")) == 1
    await bot.take(found("One more lamp"))
    await open_home(bot, NOAH)
    await bot.slack.wait_for(
        lambda: "3 pieces found" in str(pictures(bot, NOAH)), what="the chart of what was found since"
    )


async def test_app_home_without_a_chart_says_so(bot: SlackBot) -> None:
    await bot.take(found("A lamp"))
    bot.slack.fault("refuse", method="files.getUploadURLExternal", error="internal_error")
    await open_home(bot, TOM)
    await bot.slack.wait_for(
        lambda: "A chart can't be shown now." in search_text((bot.slack.home(TOM) or {})["blocks"]),
        what="words in place of the chart",
    )
    assert "• Found: 1" in search_text((bot.slack.home(TOM) or {})["blocks"])


async def test_a_chart_that_comes_late_leaves_a_newer_app_home_alone(bot: SlackBot) -> None:
    await bot.take(found("A lamp"))
    bot.slack.fault("slow", method="files.completeUploadExternal", seconds=2.0)
    await open_home(bot, TOM)
    await bot.slack.wait_for(lambda: bot.slack.calls("files.getUploadURLExternal"), what="an upload")
    await bot.take(found("Another lamp"))
    await bot.slack.open_home(TOM)
    await bot.slack.wait_for(
        lambda: "• Found: 2" in search_text((bot.slack.home(TOM) or {})["blocks"]), what="the newer figures"
    )
    await bot.slack.wait_for(lambda: pictures(bot, TOM), what="the newer chart")
    await bot.face.disconnect()  # whatever still ran is over
    assert "2 pieces found" in pictures(bot, TOM)[0]["alt_text"]
    drawings = [
        (one.error, search_text(one.args["view"]["blocks"])) for one in bot.slack.calls("views.publish")
    ]
    newer = next(number for number, (_, text) in enumerate(drawings) if "• Found: 2" in text)
    assert {error for error, text in drawings[newer:] if "• Found: 1" in text} <= {"hash_conflict"}
