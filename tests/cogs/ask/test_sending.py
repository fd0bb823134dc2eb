"""The permission window sends on every way that is open: when a person presses, once, with what they chose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from bot.kernel.letter import SEND
from bot.playground.slack import LocalSlack
from bot.rights.asking import Outgoing
from bot.rights.private_links import link_hash
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.sources.base import FoundCreator, Kind
from bot.storage.database import Database
from tests.cogs.ask.support import HIDDEN, LINK, Window, opened, window
from tests.sources.mastodon.home import Home
from tests.sources.server import local_server
from tests.support.slack_bot import MIA, NOAH, found
from tests.support.waiting import eventually

NAMES = ["website", "mail", "social", "ads", "print", "employees"]


async def test_a_reply_goes_out_when_a_person_presses_send(window: Window) -> None:
    item = await window.card()
    await eventually(lambda: window.most(item), what="the server has said how much it takes")
    await window.open()
    text = window.message()
    assert LINK.search(text)
    assert window.submit_word() == "Send"
    assert "500 characters at most" in str(window.bot.modal(NOAH)["blocks"])
    until = (window.now + timedelta(days=100)).date()
    await window.bot.submit(
        NOAH,
        text=f"{text} Thank you! Also in our advertising?",
        uses=["website", "ads"],
        territory="Sweden, Norway",
        until=until.isoformat(),
        credit="Ana of Trail",
    )
    assert window.slack.modal(NOAH) is None
    assert window.home.ours == []  # committed, and nothing goes out before the work runs
    await window.says("by a reply · on its way")
    said = await window.sent(item)
    assert said.endswith("Thank you! Also in our advertising?")
    assert LINK.search(said)
    ask = await window.the_ask(item)
    assert (ask.status, ask.channel, ask.delivery) == ("asked", "reply", "sent")
    assert (ask.uses, ask.territory, ask.credit) == (["website", "ads"], "Sweden, Norway", "Ana of Trail")
    assert ask.latest is not None
    assert ask.latest.date() == until
    asked = ":outbox_tray: Permission asked by \u2068Noah Berg\u2069"
    await window.says(asked, "by a reply · reminder on <!date^", "expires on <!date^")


async def test_what_is_kept_hides_the_secret_that_opens_the_creators_page(window: Window) -> None:
    item = await window.card()
    await window.open()
    link = LINK.search(window.message())
    assert link is not None
    await window.bot.submit(NOAH)
    ask = await window.the_ask(item)
    assert HIDDEN in ask.text
    assert link[0] not in ask.text
    assert ask.link_hash == link_hash(link[0].rpartition("/")[2])
    await window.open()
    assert HIDDEN in window.bot.modal_text(NOAH)
    assert not LINK.search(window.bot.modal_text(NOAH))


async def test_a_kept_draft_hides_it_too_and_opens_with_it_again(window: Window) -> None:
    item = await window.card()
    await window.open()
    first = window.message()
    await window.press(NOAH, "keep", "Kept.")
    assert (await window.the_ask(item)).text.endswith(HIDDEN)
    await window.slack.close(NOAH, view_id=window.bot.modal(NOAH)["id"])
    await window.bot.deliver()
    await window.open(MIA)
    assert window.message(MIA) == first


async def test_a_message_by_hand_is_kept_as_sent_and_sends_nothing(window: Window) -> None:
    item = await window.card()
    await window.open()
    await window.choose_way(NOAH, "hand", "I have sent it")
    assert "Open the post on Mastodon" in str(window.bot.modal(NOAH)["blocks"])
    await window.bot.submit(NOAH)
    ask = await window.the_ask(item)
    assert (ask.status, ask.channel, ask.delivery) == ("asked", "hand", "")
    await window.send(ask.id or 0)
    assert window.home.ours == []
    await window.says("by hand · reminder on")


async def test_a_creator_who_wrote_by_mail_is_asked_by_mail(window: Window) -> None:
    creator = FoundCreator("ana@creator.example", name="Ana")
    [item] = await window.bot.take(
        found("My bottle", platform="mail", kind=Kind.PHOTO, creator=creator, url=None)
    )
    await window.bot.deliver()
    await window.open()
    assert "Mail: Goodword sends it" in window.bot.modal_text(NOAH)
    assert window.submit_word() == "Send"
    await window.bot.submit(NOAH)
    await window.send((await window.the_ask(item)).id or 0)
    [[letter]] = await window.wanted(SEND)
    assert letter["to"] == "ana@creator.example"
    assert LINK.search(letter["text"])
    await window.says("by mail")


class Messages:
    """A platform on which we can write to people directly."""

    platform = "mastodon"
    channels = frozenset({Channel.MESSAGE})

    def __init__(self) -> None:
        self.out: list[Outgoing] = []

    async def send(self, message: Outgoing) -> str:
        self.out.append(message)
        return f"message {message.key}"

    async def find(self, message: Outgoing) -> str | None:
        return ""


async def test_a_direct_message_where_a_sender_can(window: Window) -> None:
    sender = Messages()
    window.services.outlet(Senders).add(sender)
    item = await window.card()
    await window.open()
    await window.choose_way(NOAH, "message", "Send")
    await window.bot.submit(NOAH)
    await window.send((await window.the_ask(item)).id or 0)
    [out] = sender.out
    assert LINK.search(out.text)
    await window.says("by direct message")


async def test_only_by_hand_where_nobody_can_send(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with opened(slack, sqlite_database, tmp_path, sources={}) as window:
        await window.bot.take(found("item one"))
        await window.bot.deliver()
        await window.open()
        assert "Which way?" not in window.bot.modal_text(NOAH)
        assert window.submit_word() == "I have sent it"


@pytest_asyncio.fixture
async def either(slack: LocalSlack, database: Database, tmp_path: Path) -> AsyncIterator[Window]:
    """Once on each database."""
    async with opened(slack, database, tmp_path) as made:
        yield made


async def test_pressed_twice_it_asks_once(either: Window) -> None:
    window = either
    item = await window.card()
    await window.open()
    view = window.bot.modal(NOAH)["id"]
    pressed = [window.slack.submit(NOAH, view_id=view, values={}) for _ in range(2)]
    answers = await asyncio.gather(*pressed, return_exceptions=True)
    assert [one for one in answers if isinstance(one, dict) and "errors" in str(one)] == []
    ask = await window.the_ask(item)
    assert (await window.actions(ask.id or 0)) == ["sent"]
    await window.send(ask.id or 0)
    await window.send(ask.id or 0)
    assert len(window.home.ours) == 1


async def test_of_two_people_at_once_one_asks_and_the_other_sees_who(either: Window) -> None:
    window = either
    item = await window.card()
    await window.open(NOAH)
    await window.open(MIA)
    await asyncio.gather(window.bot.submit(NOAH), window.bot.submit(MIA))
    [late] = [one for one in (NOAH, MIA) if window.slack.modal(one) is not None]
    first = {NOAH: "Mia Lindqvist", MIA: "Noah Berg"}[late]
    assert f"{first} sent this request" in window.bot.modal_text(late)
    assert "Nobody is asked twice" in window.bot.modal_text(late)
    assert (await window.actions((await window.the_ask(item)).id or 0)) == ["sent"]
    await window.sent(item)
    assert len(window.home.ours) == 1


async def test_a_window_outlives_a_restart(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with local_server() as server:
        home = Home(server)
        async with window(slack, sqlite_database, tmp_path, server, home) as first:
            item = await first.card()
            await first.open()
            link = LINK.search(first.message())
        async with window(slack, sqlite_database, tmp_path, server, home) as second:
            second.now = first.now
            await second.bot.submit(NOAH, uses=NAMES)
            assert "didn't name all that you ask for" in second.bot.modal_text(NOAH)
            await second.bot.submit(NOAH)
            assert link is not None
            assert link[0] in await second.sent(item)
            assert (await second.the_ask(item)).uses == NAMES
            assert len(home.ours) == 1


async def test_from_reply_to_hand_the_persons_words_stay(window: Window) -> None:
    await window.card()
    await window.open()
    window.type(NOAH, text="My own words for #yesbrand @brand")
    await window.choose_way(NOAH, "hand", "I have sent it")
    view = window.slack.world.find_view(window.bot.modal(NOAH)["id"])
    assert view is not None
    await window.press(NOAH, "again", "You changed the text")
    assert window.message() == "My own words for #yesbrand @brand"


async def test_wordings_are_chosen_that_fit_with_the_link(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with opened(slack, sqlite_database, tmp_path) as window:
        window.shortest(330)
        item = await window.card()
        await eventually(lambda: window.most(item), what="the server has said how much it takes")
        await window.open()
        texts = {window.message()}
        for _ in range(3):
            await window.another(NOAH)
            texts.add(window.message())
        assert len(texts) > 1
        for text in texts:  # an address counts as 23 characters, a name without its server
            assert LINK.search(text)
            assert len(LINK.sub("x" * 23, text).replace("@far.example", "")) <= 330
