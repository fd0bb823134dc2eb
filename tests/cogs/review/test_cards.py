"""Every button of a card, pressed by a person in the local Slack."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.people.staff import RoleList
from bot.playground.slack import LocalSlack
from bot.playground.slack.errors import ActError
from bot.settings import Roles
from bot.sources.base import FoundCreator, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from cogs.review.jobs import tell_escalated, tell_taken_back
from tests.support.slack_bot import AISHA, MIA, NOAH, TOM, SlackBot, found, slack_bot


async def test_an_item_becomes_a_card(bot: SlackBot) -> None:
    await bot.take(found("The lamp is wonderful"))
    await bot.deliver()
    text = bot.text()
    assert "The lamp is wonderful" in text
    assert "Anna Svensson" in text
    assert "1,234 followers" in text
    assert "hashtag #glowday" in text
    assert "Mastodon" in text


async def test_approving_shrinks_the_card_for_everybody_and_undo_brings_it_back(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    answer = await bot.click(NOAH, "review:approve")
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: "*Approved*" in bot.text())
    assert "Noah Berg" in bot.text()
    assert len(bot.cards()) == 1
    await bot.click(NOAH, "review:undo")
    await bot.slack.wait_for(lambda: "hashtag #glowday" in bot.text())
    assert bot.action("review:approve")


async def test_rejecting_asks_for_a_reason(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    await bot.click(NOAH, "review:reject")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    refused = await bot.submit(NOAH)
    assert "reason" in str(refused)
    await bot.submit(NOAH, reason="Off topic", text="about another lamp")
    await bot.slack.wait_for(lambda: "*Rejected*" in bot.text())
    assert "Off topic: about another lamp" in bot.text()
    assert bot.slack.modal(NOAH) is None


async def test_the_second_of_two_people_is_told_privately(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    message = bot.cards()[-1]
    approve = bot.action("review:approve")
    await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=approve)
    # Aisha's screen still shows the buttons.
    bot.slack.world.messages[bot.slack.world.channel_named("content-review").id][message["ts"]] = message
    await bot.slack.click(AISHA, channel="content-review", ts=message["ts"], action_id=approve)
    told = await bot.slack.wait_for(lambda: bot.private(AISHA))
    assert "Noah Berg approved this post by Anna Svensson" in told[0]
    assert bot.private(NOAH) == []


async def test_no_right_to_decide_names_whom_to_ask(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    await bot.click(TOM, "review:approve")
    told = await bot.slack.wait_for(lambda: bot.private(TOM))
    assert "Only moderators can decide" in told[0]
    assert "@content-moderators" in told[0]
    assert "Approved" not in bot.text()


@pytest.mark.parametrize("slack_answers", [True, False])
async def test_whom_to_ask_is_a_name_even_of_somebody_not_seen_yet(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path, slack_answers: bool
) -> None:
    roles = Roles(managers=("U0MIA00001", "@content-managers"), moderators=("U0NOAH0001", "S0GONE0001"))
    async with slack_bot(slack, sqlite_database, tmp_path, roles=roles) as bot:
        await bot.take(found())
        await bot.deliver()
        if not slack_answers:
            slack.fault("refuse", method="users.info", error="user_not_found", count=20)
        await bot.click(TOM, "review:approve")
        await slack.wait_for(lambda: len(bot.private(TOM)) == 1)
        await bot.slack.command(TOM, channel="content-review", command="/goodword", text="triage")
        await bot.slack.command(TOM, channel="content-review", command="/goodword", text="help triage")
        await bot.slack.command(TOM, channel="content-review", command="/goodword", text="settings")
        await slack.wait_for(lambda: len(bot.private(TOM)) == 4)
        told = bot.private(TOM)
        decide = (
            "Ask Noah Berg, Mia Lindqvist or @content-managers" if slack_answers else "Ask @content-managers"
        )
        assert [decide in one for one in told] == [True, True, True, False]
        assert ("ask Mia Lindqvist or" in told[3]) is slack_answers
        assert not any(shown in one.upper() for one in told for shown in ("U0MIA", "U0NOAH", "S0GONE"))


async def test_a_double_click_says_nothing(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    message, approve = bot.cards()[-1], bot.action("review:approve")
    await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=approve)
    bot.slack.world.messages[bot.slack.world.channel_named("content-review").id][message["ts"]] = message
    again = await bot.slack.click(NOAH, channel="content-review", ts=message["ts"], action_id=approve)
    assert again["acked"]
    await bot.slack.wait_for(lambda: "Approved" in bot.text())
    assert bot.private(NOAH) == []


async def test_escalation_reaches_the_person_directly(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    await bot.click(NOAH, "review:escalate")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    with pytest.raises(ActError):  # Tom may not decide, so he isn't offered
        await bot.submit(NOAH, to="U0TOM00001", note="what do you think?")
    roles = bot.face.staff.roles
    bot.face.staff.roles = RoleList(moderators=("U0NOAH0001",))
    refused = await bot.submit(NOAH, to="U0MIA00001", note="what do you think?")
    assert "can't decide" in str(refused)
    bot.face.staff.roles = roles
    await bot.submit(NOAH, to="U0MIA00001", note="what do you think?")
    await bot.slack.wait_for(lambda: "Escalated" in bot.text())
    await tell_escalated(bot.services, 1, "U0MIA00001", "Noah Berg", "what do you think?")
    told = bot.directly(MIA)[-1]
    assert "Noah Berg" in told["text"]
    assert "what do you think?" in str(told["blocks"])
    assert "/archives/" in str(told["blocks"])


async def _escalate(bot: SlackBot, item_id: int) -> None:
    """Noah asks Mia to decide, and she is told."""
    await bot.click(NOAH, "review:escalate")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.submit(NOAH, to="U0MIA00001", note="look")
    await bot.slack.wait_for(lambda: "Escalated" in bot.text())
    await tell_escalated(bot.services, item_id, "U0MIA00001", "Noah Berg", "look")


async def _taken_back(bot: SlackBot) -> int:
    """How often somebody is to be told that they need not decide any more."""
    asked = sa.text("SELECT count(*) FROM workflow_status WHERE name = 'review.tell_taken_back'")
    async with reading(bot.services.database) as session:
        return int((await (await session.connection()).execute(asked)).scalar_one())


async def test_an_escalation_that_is_undone_says_so_in_the_direct_message(bot: SlackBot) -> None:
    [item_id] = await bot.take(found())
    await bot.deliver()
    await _escalate(bot, item_id)
    await tell_taken_back(bot.services, item_id, "Noah Berg")
    assert "asks you to decide" in bot.directly(MIA)[-1]["text"]  # it still stands
    await bot.click(NOAH, "review:undo")
    await bot.slack.wait_for(lambda: "Escalated" not in bot.text())
    assert await _taken_back(bot) == 1
    await tell_taken_back(bot.services, item_id, "Noah Berg")
    assert len(bot.directly(MIA)) == 1
    assert "took this back" in bot.directly(MIA)[-1]["text"]
    assert "asks you" not in str(bot.directly(MIA)[-1]["blocks"])


async def test_what_its_creator_withdrew_is_gone_from_the_direct_message_too(bot: SlackBot) -> None:
    item = found(text="A withdrawn word about the kettle")
    [item_id] = await bot.take(item)
    await bot.deliver()
    await _escalate(bot, item_id)
    assert "withdrawn word" in str(bot.directly(MIA)[-1])
    await bot.take(Removed(item.external_id, "withdrawn"))
    assert await _taken_back(bot) == 1
    await tell_taken_back(bot.services, item_id, "test")
    assert "withdrawn word" not in str(bot.directly(MIA)[-1])
    assert "nothing to decide" in bot.directly(MIA)[-1]["text"]


async def test_a_note_and_a_campaign_stand_on_the_card_and_in_the_history(bot: SlackBot) -> None:
    await bot.take(found())
    await bot.deliver()
    await bot.click(NOAH, "review:note")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.submit(NOAH, note="Remember that")
    await bot.slack.wait_for(lambda: "Note by \u2068Noah Berg\u2069: \u2068Remember that" in bot.text())
    await bot.click(NOAH, "review:note")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.submit(NOAH, note="Remember <!channel> this")
    await bot.slack.wait_for(lambda: "\u2068Remember &lt;!channel&gt; this" in bot.text())
    assert "Remember that" not in bot.text()
    await bot.click(NOAH, "review:campaign")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.submit(NOAH, name="Summer")
    await bot.slack.wait_for(lambda: "campaign" in bot.text() and "Summer" in bot.text())
    await bot.click(TOM, "review:history")
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM))
    told = bot.modal_text(TOM)
    assert "Remember &lt;!channel&gt; this" in told
    assert "added to the campaign Summer" in told
    assert "arrived in the queue" in told


async def test_blocking_a_creator_closes_what_waits_and_can_be_taken_back(bot: SlackBot) -> None:
    creator = FoundCreator("hostile", name="Anna <!channel> <https://evil.example|click>")
    await bot.take(found(creator=creator), found(creator=creator))
    await bot.deliver()
    assert len(bot.cards()) == 2
    await bot.click(NOAH, "review:block")
    assert "Only managers" in (await bot.slack.wait_for(lambda: bot.private(NOAH)))[0]
    await bot.click(MIA, "review:block")
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA))
    await bot.submit(MIA, text="Sells fakes")
    await bot.deliver()
    assert all("Closed" in bot.text(at) for at in (0, 1))
    await bot.click(MIA, "review:details")
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA))
    await bot.click_modal(MIA, "review:unblock")
    told = (await bot.slack.wait_for(lambda: bot.private(MIA)))[-1]
    assert "Anna &lt;!channel&gt;" in told
    assert "<" not in told
    await bot.deliver()
    assert all("glowday" in bot.text(at) for at in (0, 1))


async def test_long_text_opens_whole(bot: SlackBot) -> None:
    await bot.take(found("wonderful " * 700 + "the very end"))
    await bot.deliver()
    assert "the very end" not in bot.text()
    await bot.click(TOM, "review:details")
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM))
    assert "the very end" in bot.modal_text(TOM)
    assert "g1:review:approve" not in str(bot.modal(TOM)["blocks"])


async def test_deciding_in_the_items_window_redraws_it_and_the_card(bot: SlackBot) -> None:
    await bot.take(found("wonderful " * 100))
    await bot.deliver()
    await bot.click(NOAH, "review:details")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.click_modal(NOAH, "review:reject")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Reject")
    await bot.submit(NOAH, reason="Duplicate")
    await bot.slack.wait_for(lambda: "*Rejected*" in bot.modal_text(NOAH))
    await bot.deliver()
    assert "Rejected" in bot.text()
