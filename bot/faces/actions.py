"""The identity of a button: everything a click needs, so that it works after a restart and years later.

``g1:review:approve:123:4`` is codec version 1, area, verb, item and the revision the person saw; further
parts are the verb's own. Chat platforms keep these strings for as long as the message stands, so a version
is read for ever; one we don't know becomes ``Unknown`` and is answered in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = "g1"
LIMIT = 255  # Slack's limit for action_id, block_id and callback_id
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")
_EXTRA = re.compile(r"[A-Za-z0-9_.@#-]*\Z")


@dataclass(frozen=True, slots=True)
class ActionId:
    """A decoded button. ``item_id`` and ``revision`` are None where the button isn't about an item."""

    area: str
    verb: str
    item_id: int | None = None
    revision: int | None = None
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A string that this version of the program can't read; ``version`` is what it claims to be."""

    version: str
    raw: str


def encode(
    area: str,
    verb: str,
    item_id: int | None = None,
    revision: int | None = None,
    extra: tuple[str, ...] = (),
) -> str:
    """The string for a button. Raises ValueError for parts that could not be read back."""
    if not _WORD.match(area) or not _WORD.match(verb):
        raise ValueError(f"area and verb are lower-case words, not {area!r} and {verb!r}")
    if not all(_EXTRA.match(part) for part in extra):
        raise ValueError(f"an extra part has a character that would not be read back: {extra!r}")
    parts = [VERSION, area, verb, _number(item_id), _number(revision), *extra]
    while parts[-1] == "" and len(parts) > 3 and not extra:
        parts.pop()
    encoded = ":".join(parts)
    if len(encoded) > LIMIT:
        raise ValueError(f"{encoded[:40]}… is longer than {LIMIT} characters")
    return encoded


def decode(raw: str) -> ActionId | Unknown:
    """Read a button's string. Never raises: what can't be read is ``Unknown``."""
    version, *parts = raw.split(":")
    if version != VERSION or len(parts) < 2 or not _WORD.match(parts[0]) or not _WORD.match(parts[1]):
        return Unknown(version[:20], raw[:LIMIT])
    numbers = [*parts[2:4], "", ""][:2]
    if not all(number == "" or (number.isascii() and number.isdigit()) for number in numbers):
        return Unknown(version, raw[:LIMIT])
    item_id, revision = (int(number) if number else None for number in numbers)
    return ActionId(parts[0], parts[1], item_id, revision, tuple(parts[4:]))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
