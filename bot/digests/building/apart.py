"""Telling creators of the same name apart. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from bot.digests.document import CreatorLine, Piece
from bot.kernel.text import casefold_text, clean_line
from bot.people.tables import Creator
from bot.rights.where import platform_name

NAME = 40
"""Characters of a name beside which something else must be read."""

Line = CreatorLine | Piece


def told_apart(
    found: Mapping[str, Sequence[Line]], known: Mapping[int, Creator], *, community: bool
) -> dict[str, Any]:
    """The lists by their names; where several creators go by the same name each has its handle and network behind
    it. The community's edition credits people as was agreed: there only the network is added."""
    alike: dict[str, set[int]] = {}
    for one in (one for each in found.values() for one in each):
        if one.creator_id is not None and (name := casefold_text(_name(one))):
            alike.setdefault(name, set()).add(one.creator_id)
    more: dict[tuple[str, int], str] = {}
    for name, ids in alike.items():
        if len(ids) > 1:
            made = {creator_id: _more(known.get(creator_id), community) for creator_id in ids}
            often = Counter(made.values())
            for creator_id, said in made.items():
                unlike = community or often[said] == 1
                more[name, creator_id] = said if unlike else f"{said} #{creator_id}".lstrip()
    return {key: [_renamed(one, more) for one in each] for key, each in found.items()}


def _name(one: Line) -> str:
    return one.name if isinstance(one, CreatorLine) else one.creator


def _renamed(one: Line, more: Mapping[tuple[str, int], str]) -> Line:
    said = more.get((casefold_text(_name(one)), one.creator_id or 0))
    if not said:
        return one
    name = f"{clean_line(_name(one), NAME)} {said}"
    return one.model_copy(update={"name" if isinstance(one, CreatorLine) else "creator": name})


def _more(creator: Creator | None, community: bool) -> str:
    if creator is None:
        return ""
    handle = "" if community else clean_line(creator.handle or "", NAME).removeprefix("@")
    network = clean_line(platform_name(creator.platform), NAME)
    return f"({', '.join(one for one in (f'@{handle}' if handle else '', network) if one)})"
