"""The Web API over HTTP: who calls, may they, how often, and the answer in Slack's form."""

from __future__ import annotations

import asyncio
import hmac
import math
from typing import Any

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.playground.slack.arguments import arguments
from bot.playground.slack.errors import SlackError
from bot.playground.slack.faults import Fault, Faults
from bot.playground.slack.limits import RateLimits
from bot.playground.slack.methods import METHODS
from bot.playground.slack.model import Call
from bot.playground.slack.registry import Method, Request, require
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]


class Dropped(Response):
    """A connection that breaks in the middle of the answer: the server closes what is never completed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise a body and don't send it."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


def json_answer(body: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(body), status, headers, "application/json; charset=utf-8")


class WebApi:
    """Every ``/api/METHOD``."""

    def __init__(self, world: SlackWorld, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self.limits = RateLimits(world.steady, world.message_burst)

    async def endpoint(self, http: HttpRequest) -> Response:
        """Answer one call."""
        name = str(http.path_params["method"])
        try:
            args = await arguments(http)
        except SlackError as error:
            return json_answer(error.answer())
        fault = self._faults.for_method(name)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.kind == "unready":
            self._world.unready = fault.seconds
        elif fault is not None and not fault.after:
            return _struck(fault)
        token = http.headers.get("authorization", "").removeprefix("Bearer ").strip() or str(
            args.get("token", "")
        )
        args.pop("token", None)
        body, wait = self._answer(name, args, token)
        self._note(name, args, body)
        if fault is not None and fault.after:
            return _struck(fault)
        if wait:
            return json_answer(body, status=429, headers={"Retry-After": str(wait)})
        return json_answer(body, headers={"x-oauth-scopes": ",".join(sorted(self._world.scopes))})

    def _answer(self, name: str, args: Json, token: str) -> tuple[Json, int]:
        """The body, and the seconds to wait when the call came too soon."""
        try:
            method = METHODS.get(name)
            if method is None:
                raise SlackError("unknown_method", extra={"req_method": name})
            self._authorise(method, token)
            wait = self._wait(method, args)
            if wait:
                return SlackError("ratelimited").answer(), wait
            request = Request(name, args, self._world)
            require(request, *method.required)
            return {"ok": True, **method.answer(request)}, 0
        except SlackError as error:
            return error.answer(), 0

    def _authorise(self, method: Method, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        right = {"xoxb-": self._world.bot_token, "xapp-": self._world.app_token}
        kind = next((prefix for prefix, known in right.items() if _same(token, known)), None)
        if kind is None:
            raise SlackError("invalid_auth")
        if kind != method.prefix:
            raise SlackError("not_allowed_token_type")
        if method.scopes and not self._world.scopes.intersection(method.scopes):
            provided = ",".join(sorted(self._world.scopes))
            raise SlackError("missing_scope", extra={"needed": method.scopes[0], "provided": provided})

    def _wait(self, method: Method, args: Json) -> int:
        if self._world.limits == "off":
            return 0
        if method.name == "chat.postMessage":
            return self.limits.check_message(self._channel_key(str(args.get("channel", ""))))
        return self.limits.check_method(method.name, method.tier) if method.tier else 0

    def _channel_key(self, wanted: str) -> str:
        """One bucket a channel, whether the app says its name or its id."""
        try:
            return self._world.channel(wanted).id
        except SlackError:
            return "?"

    def _note(self, name: str, args: Json, body: Json) -> None:
        call = Call(name, args, bool(body["ok"]), str(body.get("error", "")), self._world.clock())
        self._world.calls.append(call)


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(), known.encode())


def _struck(fault: Fault) -> Response:
    if fault.kind == "429":
        headers = {"Retry-After": str(max(1, math.ceil(fault.seconds)))}
        return json_answer({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.kind == "500":
        return PlainTextResponse("Internal Server Error", 500)
    if fault.kind == "refuse":
        return json_answer(SlackError(fault.error).answer())
    return Dropped()
