"""Every step is said below the card, once, and an answer carries the buttons that decide about it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.faces.slack.erased import SlackPlace
from bot.intake.privacy.places import ErasurePlaces, Traces
from bot.kernel.errors import TellUser
from bot.playground.slack import LocalSlack
from bot.rights.rules import AskStatus
from bot.rights.scope import Proof, Use
from bot.storage.database import Database
from bot.storage.personal import Named
from bot.storage.unit_of_work import unit_of_work
from cogs.rights.jobs import say
from tests.cogs.rights.support import (
    MANAGER,
    NOAH_HIMSELF,
    SITE,
    answered,
    asked,
    carded,
    do,
    every,
    granted,
    has,
    press_on,
    said,
    say_all,
    stands,
    texts,
    thread,
)
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, found, slack_bot

HOSTILE = "<!channel> *free* <https://evil.example|click> <@U0MIA00001> :tada: `x`\n> quoted"


async def test_each_step_is_said_below_the_card(bot: SlackBot) -> None:
    ask = await asked(bot, await carded(bot))
    asks, now = bot.services.asks, bot.services.clock
    await do(bot.services, asks.grant, ask.id, SITE, Proof.CODE, now(), text="Sure, on the website!")
    await do(bot.services, asks.withdraw, ask.id, now(), text="I changed my mind")
    await say_all(bot.services)
    sent, yes, back = texts(bot)
    assert "Noah Berg\u2069* asked for permission, by hand: for website, ads, print" in sent
    assert "\u2068Sweden\u2069 · for 1 year · credit \u2068@anna\u2069" in sent
    assert "Anna Svensson\u2069* granted it: for website · \u2068Sweden\u2069 · until" in yes
    assert "by a code that the account posted" in yes
    assert "“Sure, on the website!”" in yes
    assert "Anna Svensson\u2069* took the permission back" in back
    assert "“I changed my mind”" in back


async def test_said_twice_it_stands_once(bot: SlackBot) -> None:
    await granted(bot)
    await say_all(bot.services)
    await say_all(bot.services)
    assert len(thread(bot)) == 2


async def test_a_post_whose_record_was_lost_is_found_again(
    bot: SlackBot, sqlite_database: Database, slack: LocalSlack, tmp_path: Path
) -> None:
    """Killed between the post and its record: another process finds the post below the card."""
    ask = await answered(bot)
    async with unit_of_work(sqlite_database) as session:
        await (await session.connection()).execute(
            sa.text("UPDATE slack_message SET ts = NULL, channel = '-' WHERE kind = 'said'")
        )
    await bot.face.stop()
    async with slack_bot(slack, sqlite_database, tmp_path) as again:
        await say_all(again.services)
        assert len(thread(again)) == 2
        await press_on(again, NOAH, thread(again)[-1], "rights:grant")
        await slack.wait_for(lambda: not has(thread(again)[-1], "rights:grant"))
        assert (await stands(again.services, ask)).status == AskStatus.GRANTED.value


async def test_hostile_words_are_shown_letter_by_letter(bot: SlackBot) -> None:
    await answered(bot, HOSTILE)
    post = thread(bot)[-1]
    (quote,) = [one for one in post["blocks"] if one.get("text", {}).get("type") == "plain_text"]
    assert quote["text"]["text"] == f"“{HOSTILE}”"
    assert quote["text"]["emoji"] is False
    others = [one for one in post["blocks"] if one is not quote]
    assert "evil.example" not in str(others)
    assert "<!channel>" not in post["text"]


async def test_granted_as_asked(bot: SlackBot) -> None:
    ask = await answered(bot)
    post = thread(bot)[-1]
    assert "Yes, but no ads please?" in texts(bot)[-1]
    await press_on(bot, NOAH, post, "rights:grant")
    await bot.slack.wait_for(lambda: not has(thread(bot)[-1], "rights:grant"))
    row = await stands(bot.services, ask)
    assert (row.status, row.proof) == ("granted", "hand")
    assert row.granted_uses == ["website", "ads", "print"]
    await say_all(bot.services)
    assert "Noah Berg\u2069* recorded that it is granted" in texts(bot)[-1]


async def test_granted_less(bot: SlackBot) -> None:
    ask = await answered(bot)
    await press_on(bot, NOAH, thread(bot)[-1], "rights:less")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "Yes, but no ads please?" in bot.modal_text(NOAH)
    await bot.submit(NOAH, uses=["website"], credit="Anna S.", note="no ads")
    await bot.slack.wait_for(lambda: not has(thread(bot)[-1], "rights:grant"))
    row = await stands(bot.services, ask)
    assert (row.status, row.granted_uses, row.credit) == ("granted", ["website"], "Anna S.")
    assert bot.slack.modal(NOAH) is None


async def test_granting_nothing_is_refused_at_its_field(bot: SlackBot) -> None:
    ask = await answered(bot)
    await press_on(bot, NOAH, thread(bot)[-1], "rights:less")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    bot.modal(NOAH)["blocks"][2]["optional"] = True  # the local Slack lets nobody untick all; others may
    answer = await bot.submit(NOAH, uses=[])
    assert "Tick at least one use" in str(answer)
    assert (await stands(bot.services, ask)).status == AskStatus.ANSWERED.value


async def test_declined(bot: SlackBot) -> None:
    ask = await answered(bot)
    await press_on(bot, NOAH, thread(bot)[-1], "rights:decline")
    await bot.slack.wait_for(lambda: not has(thread(bot)[-1], "rights:decline"))
    assert (await stands(bot.services, ask)).status == AskStatus.DECLINED.value


async def test_two_people_at_once_decide_once(bot: SlackBot) -> None:
    ask = await answered(bot)
    post = thread(bot)[-1]
    await asyncio.gather(
        press_on(bot, NOAH, post, "rights:grant"), press_on(bot, MIA, post, "rights:decline")
    )
    told = await bot.slack.wait_for(lambda: bot.private(MIA) or bot.private(NOAH))
    row = await stands(bot.services, ask)
    who = {"granted": "Noah Berg granted this", "declined": "Mia Lindqvist declined this"}[row.status]
    assert who in told[0]
    assert row.revision == 3
    await bot.slack.wait_for(lambda: not has(thread(bot)[-1], "rights:decline"))


async def test_a_double_click_grants_once_and_says_nothing(bot: SlackBot) -> None:
    ask = await answered(bot)
    post = thread(bot)[-1]
    await asyncio.gather(*(press_on(bot, NOAH, post, "rights:grant") for _ in range(2)))
    await bot.slack.wait_for(lambda: not has(thread(bot)[-1], "rights:grant"))
    assert (await stands(bot.services, ask)).revision == 3
    assert bot.private(NOAH) == []


async def test_who_saw_an_earlier_answer_decides_nothing(bot: SlackBot) -> None:
    """They said more meanwhile: the button below what they said first is too old."""
    ask = await answered(bot, "Maybe. What is it for?")
    old = thread(bot)[-1]
    await said(bot, ask, "No wait, rather not the ads?")
    await press_on(bot, NOAH, old, "rights:grant")
    told = await bot.slack.wait_for(lambda: bot.private(NOAH))
    assert "answered this request" in told[0]
    assert (await stands(bot.services, ask)).status == AskStatus.ANSWERED.value
    await say_all(bot.services)
    assert [has(one, "rights:grant") for one in thread(bot)] == [False, False, True]


async def test_a_decision_made_elsewhere_takes_the_buttons_off(bot: SlackBot) -> None:
    ask = await answered(bot)
    await do(bot.services, bot.services.asks.decline, ask.id, bot.services.clock(), actor=NOAH_HIMSELF)
    await say_all(bot.services)
    assert not any(has(one, "rights:grant") for one in thread(bot))


async def test_a_viewer_may_not_decide(bot: SlackBot) -> None:
    ask = await answered(bot)
    await press_on(bot, TOM, thread(bot)[-1], "rights:grant")
    told = await bot.slack.wait_for(lambda: bot.private(TOM))
    assert "Only moderators can" in told[0]
    assert (await stands(bot.services, ask)).status == AskStatus.ANSWERED.value


async def test_without_a_card_it_is_said_in_the_channel(bot: SlackBot) -> None:
    (item_id,) = await bot.take(found("nobody has seen a card"))
    await asked(bot, item_id)
    await say_all(bot.services)
    assert "asked for permission" in str(every(bot)[-1]["blocks"])
    await bot.deliver()  # the post is no card: the item still gets one
    assert "nobody has seen a card" in bot.text()


async def test_an_answer_of_a_piece_that_is_decided_keeps_its_card(bot: SlackBot) -> None:
    """Opening from the post and saving redraws no post as a card."""
    await answered(bot)
    await press_on(bot, NOAH, thread(bot)[-1], "rights:open")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "Yes, but no ads please?" in bot.modal_text(NOAH)


@pytest.mark.parametrize("uses", [frozenset(), frozenset({Use.MAIL})])
async def test_what_was_not_asked_for_is_not_granted(bot: SlackBot, uses: frozenset[Use]) -> None:
    ask = await answered(bot)
    with pytest.raises(TellUser, match="Nothing that was asked for"):
        await do(bot.services, bot.services.asks.grant, ask.id, uses, Proof.HAND, bot.services.clock())


async def test_the_job_of_an_unknown_step_says_nothing(bot: SlackBot) -> None:
    await carded(bot)
    await say(bot.services, 4711, 1)
    assert thread(bot) == []


async def test_when_the_creator_is_erased_what_was_said_goes(bot: SlackBot) -> None:
    """The posts below the card quote them: they are deleted, and none comes after that says their words."""
    ask = await answered(bot, "My words, and more of them?")
    assert len(thread(bot)) == 2
    creator = ask.creator_id or 0
    async with unit_of_work(bot.services.database) as session:
        await bot.services.asks.erase(session, creator, MANAGER, bot.services.clock())
    (place,) = [one for one in bot.services.outlet(ErasurePlaces) if isinstance(one, SlackPlace)]
    await place.clear(Traces([ask.item_id], [], Named()))
    assert thread(bot) == []
    await say_all(bot.services)
    assert "My words" not in str(every(bot))
