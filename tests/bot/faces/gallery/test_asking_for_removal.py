"""Anybody may ask for a removal: the form, what reaches the team, and what people send into forms."""

from __future__ import annotations

import html
from pathlib import Path

import httpx
import pytest

from bot.settings import Gallery
from bot.storage.database import Database
from bot.work.notices import NOTICE
from tests.bot.faces.consent.support import Asked, token_in
from tests.bot.faces.gallery.support import Show, open_show
from tests.support.work import asked_for

GOOD = {"who": "pictured", "contact": "bo@example.org", "why": "That is my kitchen."}
PATH = "/gallery/removal"


async def form_of(show: Show, browser: httpx.AsyncClient, asked: Asked) -> dict[str, str]:
    """The form, as a browser would send it."""
    item = show.gallery.tokens.item(asked.item)
    page = await browser.get(f"{PATH}?item={item}")
    assert page.status_code == 200
    return {"form": token_in(page.text), "item": item, **GOOD}


async def test_the_link_leads_to_a_form_and_the_form_to_the_team(anywhere: Show) -> None:
    show = anywhere
    asked = await show.shown()
    async with show.browser() as browser:
        page = await browser.get("/gallery")
        link = page.text.split('href="gallery/removal?item=', 1)[1].split('"', 1)[0]
        assert link == show.gallery.tokens.item(asked.item)
        answer = await browser.post(PATH, data=await form_of(show, browser, asked))
    assert answer.status_code == 200
    assert "Your request has arrived" in answer.text
    [[what, remedy, key, offers]] = await asked_for(show.database, NOTICE)
    assert f"item {asked.item}" in what
    assert "as somebody who is in it" in what
    assert "That is my kitchen." in what
    assert "bo@example.org" in what
    assert f"/goodword takedown {asked.item}" in remedy
    assert offers[0] == ["Take it down…", "rights", "takedown", asked.item, 0]
    assert key.startswith("gallery:removal:")
    assert await show.surface.shows(asked.item)  # a person decides


async def test_a_form_that_is_sent_twice_is_told_once(anywhere: Show) -> None:
    show = anywhere
    asked = await show.shown()
    async with show.browser() as browser:
        form = await form_of(show, browser, asked)
        answers = [await browser.post(PATH, data=form) for _ in range(3)]
    assert [each.status_code for each in answers] == [200] * 3
    assert len(await asked_for(show.database, NOTICE)) == 1


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"who": ""}, 400, "say who you are"),
        ({"who": "admin"}, 400, "say who you are"),
        ({"contact": " \u200b "}, 400, "how we can reach you"),
        ({"form": ""}, 400, "waited too long"),
        ({"form": "x.y.z"}, 400, "waited too long"),
        ({"item": ""}, 404, "not in the gallery"),
        ({"item": "A" * 32}, 404, "not in the gallery"),
        ({"why": "x" * 300_000}, 400, "could not be read"),
    ],
)
async def test_a_form_that_is_not_whole_tells_nobody(
    show: Show, changes: dict[str, str], status: int, said: str
) -> None:
    asked = await show.shown()
    async with show.browser() as browser:
        answer = await browser.post(PATH, data={**await form_of(show, browser, asked), **changes})
    assert answer.status_code == status
    assert said in answer.text
    assert await asked_for(show.database, NOTICE) == []
    if status == 400 and "why" not in changes:
        assert "That is my kitchen." in answer.text  # what was typed is not typed twice


async def test_a_form_is_for_its_item_alone(show: Show) -> None:
    first, second = await show.shown(), await show.shown()
    async with show.browser() as browser:
        form = await form_of(show, browser, first)
        other = {**form, "item": show.gallery.tokens.item(second.item)}
        assert (await browser.post(PATH, data=other)).status_code == 400
    assert await asked_for(show.database, NOTICE) == []


async def test_a_form_that_waited_too_long_comes_again(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await show.shown()
    async with show.browser() as browser:
        form = await form_of(show, browser, asked)
        monkeypatch.setattr("bot.faces.web.consent.forms.TOKEN_SECONDS", -1)
        late = await browser.post(PATH, data=form)
        assert late.status_code == 400
        monkeypatch.undo()
        again = await browser.post(PATH, data={**form, "form": token_in(late.text)})
    assert again.status_code == 200
    assert len(await asked_for(show.database, NOTICE)) == 1


async def test_hostile_words_reach_the_team_as_one_line(show: Show) -> None:
    asked = await show.shown()
    evil = "<!channel> \u202e@everyone\n\n<https://evil.example|click> <script>alert(1)</script>\x00"
    async with show.browser() as browser:
        form = {**await form_of(show, browser, asked), "why": evil, "contact": evil}
        await browser.post(PATH, data=form)
        page = await browser.post(PATH, data={**form, "who": ""})
    [[what, *_]] = await asked_for(show.database, NOTICE)
    assert "\n" not in what
    assert "\u202e" not in what
    assert "<script" not in page.text
    assert html.escape("<!channel>") in page.text


async def test_nobody_floods_the_team(show: Show) -> None:
    asked = await show.shown()
    statuses = []
    for number in range(25):
        async with show.browser(address=f"198.51.100.{number}") as browser:
            answer = await browser.post(PATH, data=await form_of(show, browser, asked))
            statuses.append(answer.status_code)
    assert statuses[:20] == [200] * 20
    assert set(statuses[20:]) == {429}
    assert int(answer.headers["retry-after"]) > 0
    assert "try again in some minutes" in answer.text
    assert len(await asked_for(show.database, NOTICE)) == 20


async def test_what_is_gone_already_says_so(show: Show) -> None:
    asked = await show.shown()
    async with show.browser() as browser:
        form = await form_of(show, browser, asked)
        await show.withdraw(asked)
        answers = [await browser.get(f"{PATH}?item={form['item']}"), await browser.post(PATH, data=form)]
    assert [each.status_code for each in answers] == [404, 404]
    assert all("taken off already" in each.text for each in answers)
    assert await asked_for(show.database, NOTICE) == []


@pytest.mark.parametrize(
    ("language", "title"),
    [("sv", "Be om borttagning"), ("de", "Entfernung verlangen"), ("en", "Ask for a removal")],
)
async def test_it_speaks_the_readers_language(show: Show, language: str, title: str) -> None:
    asked = await show.shown()
    item = show.gallery.tokens.item(asked.item)
    async with show.browser(**{"Accept-Language": f"{language}, en;q=0.1"}) as browser:
        form = await browser.get(f"{PATH}?item={item}")
        page = await browser.get("/gallery")
        chosen = await browser.get("/gallery?lang=de")
    assert f"<h1>{title}" in form.text
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language
    assert page.headers["vary"] == "Accept-Language"
    assert '<html lang="de">' in chosen.text


async def test_a_mail_address_is_shown_where_there_is_one(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_show(sqlite_database, tmp_path, gallery=Gallery(contact="rights@fjord.example")) as show:
        asked = await show.shown()
        async with show.browser() as browser:
            page = await browser.get(f"{PATH}?item={show.gallery.tokens.item(asked.item)}")
    assert 'href="mailto:rights@fjord.example"' in page.text
