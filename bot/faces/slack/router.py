"""Which handler answers what. One dictionary look-up a click, however many features there are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.faces.cog import Cog, Command, find_cogs
from bot.services import Services

if TYPE_CHECKING:
    from bot.faces.slack.context import SlackContext

Handler = Callable[["SlackContext"], Awaitable[None]]


class SlackRouter:
    """Where cogs register. Areas and verbs are those of ``bot.faces.actions``; each pair has one handler."""

    def __init__(self) -> None:
        self._handlers: dict[tuple[str, str, str], Handler] = {}
        self._commands: dict[str, Command] = {}
        self._cogs: list[Cog] = []
        self.home_handler: Handler | None = None

    @property
    def commands(self) -> Mapping[str, Command]:
        """Every declared command by its word, for help."""
        return MappingProxyType(self._commands)

    @property
    def cogs(self) -> tuple[Cog, ...]:
        return tuple(self._cogs)

    def action(self, area: str, verb: str, handler: Handler) -> None:
        """A button or a menu with the action id ``encode(area, verb, ...)``. A chosen menu option whose
        value is itself an encoded action goes to that action's handler."""
        self._add("action", area, verb, handler)

    def view(self, area: str, verb: str, handler: Handler) -> None:
        """A submitted modal with the callback id ``encode(area, verb, ...)``."""
        self._add("view", area, verb, handler)

    def view_closed(self, area: str, verb: str, handler: Handler) -> None:
        """A modal closed by its person; the view needs ``notify_on_close``."""
        self._add("view_closed", area, verb, handler)

    def options(self, area: str, verb: str, handler: Handler) -> None:
        """Suggestions for an external select; the handler acks with ``options=[...]``."""
        self._add("options", area, verb, handler)

    def command(self, word: str, handler: Handler) -> None:
        """``/goodword WORD ...``; "" is the bare command. Declare it in the cog's COG as well."""
        self._add("command", word, "", handler)

    def shortcut(self, callback_id: str, handler: Handler) -> None:
        """A global or message shortcut, named as in the app's manifest."""
        self._add("shortcut", callback_id, "", handler)

    def event(self, kind: str, handler: Handler) -> None:
        """An event of the Events API by its type, such as ``app_mention``."""
        self._add("event", kind, "", handler)

    def home(self, handler: Handler) -> None:
        """Who draws App Home for the person in the context. There is one."""
        if self.home_handler is not None:
            raise ValueError("App Home is drawn by another handler already")
        self.home_handler = handler

    def find(self, kind: str, first: str, second: str = "") -> Handler | None:
        """The handler for one incoming payload, or None."""
        return self._handlers.get((kind, first, second))

    def add_cog(self, cog: Cog) -> None:
        """Note a feature's declaration: its commands appear in help."""
        for command in cog.commands:
            if command.word in self._commands:
                raise ValueError(f"two cogs declare the command {command.word!r}")
            self._commands[command.word] = command
        self._cogs.append(cog)

    def _add(self, kind: str, first: str, second: str, handler: Handler) -> None:
        key = (kind, first, second)
        if key in self._handlers:
            raise ValueError(f"{kind} {first}:{second} has a handler already")
        self._handlers[key] = handler


def load_cogs(router: SlackRouter, services: Services) -> None:
    """Register every cog that has a Slack face; adding a cog edits no existing file."""
    for cog, package in find_cogs():
        router.add_cog(cog)
        try:
            face = import_module(f"{package}.slack_face")
        except ModuleNotFoundError as error:
            if error.name != f"{package}.slack_face":
                raise
            continue
        face.register(router, services)
