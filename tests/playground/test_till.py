"""The demo's shop: hostile tokens stay text, orders are well formed, and a bot that is away is no error."""

from __future__ import annotations

import re

import httpx
from starlette.applications import Starlette

from bot.playground.samples.till import Till

HOSTILE = '"><script>alert(1)</script>'


def shop(till: Till) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(Starlette(routes=till.routes()))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:1")


async def test_what_stands_in_an_address_stays_text() -> None:
    async with shop(Till("Kettle & <b>Fern", lambda: 0.0)) as client:
        page = (await client.get("/shop", params={"gw": HOSTILE, "utm_source": HOSTILE})).text
        assert "<script" not in page
        assert "<b>" not in page
        assert "You came by a link that somebody shared" in page
        page = (await client.get("/shop")).text
        assert "You came by yourself" in page


async def test_only_orders_of_the_shop_are_taken() -> None:
    async with shop(Till("Kettle & Fern", lambda: 0.0)) as client:
        for order in ("", HOSTILE, "ABCDEFGHIJ", "a" * 11):
            assert (await client.post("/shop/buy", data={"order": order, "gw": "x"})).status_code == 400
        assert (await client.post("/shop/buy", data={"order": "a" * 3000})).status_code == 413


async def test_a_bot_that_is_away_is_said() -> None:
    till = Till("Kettle & Fern", lambda: 0.0)
    till.open("http://127.0.0.1:9", "whsec_AAAA")  # nobody listens there
    async with shop(till) as client:
        page = (await client.get("/shop", params={"gw": "x" * 30})).text
        order = re.search(r'name="order" value="(\w+)"', page)
        assert order is not None
        answer = await client.post("/shop/buy", data={"order": order[1], "gw": "x" * 30})
        assert answer.status_code == 200
        assert "couldn't report it" in answer.text.replace("&#x27;", "'")
        assert "It counts for nobody." in (await client.post("/shop/buy", data={"order": order[1]})).text
