"""POST /webhooks/{source}: a signed delivery is verified, kept, and only then answered.

What is kept is read by the source's poll, which is woken in the same transaction. A delivery that comes again
is answered the same and kept once.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.intake.poll import POLL
from bot.intake.queries import keep_delivery
from bot.services import Services
from bot.sources.registry import validate_settings
from bot.sources.webhook import Refused, WebhookSettings, accept
from bot.storage.unit_of_work import unit_of_work


def webhook_routes(services: Services) -> list[BaseRoute]:
    """The route of every enabled source of kind ``webhook``. Raises FixSettings where one can't work."""
    receivers: dict[str, WebhookSettings] = {}
    for name, section in services.settings.sources.items():
        if section.kind == "webhook" and section.enabled:
            settings = validate_settings(section.kind, section.own(), name)
            if isinstance(settings, WebhookSettings):
                receivers[name] = settings

    async def receive(request: Request) -> Response:
        settings = receivers.get(request.path_params["source"])
        if settings is None:
            return _problem(404, "There is no such webhook.", "Check its name in goodword.toml.")
        return await _receive(services, request, settings)

    return [Route("/webhooks/{source}", receive, methods=["POST"])]


async def _receive(services: Services, request: Request, settings: WebhookSettings) -> Response:
    name = request.path_params["source"]
    try:
        body = await _read(request, settings.body_limit)
        accepted = accept(name, dict(request.headers), body, settings, services.clock())
    except Refused as refused:
        return _problem(refused.status, refused.message, refused.remedy)
    async with unit_of_work(services.database) as session:
        fresh = await keep_delivery(session, name, accepted.delivery_key, accepted.body, services.clock())
        if fresh:
            await services.work.enqueue_soon(session, POLL, name)
    return JSONResponse({"ok": True, "repeated": not fresh}, status_code=202)


async def _read(request: Request, limit: int) -> bytes:
    """The body, cut off one byte past the limit: enough for ``accept`` to refuse it."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            break
    return bytes(body[: limit + 1])


def _problem(status: int, message: str, remedy: str) -> Response:
    return JSONResponse({"ok": False, "message": message, "remedy": remedy}, status_code=status)
