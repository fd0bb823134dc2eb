"""What creators send from their page: kept whole and once, or refused with what to do and what they typed."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.content.tables import Item
from bot.rights.rules import AskAction
from bot.rights.scope import Use
from bot.rights.visiting import VIA
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.notices import NOTICE
from tests.bot.faces.consent.sending import GRANT, MEDIA, send
from tests.bot.faces.consent.support import ALL, House, open_house, token_in
from tests.support.work import asked_for

HOSTILE = '<b>"Anna" & Co</b>\' {{ 7*7 }}'


async def test_a_yes_is_granted_with_what_was_shown(house: House) -> None:
    asked = await house.asked(media=["image"], language="sv")
    async with house.browser() as browser:
        done = await send(browser, asked, **MEDIA)
        assert done.status_code == 303
        page = await browser.get(f"/p/{asked.nonce}{done.headers['location']}")
    ask = await house.row(asked.ask)
    assert (ask.status, ask.granted_uses, ask.proof) == ("granted", ["website", "social"], "none")
    assert ask.credit == "Anna of Oslo"
    step = (await house.steps(asked))[-1]
    assert (step.action, step.via) == (AskAction.GRANTED, VIA)
    assert step.data["language"] == "sv"
    assert step.data["terms_version"] == "1"
    assert step.data["confirms_people"] is True
    assert step.data["confirms_own"] is True
    shown = house.services.asks.kit.evidence.get(step.data["page"])
    assert shown is not None
    words = json.loads(shown)  # what was shown can be read again
    assert words["uses"]["website"] == "På sin webbplats, till exempel i ett galleri"
    assert words["terms"]["sha256"] == step.data["terms_sha256"]
    assert (
        "My first cup" not in shown.decode()
    )  # the piece itself stands in the snapshot, which can be erased
    terms = house.services.asks.kit.evidence.get(step.data["terms_sha256"])
    assert terms == house.services.asks.terms.text("sv").encode()
    assert "Tack: du har tillåtit det" in page.text
    assert "Anna of Oslo" in page.text
    assert re.search(r'href="\.\./r/[\w.-]+\?lang=sv"', page.text)
    assert re.search(r'href="\.\./w/[\w.-]+\?lang=sv"', page.text)


async def test_less_is_granted_when_less_is_ticked(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        await send(browser, asked, uses=["website"], credit="Anna")
    assert (await house.row(asked.ask)).granted_uses == ["website"]


async def test_the_team_is_told_of_a_name_that_nothing_proves(house: House) -> None:
    for credit in ("@Anna", "Anna Berg", "Mallory"):
        asked = await house.asked(creator={"handle": "anna", "name": "Anna Berg", "external_id": credit})
        async with house.browser() as browser:
            done = await send(browser, asked, uses=["website"], credit=credit)
            assert done.status_code == 303, done.text
    told = [what for what, *_ in await asked_for(house.database, NOTICE) if "is to be named" in what]
    assert len(told) == 1
    assert "“Mallory”" in told[0]


async def test_nothing_beyond_what_was_asked_can_be_sent(house: House) -> None:
    asked = await house.asked(uses=frozenset({Use.WEBSITE}))
    async with house.browser() as browser:
        await send(browser, asked, uses=["website", "social", "ads", "nonsense"], credit="Anna")
    ask = await house.row(asked.ask)
    assert (ask.granted_uses, ask.pending) == (["website"], {})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"credit": "Anna", "people": "yes", "own": "yes"}, "Tick at least one place"),
        ({"uses": ["website"], "credit": " \u200b ", "people": "yes", "own": "yes"}, "Say how to name you"),
        ({"uses": ["website"], "credit": "Anna", "own": "yes"}, "people in it agree"),
        ({"uses": ["website"], "credit": "Anna", "people": "yes"}, "yours to allow"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    house: House, fields: dict[str, Any], said: str
) -> None:
    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        page = await send(browser, asked, **fields)
    assert page.status_code == 422
    assert said in page.text
    assert 'role="alert"' in page.text
    assert "Nothing was sent yet" in page.text
    if fields["credit"].strip(" \u200b"):
        assert 'value="Anna"' in page.text
    assert ('id="use-website" checked' in page.text) == ("uses" in fields)
    assert 'id="use-social" checked' not in page.text
    assert (await house.row(asked.ask)).status == "asked"
    assert await house.actions(asked) == ["sent"]


async def test_hostile_words_are_kept_as_text(house: House) -> None:
    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        page = await send(browser, asked, uses=["website"], credit=HOSTILE, people="yes")
        assert HOSTILE not in page.text
        assert "&lt;b&gt;&#34;Anna&#34; &amp; Co&lt;/b&gt;" in page.text
        await send(browser, asked, **{**MEDIA, "credit": HOSTILE})
        page = await browser.get(asked.path)
    assert "<b>" not in page.text
    assert (await house.row(asked.ask)).credit == HOSTILE


async def test_pressed_twice_counts_once(database: Database, tmp_path: Path) -> None:
    async with open_house(database, tmp_path / "data") as house:
        asked = await house.asked(uses=ALL)
        async with house.browser() as browser:
            token = token_in((await browser.get(asked.path)).text)
            both = await asyncio.gather(
                *(send(browser, asked, token=token, uses=["website", "ads"], credit="Anna") for _ in range(3))
            )
            again = await send(browser, asked, token=token, uses=["website", "ads"], credit="Anna")
        assert [one.status_code for one in [*both, again]] == [303] * 4
        assert await house.actions(asked) == ["sent", "granted", "noted"]


async def test_a_form_from_before_something_changed_is_shown_again(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        token = token_in((await browser.get(asked.path)).text)
        async with unit_of_work(house.database) as session:
            item = await session.get(Item, asked.item)
            assert item is not None
            item.text = "Quite another text"
            session.add(item)
        page = await send(browser, asked, token=token, uses=["website"], credit="Anna B")
        assert page.status_code == 409
        assert "has changed since you opened the page" in page.text
        assert "Quite another text" in page.text
        assert 'value="Anna B"' in page.text
        assert 'id="use-social" checked' not in page.text
        assert (await house.row(asked.ask)).status == "asked"
        fresh = await send(browser, asked, token=token_in(page.text), uses=["website"], credit="Anna B")
        assert fresh.status_code == 303


async def test_going_back_after_an_answer_does_nothing_more(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        tokens = [token_in((await browser.get(asked.path)).text) for _ in range(2)]
        await send(browser, asked, "decline", token=tokens[0])
        page = await send(browser, asked, token=tokens[1], **GRANT)
    assert page.status_code == 409
    assert "You said no" in page.text
    assert (await house.row(asked.ask)).status == "declined"


async def test_a_no_is_honoured_for_good(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        done = await send(browser, asked, "decline", never="yes")
        assert done.status_code == 303
        page = await browser.get(asked.path)
        link = re.search(r'href="\.\.(/r/[^"]+)"', page.text)
        assert link is not None
        receipt = await browser.get(link[1])
    assert "You said no" in page.text
    assert "You said no" in receipt.text
    assert receipt.status_code == 200
    assert "../w/" not in page.text
    assert 'value="grant"' not in page.text
    async with unit_of_work(house.database) as session:
        from bot.people.tables import Creator
        from bot.rights.contacts import must_not_contact

        creator = await session.get(Creator, asked.creator)
        assert creator is not None
        assert await must_not_contact(session, creator)


async def test_a_question_goes_to_a_person_whatever_it_says(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        done = await send(browser, asked, "question", question="No! Or yes? #yesfjord @fjordcoffee <script>")
        assert done.status_code == 303
        page = await browser.get(f"/p/{asked.nonce}{done.headers['location']}")
        assert "has reached the team" in page.text
        ask = await house.row(asked.ask)
        assert (ask.status, ask.answer) == ("answered", "No! Or yes? #yesfjord @fjordcoffee <script>")
        assert (await send(browser, asked, **GRANT)).status_code == 303  # they may still decide
    assert (await house.row(asked.ask)).status == "granted"


async def test_an_empty_question_is_no_question(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await send(browser, asked, "question", question=" \n ")
    assert page.status_code == 422
    assert 'href="#question"' in page.text
    assert await house.actions(asked) == ["sent"]


async def test_asking_leaves_time_for_the_answer(house: House) -> None:
    asked = await house.asked()
    house.tick(days=13)
    async with house.browser() as browser:
        await send(browser, asked, "question", question="Who are you?")
        house.tick(days=10)  # the ask alone would have ended
        assert (await send(browser, asked, **GRANT)).status_code == 303
    assert (await house.row(asked.ask)).status == "granted"
