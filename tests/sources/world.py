"""What the contract suite needs to know of a source: its settings, its local outside world, what it should find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.sources.server import LocalServer

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOSTILE = "<!channel> & \u202eevil\u202c \u200bzero '; DROP TABLE item; -- {{7*7}} ${x}"
"""As it must come out again: text, character for character."""


@dataclass(slots=True)
class World:
    """One source's world. ``secret`` must never be seen in an error, a finding or a repr."""

    settings: dict[str, Any]
    finds: int
    """Items of a first run. One of them says HOSTILE; one carries unknown fields."""

    secret: str | None = None
    inbox: tuple[str, ...] = ()


def prepare(world_module: Any, server: LocalServer, folder: Path) -> World:
    """The world of a test folder's ``world.py``: its ``build(server, folder)``."""
    world = world_module.build(server, folder)
    assert isinstance(world, World)
    return world
