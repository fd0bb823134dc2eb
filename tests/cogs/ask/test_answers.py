"""What was answered, decided in the window; and each state on the card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rights import jobs
from bot.rights.asking import Request
from bot.rights.scope import Channel, Proof, Scope, Use
from bot.storage.unit_of_work import unit_of_work
from tests.bot.intake.reaching.support import MIA as MANAGER
from tests.cogs.ask.support import HIDDEN, LINK, Window
from tests.support.items import HOSTILE
from tests.support.slack_bot import MIA, NOAH

WORDS = "Yes, but only with my name beside it. #yesbrand @brand"
EVERYWHERE = Scope(frozenset(Use), "Sweden", 365, "Ana of Trail")


async def asked(
    window: Window, scope: Scope = EVERYWHERE, channel: Channel = Channel.REPLY
) -> tuple[int, int]:
    """A piece and the request about it, sent."""
    item = await window.card()
    async with unit_of_work(window.database) as session:
        request = Request("May we, @ana? #yesbrand @brand", scope, channel)
        await window.services.asks.ask(session, item, MANAGER, window.now, request)
    ask = await window.the_ask(item)
    await window.send(ask.id or 0)
    await window.bot.deliver()
    return item, ask.id or 0


async def answered(window: Window, ask: int, text: str = WORDS) -> None:
    window.later(seconds=1)
    async with unit_of_work(window.database) as session:
        await window.services.asks.answered(
            session, ask, text, Proof.REPLY, window.now, via="mastodon", request_id=f"answer {ask} {text}"
        )
    await window.bot.deliver()


async def passes(window: Window, ask: int, **time: float) -> None:
    """Time passes, and does what it does by itself."""
    window.later(**time)
    await jobs.advance(window.services, ask)
    await window.bot.deliver()


async def test_an_answer_stands_word_for_word_where_it_is_decided(window: Window) -> None:
    item, ask = await asked(window)
    await answered(window, ask)
    await window.says(":speech_balloon: Permission answered", WORDS, "a person has to decide")
    await window.open()
    told = window.bot.modal_text(NOAH)
    assert told.count(WORDS) == 1
    assert "They were asked: for website, mail, own social channels, ads, print, employees" in told
    await window.bot.submit(
        NOAH, outcome="granted", allowed=["website", "print"], credit="Ana Berg", note="her condition is met"
    )
    row = await window.the_ask(item)
    assert (row.status, row.granted_uses, row.proof) == ("granted", ["website", "print"], "hand")
    assert (row.answer, row.credit) == (WORDS, "Ana Berg")
    await window.says(
        ":white_check_mark: Permission granted by \u2068Noah Berg\u2069",
        "for website, print",
        "\u2068Sweden\u2069",
        "until <!date^",
        "credit \u2068Ana Berg\u2069",
        "\u2068her condition is met\u2069",
    )


async def test_a_no_that_somebody_heard_is_kept_for_good(window: Window) -> None:
    await asked(window)
    await window.open()
    await window.bot.submit(NOAH, outcome="declined", words="Nej tack, never again", never=["never"])
    await window.says(":x: Permission declined by \u2068Noah Berg\u2069", "Nej tack, never again")
    await window.card("Another one #TrailBottle")
    await window.open()
    assert "whom nobody writes to" in window.bot.modal_text(NOAH)
    assert window.submit_word() == "Save"  # nothing to send, but what they say is heard


async def test_what_was_granted_is_taken_back_by_whoever_hears_it(window: Window) -> None:
    for user, status in ((NOAH, "declined"), (MIA, "withdrawn")):
        item, ask = await asked(window)
        await answered(window, ask, "Sure! #yesbrand @brand")
        await window.says("Permission granted", "Sure! #yesbrand @brand", "until <!date^")
        await window.open(user)
        await window.bot.submit(user, outcome="withdrawn", words="Please take it down")
        assert (await window.the_ask(item)).status == status
        await window.says(f"Permission {status} by", "Please take it down")


async def test_a_renewal_beside_the_licence(window: Window) -> None:
    item, ask = await asked(window)
    await answered(window, ask, "Sure! #yesbrand @brand")
    await window.open()
    await window.press(NOAH, "renew", "What they granted holds")
    assert window.bot.modal(NOAH)["title"]["text"] == "Renew permission"
    assert "ends soon" in window.message()
    await window.bot.submit(NOAH, duration="1825", uses=["website"])
    renewal = await window.the_ask(item)
    assert (renewal.renewal, renewal.status, renewal.duration_days) == (True, "asked", 1825)
    assert "ends soon" in await window.sent(item)
    await window.bot.deliver()
    assert ":outbox_tray: Renewal asked by \u2068Noah Berg" in window.bot.text()
    await window.open()
    assert "may_renew" not in str(window.bot.modal(NOAH)["blocks"])
    assert "What became of the renewal?" in window.bot.modal_text(NOAH)
    await window.bot.submit(NOAH, outcome="granted", allowed=["website"])
    assert [one.status for one in await window.asks(item)] == ["superseded", "granted"]
    await window.says("Permission granted by \u2068Noah Berg\u2069", "for website ·")


async def test_a_reminder_by_hand_is_worded_and_kept_once(window: Window) -> None:
    item, _ = await asked(window, channel=Channel.HAND)
    await window.open()
    await window.press(NOAH, "reminder", "There is one reminder, no more")
    assert "friendly reminder" in window.message()
    await window.bot.submit(NOAH)
    assert (await window.the_ask(item)).status == "reminded"
    await window.says(":outbox_tray: Permission reminded by \u2068Noah Berg\u2069", "by hand · expires on")
    await window.open()
    assert "Write the reminder" not in str(window.bot.modal(NOAH)["blocks"])


async def test_what_time_does_stands_on_the_card(window: Window) -> None:
    _, ask = await asked(window)
    await passes(window, ask, days=7, minutes=1)
    await window.says("Permission reminded by", "by a reply · on its way · expires on")
    await passes(window, ask, days=8)
    await window.says(":hourglass: Permission expired")


async def test_a_message_that_could_not_be_sent_says_so(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.bot.submit(NOAH)
    window.home.delete("1")
    await window.send((await window.the_ask(item)).id or 0)
    await window.says("by a reply · :warning: it could not be sent")
    await window.open()
    assert "The message did not go out" in window.bot.modal_text(NOAH)
    assert LINK.search(window.bot.modal_text(NOAH))  # to be copied; anywhere else it is hidden
    await window.bot.click_modal(NOAH, "ask:byhand")
    await window.slack.wait_for(lambda: HIDDEN in window.bot.modal_text(NOAH))
    assert not LINK.search(window.bot.modal_text(NOAH))
    window.later(seconds=1)
    await window.says("by hand · reminder on")
    ask = await window.the_ask(item)
    assert (ask.status, ask.channel, ask.delivery) == ("asked", "hand", "")


async def test_a_yes_before_anybody_asked(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.press(NOAH, "heard", "What happened?")
    await window.bot.submit(NOAH, outcome="granted", allowed=["print"], words="Use it for your poster")
    row = await window.the_ask(item)
    assert (row.granted_uses, row.answer) == (["print"], "Use it for your poster")
    await window.says("Permission granted", "for print")


@pytest.mark.parametrize("status", ["asked", "answered", "granted"])
async def test_strangers_words_take_no_effect(window: Window, status: str) -> None:
    evil = "<!channel> *bold* <https://evil.example|click> `code`"
    item, ask = await asked(window, Scope(frozenset({Use.WEBSITE}), evil, 365, evil))
    if status != "asked":
        await answered(window, ask, f"{evil} #yesbrand @brand" if status == "granted" else f"{HOSTILE}?")
    assert (await window.the_ask(item)).status == status
    await window.open()
    drawn = [window.bot.modal(NOAH)["blocks"], window.bot.cards()[-1]["blocks"]]
    marked = [text for blocks in drawn for text in marked_up(blocks)]
    assert "<!channel>" not in " ".join(marked)
    assert "<https://evil.example" not in " ".join(marked)
    assert any("&lt;!channel&gt;" in text for text in marked)


def marked_up(value: object) -> list[str]:
    """All texts in which Slack reads markup."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            return [str(value["text"])]
        return [text for part in value.values() for text in marked_up(part)]
    return [text for part in value for text in marked_up(part)] if isinstance(value, list) else []


async def test_two_people_decide_and_the_second_sees_the_first(window: Window) -> None:
    _, ask = await asked(window)
    await answered(window, ask)
    await window.open(NOAH)
    await window.open(MIA)
    await window.bot.submit(NOAH, outcome="granted", allowed=["website"])
    await window.bot.submit(MIA, outcome="granted", allowed=["print"])
    assert "Noah Berg granted this" in window.bot.modal_text(MIA)
    assert await window.actions(ask) == ["sent", "delivered", "answered", "granted"]


async def test_a_day_that_was_named_ends_the_licence_however_late_the_yes_comes(window: Window) -> None:
    latest = window.now + timedelta(days=20)
    item, ask = await asked(window, Scope(frozenset({Use.WEBSITE}), latest=latest, duration_days=20))
    window.later(days=10)
    await answered(window, ask, "Sure! #yesbrand @brand")
    assert (await window.the_ask(item)).licence_until == latest
