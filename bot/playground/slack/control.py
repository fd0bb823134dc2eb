"""The control surface under ``/playground/``: scripts and the page act as a person, in JSON.

People and channels go by name or id; messages have the shape of conversations.history. A refusal is HTTP 4xx with
``{"ok": false, "error": ..., "message": what to do}``. An act that the app did not acknowledge within three seconds
is no refusal: HTTP 200 with ``"ok": false, "acked": false, "error": "operation_timeout"``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.slack import reading
from bot.playground.slack.acts import Acts
from bot.playground.slack.api import json_answer
from bot.playground.slack.arguments import MAX_BODY, limited_body
from bot.playground.slack.errors import ActError, SlackError
from bot.playground.slack.faults import Faults, fault_from
from bot.playground.slack.forms import Forms
from bot.playground.slack.jumping import Jumps
from bot.playground.slack.sockets import SocketMode
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]
Endpoint = Callable[[HttpRequest], Awaitable[Response]]
#: Argument names by act: those it needs, those it may have.
ACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "click": (("user", "action_id"), ("channel", "ts", "view_id", "block_id", "value", "values")),
    "select": (("user", "action_id", "value"), ("channel", "ts", "view_id", "block_id", "values")),
    "suggest": (("user", "action_id"), ("channel", "ts", "view_id", "block_id", "value")),
    "command": (("user", "channel", "command"), ("text",)),
    "submit": (("user", "view_id"), ("values",)),
    "close": (("user", "view_id"), ()),
    "shortcut": (("user", "callback_id"), ("channel", "ts")),
    "open_home": (("user",), ()),
    "post": (("user", "channel", "text"), ("thread_ts",)),
    "archive": (("user", "channel"), ()),
    "unarchive": (("user", "channel"), ()),
    "deactivate": (("user", "person"), ()),
    "reactivate": (("user", "person"), ()),
}
NOT_TEXT = frozenset({"values"})


class Control:
    """Reading and acting, over HTTP."""

    def __init__(
        self,
        world: SlackWorld,
        faults: Faults,
        sockets: SocketMode,
        acts: Acts,
        forms: Forms,
        *,
        beside: Sequence[str] = (),
    ) -> None:
        self._world = world
        self._beside = list(beside)
        self._faults = faults
        self._sockets = sockets
        self._jumps = Jumps(world)
        self._doers: dict[str, Callable[..., Awaitable[Json]]] = {
            "click": acts.click,
            "select": acts.select,
            "suggest": acts.suggest,
            "command": acts.command,
            "submit": forms.submit,
            "close": forms.close,
            "shortcut": acts.shortcut,
            "open_home": acts.open_home,
            "post": acts.post,
            "archive": acts.archive,
            "unarchive": acts.unarchive,
            "deactivate": acts.deactivate,
            "reactivate": acts.reactivate,
        }

    def routes(self) -> list[Route]:
        """The control surface's routes."""
        reads: dict[str, Endpoint] = {
            "/playground/slack/messages": self._messages,
            "/playground/slack/views": self._views,
            "/playground/people": self._people,
            "/playground/channels": self._channels,
            "/playground/shortcuts": self._shortcuts,
            "/playground/state": self._state,
            "/playground/faults": self._list_faults,
            "/playground/clock": self._read_clock,
        }
        routes = [Route(path, guarded(endpoint), methods=["GET"]) for path, endpoint in reads.items()]
        routes.append(Route("/playground/faults", guarded(self._add_fault), methods=["POST"]))
        routes.append(Route("/playground/clock", guarded(self._move_clock), methods=["POST"]))
        routes.append(Route("/playground/slack/{act}", guarded(self._act), methods=["POST"]))
        return routes

    async def _act(self, http: HttpRequest) -> Response:
        name = str(http.path_params["act"])
        if name not in ACTS:
            raise ActError("unknown_act", f"There is no {name!r}; there is: {', '.join(ACTS)}.", status=404)
        body = await json_body(http)
        needed, allowed = ACTS[name]
        given = {key: value for key, value in body.items() if key in needed + allowed and value is not None}
        for key in needed:
            if key not in given:
                raise ActError("invalid_arguments", f"{name} needs {', '.join(needed)}; {key} is missing.")
        for key, value in given.items():
            choice = key == "value" and name == "select"
            if key in NOT_TEXT and not isinstance(value, dict):
                raise ActError("invalid_arguments", f"{key} is an object: field to value.")
            if key not in NOT_TEXT and not choice and not isinstance(value, str):
                raise ActError("invalid_arguments", f"{key} is text.")
        return json_answer(await self._doers[name](given.pop("user"), **given))

    async def _messages(self, http: HttpRequest) -> Response:
        query = http.query_params
        user = self._world.person_named(query["user"]).id if query.get("user") else None
        channel = self._world.channel_named(query.get("channel", ""), user)
        thread = query.get("thread_ts", "")
        limit = query.get("limit", "200")
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= 1000:
            raise ActError("invalid_limit", "limit is a whole number from 1 to 1000.")
        found = reading.messages_for(self._world, channel, user, thread)
        if user and not thread:
            reading.mark_read(self._world, user, channel)
        newest = found[-int(limit) :]
        has_more = len(found) > len(newest)
        if not thread:
            newest.reverse()
        return json_answer({"ok": True, "channel": channel.id, "messages": newest, "has_more": has_more})

    async def _views(self, http: HttpRequest) -> Response:
        person = self._world.person_named(http.query_params.get("user", ""))
        return json_answer({"ok": True, **reading.views_of(self._world, person.id)})

    async def _people(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, "people": reading.people(self._world)})

    async def _channels(self, http: HttpRequest) -> Response:
        every = [each for each in self._world.channels.values() if not each.is_im]
        slack = [{"id": each.id, "name": each.name} for each in every]
        return json_answer({"ok": True, "slack": slack, "discord": []})

    async def _shortcuts(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, "shortcuts": reading.shortcuts(self._world)})

    async def _state(self, http: HttpRequest) -> Response:
        wanted = http.query_params.get("user")
        person = self._world.person_named(wanted) if wanted else None
        state = reading.state(self._world, person.id if person else None, self._sockets.connected)
        return json_answer({"ok": True, "beside": self._beside, "clock": self._jumps.reading(), **state})

    async def _read_clock(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, **self._jumps.reading()})

    async def _move_clock(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, **self._jumps.jump(await json_body(http))})

    async def _list_faults(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, "faults": self._faults.listing()})

    async def _add_fault(self, http: HttpRequest) -> Response:
        fault = fault_from(await json_body(http))
        if fault.kind in ("disconnect", "refresh"):
            self._faults.check(fault)
            if fault.kind == "disconnect":
                await self._sockets.drop_all()
            else:
                await self._sockets.refresh()
        else:
            self._faults.add(fault)
        return json_answer({"ok": True, "faults": self._faults.listing()})


def guarded(endpoint: Endpoint) -> Endpoint:
    """Turn refusals into their JSON answers."""

    async def answer(http: HttpRequest) -> Response:
        try:
            return await endpoint(http)
        except ActError as error:
            return json_answer(error.answer(), status=error.status)
        except SlackError as error:
            body = {**error.answer(), "message": f"Slack refuses this: {error.code}."}
            return json_answer(body, status=400)

    return answer


async def json_body(http: HttpRequest, most: int = MAX_BODY) -> Json:
    """The request's JSON object, of ``most`` bytes."""
    data = await limited_body(http, most)
    try:
        body = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise ActError("invalid_json", "Send a JSON object as the body.") from None
    if not isinstance(body, dict):
        raise ActError("invalid_json", "Send a JSON object as the body.")
    return body
