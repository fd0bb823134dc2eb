"""Switches for what can go wrong: by request, by event, or on the connections themselves."""

from __future__ import annotations

import fnmatch
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from bot.playground.slack.errors import ActError

Kind = Literal[
    "429", "500", "drop", "slow", "swallow", "disconnect", "reconnect", "invalid_session", "forget"
]
REQUEST_KINDS = frozenset({"429", "500", "drop", "slow"})
CONNECTION_KINDS = frozenset({"disconnect", "reconnect", "invalid_session", "forget"})


@dataclass
class Fault:
    """One switch. ``count`` is how often it still strikes.

    ``request`` is a method and a path as ``PATCH /channels/*/messages/*`` (``*`` for any), ``event`` a gateway
    event's name. ``seconds`` is the delay of ``slow`` and the retry_after of ``429``; ``everywhere`` makes that
    429 the global one. ``after`` lets the work be done first, so that only the answer is lost.
    """

    kind: Kind
    request: str | None = None
    event: str | None = None
    count: int = 1
    seconds: float = 1.0
    everywhere: bool = False
    after: bool = False


class Faults:
    """The switches that are on."""

    def __init__(self) -> None:
        self._on: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        self.check(fault)
        if fault.kind in CONNECTION_KINDS:
            raise ActError("invalid_fault", f"{fault.kind} strikes at once: it is no switch.")
        self._on.append(fault)

    @staticmethod
    def check(fault: Fault) -> None:
        """Refuse combinations that could never strike."""
        if fault.kind not in get_args(Kind):
            raise ActError("unknown_kind", f"kind is one of {', '.join(get_args(Kind))}, not {fault.kind!r}.")
        if fault.count < 1 or fault.seconds < 0:
            raise ActError("invalid_count", "count starts at 1, seconds at 0.")
        if fault.kind in CONNECTION_KINDS and (fault.request or fault.event):
            raise ActError(
                "invalid_fault", f"{fault.kind} concerns the connections: name no request or event."
            )
        if fault.kind in REQUEST_KINDS and (not fault.request or fault.event):
            raise ActError("invalid_fault", f"{fault.kind} needs a request, as POST /channels/*/messages.")
        if fault.kind == "swallow" and (not fault.event or fault.request):
            raise ActError("invalid_fault", "swallow needs an event, as MESSAGE_CREATE.")

    def for_request(self, method: str, path: str) -> Fault | None:
        """The fault that strikes this request, counted down."""
        name = f"{method} {path}"
        return self._take(lambda each: bool(each.request) and fnmatch.fnmatchcase(name, str(each.request)))

    def swallows(self, event: str) -> bool:
        """Whether this event is to be lost, counted down."""
        return self._take(lambda each: each.event in (event, "*")) is not None

    def _take(self, wanted: Any) -> Fault | None:
        for fault in self._on:
            if wanted(fault):
                fault.count -= 1
                if not fault.count:
                    self._on.remove(fault)
                return fault
        return None

    def listing(self) -> list[dict[str, Any]]:
        """What is on, with what is left of each."""
        return [asdict(each) for each in self._on]

    def clear(self) -> None:
        """Switch everything off."""
        self._on.clear()


def fault_from(body: dict[str, Any]) -> Fault:
    """A fault from the control surface's JSON; names what is wrong."""
    kind, count, seconds = body.get("kind"), body.get("count", 1), body.get("seconds", 1.0)
    if not isinstance(kind, str) or kind not in get_args(Kind):
        raise ActError("unknown_kind", f"kind is one of {', '.join(get_args(Kind))}, not {kind!r}.")
    if isinstance(count, bool) or not isinstance(count, int) or not isinstance(seconds, int | float):
        raise ActError("invalid_count", "count is a whole number from 1, seconds a number from 0.")
    for key in ("request", "event"):
        if body.get(key) is not None and not isinstance(body[key], str):
            raise ActError("invalid_fault", f"{key} is a name as text.")
    return Fault(
        cast("Kind", kind),
        body.get("request"),
        body.get("event"),
        count,
        float(seconds),
        bool(body.get("everywhere")),
        bool(body.get("after")),
    )
