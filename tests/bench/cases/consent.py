"""The creator's private page: what it costs beside a bare template response."""

from __future__ import annotations

from collections.abc import AsyncIterator, MutableMapping
from typing import Any

from starlette.types import ASGIApp

from bot.faces.web.application import application
from bot.faces.web.consent import consent_routes
from bot.faces.web.consent.view import FormView, Setting, view_of
from bot.rights.visits import look
from tests.bench import product
from tests.bench.floors import bare_page
from tests.bench.harness import Goal, Result, compare, cpu_time
from tests.bench.scale import Scale
from tests.bot.faces.consent.support import ALL, Asked, House, open_house

CASE = "consent"
LINKS = 20
TEXT = "Morning light, my favourite cup, and nobody else awake. Who gets up before the birds? #fjord " * 4


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Both are called as the server calls them, without a network between."""
    with product.working_folder() as folder:
        async with (
            product.opened(folder.fresh()) as database,
            open_house(database, folder.path / "data") as house,
        ):
            asked = [await house.asked(uses=ALL, media=["image"], text=TEXT) for _ in range(LINKS)]
            bare = await _bare(house, asked[0])

            async def floor() -> float:
                return await _cost(bare, asked, scale.pages)

            async def ours() -> float:
                # A fresh one counts visitors anew: nobody is to be slowed down here.
                return await _cost(
                    application(house.well, consent_routes(house.services)), asked, scale.pages
                )

            yield await compare(
                CASE,
                "the creator's page, from its link to the last byte",
                floor,
                ours,
                Goal(at_most=3.0),
                plan=scale.plan(rounds),
                unit="CPU µs a page",
                floor_is="a bare Starlette template response: the same template, values ready, nothing else "
                "(floors/bare_page.py)",
            )


async def _bare(house: House, asked: Asked) -> ASGIApp:
    """The floor, given the values of one page."""
    asks = house.services.asks
    setting = Setting(asks.voice.brand, asks.terms, house.settings.rights.original_megabytes)
    found = await look(house.database, asked.nonce)
    if found is None:
        raise RuntimeError("the link opens nothing")
    view = view_of(found, setting, "en", asked.nonce, house.now)
    return bare_page.application(view, FormView("x" * 120, view.credit), setting.brand)


async def _cost(app: ASGIApp, asked: list[Asked], pages: int) -> float:
    """CPU µs a page."""
    await _get(app, asked[0].path, 0)
    with cpu_time() as spent:
        for number in range(pages):
            await _get(app, asked[number % LINKS].path, number)
        return spent() / pages * 1e6


async def _get(app: ASGIApp, path: str, number: int) -> None:
    """One request by one of many clients. Raises RuntimeError for anything but a whole page."""
    answer: dict[str, Any] = {"status": 0, "bytes": 0}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"goodword.example.com"), (b"accept-language", b"en-GB,en;q=0.9")],
        "client": (f"198.51.100.{number % 200}", 50_000),
        "server": ("127.0.0.1", 8700),
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
        else:
            answer["bytes"] += len(message.get("body", b""))

    await app(scope, receive, send)
    if answer["status"] != 200 or answer["bytes"] < 5000:
        raise RuntimeError(f"the page answered {answer}")
