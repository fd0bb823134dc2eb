"""Small checks that every part of a body needs, with Discord's codes and words."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.errors import Path, Problems


def given(part: dict[str, Any], key: str, default: Any) -> Any:
    """What a part says, or the default where it says nothing or null."""
    value = part.get(key)
    return default if value is None else value


def text(value: Any, path: Path, problems: Problems, *, low: int = 0, high: int, needed: bool = True) -> str:
    """A text of so many characters; "" where it isn't one, or may be missing and is."""
    if value is None or (value == "" and low):
        if needed:
            problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        return ""
    if not isinstance(value, str):
        problems.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return ""
    if len(value) > high and low == 0:
        problems.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
    elif not low <= len(value) <= high:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
    return value


def number(value: Any, path: Path, problems: Problems, *, low: int, high: int) -> int | None:
    """A whole number within limits; None where it isn't one."""
    if isinstance(value, bool) or not isinstance(value, int):
        problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return None
    if not low <= value <= high:
        problems.add(path, "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}.")
        return None
    return value


def items(value: Any, path: Path, problems: Problems, *, low: int = 0, high: int) -> list[dict[str, Any]]:
    """A list of objects, of so many; [] where it isn't one."""
    if value is None:
        value = []
    if not isinstance(value, list):
        problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    if not low <= len(value) <= high:
        known = f"{high} or fewer" if not low else f"between {low} and {high}"
        code = "BASE_TYPE_BAD_LENGTH" if low else "BASE_TYPE_MAX_LENGTH"
        problems.add(path, code, f"Must be {known} in length.")
        return []
    for at, each in enumerate(value):
        if not isinstance(each, dict):
            told = "Only dictionaries may be used in a ModelType"
            problems.add((*path, at), "MODEL_TYPE_CONVERT", told)
            return []
    return value


def address(value: Any, path: Path, problems: Problems, *, attachments: bool = False) -> None:
    """A link that Discord takes: http, https, and for media ``attachment://``."""
    schemes = ("http://", "https://", "attachment://") if attachments else ("http://", "https://")
    if not isinstance(value, str) or not value.startswith(schemes) or len(value) > 2048:
        told = f'Not a well formed URL; scheme "{str(value)[:40]}" must be one of {schemes}.'
        problems.add(path, "URL_TYPE_INVALID_URL", told)
