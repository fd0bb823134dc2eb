"""Small checkers that walk a value and note what is wrong with it, where, in Slack's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass
class Problems:
    """What was found, as Slack words it: ``[ERROR] must be ... [json-pointer:/blocks/0/text]``."""

    found: list[str] = field(default_factory=list)

    def add(self, pointer: str, what: str) -> None:
        """Note a problem at a JSON pointer."""
        self.found.append(f"[ERROR] {what} [json-pointer:{pointer}]")


Check = Callable[[Any, str, Problems], None]


def text(most: int, least: int = 0, pattern: str = "") -> Check:
    """A string of ``least`` to ``most`` characters."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.add(at, "must provide a string")
        elif len(value) > most:
            problems.add(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            problems.add(at, f"must be more than {least - 1} characters")
        elif pattern and not re.fullmatch(pattern, value):
            problems.add(at, f"must match the pattern {pattern}")

    return check


def boolean(value: Any, at: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        problems.add(at, "must provide a boolean")


def number(least: float | None = None, most: float | None = None) -> Check:
    """A number within bounds."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            problems.add(at, "must provide a number")
        elif (least is not None and value < least) or (most is not None and value > most):
            problems.add(at, f"must be between {least} and {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if value not in allowed:
            problems.add(at, f"failed to match any of: {', '.join(allowed)}")

    return check


def listing(item: Check, least: int = 0, most: int | None = None) -> Check:
    """A list of ``least`` to ``most`` items."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.add(at, "must provide an array")
            return
        if len(value) < least:
            problems.add(at, f"no less than {least} items required")
        if most is not None and len(value) > most:
            problems.add(at, f"no more than {most} items allowed")
        for index, each in enumerate(value):
            item(each, f"{at}/{index}", problems)

    return check


def anything(value: Any, at: str, problems: Problems) -> None:
    """A value nobody looks into."""


def shape(
    fields: Mapping[str, Check],
    required: tuple[str, ...] = (),
    rule: Callable[[Json], str | None] | None = None,
) -> Check:
    """An object with these fields and no others. ``rule`` says in words what else is wrong."""

    def check(value: Any, at: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(at, "must provide an object")
            return
        for name in required:
            if name not in value:
                problems.add(at, f"missing required field: {name}")
        for name, each in value.items():
            checker = fields.get(name)
            if checker is None:
                problems.add(at, f"invalid additional property: {name}")
            else:
                checker(each, f"{at}/{name}", problems)
        complaint = rule(value) if rule else None
        if complaint:
            problems.add(at, complaint)

    return check


def typed(table: Mapping[str, Check], what: str = "type") -> Check:
    """An object whose ``type`` says which shape holds."""

    def check(value: Any, at: str, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict):
            problems.add(at, "must provide an object")
        elif kind is None:
            problems.add(at, "missing required field: type")
        elif not isinstance(kind, str) or kind not in table:
            problems.add(f"{at}/type", f"unsupported {what}: {str(kind)[:60]}")
        else:
            table[kind](value, at, problems)

    return check


def exactly_one(*names: str) -> Callable[[Json], str | None]:
    """A rule: exactly one of these fields is given."""

    def rule(value: Json) -> str | None:
        given = [name for name in names if name in value]
        return None if len(given) == 1 else f"provide exactly one of: {', '.join(names)}"

    return rule


def at_least_one(*names: str) -> Callable[[Json], str | None]:
    """A rule: at least one of these fields is given."""

    def rule(value: Json) -> str | None:
        return (
            None if any(name in value for name in names) else f"missing required field: {' or '.join(names)}"
        )

    return rule
