"""The control surface under ``/playground/discord/``: scripts and the page act as a person, in JSON.

People, channels and roles go by name or id; ``@goodword`` with a user is that person's conversation with the bot.
Messages have the shape of Discord's API; those that one person alone sees carry ``for_user``. A refusal is HTTP 4xx
with ``{"ok": false, "error": ..., "message": what to do}``. An interaction that the app did not acknowledge within
three seconds is no refusal: HTTP 200 with ``"ok": false, "acked": false, "error": "no_response"``.

Reading (GET):

=============================================  =================================================================
``messages?channel=&user=&limit=``             a channel's messages, latest first
``state?user=``                                guild, people, roles, channels, commands, open forms, the bot
``commands?user=&channel=``                    what a person is offered there, in their language
``events?user=``                               what happens, as Server-Sent Events
``pings``                                      whom messages notified
``requests``                                   the bot's last requests: method, path, status
``faults``                                     switches that are on
=============================================  =================================================================

Acting (POST, JSON):

=============================================  =================================================================
``slash {user, channel, command, options}``    use a slash command, as ``contest enter``
``autocomplete {user, channel, command, option, value, options}``  what an option suggests while typed into
``click {user, channel, message, custom_id}``  press a button
``select {..., values}``                       choose from a menu
``submit {user, modal, values}``               send the open form; ``values`` by custom id
``close {user, modal}``                        close it
``message_command {user, channel, message, command}``  a message's "Apps" menu
``user_command {user, channel, target, command}``      a person's "Apps" menu
``join {user, display, locale, account_days}`` join, ``leave {user}`` leave
``post {user, channel, text, files, reply_to}``        write; ``edit_message``, ``delete_message``, ``react``
``give_role``, ``take_role {user, role}``      as the owner does
``create_channel``, ``delete_channel``, ``create_role``, ``move_role``, ``delete_role``
``close_dms {user, open}``                     take no direct messages, or take them again
``set_permissions {allow, deny, channel}``     give rights to the bot's role or take them
``faults {kind, ...}``                         switch a fault on (see ``faults.py``), or cut connections
=============================================  =================================================================
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.discord import reading
from bot.playground.discord.acts import Acts
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.faults import CONNECTION_KINDS, Faults, fault_from
from bot.playground.discord.forms import Forms
from bot.playground.discord.gateway import Gateway
from bot.playground.discord.hands import Hands, told
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.api import json_answer
from bot.playground.slack.control import guarded, json_body
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
ROOT = "/playground/discord"
MAX_BODY = 30_000_000
"""Files travel inside as base64."""
TEXT, NUMBER, LIST, OBJECT, FLAG, ANY = "text", "a number", "a list", "an object", "true or false", "a value"
_TYPES: dict[str, type | tuple[type, ...]] = {
    TEXT: str,
    NUMBER: (int, float),
    LIST: list,
    OBJECT: dict,
    FLAG: bool,
    ANY: object,
}
#: Arguments that are not text.
KINDS = {
    "options": OBJECT,
    "value": ANY,
    "wait": NUMBER,
    "account_days": NUMBER,
    "position": NUMBER,
    "files": LIST,
    "allow": LIST,
    "deny": LIST,
    "open": FLAG,
}
#: By act: the arguments it needs, those it may have.
ACTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "slash": (("user", "channel", "command"), ("options", "wait")),
    "autocomplete": (("user", "channel", "command", "option"), ("value", "options")),
    "click": (("user", "channel", "message", "custom_id"), ("wait",)),
    "select": (("user", "channel", "message", "custom_id", "values"), ("wait",)),
    "submit": (("user",), ("modal", "values", "wait")),
    "close": (("user",), ("modal",)),
    "message_command": (("user", "channel", "message", "command"), ("wait",)),
    "user_command": (("user", "channel", "target", "command"), ("wait",)),
    "join": (("user",), ("display", "locale", "account_days")),
    "leave": (("user",), ()),
    "post": (("user", "channel"), ("text", "files", "reply_to")),
    "edit_message": (("user", "channel", "message", "text"), ()),
    "delete_message": (("user", "channel", "message"), ()),
    "react": (("user", "channel", "message", "emoji"), ()),
    "give_role": (("user", "role"), ()),
    "take_role": (("user", "role"), ()),
    "close_dms": (("user",), ("open",)),
    "create_channel": (("name",), ("topic",)),
    "delete_channel": (("channel",), ()),
    "create_role": (("name",), ("position",)),
    "move_role": (("role", "position"), ()),
    "delete_role": (("role",), ()),
    "set_permissions": ((), ("allow", "deny", "channel")),
}


class Control:
    """Reading and acting, over HTTP."""

    def __init__(
        self, world: DiscordWorld, faults: Faults, gateway: Gateway, acts: Acts, forms: Forms, hands: Hands
    ) -> None:
        self._world = world
        self._faults = faults
        self._gateway = gateway
        self._doers: dict[str, Callable[..., Awaitable[Json]]] = {
            name: next(getattr(each, name) for each in (acts, forms, hands) if hasattr(each, name))
            for name in ACTS
        }

    def routes(self) -> list[Route]:
        """The control surface's routes, the events' apart."""
        reads = {
            "messages": self._messages,
            "state": self._state,
            "commands": self._commands,
            "pings": self._pings,
            "requests": self._requests,
            "faults": self._list_faults,
        }
        made = [Route(f"{ROOT}/{name}", guarded(each), methods=["GET"]) for name, each in reads.items()]
        made.append(Route(f"{ROOT}/faults", guarded(self._add_fault), methods=["POST"]))
        made.append(Route(f"{ROOT}/{{act}}", guarded(self._act), methods=["POST"]))
        return made

    async def _act(self, http: HttpRequest) -> Response:
        name = str(http.path_params["act"])
        if name not in ACTS:
            raise ActError("unknown_act", f"There is no {name!r}; there is: {', '.join(ACTS)}.", status=404)
        given = arguments(name, await json_body(http, MAX_BODY))
        first = ACTS[name][0][:1]
        positional = [given.pop(each) for each in first]
        try:
            return json_answer(await self._doers[name](*positional, **given))
        except DiscordError as error:
            raise told(error) from None

    async def _messages(self, http: HttpRequest) -> Response:
        query = http.query_params
        person = self._world.person_named(query["user"]) if query.get("user") else None
        channel = self._world.channel_named(query.get("channel", ""), person.id if person else None)
        if person is not None and not self._world.sees(person, channel):
            raise ActError("channel_hidden", f"{person.name} can't see #{channel.name}.", status=403)
        limit = query.get("limit", "200")
        if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= 1000:
            raise ActError("invalid_limit", "limit is a whole number from 1 to 1000.")
        found = reading.messages_for(self._world, channel, person)
        newest = found[-int(limit) :]
        has_more = len(found) > len(newest)
        answer = {"ok": True, "channel": channel.id, "messages": newest[::-1], "has_more": has_more}
        return json_answer(answer)

    async def _state(self, http: HttpRequest) -> Response:
        wanted = http.query_params.get("user")
        person = self._world.person_named(wanted) if wanted else None
        return json_answer({"ok": True, **reading.state(self._world, person, self._gateway.connected)})

    async def _commands(self, http: HttpRequest) -> Response:
        person = self._world.person_named(http.query_params.get("user", ""))
        channel = self._world.channel_named(http.query_params.get("channel", ""), person.id)
        return json_answer({"ok": True, "commands": reading.commands(self._world, person, channel)})

    async def _pings(self, http: HttpRequest) -> Response:
        found = [
            {
                "message": each.message,
                "channel": each.channel,
                "users": list(each.users),
                "roles": list(each.roles),
                "everyone": each.everyone,
            }
            for each in self._world.pings
        ]
        return json_answer({"ok": True, "pings": found})

    async def _requests(self, http: HttpRequest) -> Response:
        found = [
            {"method": each.method, "path": _without_token(each.path), "status": each.status}
            for each in self._world.exchanges
        ]
        return json_answer({"ok": True, "requests": found})

    async def _list_faults(self, http: HttpRequest) -> Response:
        return json_answer({"ok": True, "faults": self._faults.listing()})

    async def _add_fault(self, http: HttpRequest) -> Response:
        fault = fault_from(await json_body(http))
        self._faults.check(fault)
        if fault.kind not in CONNECTION_KINDS:
            self._faults.add(fault)
        else:
            await self._gateway.strike(fault.kind)
        return json_answer({"ok": True, "faults": self._faults.listing()})


def arguments(name: str, body: Json) -> Json:
    """An act's arguments, checked. Raises ActError naming what is missing or of the wrong kind."""
    needed, allowed = ACTS[name]
    for key in needed:
        if body.get(key) is None:
            raise ActError("invalid_arguments", f"{name} needs {', '.join(needed)}; {key} is missing.")
    for key in body:
        if key not in needed + allowed:
            known = ", ".join(needed + allowed)
            raise ActError("invalid_arguments", f"{name} takes {known}; not {key!r}.")
    given = {key: value for key, value in body.items() if value is not None}
    for key, value in given.items():
        kind = (LIST if name == "select" else OBJECT) if key == "values" else KINDS.get(key, TEXT)
        if not _is(kind, value):
            raise ActError("invalid_arguments", f"{key} is {kind}.")
        if isinstance(value, list) and key != "files" and not all(isinstance(each, str) for each in value):
            raise ActError("invalid_arguments", f"{key} is a list of texts.")
    return given


def _is(kind: str, value: Any) -> bool:
    return isinstance(value, _TYPES[kind]) and not (kind == NUMBER and isinstance(value, bool))


def _without_token(path: str) -> str:
    """Interaction tokens are secrets: a page has no business with them."""
    parts = path.split("/")
    if parts[1] in ("interactions", "webhooks") and len(parts) > 3:
        parts[3] = "..."
    return "/".join(parts)
