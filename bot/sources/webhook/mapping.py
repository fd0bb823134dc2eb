"""A delivery's payload to items. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from bot.sources.base import Failure, FoundItem, Removed
from bot.sources.records import Defaults, map_record

MOST_ITEMS = 1000
"""Items taken of one delivery."""


def map_delivery(
    body: str, defaults: Defaults, items: str | None, fields: Mapping[str, str]
) -> Iterator[FoundItem | Removed | Failure]:
    """One item or a list: the payload itself, its ``items``, or what the dotted path ``items`` leads to."""
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError:
        yield Failure("a delivery", "It is not JSON.", "Check the sender.")
        return
    records = _records(payload, items)
    if records is None:
        yield Failure("a delivery", f"It has nothing at '{items}'.", "Correct items in the settings.")
        return
    for position, record in enumerate(records[:MOST_ITEMS], 1):
        yield map_record(
            _renamed(record, fields) if fields else record, defaults, f"item {position} of a delivery"
        )
    if len(records) > MOST_ITEMS:
        yield Failure(
            "a delivery",
            f"Only {MOST_ITEMS:,} of its {len(records):,} items were taken.",
            "Send fewer at a time.",
        )


def _records(payload: Any, items: str | None) -> list[Any] | None:
    found = payload
    if items:
        found = at_path(payload, items)
        if found is None:
            return None
    elif isinstance(payload, Mapping) and isinstance(payload.get("items"), list):
        found = payload["items"]
    return found if isinstance(found, list) else [found]


def at_path(payload: Any, path: str) -> Any:
    """What a dotted path leads to ('data.reviews.0.body'), or None."""
    found = payload
    for step in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isascii() and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def _renamed(record: Any, fields: Mapping[str, str]) -> dict[str, Any]:
    """A record of ours from a foreign one; fields that are not named come over where they bear our names."""
    ours: dict[str, Any] = dict(record) if isinstance(record, Mapping) else {}
    for field, path in fields.items():
        value = at_path(record, path)
        outer, dot, inner = field.partition(".")
        if not dot:
            ours[outer] = value
        elif value is not None:
            current = ours.get(outer)
            ours[outer] = {**(current if isinstance(current, Mapping) else {}), inner: value}
    return ours
