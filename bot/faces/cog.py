"""What a chat feature declares about itself. One folder under ``cogs/`` each; nobody keeps a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from bot.people.rules import Right
from bot.work import Job

COGS = "cogs"


@dataclass(frozen=True, slots=True)
class Command:
    """One word after ``/goodword``. ``usage`` starts with the word: ``search WORDS``."""

    word: str
    usage: str
    help: str  # one sentence
    right: Right = Right.VIEW
    examples: tuple[str, ...] = ()
    group: str = ""  # with which others it stands in help: "ambassador"


@dataclass(frozen=True, slots=True)
class Cog:
    """A chat feature: its commands, its durable work and the personal data it keeps."""

    key: str
    title: str
    commands: tuple[Command, ...] = ()
    jobs: tuple[Job, ...] = ()
    schedules: tuple[tuple[str, int], ...] = ()  # work to be asked for every so many seconds
    personal_data: str = "none"


def find_cogs() -> Iterator[tuple[Cog, str]]:
    """Every installed cog and the name of its package, by name. The faces of a cog are loaded later."""
    # By name, not by import: features stand above the faces, and nobody below knows which there are.
    for module in sorted(iter_modules(import_module(COGS).__path__), key=lambda found: found.name):
        name = f"{COGS}.{module.name}"
        declared = getattr(import_module(name), "COG", None)
        if isinstance(declared, Cog):
            yield declared, name
