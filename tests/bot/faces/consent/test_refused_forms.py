"""Links and forms that don't count."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rights.private_links import new_nonce
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.sending import GRANT, send
from tests.bot.faces.consent.support import House, token_in


async def test_after_the_time_to_answer_a_yes_is_not_taken(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        token = token_in((await browser.get(asked.path)).text)
        house.tick(days=15)
        page = await send(browser, asked, token=token, **GRANT)
        assert page.status_code in (400, 409)
        assert (await house.row(asked.ask)).status == "asked"
        shown = await browser.get(asked.path)
        assert "The time to answer is over" in shown.text
        assert 'value="grant"' not in shown.text
        assert (await send(browser, asked, "question", question="May I still?")).status_code == 303
        assert (await send(browser, asked, "decline")).status_code == 303
    assert (await house.row(asked.ask)).status == "declined"


@pytest.mark.parametrize("kind", ["forged", "empty", "another", "cut"])
async def test_a_form_that_is_not_from_this_page_does_nothing(house: House, kind: str) -> None:
    asked, other = await house.asked(), await house.asked()
    async with house.browser() as browser:
        mine = token_in((await browser.get(asked.path)).text)
        token = {
            "forged": mine[:-3] + "AAA",
            "empty": "x",
            "another": token_in((await browser.get(other.path)).text),
            "cut": mine[:20],
        }[kind]
        for do in ("grant", "decline", "question"):
            page = await send(browser, asked, do, token=token, question="Who?", **GRANT)
            assert page.status_code == 400
            assert "did not come from this page" in page.text
    assert await house.actions(asked) == ["sent"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ""),
        (b"{}", "application/json"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"rubbish", "multipart/form-data"),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_is_no_form_is_said_to_be_none(house: House, content: bytes, kind: str) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await browser.post(asked.path, content=content, headers={"content-type": kind})
    assert page.status_code in (400, 413)
    assert 'role="alert"' in page.text
    assert await house.actions(asked) == ["sent"]


async def test_a_form_to_an_unknown_link_is_not_read(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.post(f"/p/{new_nonce()}", data={"do": "grant"})
    assert page.status_code == 404


async def test_too_many_forms_wait(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        answers = [await send(browser, asked, "question", question=f"{n}?") for n in range(22)]
    assert answers[0].status_code == 303
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 60


async def test_what_has_ended_says_so(house: House) -> None:
    asked = await house.asked(days=10)
    async with house.browser() as browser:
        await send(browser, asked, **GRANT)
        assert "Thank you" in (await browser.get(asked.path)).text
        house.now += timedelta(days=11)
        assert "The permission has ended" in (await browser.get(asked.path)).text
        async with unit_of_work(house.database) as session:
            await house.services.asks.withdraw(session, asked.ask, house.now)
    assert (await house.row(asked.ask)).status == "withdrawn"
