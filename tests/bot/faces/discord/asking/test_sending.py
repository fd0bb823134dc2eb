"""Requests go out as private messages once, whatever happens; and what was written while we were away is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contests.rules import ContestAction
from bot.faces.discord.erased.queries import private_messages
from bot.kernel.errors import TryLater
from bot.playground.discord import LocalDiscord
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights.licensed import may_publish
from bot.rights.scope import Channel, Use
from bot.rights.surfaces import Senders
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_looking import look_at_messages
from tests.bot.faces.discord.asking.support import TEXT, YES, Asking
from tests.support.discord_bot import CHANNEL, MANAGER, discord_bot

POST = "POST /channels/*/messages"


async def test_who_takes_no_messages_is_told_of_with_a_remedy(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered())
    await asking.bot.discord.hands.close_dms("noor")

    await asking.send(ask)

    assert (await asking.row(ask)).delivery == "failed"
    told = await asking.told()
    assert "take no private messages" in told
    assert "in a channel that you both read" in told


async def test_a_message_is_sent_once_where_discord_asks_for_time(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered())
    asking.bot.discord.fault("429", request=POST, count=2, seconds=0.05)

    await asking.send(ask)

    assert [one["content"] for one in asking.directs()] == [TEXT]
    assert (await asking.row(ask)).delivery == "sent"


async def test_a_message_whose_sending_was_cut_off_is_found_and_not_sent_again(asking: Asking) -> None:
    """As after kill -9 between Discord's yes and our commit; long after Discord forgot the nonce."""
    ask = await asking.ask(await asking.entered())
    async with unit_of_work(asking.services.database) as session:
        message = await asking.services.asks.delivering(session, ask, await asking.revision(ask), asking.now)
    assert message is not None
    sender = asking.services.outlet(Senders).of("discord", Channel.MESSAGE)
    assert sender is not None
    reference = await sender.send(message)

    asking.bot.clock.on(hours=1)
    await asking.send(ask)

    row = await asking.row(ask)
    assert (row.delivery, row.reference) == ("sent", reference)
    assert len(asking.directs()) == 1


async def test_a_message_that_never_left_is_sent_by_the_next_try(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered())
    async with unit_of_work(asking.services.database) as session:
        await asking.services.asks.delivering(session, ask, await asking.revision(ask), asking.now)

    await asking.send(ask)

    assert len(asking.directs()) == 1
    assert (await asking.row(ask)).delivery == "sent"


async def test_a_message_that_is_too_long_is_refused_with_how_much(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered(), TEXT + "x" * 2000)

    await asking.send(ask)

    assert asking.directs() == []
    assert "characters too long for Discord, which takes 2000" in await asking.told()


async def test_where_discord_is_away_it_is_tried_later(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered())
    await asking.bot.face.client.close()

    with pytest.raises(TryLater):
        await asking.send(ask)

    assert (await asking.row(ask)).delivery == "wanted"


async def test_what_was_written_while_we_were_away_is_found_and_old_buttons_work(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as first:
        await first.contest(entries_per_member=3)
        before = Asking(first)
        ask = await before.asked()
        other = await before.asked("jonas")
    await discord_local.post("noor", channel="@goodword", text=YES)

    async with discord_bot(discord_local, sqlite_database, tmp_path) as second:
        asking = Asking(second)
        assert await asking.looks_wanted() > 0
        await asking.look()
        await asking.press(asking.request("jonas"), "no", "jonas")

        assert await asking.status(ask) == "granted"
        assert await asking.status(other) == "declined"


async def test_when_the_piece_is_deleted_in_discord_the_permission_ends_also_after_the_contest(
    asking: Asking,
) -> None:
    ask = await asking.asked()
    await asking.write(YES)
    await asking.look()
    item = (await asking.row(ask)).item_id
    approve = Decision(item, Action.APPROVE, MANAGER, None, "test")
    async with unit_of_work(asking.services.database) as session:
        await asking.services.reviews.decide(session, [approve], asking.now)
    await asking.bot.do(1, ContestAction.CANCEL, reason="Rain")
    async with reading(asking.services.database) as session:
        assert await may_publish(session, item, Use.WEBSITE, asking.now) is not None

    await asking.bot.discord.hands.delete_message("noor", channel=CHANNEL, message=asking.posted)
    assert await look_at_messages(asking.services) == 1

    async with reading(asking.services.database) as session:
        assert await may_publish(session, item, Use.WEBSITE, asking.now) is None


async def test_a_request_is_deleted_with_the_rest_when_its_reader_is_erased(asking: Asking) -> None:
    await asking.asked()
    async with reading(asking.services.database) as session:
        account = await asking.bot.account_id(session, "noor")
        [kept] = await private_messages(session, [account])

    await asking.bot.face.delivery.take_down(kept)

    assert asking.directs() == []
