"""The stages of an erasure, what a person is called, and what stands for what was erased. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.kernel.text import casefold_text
from bot.people.creators import name_identity

SHORTEST_SURE = 5
"""Letters of a name below which it may be somebody else's word."""
SHORTEST = 3


class Stage(StrEnum):
    """What is done next; each may be done twice."""

    PERMISSIONS = "permissions"  # what runs is ended, words are erased, the chain holds
    PIECES = "pieces"  # in batches
    PERSON = "person"  # accounts, names, what others wrote about them
    MESSAGES = "messages"  # in the chats: needs the running bot
    LEFTOVERS = "leftovers"  # work that holds words, what waits in inboxes
    BYTES = "bytes"  # what a database keeps of what was deleted
    DONE = "done"


def after(stage: Stage) -> Stage:
    """The stage that follows."""
    order = list(Stage)
    return order[min(order.index(stage) + 1, len(order) - 1)]


@dataclass(frozen=True, slots=True)
class Called:
    """What an account is known by."""

    platform: str
    external_id: str
    handle: str | None = None
    name: str | None = None
    url: str | None = None
    avatar_url: str | None = None


def sure_names(accounts: Iterable[Called]) -> list[str]:
    """What names the person and surely nobody else: addresses, ids, handles with "@", full names."""
    found: set[str] = set()
    for one in accounts:
        found |= {each for each in (one.external_id, one.url, one.avatar_url) if each and _tells(each)}
        found |= {f"@{handle}" for handle in _handles(one) if len(handle) >= SHORTEST_SURE - 1}
        if name_identity(one.name):
            found.add(one.name or "")
    return sorted(found)


def all_names(accounts: Iterable[Called]) -> list[str]:
    """Whatever the person is called, for places where one word too many does no harm."""
    listed = list(accounts)
    plain = {handle for one in listed for handle in _handles(one)} | {one.name or "" for one in listed}
    return sorted({*sure_names(listed), *(one for one in plain if len(one) >= SHORTEST)})


def _handles(one: Called) -> set[str]:
    """The handle, and of one with a server also the part before that."""
    handle = (one.handle or "").removeprefix("@")
    return {handle, handle.partition("@")[0]} - {""}


def _tells(name: str) -> bool:
    """Whether it is long enough and not a plain small number, which is many things."""
    return len(name) >= SHORTEST_SURE and not (name.isdecimal() and len(name) < 8)


def account_marks(platform: str, external_id: str, handle: str | None) -> list[str]:
    """What stands for an account: a hash for each name that its platform knows it by."""
    names = [external_id, (handle or "").removeprefix("@")]
    return [_mark("account", platform, one) for one in dict.fromkeys(casefold_text(n) for n in names) if one]


def piece_mark(source: str, external_id: str) -> str:
    """What stands for a piece at its source, should that hide who made it one day."""
    return _mark("piece", source, external_id)


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(("goodword erased", *parts)).encode("utf-8", "surrogatepass")).hexdigest()


def add_counts(counts: dict[str, int], more: Sequence[tuple[str, int]]) -> dict[str, int]:
    """The counts with more of them; what is nothing isn't named."""
    summed = dict(counts)
    for place, count in more:
        if count:
            summed[place] = summed.get(place, 0) + count
    return summed
