"""What all private pages share: the services, how often anybody may come, and the pages that say no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.faces.web.consent.forms import FormTokens
from bot.faces.web.consent.limits import Act, Pace
from bot.faces.web.consent.rendering import render
from bot.faces.web.pages.speaking import spoken
from bot.services import Services


@dataclass(slots=True)
class Front:
    """Made once; every private page has the same one."""

    services: Services
    pace: Pace = field(default_factory=Pace)
    tokens: FormTokens = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = FormTokens(self.services.asks.links)

    async def slow_down(self, request: Request, act: Act, link: str) -> Response | None:
        """The answer to somebody who comes too often; None: go on. ``link`` names the link."""
        address = client(request)
        wait = await self.pace.wait(act, link=link, address=address)
        wait = wait or await self.pace.guesses(address)
        if not wait:
            return None
        minutes = -(-wait // 60)
        return self.say_no(request, "busy", status=429, headers={"Retry-After": str(wait)}, minutes=minutes)

    async def unknown(self, request: Request) -> Response:
        """The answer to a link that nobody was given, or that was cut short. Guessing is counted."""
        wait = await self.pace.wait(Act.GUESS, address=client(request))
        if wait:
            headers = {"Retry-After": str(wait)}
            return self.say_no(request, "busy", status=429, headers=headers, minutes=-(-wait // 60))
        return self.say_no(request, "unknown", status=404)

    def say_no(
        self, request: Request, why: str, *, status: int, headers: dict[str, str] | None = None, **values: Any
    ) -> Response:
        """A plain page: what is the matter and what to do. Its texts are ``consent-WHY-title`` and
        ``consent-WHY-remedy``; the latter is given the brand and ``values``."""
        brand = self.services.asks.voice.brand
        return render(
            request,
            "plain.html",
            spoken(request),
            status=status,
            headers=headers,
            brand=brand,
            why=why,
            values={"brand": brand, **values},
            contact=self.services.settings.brand.contact,
        )


def client(request: Request) -> str:
    """The client's address. uvicorn takes it from a proxy on this machine where one stands before us."""
    return request.client.host if request.client is not None else ""
