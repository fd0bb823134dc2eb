"""The receipt's page and download, and the button that takes a yes back, in the real application."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.rights import queries
from bot.rights.jobs import removed
from bot.rights.receipt_check import problems
from bot.rights.scope import Proof, Use
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.receipts import MAIL, grant, plain, press, receipt_path, withdraw_path
from tests.bot.faces.consent.support import ALL, House, open_house
from tests.support.work import asked_for

HOSTILE = '<script>alert(1)</script> "quoted" & {{ 7*7 }}'


@pytest_asyncio.fixture
async def house(database: Database, tmp_path: Path) -> AsyncIterator[House]:
    """An installation that sends mail, once on each database."""
    async with open_house(database, tmp_path / "data", mail=MAIL) as opened:
        yield opened


# The receipt


async def test_the_page_says_what_was_agreed(house: House) -> None:
    asked = await house.asked(uses=ALL, territory="DE, AT", days=365)
    await grant(house, asked)
    async with house.browser() as browser:
        page = await browser.get(await receipt_path(house, asked))
    assert page.status_code == 200
    said = plain(page)
    for words in ("You allow it", "DE, AT", "Anna S.", "Yes, gladly", "My first cup this morning",
                  "On its website", "Take it back", "The account that posted it answered"):  # fmt: skip
        assert words in said
    assert "script" not in page.text
    assert "style=" not in page.text
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers


async def test_the_download_can_be_checked_elsewhere(house: House) -> None:
    asked = await house.asked(uses=ALL)
    await grant(house, asked)
    async with house.browser() as browser:
        path = await receipt_path(house, asked)
        page = await browser.get(path)
        link = re.search(r'href="\.\./(r/[^"]+)" download', page.text)
        assert link is not None
        answer = await browser.get(f"/{link.group(1)}")
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(
        r'attachment; filename="receipt-[0-9a-f-]{36}\.json"', answer.headers["content-disposition"]
    )
    assert problems(answer.json(), house.services.asks.kit.signer().public) == []


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Ditt kvitto"), ("de", "Deine Quittung"), ("fr", "Your receipt")]
)
async def test_it_speaks_their_language(house: House, language: str, words: str) -> None:
    asked = await house.asked(language=language)
    await grant(house, asked)
    async with house.browser() as browser:
        receipt, button = await receipt_path(house, asked), await withdraw_path(house, asked)
        assert words in (await browser.get(receipt)).text
        for code in ("en", "sv", "de"):
            for path in (receipt, button):
                page = await browser.get(f"{path}?lang={code}")
                assert f'<html lang="{code}">' in page.text


async def test_what_strangers_wrote_is_text(house: House) -> None:
    asked = await house.asked(text=HOSTILE, territory=HOSTILE, creator={"handle": HOSTILE, "name": HOSTILE})
    house.tick()
    async with unit_of_work(house.database) as session:
        await house.services.asks.grant(
            session, asked.ask, {Use.WEBSITE}, Proof.REPLY, house.now, credit=HOSTILE, text=HOSTILE
        )
    async with house.browser() as browser:
        for path in (await receipt_path(house, asked), await withdraw_path(house, asked)):
            page = await browser.get(path)
            assert page.status_code == 200
            assert "<script" not in page.text
            assert "&lt;script&gt;alert(1)" in page.text


async def test_there_is_none_before_an_answer(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await browser.get(await receipt_path(house, asked))
        assert page.status_code == 404
        assert "There is no receipt yet" in page.text
        assert (await browser.get(await receipt_path(house, asked) + "/receipt.json")).status_code == 404


@pytest.mark.parametrize("kind", ["r", "w"])
async def test_links_that_open_nothing(house: House, kind: str) -> None:
    """Cut short, forged, for the other purpose, of an earlier generation."""
    asked = await house.asked()
    await grant(house, asked)
    path = await (receipt_path if kind == "r" else withdraw_path)(house, asked)
    other = await (withdraw_path if kind == "r" else receipt_path)(house, asked)
    forged = [
        path[:-1],
        path + "x",
        f"/{kind}/x",
        f"/{kind}/{other[3:]}",
        f"/{kind}/" + "a" * 5000,
        f"/{kind}/%00",
    ]
    async with house.browser() as browser:
        for each in forged:
            for answer in (await browser.get(each), await browser.post(each)):
                assert answer.status_code in (404, 429), each
                assert "My first cup" not in answer.text
        assert await house.actions(asked) == ["sent", "granted"]
    async with unit_of_work(house.database) as session:
        row = await queries.locked(session, asked.ask)
        assert row is not None
        row.link_generation += 1
        await queries.save(session, row)
    async with house.browser("203.0.113.77") as browser:
        for answer in (await browser.get(path), await browser.post(path)):
            assert answer.status_code == 410
            assert "This link has been replaced" in answer.text
            assert "hello@fjord.example" in answer.text
        new = await (receipt_path if kind == "r" else withdraw_path)(house, asked)
        assert (await browser.get(new)).status_code == 200
    assert await house.actions(asked) == ["sent", "granted"]


# The button


async def test_looking_changes_nothing_and_one_press_ends_it(house: House) -> None:
    asked = await house.asked()
    await grant(house, asked)
    path = await withdraw_path(house, asked)
    async with house.browser() as browser:
        for _ in range(3):
            page = await browser.get(path)
            assert (await browser.head(path)).status_code == 200
        assert page.text.count("<button") == 1
        assert "My first cup" in page.text
        assert "within a minute" in page.text
        assert await house.actions(asked) == ["sent", "granted"]

        house.tick()
        done = await press(browser, path)
        assert "It is done: you took your permission back" in done.text
        assert "is being removed" in done.text
        assert "<button" not in done.text
        again = await press(browser, path)
        assert "You took it back already" in again.text
        assert "You took it back already" in (await browser.get(path)).text
    assert await house.actions(asked) == ["sent", "granted", "withdrawn"]
    assert [step.via for step in await house.steps(asked)][-1] == "web"
    assert await asked_for(house.database, "rights.removed") == [[asked.item]]


async def test_two_presses_at_once_are_one(house: House) -> None:
    asked = await house.asked()
    await grant(house, asked)
    path = await withdraw_path(house, asked)
    async with house.browser() as browser:
        answers = await asyncio.gather(*(browser.post(path) for _ in range(5)))
    assert {one.status_code for one in answers} == {303}
    assert [one.headers["location"] for one in answers].count("?now") == 1
    assert await house.actions(asked) == ["sent", "granted", "withdrawn"]


async def test_it_says_when_it_was_looked_for(house: House) -> None:
    asked = await house.asked()
    await grant(house, asked)
    path = await withdraw_path(house, asked)
    async with house.browser() as browser:
        await browser.post(path)
        await removed(house.services, asked.item)
        page = await browser.get(path)
        assert "it was shown nowhere of ours any more" in page.text
        receipt = await browser.get(await receipt_path(house, asked))
        assert "You took your permission back" in receipt.text
        assert "We looked" in receipt.text
        assert "Nothing of it may be shown." in receipt.text
        assert "Take it back" not in receipt.text


async def test_before_a_yes_it_says_no(house: House) -> None:
    asked = await house.asked()
    path = await withdraw_path(house, asked)
    async with house.browser() as browser:
        assert "Say no now" in (await browser.get(path)).text
        assert "It is done: you said no" in (await press(browser, path)).text
        assert "You said no already" in (await press(browser, path)).text
    assert await house.actions(asked) == ["sent", "declined"]


async def test_what_has_ended_has_nothing_to_take_back(house: House) -> None:
    asked = await house.asked(days=30)
    await grant(house, asked)
    path = await withdraw_path(house, asked)
    house.tick(days=31)
    async with unit_of_work(house.database) as session:
        await house.services.asks.advance(session, asked.ask, house.now)
    async with house.browser() as browser:
        assert "There is nothing to take back" in (await browser.get(path)).text
        assert "There is nothing to take back" in (await press(browser, path)).text
        assert "The permission has run out" in (await browser.get(await receipt_path(house, asked))).text


async def test_whoever_presses_too_often_is_slowed_down(house: House) -> None:
    asked = await house.asked()
    await grant(house, asked)
    path = await withdraw_path(house, asked)
    async with house.browser() as browser:
        codes = [(await browser.post(path)).status_code for _ in range(25)]
    assert (codes[0], codes[-1]) == (303, 429)
