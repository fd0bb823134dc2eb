"""The record as a window and as a signed file, and the list of what needs a person."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.kernel.errors import NeverWorks
from bot.rights.jobs import verify
from bot.rights.scope import Channel, Proof, Scope
from bot.rights.verifying import verify_file
from bot.storage.unit_of_work import unit_of_work
from tests.cogs.rights.support import (
    MANAGER,
    SITE,
    answered,
    asked,
    carded,
    do,
    granted,
    renewal,
    said,
)
from tests.support.slack_bot import CHANNEL, MIA, NOAH, TOM, SlackBot

HOSTILE = "<!here> *yes*? <https://evil.example|prize>"


async def command(bot: SlackBot, user: str, text: str) -> None:
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=text)


async def record(bot: SlackBot, user: str, item_id: int) -> str:
    await command(bot, user, f"rights {item_id}")
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the record")
    return bot.modal_text(user)


async def test_the_record_says_what_legal_asks_for(bot: SlackBot) -> None:
    ask = await answered(bot, HOSTILE)
    asks, now = bot.services.asks, bot.services.clock
    await do(bot.services, asks.grant, ask.id, SITE, Proof.CODE, now(), credit="@anna", text="ok, website")
    await do(bot.services, asks.withdraw, ask.id, now(), text="no more")
    shown = await record(bot, TOM, ask.item_id)
    for part in (
        f"*Permission {ask.id}: withdrawn*",
        "Asked by \u2068Noah Berg\u2069, by hand",
        "Asked for: website, ads, print",
        "Granted: website",
        "Territory: \u2068Sweden\u2069",
        "Credit: \u2068@anna\u2069",
        "identity: by a code that the account posted",
        "Terms version \u20681\u2069 · SHA-256 `",
        "May we show this?",
        "*What was shown*",
        "item one",
        "*asked*",
        "*answered*",
        "*granted*",
        "*withdrawn*",
        "This item's events hold",
        "The whole chain was not checked yet",
    ):
        assert part in shown, part
    assert "no more" in shown
    mrkdwn = str([one for one in bot.modal(TOM)["blocks"] if one.get("text", {}).get("type") == "mrkdwn"])
    assert "<!here>" not in mrkdwn
    assert "<https://evil.example|" not in mrkdwn


async def test_it_says_when_all_of_it_was_checked(bot: SlackBot) -> None:
    ask = await granted(bot)
    await verify(bot.services)
    assert "The whole chain held when it was last checked" in await record(bot, TOM, ask.item_id)


async def test_it_says_since_when_it_does_not_hold(bot: SlackBot) -> None:
    ask = await granted(bot)
    async with unit_of_work(bot.services.database) as session:
        await (await session.connection()).execute(
            sa.text("UPDATE ask_event SET text = 'Something else' WHERE action = 'sent'")
        )
    for _ in range(2):
        with pytest.raises(NeverWorks, match="broken at event 1"):
            await verify(bot.services)
    shown = await record(bot, TOM, ask.item_id)
    assert "*This item's events don't hold:* event 1: its text is not what was written" in shown
    assert "*The chain is broken at event 1, known since <!date^" in shown


async def test_the_signed_file_goes_to_one_person_alone(bot: SlackBot, tmp_path: Path) -> None:
    ask = await granted(bot)
    await record(bot, TOM, ask.item_id)
    await bot.click_modal(TOM, "rights:export")
    await bot.slack.wait_for(lambda: "look at our direct messages" in bot.modal_text(TOM))
    (message,) = bot.directly(TOM)
    (file,) = message["files"]
    assert file["name"] == f"item-{ask.item_id}-rights.jsonl"
    content = bot.slack.world.files[file["id"]].data
    assert content is not None
    path = tmp_path / "record.jsonl"
    path.write_bytes(content)
    found = verify_file(path, bot.services.asks.kit.signer().public)
    assert found.ok, found.problem
    assert found.links == 2
    assert not bot.directly(NOAH)
    assert "rights.jsonl" not in str(bot.cards())


async def test_nobody_asked_yet(bot: SlackBot) -> None:
    item_id = await carded(bot)
    assert "Nobody has asked about it" in await record(bot, NOAH, item_id)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("rights 999999", "I know no such item"),
        ("rights lamp", "is no item"),
        ("rights 99999999999999999999", "is no item"),
        ("rights <!channel>", "is no item"),
        ("takedown lamp", "is no item"),
        ("takedown", "/goodword takedown 123"),
        ("takedown 999999", "I know no such item"),
    ],
)
async def test_what_is_no_item_is_said(bot: SlackBot, typed: str, told: str) -> None:
    await command(bot, MIA, typed)
    (shown,) = await bot.slack.wait_for(lambda: bot.private(MIA))
    assert told in shown
    assert "<!channel>" not in shown
    assert bot.slack.modal(MIA) is None


async def test_nothing_needs_a_person(bot: SlackBot) -> None:
    await carded(bot)
    await command(bot, NOAH, "rights")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "Nothing needs a person" in bot.modal_text(NOAH)


async def test_what_needs_a_person_is_listed(bot: SlackBot) -> None:
    services = bot.services
    waits = await answered(bot)
    soon = await granted(bot, scope=Scope(SITE, "", 30, "@a", "1"))
    await granted(bot)  # for a year: nobody needs to look
    doubt = await asked(bot, await carded(bot, "in doubt"), channel=Channel.REPLY)
    async with unit_of_work(services.database) as session:
        await services.asks.not_delivered(
            session, doubt.id or 0, 1, "Killed.", services.clock(), unknown=True
        )
    down = await carded(bot, "taken down")
    await do(
        services, services.asks.take_down, down, MANAGER, services.clock(), who="Bo", reason="my kitchen"
    )
    await command(bot, NOAH, "rights")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    shown = bot.modal_text(NOAH)
    order = [shown.index(f"\n#{one} ·") for one in (down, waits.item_id, doubt.item_id, soon.item_id)]
    assert order == sorted(order)
    assert shown.count("\n#") == 4
    assert "Answered, waits for a decision: *1*" in shown
    assert "Takedown, not known to be gone: *1*" in shown


async def test_a_renewal_under_way_needs_nobody(bot: SlackBot) -> None:
    ask = await granted(bot, scope=Scope(SITE, "", 30, "@a", "1"))
    await renewal(bot, ask)
    await command(bot, NOAH, "rights")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "Nothing needs a person" in bot.modal_text(NOAH)


async def test_pages_turn(bot: SlackBot) -> None:
    for number in range(12):
        ask = await asked(bot, await carded(bot, f"piece {number}"))
        await said(bot, ask, "Which brand is that?")
    await command(bot, NOAH, "rights")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert bot.modal_text(NOAH).count("\n#") == 10
    await bot.click_modal(NOAH, "rights:page")
    await bot.slack.wait_for(lambda: bot.modal_text(NOAH).count("\n#") == 2)
    await bot.click_modal(NOAH, "rights:page")
    await bot.slack.wait_for(lambda: bot.modal_text(NOAH).count("\n#") == 10)
    await bot.click_modal(NOAH, "rights:open")
    await bot.slack.wait_for(lambda: "*Events*" in bot.modal_text(NOAH))


async def test_the_card_menu_leads_to_it(bot: SlackBot) -> None:
    ask = await asked(bot, await carded(bot))
    await bot.deliver()
    await bot.click(NOAH, "rights:open")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert f"*Permission {ask.id}: asked*" in bot.modal_text(NOAH)


async def test_a_long_record_fits(bot: SlackBot) -> None:
    """Hundreds of events: the last ones are shown, and that the file has all."""
    ask = await granted(bot)
    services = bot.services
    for number in range(70):
        async with unit_of_work(services.database) as session:
            await services.asks.answered(
                session, ask.id or 0, f"{number} " + "w" * 9000, Proof.REPLY, services.clock(), via="mastodon"
            )
    shown = await record(bot, NOAH, ask.item_id)
    assert "*Events* (72)" in shown
    assert "12 earlier ones are in the file" in shown
