"""Receipts in tests: granted, their addresses, their letters."""

from __future__ import annotations

import html
import re

import httpx

from bot.kernel.letter import SEND, Letter
from bot.rights.outcomes import AskDone
from bot.rights.scope import Proof, Use
from bot.settings import Mail
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.support import Asked, House
from tests.support.work import asked_for

MAIL = Mail(host="127.0.0.1", sender="stories@fjord.example")
ANNA = "anna@home.example"


async def grant(house: House, asked: Asked, uses: frozenset[Use] = frozenset({Use.WEBSITE})) -> None:
    house.tick()
    async with unit_of_work(house.database) as session:
        done = await house.services.asks.grant(
            session, asked.ask, uses, Proof.REPLY, house.now, credit="Anna S.", text="Yes, gladly"
        )
    assert isinstance(done, AskDone), done


async def receipt_path(house: House, asked: Asked) -> str:
    return f"/r/{house.services.asks.links.receipt_token(await house.row(asked.ask))}"


async def withdraw_path(house: House, asked: Asked) -> str:
    return f"/w/{house.services.asks.links.withdraw_token(await house.row(asked.ask))}"


async def letters(house: House) -> list[Letter]:
    """The mails that are to go out, oldest first."""
    return [Letter.from_argument(args[0]) for args in await asked_for(house.database, SEND)]


async def press(browser: httpx.AsyncClient, path: str) -> httpx.Response:
    """Press the button and follow to the page that comes."""
    answer = await browser.post(path)
    assert answer.status_code == 303
    return await browser.get(httpx.URL(path).join(answer.headers["location"]))


def plain(page: httpx.Response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))
