"""Whatever is asked of whichever private page, the answer is kept private: every route, method and kind of link."""

from __future__ import annotations

import itertools
import re

import httpx
import pytest
import sqlalchemy as sa
from starlette.routing import Route

from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.receipts import grant, receipt_path, withdraw_path
from tests.bot.faces.consent.support import ADDRESS, ALL, Asked, House

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]
BODIES = [b"", b"form=x&do=grant&uses=website&credit=A", b"\xff\x00rubbish"]
NOWHERE = [
    "/p",
    "/p/",
    "/p/a/b",
    "/r/",
    "/w/",
    "/w/a/b",
    "/r/a/receipt.txt",
    "/p/a/media/x",
    "/consent",
    "//p/a",
]
PUBLIC = {"/consent/page.css", "/pages/base.css", "/robots.txt"}
"""What holds nothing of anybody, and may be kept by browsers."""

numbers = itertools.count(1)


def private(answer: httpx.Response) -> list[str]:
    """What an answer lacks."""
    policy = answer.headers.get("content-security-policy", "")
    wanted = {
        "default-src 'none'": "default-src 'none'" in policy,
        "frame-ancestors 'none'": "frame-ancestors 'none'" in policy,
        "base-uri 'none'": "base-uri 'none'" in policy,
        "no scripts": "script-src" not in policy and "unsafe" not in policy,
        "no-store": answer.headers.get("cache-control") == "no-store",
        "no-referrer": answer.headers.get("referrer-policy") == "no-referrer",
        "noindex": "noindex" in answer.headers.get("x-robots-tag", ""),
        "nosniff": answer.headers.get("x-content-type-options") == "nosniff",
        "no cookies": "set-cookie" not in answer.headers,
        "no other site may read it": "access-control-allow-origin" not in answer.headers,
    }
    return [name for name, well in wanted.items() if not well]


async def links(house: House, asked: Asked) -> list[str]:
    """Secrets and signed tokens: right ones, those for another purpose, forged, cut, and far too long."""
    receipt = (await receipt_path(house, asked)).rpartition("/")[2]
    withdraw = (await withdraw_path(house, asked)).rpartition("/")[2]
    right = [asked.nonce, receipt, withdraw]
    return [
        *right,
        *(one[:-1] for one in right),
        withdraw + "A",
        "x",
        "%00",
        "%F0%9F%A6%86",
        "a" * 3000,
        "..",
    ]


def paths(house: House, token: str) -> list[str]:
    """All that there is, for one link."""
    made = [route.path for route in house.app.routes if isinstance(route, Route)]
    filled = [re.sub(r"\{media:int\}", "1", one).replace("{token}", token) for one in made]
    left = [one for one in filled if "{" in one]
    assert not left, f"say here what to fill into {left}"
    return [one for one in filled if one not in PUBLIC]


async def request(house: House, method: str, path: str, body: bytes = b"") -> httpx.Response:
    """From a household of its own, so that one guess is not counted with another."""
    number = next(numbers)
    form = {"content-type": "application/x-www-form-urlencoded"} if body else {}
    transport = httpx.ASGITransport(
        app=house.app,
        client=(f"198.51.{number // 250 % 250}.{number % 250}", 5000),
        raise_app_exceptions=False,
    )
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:
        return await browser.request(method, path, content=body, headers=form)


async def test_every_answer_of_every_route_is_kept_private(house: House) -> None:
    asked = await house.asked(uses=ALL, media=["image"])
    await grant(house, asked)
    met: set[int] = set()
    for token in await links(house, asked):
        for path, method in itertools.product(paths(house, token), METHODS):
            answer = await request(house, method, path)
            met.add(answer.status_code)
            assert private(answer) == [], (method, path, answer.status_code)
    for path, method in itertools.product(NOWHERE, METHODS):
        answer = await request(house, method, path)
        assert (answer.status_code in (404, 405), private(answer)) == (True, []), (method, path)
    assert met >= {200, 303, 400, 404, 405}


async def test_what_we_fail_at_ourselves_is_kept_private_too(house: House) -> None:
    asked = await house.asked(media=["image"])
    await grant(house, asked)
    tokens = (await links(house, asked))[:3]
    async with unit_of_work(house.database) as session:
        await (await session.connection()).execute(sa.text("ALTER TABLE ask RENAME TO lost"))
    failed = []
    for token, method in itertools.product(tokens, ["GET", "POST"]):
        for path in paths(house, token):
            answer = await request(house, method, path)
            failed += [path] if answer.status_code >= 500 else []
            assert private(answer) == [], (method, path, answer.status_code)
            assert "lost" not in answer.text
            assert "ask" not in re.findall(r"no such table: (\w+)", answer.text)
    assert failed


@pytest.mark.parametrize("body", BODIES)
async def test_no_form_of_another_site_changes_anything(house: House, body: bytes) -> None:
    """Without a form that this page gave, a link alone answers nothing. Taking back is one press, by a link that
    is made for that alone: whoever has it may."""
    asked = await house.asked(media=["image"])
    before = await house.actions(asked)
    for token in (await links(house, asked))[:2]:
        for path in paths(house, token):
            answer = await request(house, "POST", path, body)
            assert answer.status_code >= 400, path
    assert await house.actions(asked) == before
