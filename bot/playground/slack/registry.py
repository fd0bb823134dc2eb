"""What a Web API method is: its name, tier, scope, required arguments and the function that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """One call: the arguments as the client sent them, already decoded from JSON, form or query."""

    method: str
    args: Json
    world: SlackWorld

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """An argument as true or false; clients send ``1``, ``true`` or a JSON boolean."""
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """A whole number, or invalid_arguments."""
        value = self.args.get(name)
        if value is None or value == "":
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise SlackError(
                "invalid_arguments", messages=[f"[ERROR] must provide an integer [json-pointer:/{name}]"]
            ) from None


Handler = Callable[[Request], Json]


@dataclass(frozen=True)
class Method:
    """An entry of the Web API. ``tier`` 0 has no limit; ``scopes``: any one of them is enough;
    ``prefix``: which kind of token it takes."""

    name: str
    answer: Handler
    tier: int
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    prefix: str = "xoxb-"


class Methods:
    """The methods of one family."""

    def __init__(self) -> None:
        self._entries: dict[str, Method] = {}

    def add(
        self,
        name: str,
        *,
        tier: int,
        scopes: tuple[str, ...] = (),
        required: tuple[str, ...] = (),
        prefix: str = "xoxb-",
    ) -> Callable[[Handler], Handler]:
        """Register the decorated function as the answer to ``name``."""

        def register(handler: Handler) -> Handler:
            self._entries[name] = Method(name, handler, tier, scopes, required, prefix)
            return handler

        return register

    def __iter__(self) -> Iterator[Method]:
        return iter(self._entries.values())


def require(request: Request, *names: str) -> None:
    """Refuse a call that lacks arguments, naming them as Slack does."""
    missing = [name for name in names if request.args.get(name) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", messages=messages)
