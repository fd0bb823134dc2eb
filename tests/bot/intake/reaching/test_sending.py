"""Requests that go out as replies: once, whatever dies, and told where they can't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.intake.reaching.ways import mailboxes, replying, without_writing
from bot.kernel.errors import TryLater
from bot.people.queries import block
from bot.rights import jobs
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel
from bot.rights.surfaces import InDoubt, Senders
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.intake.reaching.support import TEXT, Reach, reached
from tests.sources.mastodon.home import answer
from tests.sources.server import Answer


async def test_a_request_goes_out_as_one_reply(reach: Reach) -> None:
    ask = await reach.ask(await reach.found())
    assert reach.home.ours == []  # nothing before the work runs, which a person's press asked for
    await reach.send(ask)
    await reach.send(ask)
    [sent] = reach.home.ours
    assert reach.home.texts[sent["id"]] == f"@ana@far.example {TEXT}"
    row = await reach.row(ask)
    assert (row.delivery, row.reference) == ("sent", sent["uri"])
    assert (await reach.actions(ask)) == ["sent", "delivered"]


class _Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("forgetful", [False, True])
async def test_a_death_before_the_answer_sends_nothing_twice(reach: Reach, forgetful: bool) -> None:
    """Also where the server has forgotten the request's key, as after an hour."""
    ask = await reach.ask(await reach.found())
    sender = reach.sender()

    class Dies:
        platform, channels = sender.platform, sender.channels

        async def send(self, message: Outgoing) -> str:
            await sender.send(message)
            raise _Killed

        async def find(self, message: Outgoing) -> str | None:
            found: str | None = await sender.find(message)
            return found

    reach.services.outlet(Senders).add(Dies())
    with pytest.raises(_Killed):
        await reach.send(ask)
    assert (await reach.row(ask)).delivery == "sending"
    if forgetful:
        reach.home.keys.clear()
    reach.services.outlet(Senders).add(sender)
    await reach.send(ask)
    [sent] = reach.home.ours
    assert (await reach.row(ask)).reference == sent["uri"]


async def test_after_an_answer_that_was_lost_the_reply_is_looked_for(reach: Reach) -> None:
    ask = await reach.ask(await reach.found())
    reach.home.lose_answers = True
    with pytest.raises(InDoubt):
        await reach.send(ask)
    assert (await reach.row(ask)).delivery == "sending"
    reach.home.keys.clear()
    reach.later(hours=2)
    await reach.send(ask)
    [sent] = reach.home.ours
    assert (await reach.row(ask)).reference == sent["uri"]
    assert await reach.told() == []


async def test_where_the_platform_stays_away_the_team_is_told_in_the_end_that_nobody_knows(
    reach: Reach,
) -> None:
    ask = await reach.ask(await reach.found())
    reach.home.server.fault = Answer(status=503)
    for _ in range(2):
        with pytest.raises(TryLater):
            await reach.send(ask)
    reach.later(days=3)
    await reach.send(ask)
    await reach.send(ask)
    assert (await reach.row(ask)).delivery == "unknown"
    [told] = await reach.told("may or may not have gone out")
    assert "Look where it should stand" in told


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("revoked", "Make a new token with"),
        ("gone", "is not to be found"),
        ("long", "is 418 characters longer than a post may be"),
    ],
)
async def test_what_can_not_be_sent_is_told_once_with_the_remedy(
    reach: Reach, fault: str, words: str
) -> None:
    item = await reach.found()
    ask = await reach.ask(item, TEXT * 11 if fault == "long" else TEXT)
    if fault == "revoked":
        reach.home.server.fault = Answer(b'{"error": "The access token was revoked"}', 401)
    elif fault == "gone":
        reach.home.delete("1")
        reach.home.server.routes["/api/v2/search"] = lambda _: answer({"statuses": []})
    for _ in range(2):
        await reach.send(ask)
    assert reach.home.ours == []
    assert (await reach.row(ask)).delivery == "failed"
    [told] = await reach.told("could not be sent")
    assert words in told
    assert "send it yourself" in told


async def test_who_must_be_left_alone_gets_nothing_though_it_was_asked_for(reach: Reach) -> None:
    ask = await reach.ask(await reach.found())
    [[creator]] = await reach.rows("SELECT creator_id FROM ask")
    async with unit_of_work(reach.database) as session:
        await block(session, creator, "U0MIA00001", "rude", reach.now)
    await reach.send(ask)
    assert reach.home.ours == []


async def test_which_ways_are_open(database: Database, tmp_path: Path) -> None:
    more: dict[str, Any] = {"source": {"token": None, "mentions": False}}
    async with reached(database, tmp_path, **more) as reach:
        settings = reach.services.settings
        assert replying(settings) == {}
        assert without_writing(settings) == {"social": ("token",)}
        assert mailboxes(settings) == []
        assert reach.services.outlet(Senders).channels("mastodon") == frozenset()
        ask = await reach.ask(await reach.found())
        await jobs.send(reach.services, ask, 1)
        assert "Nothing is set up to send there." in (await reach.told())[0]


async def test_a_piece_of_another_source_is_replied_to_by_the_one_that_can(reach: Reach) -> None:
    item = await reach.found()
    message = Outgoing(1, item, None, Channel.REPLY, "x", "en", "k", reach.now)
    assert await reach.sender().find(message) == ""
    async with unit_of_work(reach.database) as session:
        await (await session.connection()).execute(sa.text("UPDATE sighting SET source = 'old'"))
    sent = await reach.sender().send(replace(message, text="May we?"))
    assert [one["uri"] for one in reach.home.ours] == [sent]
