"""What the link alone can't prove waits for a code from the creator's own account."""

from __future__ import annotations

import pytest

from bot.rights.codes import codes_in
from bot.rights.scope import Channel, Proof, Use
from tests.bot.faces.consent.sending import send
from tests.bot.faces.consent.support import ALL, House


async def test_more_than_reposting_waits_for_a_code_from_the_account(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.REPLY)
    async with house.browser() as browser:
        await send(browser, asked, uses=["website", "ads", "print"], credit="Anna B")
        page = await browser.get(asked.path)
        assert (await house.row(asked.ask)).granted_uses == ["website"]
        assert "One more step" in page.text
        [code] = set(codes_in(page.text))
        await house.answered(asked.ask, f"Here you are: {code.lower()}", by="c1", request_id="m1")
        ask = await house.row(asked.ask)
        assert ask.granted_uses == ["website", "ads", "print"]
        assert (ask.proof, ask.credit, ask.pending, ask.code_hash) == ("code", "Anna B", {}, None)
        assert "One more step" not in (await browser.get(asked.path)).text


async def test_a_yes_without_the_code_confirms_uses_and_nothing_that_the_page_said(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.REPLY, media=["image"])
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Mallory", people="yes", own="yes")
    await house.answered(asked.ask, "Yes! #yesfjord @fjordcoffee", by="c1", request_id="m1")
    ask, [*_, last] = await house.row(asked.ask), await house.steps(asked)
    assert (ask.granted_uses, ask.proof, ask.pending) == (["ads"], "reply", {})
    assert ask.credit != "Mallory"
    assert last.data["proof"] == "reply"
    assert not {"people", "own", "confirms_people", "confirms_own"} & last.data.keys()


async def test_only_uses_that_need_proof_grant_nothing_before_it(house: House) -> None:
    asked = await house.asked(uses=frozenset({Use.ADS}))
    async with house.browser() as browser:
        done = await send(browser, asked, uses=["ads"], credit="Anna")
        assert done.status_code == 303
        page = await browser.get(asked.path)
        assert (await house.row(asked.ask)).status == "asked"
        [code] = set(codes_in(page.text))
        await house.answered(asked.ask, code, by="@anna1", request_id="m1")
    ask = await house.row(asked.ask)
    assert (ask.status, ask.granted_uses, ask.proof) == ("granted", ["ads"], "code")


@pytest.mark.parametrize(
    ("text", "proof", "by"),
    [
        ("{code}", Proof.REPLY, "somebody-else"),
        ("{code}", Proof.NONE, "c1"),
        ("What is {code}?", Proof.REPLY, "c1"),
        ("> {code}", Proof.REPLY, "c1"),
        ("GW-0000-0000", Proof.REPLY, "c1"),
    ],
)
async def test_a_code_confirms_only_in_the_creators_own_clear_words(
    house: House, text: str, proof: Proof, by: str
) -> None:
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Anna")
        [code] = set(codes_in((await browser.get(asked.path)).text))
    await house.answered(asked.ask, text.format(code=code), proof, by=by, request_id="m1")
    assert (await house.row(asked.ask)).granted_uses == []


async def test_a_no_with_the_code_is_a_no(house: House) -> None:
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Anna")
        [code] = set(codes_in((await browser.get(asked.path)).text))
    await house.answered(asked.ask, f"No, I don't want that. {code}", by="c1", request_id="m1")
    assert (await house.row(asked.ask)).status == "declined"


async def test_the_code_is_for_what_was_chosen_when_it_was_shown(house: House) -> None:
    """Somebody else who has the link can't have a code confirm more than its owner saw."""
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["print"], credit="Anna")
        [first] = set(codes_in((await browser.get(asked.path)).text))
        await send(browser, asked, uses=["print", "ads"], credit="Anna")
        [second] = set(codes_in((await browser.get(asked.path)).text))
    assert first != second
    await house.answered(asked.ask, first, by="c1", request_id="m1")
    assert (await house.row(asked.ask)).granted_uses == []


async def test_a_link_from_a_mail_proves_the_address(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.MAIL)
    async with house.browser() as browser:
        page = await browser.get(asked.path)
        assert "needs one more step" not in page.text
        await send(browser, asked, uses=["website", "ads"], credit="Anna")
    ask = await house.row(asked.ask)
    assert (ask.granted_uses, ask.proof) == (["website", "ads"], "mail")
