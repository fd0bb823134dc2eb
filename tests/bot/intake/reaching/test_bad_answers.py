"""Answers that are not what they seem: two that contradict, a yes to another piece, a link in strange hands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.faces.web.application import application
from bot.faces.web.consent import consent_routes
from bot.people.rules import SYSTEM
from bot.rights.asking import Request
from bot.rights.codes import codes_in
from bot.rights.outcomes import AskDone
from bot.rights.private_links import new_nonce
from bot.rights.scope import Channel, Scope, Use
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.support import token_in
from tests.bot.intake.reaching.support import MIA, TEXT, Reach
from tests.bot.intake.reaching.test_watching import YES, licensed
from tests.sources.mastodon.home import ANA, BO

NO = "@brand No, sorry, please don't use it"


@pytest.mark.parametrize("at_once", [True, False], ids=["seen together", "one after the other"])
async def test_a_no_after_a_yes_counts(reach: Reach, at_once: bool) -> None:
    ask = await reach.asked()
    reach.answer(YES)
    if not at_once:
        await reach.look()
        assert await licensed(reach, ask)
    reach.answer(NO)
    await reach.look()
    assert (await reach.row(ask)).status == "withdrawn"
    assert not await licensed(reach, ask)


@pytest.mark.parametrize("at_once", [True, False], ids=["seen together", "one after the other"])
async def test_a_yes_after_a_no_is_for_a_person(reach: Reach, at_once: bool) -> None:
    ask = await reach.asked()
    reach.answer(NO)
    if not at_once:
        await reach.look()
    reach.answer(YES)
    await reach.look()
    row = await reach.row(ask)
    assert (row.status, row.answer) == ("declined", YES)
    assert not await licensed(reach, ask)
    assert len(await reach.told("a person has to read it")) == 1


async def test_yes_and_no_in_one_answer_is_for_a_person(reach: Reach) -> None:
    ask = await reach.asked()
    reach.answer("@brand #yesbrand @brand no wait, please do not use it")
    await reach.look()
    assert (await reach.row(ask)).status == "answered"
    assert not await licensed(reach, ask)


async def test_a_yes_is_to_the_piece_under_which_it_stands(reach: Reach) -> None:
    one, other = await reach.asked(), await reach.asked()
    reach.answer(YES, under=0)
    await reach.look()
    assert [(await reach.row(ask)).status for ask in (one, other)] == ["granted", "asked"]
    assert (await licensed(reach, one), await licensed(reach, other)) == (True, False)


async def test_a_late_no_is_honoured(reach: Reach) -> None:
    ask = await reach.asked()
    reach.later(days=60)
    async with unit_of_work(reach.database) as session:
        await reach.services.asks.advance(session, ask, reach.now)
    assert (await reach.row(ask)).status == "expired"
    reach.answer(NO)
    await reach.look()
    assert (await reach.row(ask)).status == "declined"
    async with unit_of_work(reach.database) as session:
        done = await reach.services.asks.remind(session, ask, SYSTEM, reach.now)
    assert not isinstance(done, AskDone)


# A private link that somebody posted publicly


@asynccontextmanager
async def found_link(reach: Reach) -> AsyncIterator[tuple[int, str, httpx.AsyncClient]]:
    """A request whose link stands where everybody can read it, and the browser of somebody who did."""
    nonce = new_nonce()
    item = await reach.found()
    scope = Scope(frozenset({Use.WEBSITE, Use.ADS}), credit="@ana")
    request = Request(TEXT, scope, Channel.REPLY, ("en", "one"), nonce=nonce)
    async with unit_of_work(reach.database) as session:
        done = await reach.services.asks.ask(session, item, MIA, reach.now, request)
    assert isinstance(done, AskDone)
    ask = done.ask.id or 0
    await reach.send(ask)
    reach.later(seconds=30)

    async def well() -> dict[str, tuple[bool, str]]:
        return {}

    app = application(well, consent_routes(reach.services))
    transport = httpx.ASGITransport(app=app, client=("203.0.113.9", 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="https://goodword.example.com") as stranger:
        yield ask, f"/p/{nonce}", stranger


async def press(stranger: httpx.AsyncClient, path: str, do: str, **fields: object) -> httpx.Response:
    form = {"form": token_in((await stranger.get(path)).text), "do": do, **fields}
    return await stranger.post(path, data=form, files={"nothing": ("", b"")})


async def test_a_stranger_with_the_link_gives_no_more_than_reposting_with_credit(reach: Reach) -> None:
    async with found_link(reach) as (ask, path, stranger):
        done = await press(stranger, path, "grant", uses=["website", "ads"], credit="Mallory")
        assert done.status_code == 303
        page = await stranger.get(path)
        [code] = set(codes_in(page.text))
        row = await reach.row(ask)
        assert (row.granted_uses, row.proof) == (["website"], "none")
        reach.answer(f"@brand {code}", BO)  # under our message, from another account
        reach.home.add(BO, f"@brand the code is {code}")  # anywhere else
        await reach.poll()
        await reach.look()
        assert (await reach.row(ask)).granted_uses == ["website"]
        assert not await licensed(reach, ask)
        reach.answer(f"@brand {code}", ANA)
        await reach.look()
        assert ((await reach.row(ask)).granted_uses, await licensed(reach, ask)) == (["website", "ads"], True)


async def test_what_a_stranger_allowed_its_creator_takes_back_in_a_word(reach: Reach) -> None:
    async with found_link(reach) as (ask, path, stranger):
        await press(stranger, path, "grant", uses=["website"], credit="Mallory")
        assert await licensed(reach, ask, Use.WEBSITE)
        reach.answer(NO)
        await reach.look()
        assert not await licensed(reach, ask, Use.WEBSITE)
        again = await press_again(stranger, path)
        assert again >= 400
        assert (await reach.row(ask)).status == "withdrawn"


async def press_again(stranger: httpx.AsyncClient, path: str) -> int:
    """Somebody who has the link sends a yes once more; the page offers none."""
    page = await stranger.get(path)
    assert 'value="grant"' not in page.text
    form = {"form": "x", "do": "grant", "uses": ["website"], "credit": "Mallory"}
    return (await stranger.post(path, data=form, files={"nothing": ("", b"")})).status_code
