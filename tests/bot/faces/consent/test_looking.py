"""What a creator's private link shows: their piece, what is asked, in their language, and when it shows nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.robotparser import RobotFileParser

import pytest

from bot.rights.private_links import new_nonce
from tests.bot.faces.consent.support import ADDRESS, ALL, House, picture

HOSTILE = '<script>alert(1)</script> "quoted" & \' {{ 7*7 }} {% raw %} \u202e'


async def test_the_page_shows_their_piece_and_what_is_asked(house: House) -> None:
    asked = await house.asked(media=["image"], territory="DE, AT", days=365, uses=ALL)
    async with house.browser() as browser:
        page = await browser.get(asked.path)
        assert page.status_code == 200
        assert "My first cup this morning" in page.text
        assert "Fjord Coffee" in page.text
        assert "DE, AT" in page.text
        assert "One year from your yes" in page.text
        assert page.text.count('type="checkbox" name="uses"') == len(ALL)
        assert page.text.count(" checked") == len(ALL)
        assert 'value="@anna1"' in page.text  # the credit line that is suggested
        media = page.text.split('<img src="', 1)[1].split('"', 1)[0]
        shown = await browser.get(f"/p/{media}")
        assert shown.headers["content-type"] == "image/jpeg"
        assert shown.content[:2] == b"\xff\xd8"
        assert shown.content != picture()  # our own preview, not the file


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Until March 1, 2027"), ("sv", "Till och med 1 mars 2027"), ("de", "Bis 1. März 2027")],
)
async def test_a_day_that_was_named_stands_there(house: House, language: str, said: str) -> None:
    asked = await house.asked(language=language, latest=datetime(2027, 3, 1, 23, 59, 59, tzinfo=UTC))
    async with house.browser() as browser:
        page = await browser.get(asked.path)
    assert said in page.text.replace("\u2068", "").replace("\u2069", "")


async def test_its_headers_keep_it_private(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await browser.get(asked.path)
        style = await browser.get("/consent/page.css")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert style.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    ("own", "header", "query", "language"),
    [
        ("sv", "de", "", "sv"),  # the message's language comes first
        ("sv", "de", "?lang=de", "de"),  # what is chosen on the page counts more
        ("fr", "de-AT,en;q=0.5", "", "de"),  # a language that the page doesn't speak: the browser's
        ("fr", "fr, sv;q=0.3, de;q=0.8", "", "de"),
        ("fr", "fr;q=x, \x7f;;;", "?lang=xx", "en"),
    ],
)
async def test_it_speaks_the_creators_language(
    house: House, own: str, header: str, query: str, language: str
) -> None:
    asked = await house.asked(language=own)
    async with house.browser(**{"Accept-Language": header}) as browser:
        page = await browser.get(asked.path + query)
    assert f'<html lang="{language}">' in page.text
    assert page.headers["content-language"] == language


@pytest.mark.parametrize(
    "path",
    [
        "/p",
        "/p/",
        "/r/",
        "/w/",
        "/p/x",
        "/p/" + "a" * 22,
        "/p/" + "a" * 5000,
        "/p/%00%ff",
        "/p/" + "Aa0_-" * 4 + "Zz",
    ],
)
async def test_a_link_that_nobody_was_given_opens_a_page_that_says_what_to_do(
    house: House, path: str
) -> None:
    await house.asked()
    async with house.browser() as browser:
        page = await browser.get(path)
    assert page.status_code == 404
    assert "Copy the whole address" in page.text
    assert "hello@fjord.example" in page.text
    assert "My first cup" not in page.text


async def test_a_link_that_was_cut_short_opens_nothing(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        assert (await browser.get(asked.path[:-1])).status_code == 404
        assert (await browser.get(asked.path + "x")).status_code == 404


async def test_what_strangers_wrote_is_shown_as_text(house: House) -> None:
    asked = await house.asked(
        text=HOSTILE,
        credit=HOSTILE[:60],
        territory=HOSTILE[:60],
        creator={"handle": HOSTILE, "name": HOSTILE},
    )
    async with house.browser() as browser:
        page = await browser.get(asked.path)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "49" not in page.text.replace("649", "")
    assert "&lt;script&gt;alert(1)" in page.text


async def test_pictures_are_the_items_own(house: House) -> None:
    mine = await house.asked(media=["image"])
    other = await house.asked(media=["image", "image"])
    async with house.browser() as browser:
        theirs = (
            (await browser.get(other.path)).text.split('<img src="', 1)[1].split('"', 1)[0].split("/")[-1]
        )
        assert (await browser.get(f"{other.path}/media/{theirs}")).status_code == 200
        assert (await browser.get(f"{mine.path}/media/{theirs}")).status_code == 404
        assert (await browser.get(f"{mine.path}/media/../../evidence")).status_code == 404


async def test_what_we_hold_no_copy_of_is_a_link(house: House) -> None:
    asked = await house.asked(media=["video"])
    async with house.browser() as browser:
        page = await browser.get(asked.path)
    assert "<img" not in page.text
    assert "Your video stands where you posted it" in page.text
    assert 'href="https://social.example/@anna/1"' in page.text


async def test_whoever_comes_too_often_is_told_when_to_come_back(house: House) -> None:
    asked = await house.asked()
    async with house.browser("198.51.100.1") as browser:
        answers = [await browser.get(asked.path) for _ in range(130)]
        assert answers[0].status_code == 200
        refused = answers[-1]
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "Nothing is lost" in refused.text
    other = await house.asked()
    async with house.browser("198.51.100.2") as browser:
        assert (await browser.get(other.path)).status_code == 200


async def test_whoever_guesses_links_is_slowed_down(house: House) -> None:
    asked = await house.asked()
    async with house.browser("2001:db8::1") as browser:
        codes = [(await browser.get(f"/p/{new_nonce()}")).status_code for _ in range(25)]
        assert codes[0] == 404
        assert codes[-1] == 429
        assert (await browser.get(asked.path)).status_code == 429
    async with house.browser("2001:db8:1::1") as browser:
        assert (await browser.get(asked.path)).status_code == 200


async def test_crawlers_may_look_where_a_page_says_not_to_list_it(house: House) -> None:
    """A page that is closed to crawlers can't tell them to leave it out, and its address is the secret."""
    asked = await house.asked()
    rules = RobotFileParser()
    async with house.browser() as browser:
        told = await browser.get("/robots.txt")
        page = await browser.get(asked.path)
    rules.parse(told.text.splitlines())
    assert told.headers["content-type"].startswith("text/plain")
    assert rules.can_fetch("Anybot", f"{ADDRESS}{asked.path}")
    assert not rules.can_fetch("Anybot", f"{ADDRESS}/webhooks/shop")
    assert "noindex" in page.headers["x-robots-tag"]
    assert '<meta name="robots" content="noindex' in page.text
