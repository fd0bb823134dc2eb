"""A message's content, embeds, components and uploads."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.errors import Problems, empty_message

Json = dict[str, Any]
CONTENT = 2000
LOADING = 1 << 7


def check_message(body: Json, draft: Json, *, attached: int, limit: int) -> None:
    """Refuse what Discord refuses. ``draft`` is the message as it would be, ``attached`` how many files it has."""
    problems = Problems()
    if not isinstance(draft["content"], str):
        problems.add(("content",), "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    elif len(draft["content"]) > CONTENT:
        problems.add(("content",), "BASE_TYPE_MAX_LENGTH", f"Must be {CONTENT} or fewer in length.")
    problems.raise_any()
    if not (draft["content"].strip() or draft["embeds"] or draft["components"] or attached):
        raise empty_message()
