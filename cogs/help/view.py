"""Help as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from bot.faces.cog import Command
from bot.people.rules import Role, may

AMBASSADOR = "ambassador"


def for_role(commands: Mapping[str, Command], role: Role) -> list[Command]:
    """The commands somebody with this role may use, by word; help itself last."""
    usable = (command for command in commands.values() if may(role, command.right))
    return sorted(usable, key=lambda command: (command.word == "help", command.word))


def grouped(commands: Sequence[Command], *, ambassador: bool) -> list[tuple[str, list[Command]]]:
    """Commands below their headings, "" for none. What is an ambassador's stands first for whoever is one."""
    theirs = [one for one in commands if one.group == AMBASSADOR]
    others = [one for one in commands if one.group != AMBASSADOR]
    if ambassador:
        return [("As an ambassador", theirs), ("All else", others)]
    return [("", others), ("For ambassadors", theirs)]


DECISIONS = ("approve", "reject", "undo", "escalate", "ask", "permission", "note", "campaign", "block")
"""What is done by a card's buttons and menu, and tried as a command."""


def nearest(word: str, commands: Iterable[str], likeness: float = 0.5) -> str | None:
    """The command that was probably meant."""
    found = get_close_matches(word.casefold()[:40], sorted(commands), n=1, cutoff=likeness)
    return found[0] if found else None
