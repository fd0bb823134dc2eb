"""The receipt by mail: to whoever asks, once, and never at will."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.faces.mail.mailer import Mailer
from bot.rights.receipt_check import problems
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.receipts import ANNA, MAIL, grant, letters, receipt_path, withdraw_path
from tests.bot.faces.consent.support import ALL, House, open_house
from tests.bot.review.support import MIA
from tests.support.mail_server import mail_server


@pytest_asyncio.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """An installation that sends mail, once on each database."""
    async with open_house(database, tmp_path / "data", mail=MAIL) as opened:
        yield opened


async def test_it_is_mailed_once_to_whoever_asks(house: House) -> None:
    asked = await house.asked(uses=ALL, language="sv")
    await grant(house, asked)
    assert await letters(house) == []
    path = await receipt_path(house, asked)
    async with house.browser() as browser:
        for _ in range(2):  # a double press
            answer = await browser.post(path, data={"address": f" {ANNA} "})
            assert answer.headers["location"] == "?sent"
        assert "Kvittot är på väg" in (await browser.get(path + "?sent")).text
    [letter] = await letters(house)
    assert (letter.to, letter.language, letter.automatic) == (ANNA, "sv", False)
    assert letter.subject == "Ditt kvitto: vad du tillåter Fjord Coffee"
    row = await house.row(asked.ask)
    assert house.services.asks.links.receipt(row) in letter.text
    for said in (letter.text, letter.html):
        assert house.services.asks.links.withdraw(row) in said
    [file] = letter.enclosures
    assert problems(json.loads(file.content), house.services.asks.kit.signer().public) == []
    async with mail_server() as server:
        mailer = Mailer(server.settings())
        await mailer.send(mailer.compose(letter))
        [mail] = server.mails
    [attached] = mail.iter_attachments()
    assert attached.get_content_type() == "application/json"
    payload = attached.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert json.loads(payload) == json.loads(file.content)


async def test_what_changes_later_is_mailed_too(house: House) -> None:
    asked = await house.asked()
    await grant(house, asked)
    async with house.browser() as browser:
        await browser.post(await receipt_path(house, asked), data={"address": ANNA})
        house.tick()
        await browser.post(await withdraw_path(house, asked))
        await browser.post(await withdraw_path(house, asked))
    sent = await letters(house)
    assert [one.subject for one in sent] == [
        "Your receipt: what you allow Fjord Coffee",
        "Your receipt: you took your permission back from Fjord Coffee",
    ]
    assert "/w/" not in sent[1].text
    assert sent[1].automatic


async def test_who_wrote_by_mail_gets_it_by_itself(house: House) -> None:
    asked = await house.asked(creator={"external_id": ANNA, "platform": "mail"})
    await grant(house, asked)
    [letter] = await letters(house)
    assert letter.to == ANNA


async def test_who_wants_no_more_messages_gets_none(house: House) -> None:
    asked = await house.asked(creator={"external_id": ANNA, "platform": "mail"})
    async with unit_of_work(house.database) as session:
        await house.services.asks.decline(session, asked.ask, house.tick(), never_contact=True)
    assert await letters(house) == []


async def test_nobody_is_mailed_at_will(house: House) -> None:
    """Three a day about one permission, and six to one address; the next day it goes on."""
    one = await house.asked()
    await grant(house, one)
    path = await receipt_path(house, one)
    async with house.browser() as browser:
        for number in range(3):
            answer = await browser.post(path, data={"address": f"a{number}@home.example"})
            assert answer.status_code == 303
        refused = await browser.post(path, data={"address": "a3@home.example"})
        assert refused.status_code == 429
        assert "Enough mails were sent for today" in refused.text
        house.tick(days=1, seconds=1)
        assert (await browser.post(path, data={"address": "a3@home.example"})).status_code == 303
    codes = []
    for number in range(8):
        each = await house.asked()
        await grant(house, each)
        async with house.browser(f"198.51.100.{number}") as browser:
            codes.append(
                (await browser.post(await receipt_path(house, each), data={"address": ANNA})).status_code
            )
    assert codes == [303] * 6 + [429] * 2
    assert len([letter for letter in await letters(house) if letter.to == ANNA]) == 6


async def test_changing_ones_mind_back_and_forth_is_not_told_every_time(house: House) -> None:
    asked = await house.asked(uses=ALL, creator={"external_id": ANNA, "platform": "mail"})
    for number in range(10):
        await grant(house, asked, frozenset({Use.WEBSITE} if number % 2 else {Use.MAIL}))
    assert len(await letters(house)) == 6


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "a@b",
        "a@b.c\r\nBcc: x@y.example",
        "<a@b.example>",
        "a@b.example, c@d.example",
        "x" * 400 + "@b.example",
    ],
)
async def test_what_is_no_address_is_sent_nothing(house: House, address: str) -> None:
    asked = await house.asked()
    await grant(house, asked)
    async with house.browser() as browser:
        answer = await browser.post(await receipt_path(house, asked), data={"address": address})
    assert answer.status_code == 422
    assert "Write a mail address" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert await letters(house) == []
    assert (await house.row(asked.ask)).receipt_to is None


async def test_without_mail_there_is_no_form(database: Database, tmp_path: Path) -> None:
    async with open_house(database, tmp_path / "other") as house:
        asked = await house.asked()
        await grant(house, asked)
        async with house.browser() as browser:
            page = await browser.get(await receipt_path(house, asked))
            assert "<form" not in page.text
            answer = await browser.post(await receipt_path(house, asked), data={"address": ANNA})
            assert answer.status_code == 200
        assert await letters(house) == []


async def test_an_erased_creator_is_mailed_nothing(house: House) -> None:
    asked = await house.asked(creator={"external_id": ANNA, "platform": "mail"})
    async with unit_of_work(house.database) as session:
        await house.services.asks.erase(session, asked.creator, MIA, house.now + timedelta(seconds=1))
    assert await letters(house) == []
    assert (await house.row(asked.ask)).receipt_to is None
