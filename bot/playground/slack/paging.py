"""Cursors: an opaque word that says where the next page starts."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.playground.slack.errors import SlackError
from bot.playground.slack.registry import Json, Request

T = TypeVar("T")


def page(request: Request, items: Sequence[T], *, default: int, most: int) -> tuple[list[T], Json]:
    """One page of ``items`` by ``cursor`` and ``limit``, and the ``response_metadata`` to go with it."""
    limit = request.number("limit", default)
    if limit < 0 or limit > most:
        raise SlackError("invalid_limit")
    limit = limit or default
    start = decode(request.text("cursor"))
    rest = items[start + limit :]
    return list(items[start : start + limit]), {"next_cursor": encode(start + limit) if rest else ""}


def encode(position: int) -> str:
    """A cursor for a position."""
    return base64.b64encode(f"next:{position}".encode()).decode()


def decode(cursor: str) -> int:
    """The position of a cursor; invalid_cursor for anything we did not hand out."""
    if not cursor:
        return 0
    try:
        word, _, position = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "next" and position.isascii() and position.isdigit():
            return int(position)
    except (binascii.Error, UnicodeDecodeError):
        pass
    raise SlackError("invalid_cursor")
