"""Where the operator's shop says what clicks led to: ``POST /s/conversions`` and, where it is switched on, a picture.

The call is signed as Standard Webhooks says (https://www.standardwebhooks.com, "Verifying signatures"): an HMAC over
its id, its time and its body, not older than five minutes.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.ambassadors.service import Ambassadors
from bot.faces.web.consent.limits import Act, Pace
from bot.kernel.faults import fault_words
from bot.links.clicks.machines import is_machine
from bot.links.clicks.visitors import AGENT_LIMIT
from bot.links.conversions.rules import How, Outcome, Report, Window, key_of
from bot.links.conversions.service import Conversions
from bot.links.tokens import read
from bot.services import Services
from bot.sources.webhook.receive import Refused, verify
from bot.storage.unit_of_work import unit_of_work

BODY_LIMIT = 10_000
_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_GIF_HEADERS = {"Cache-Control": "private, no-store", "Cross-Origin-Resource-Policy": "cross-origin"}
_STATUS = {Outcome.KEPT: 201, Outcome.REPEATED: 200, Outcome.LATE: 200, Outcome.UNKNOWN: 422}


class Reports:
    """The routes. ``key`` gives the secret by which tokens of clicks are made."""

    def __init__(self, services: Services, key: Callable[[], bytes]) -> None:
        self._services = services
        self._section = services.settings.links
        self._key = key
        self._conversions = Conversions(key, Window(self._section.window_days))
        self._pace = Pace()

    def routes(self) -> tuple[list[BaseRoute], list[BaseRoute]]:
        """The picture's, which comes before that of short links, and the call's, which none of those takes."""
        pixel: list[BaseRoute] = [Route("/s/p.gif", self._pixel, methods=["GET"])]
        return pixel if self._section.pixel else [], [Route("/s/conversions", self._call, methods=["POST"])]

    async def _call(self, request: Request) -> Response:
        if self._section.key is None:
            return _problem(404, "Conversions are not taken here.", "Set GOODWORD_LINKS_KEY.")
        body = await _read(request)
        try:
            if len(body) > BODY_LIMIT:
                raise Refused(413, f"The report is larger than {BODY_LIMIT:,} bytes.")
            secret = self._section.key.get_secret_value()
            verify([secret], dict(request.headers), body, self._services.clock())
            report = Report.model_validate_json(body)
        except Refused as refused:
            return _problem(refused.status, refused.message, refused.remedy)
        except ValidationError as error:
            return _problem(400, f"The report can't be used: {_faults(error)}.", "See the README.")
        outcome = await self._keep(report, How.CALL)
        answer = {"ok": outcome is not Outcome.UNKNOWN, "outcome": outcome.value}
        return JSONResponse(answer, status_code=_STATUS[outcome])

    async def _pixel(self, request: Request) -> Response:
        """The picture comes whatever was said: a shop's page must not look broken."""
        agent = request.headers.get("user-agent", "")[:AGENT_LIMIT]
        address = request.client.host if request.client else ""
        machine = is_machine(request.method, request.headers, agent)
        if not machine and not await self._pace.wait(Act.SEND, address=address):
            asked = {name: request.query_params.get(name, "") for name in ("id", "gw")}
            with contextlib.suppress(ValidationError):  # of an address that somebody made up
                await self._keep(Report(id=asked["id"], click=asked["gw"]), How.PIXEL)
        return Response(_GIF, media_type="image/gif", headers=_GIF_HEADERS)

    async def _keep(self, report: Report, how: How) -> Outcome:
        """Keep it; one that was signed counts for whoever shared the link, in the same transaction."""
        services, now = self._services, self._services.clock()
        async with unit_of_work(services.database) as session:
            outcome = await self._conversions.report(session, report, how, now)
            click = read(self._key(), report.click) if outcome is Outcome.KEPT and how is How.CALL else None
            if click is not None:
                ambassadors = services.outlet(Ambassadors)
                programme = await ambassadors.programme(session)
                key = key_of(report.id)
                await ambassadors.sharing.converted(session, click.link_id, key, programme, now)
        return outcome


async def _read(request: Request) -> bytes:
    """The body, cut off one byte past the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            break
    return bytes(body[: BODY_LIMIT + 1])


def _faults(error: ValidationError) -> str:
    """Where and what, without the values."""
    faults = error.errors(include_input=False, include_url=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'it'} {fault_words(one)}" for one in faults)


def _problem(status: int, message: str, remedy: str) -> Response:
    return JSONResponse({"ok": False, "message": message, "remedy": remedy}, status_code=status)
