"""Switches for what can go wrong: by Web API method, by event, or on the connections themselves."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, cast, get_args

from bot.playground.slack.errors import ActError

Kind = Literal[
    "429", "500", "drop", "slow", "duplicate", "disconnect", "refresh", "reject_ticket", "refuse", "unready"
]
METHOD_KINDS = frozenset({"429", "500", "drop", "slow", "refuse", "unready"})
UPLOAD = "files.completeUploadExternal"
EVENT_KINDS = frozenset({"drop", "slow", "duplicate"})
CONNECTION_KINDS = frozenset({"disconnect", "refresh", "reject_ticket"})


@dataclass
class Fault:
    """One switch. ``count`` is how often it still strikes; ``*`` as method or event strikes any.

    ``seconds`` is the delay of ``slow`` and the Retry-After of ``429``. ``after`` lets a method's ``drop`` or
    ``500`` do its work first, so that only the answer is lost. ``error`` is what ``refuse`` answers. ``unready`` lets
    an upload end, and what was uploaded be of no use for ``seconds``, as while Slack still looks at it.
    """

    kind: Kind
    method: str | None = None
    event: str | None = None
    count: int = 1
    seconds: float = 1.0
    after: bool = False
    error: str = "invalid_blocks"


class Faults:
    """The switches that are on."""

    def __init__(self) -> None:
        self._on: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Switch a fault on."""
        self.check(fault)
        if fault.kind in ("disconnect", "refresh"):
            raise ActError(
                "invalid_fault", f"{fault.kind} strikes at once: use the connections, not a switch."
            )
        self._on.append(fault)

    @staticmethod
    def check(fault: Fault) -> None:
        """Refuse combinations that could never strike."""
        if fault.kind not in get_args(Kind):
            raise ActError("unknown_kind", f"kind is one of {', '.join(get_args(Kind))}, not {fault.kind!r}.")
        if fault.count < 1 or fault.seconds < 0:
            raise ActError("invalid_count", "count starts at 1, seconds at 0.")
        if fault.kind in CONNECTION_KINDS:
            if fault.method or fault.event:
                raise ActError(
                    "invalid_fault", f"{fault.kind} concerns the connections: leave out method and event."
                )
        elif bool(fault.method) == bool(fault.event):
            raise ActError(
                "invalid_fault", f"{fault.kind} needs a method (as chat.postMessage) or an event, not both."
            )
        elif fault.kind == "unready" and fault.method != UPLOAD:
            raise ActError("invalid_fault", f"unready concerns uploads: give {UPLOAD} as method.")
        elif fault.kind not in (METHOD_KINDS if fault.method else EVENT_KINDS):
            raise ActError(
                "invalid_fault",
                f"{fault.kind} doesn't apply to {'a method' if fault.method else 'an event'}.",
            )

    def for_method(self, name: str) -> Fault | None:
        """The fault that strikes this Web API call, counted down."""
        return self._take(lambda each: each.method in (name, "*"))

    def for_event(self, name: str) -> Fault | None:
        """The fault that strikes this delivery, counted down."""
        return self._take(lambda each: each.event in (name, "*"))

    def for_ticket(self) -> bool:
        """Whether this connection attempt is to be refused."""
        return self._take(lambda each: each.kind == "reject_ticket") is not None

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
    for key in ("method", "event", "error"):
        if body.get(key) is not None and not isinstance(body[key], str):
            raise ActError("invalid_fault", f"{key} is a name as text.")
    return Fault(
        cast("Kind", kind),
        body.get("method"),
        body.get("event"),
        count,
        float(seconds),
        bool(body.get("after")),
        body.get("error") or "invalid_blocks",
    )
