"""Where cogs hang their handlers. One for each face; it knows no connection."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.faces.cog import find_cogs
from bot.services import Services

if TYPE_CHECKING:
    from bot.faces.discord.context import DiscordContext

Handler = Callable[..., Awaitable[None]]
"""``handler(ctx)`` for buttons, menus and modals; ``handler(ctx, **options)``, annotated as discord.py wants, for
commands; ``handler(ctx, message)`` for a message's menu."""
Found = Sequence[tuple[str, str]]
Complete = Callable[["DiscordContext", str], Awaitable[Found]]
"""Choices (words, value) for what somebody has typed of an option so far."""


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """``name`` is the group and the command: ``contest list``; a command that stands alone is one word. Its words are
    the texts ``command-contest-list`` and ``option-NAME`` for each option; choices of an option are
    ``choice-VALUE``."""

    name: str
    handler: Handler
    complete: Mapping[str, Complete]
    choices: Mapping[str, Sequence[str]]

    @property
    def group(self) -> str:
        """ "" for a command that stands alone."""
        first, space, _ = self.name.partition(" ")
        return first if space else ""


@dataclass(slots=True)
class DiscordRouter:
    """Handlers by what leads to them."""

    commands: list[SlashCommand] = field(default_factory=list)
    managers_only: set[str] = field(default_factory=set)  # groups that others aren't offered
    menus: dict[str, Handler] = field(default_factory=dict)  # of messages, by the key of their name's text
    components: dict[tuple[str, str], Handler] = field(default_factory=dict)
    modals: dict[tuple[str, str], Handler] = field(default_factory=dict)

    def command(
        self,
        name: str,
        handler: Handler,
        *,
        complete: Mapping[str, Complete] | None = None,
        choices: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """A slash command, of a group or alone. Names are not translated: what a text says works for everybody."""
        if any(each.name == name for each in self.commands):
            raise ValueError(f"two commands are named {name}")
        self.commands.append(SlashCommand(name, handler, complete or {}, choices or {}))

    def managers(self, group: str) -> None:
        """Offer a group to those who may manage messages; who may do what is the handlers' to decide."""
        self.managers_only.add(group)

    def context_menu(self, key: str, handler: Handler) -> None:
        """A command in the menu of messages."""
        self.menus[key] = handler

    def component(self, area: str, verb: str, handler: Handler) -> None:
        """A button or a menu."""
        _once(self.components, (area, verb), handler)

    def modal(self, area: str, verb: str, handler: Handler) -> None:
        """A submitted form."""
        _once(self.modals, (area, verb), handler)


def _once(known: dict[tuple[str, str], Handler], key: tuple[str, str], handler: Handler) -> None:
    if key in known:
        raise ValueError(f"{key[0]}:{key[1]} has a handler already")
    known[key] = handler


def load_cogs(router: DiscordRouter, services: Services) -> None:
    """Let every cog that has a Discord face register."""
    for _, package in find_cogs():
        name = f"{package}.discord_face"
        if find_spec(name) is not None:
            register: Callable[[DiscordRouter, Services], Any] = import_module(name).register
            register(router, services)
