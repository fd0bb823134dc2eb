"""Embeds: lengths, counts, links, and 6,000 characters over all of a message's.

Source: docs.discord.com "Message Resource", "Embed Limits".
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.playground.discord.errors import Path, Problems
from bot.playground.discord.validate.shapes import address, items, number, text

Json = dict[str, Any]
MOST, ALL_CHARACTERS, FIELDS = 10, 6000, 25
_EMPTY = {"type", "flags", "content_scan_version"}


def check_embeds(embeds: Any, problems: Problems) -> None:
    """Note what is wrong with a message's embeds."""
    total = 0
    for at, each in enumerate(items(embeds, ("embeds",), problems, high=MOST)):
        total += _embed(each, ("embeds", at), problems)
    if total > ALL_CHARACTERS:
        told = f"Embed size exceeds maximum size of {ALL_CHARACTERS}"
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", told)


def _embed(embed: Json, path: Path, problems: Problems) -> int:
    """The number of characters that count."""
    size = 0
    for key, most in (("title", 256), ("description", 4096)):
        size += len(text(embed.get(key), (*path, key), problems, high=most, needed=False))
    for key, inner, most in (("footer", "text", 2048), ("author", "name", 256)):
        part = embed.get(key)
        if isinstance(part, dict):
            size += len(text(part.get(inner), (*path, key, inner), problems, low=1, high=most))
            _links(part, (*path, key), problems)
    for at, each in enumerate(items(embed.get("fields"), (*path, "fields"), problems, high=FIELDS)):
        where = (*path, "fields", at)
        size += len(text(each.get("name"), (*where, "name"), problems, low=1, high=256))
        size += len(text(each.get("value"), (*where, "value"), problems, low=1, high=1024))
    for key in ("image", "thumbnail"):
        part = embed.get(key)
        if isinstance(part, dict):
            address(part.get("url"), (*path, key, "url"), problems, attachments=True)
    _links(embed, path, problems)
    if embed.get("color") is not None:
        number(embed["color"], (*path, "color"), problems, low=0, high=0xFFFFFF)
    if embed.get("timestamp") is not None:
        _moment(embed["timestamp"], (*path, "timestamp"), problems)
    if not any(value for key, value in embed.items() if key not in _EMPTY):
        problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
    return size


def _links(part: Json, path: Path, problems: Problems) -> None:
    if part.get("url"):
        address(part["url"], (*path, "url"), problems)
    if part.get("icon_url"):
        address(part["icon_url"], (*path, "icon_url"), problems, attachments=True)


def _moment(value: Any, path: Path, problems: Problems) -> None:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        problems.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
