"""The REST API over HTTP: who calls, how often, what body, and the answer in Discord's form."""

from __future__ import annotations

import asyncio
import hmac
import math
import re
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response

from bot.playground.discord import endpoints
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.faults import Fault, Faults
from bot.playground.discord.limits import RateLimits, Verdict
from bot.playground.discord.model import Exchange, Upload
from bot.playground.discord.registry import Call, Operation, find
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.api import Dropped
from bot.playground.slack.arguments import limited_body
from bot.playground.slack.errors import SlackError

Json = dict[str, Any]
Observer = Callable[[Exchange], None]
MAX_BODY = 120_000_000
"""Ten uploads of the largest size, and the words around them."""
_FILE = re.compile(r"files\[(\d+)\]")
assert endpoints.ALL  # imported for what it enters into the table


class Rest:
    """Every request below the API's base."""

    def __init__(self, world: DiscordWorld, faults: Faults, observer: Observer | None = None) -> None:
        self._world = world
        self._faults = faults
        self._observer = observer
        self.limits = RateLimits(world.steady)

    async def endpoint(self, http: HttpRequest) -> Response:
        """Answer one request."""
        path = "/" + str(http.path_params["path"])
        fault = self._faults.for_request(http.method, path)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and not fault.after:
            return self._struck(fault)
        if self._enforced and self.limits.banned():
            return PlainTextResponse("error code: 1015", 429)
        headers: dict[str, str] = {}
        body, files = None, dict[int, Upload]()
        try:
            body, files = await _read(http)
            status, answer = self._answer(http, path, body, files, headers)
        except DiscordError as error:
            status, answer = error.status, error.answer()
            self._refused(error, headers)
        self._note(http, path, body, files, status, answer)
        if fault is not None and fault.after and fault.kind != "slow":
            return self._struck(fault)
        return _respond(status, answer, headers)

    @property
    def _enforced(self) -> bool:
        return self._world.limits == "enforce"

    def _answer(
        self, http: HttpRequest, path: str, body: Any, files: dict[int, Upload], headers: dict[str, str]
    ) -> tuple[int, Any]:
        operation, params = find(http.method, path)
        if not operation.open:
            self._authorise(http)
        if self._enforced:
            self._count(operation, params, headers)
        query = dict(http.query_params)
        answer = operation.answer(Call(self._world, params, query, body, files))
        return (204 if answer is None else operation.status), answer

    def _authorise(self, http: HttpRequest) -> None:
        given = http.headers.get("authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bot {self._world.bot_token}".encode()):
            raise DiscordError(401, 0, "401: Unauthorized")

    def _count(self, operation: Operation, params: dict[str, str], headers: dict[str, str]) -> None:
        key = operation.key(params)
        verdict = self.limits.check(key, operation.bucket, counts_globally=not operation.open)
        headers.update(verdict.headers)
        if verdict.retry:
            raise _too_many(verdict)

    def _refused(self, error: DiscordError, headers: dict[str, str]) -> None:
        if error.status in (401, 403, 429) and self._enforced:
            self.limits.note_invalid()
        if error.status == 429:
            headers["Retry-After"] = str(max(1, math.ceil(error.extra.get("retry_after", 1))))
            headers.setdefault("X-RateLimit-Scope", "user")

    def _struck(self, fault: Fault) -> Response:
        if fault.kind == "429":
            scope = {"X-RateLimit-Scope": "global" if fault.everywhere else "user"}
            refusal = _too_many(Verdict(fault.seconds, scope, fault.everywhere))
            headers = {**scope, "Retry-After": str(max(1, math.ceil(fault.seconds)))}
            return _respond(429, refusal.answer(), headers)
        if fault.kind == "500":
            return PlainTextResponse("Internal Server Error", 500, {"Via": "1.1 playground"})
        return Dropped()

    def _note(
        self, http: HttpRequest, path: str, body: Any, files: dict[int, Upload], status: int, answer: Any
    ) -> None:
        kind = http.headers.get("content-type", "").split(";")[0].strip()
        names = tuple(each.filename for each in files.values())
        exchange = Exchange(http.method, path, dict(http.query_params), kind, body, names, status, answer)
        self._world.exchanges.append(exchange)
        if self._observer is not None:
            self._observer(exchange)


def _too_many(verdict: Verdict) -> DiscordError:
    extra = {"retry_after": round(verdict.retry, 3), "global": verdict.everywhere}
    return DiscordError(429, 0, "You are being rate limited.", extra=extra)


def _respond(status: int, answer: Any, headers: dict[str, str]) -> Response:
    """Clients take JSON only where the type says exactly that, and a 429 for Discord's own only with Via."""
    headers = {"Via": "1.1 playground", **headers}
    if answer is None:
        return Response(None, 204, headers)
    return Response(orjson.dumps(answer), status, {**headers, "Content-Type": "application/json"})


async def _read(http: HttpRequest) -> tuple[Any, dict[int, Upload]]:
    try:
        data = await limited_body(http, MAX_BODY)
    except SlackError:
        raise DiscordError(413, 40005, "Request entity too large") from None
    kind = http.headers.get("content-type", "").split(";")[0].strip().lower()
    if not data:
        return None, {}
    if kind == "multipart/form-data":
        return _form(http.headers["content-type"], data)
    if kind != "application/json":
        raise DiscordError(400, 50109, "The request body contains invalid JSON.")
    return _json(data), {}


def _json(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.") from None


def _form(kind: str, data: bytes) -> tuple[Any, dict[int, Upload]]:
    """``payload_json`` and ``files[0]``, ``files[1]`` ..."""
    head = b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n"
    message = BytesParser(policy=HTTP).parsebytes(head + data)
    body: Any = None
    files: dict[int, Upload] = {}
    for part in message.iter_parts() if message.is_multipart() else []:
        name = str(part.get_param("name", header="content-disposition") or "")
        raw = part.get_payload(decode=True)
        content = raw if isinstance(raw, bytes) else b""
        if name == "payload_json":
            body = _json(content)
        elif match := _FILE.fullmatch(name):
            files[int(match[1])] = Upload(part.get_filename() or "file", part.get_content_type(), content)
    return body, files
