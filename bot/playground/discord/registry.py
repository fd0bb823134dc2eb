"""The table of REST operations: method and path, who answers, and which rate limit it counts against."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.discord.errors import DiscordError, Problems, invalid_form
from bot.playground.discord.model import Upload
from bot.playground.discord.snowflakes import is_snowflake
from bot.playground.discord.state import DiscordWorld
from bot.playground.discord.validate import shapes

Json = dict[str, Any]
MAJOR = ("channel", "guild", "app", "token")
"""Path parts that split a rate limit: each channel, guild or interaction has its own."""


@dataclass
class Call:
    """One request: ``params`` are the parts of its path, ``files`` its uploads by number."""

    world: DiscordWorld
    params: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: dict[int, Upload] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.params[name]

    @property
    def fields(self) -> Json:
        """The body as an object; Invalid Form Body where it is something else."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise invalid_form((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body

    def text(self, name: str, *, low: int = 0, high: int, needed: bool = False) -> str:
        """A text of the body; "" where it is missing and may be."""
        problems = Problems()
        found = shapes.text(self.fields.get(name), (name,), problems, low=low, high=high, needed=needed)
        problems.raise_any()
        return found

    def whole(self, name: str, *, high: int) -> int | None:
        """A whole number of the body, which large ones may be as text; None where it is missing."""
        given = self.fields.get(name)
        if given is None:
            return None
        if isinstance(given, str) and given.isascii() and given.isdigit():
            given = int(given)
        problems = Problems()
        found = shapes.number(given, (name,), problems, low=0, high=high)
        problems.raise_any()
        return found

    def identities(self, name: str, *, low: int = 0, high: int) -> list[str] | None:
        """A list of identifiers of the body, as text; None where it is missing."""
        given = self.fields.get(name)
        if given is None and not low:
            return None
        if not isinstance(given, list) or not low <= len(given) <= high:
            told = f"Must be between {low} and {high} in length."
            raise invalid_form((name,), "BASE_TYPE_BAD_LENGTH", told)
        found = [str(each) for each in given]
        for at, each in enumerate(found):
            if not is_snowflake(each):
                raise invalid_form((name, at), "NUMBER_TYPE_COERCE", f'Value "{each[:40]}" is not snowflake.')
        return found

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number of the query, within limits."""
        given = self.query.get(name, str(default))
        if not given.isascii() or not given.isdigit():
            raise invalid_form((name,), "NUMBER_TYPE_COERCE", f'Value "{given}" is not int.')
        if not low <= int(given) <= high:
            raise invalid_form((name,), "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}.")
        return int(given)


@dataclass(frozen=True)
class Bucket:
    """A rate limit: ``most`` requests in ``seconds``."""

    name: str
    most: int
    seconds: float


@dataclass(frozen=True)
class Operation:
    """One operation. ``status`` of a success; ``open`` ones need no bot token and don't count globally."""

    method: str
    template: str
    answer: Callable[[Call], Any]
    bucket: Bucket
    status: int = 200
    open: bool = False

    def key(self, params: dict[str, str]) -> str:
        """What the rate limit counts: the bucket and the major parts of the path."""
        return ":".join([self.bucket.name, *(params[each] for each in MAJOR if each in params)])


USUAL = (50, 1.0)
_TABLE: list[tuple[re.Pattern[str], str, Operation]] = []


def operation(
    method: str,
    template: str,
    *,
    bucket: tuple[str, int, float] | None = None,
    status: int = 200,
    open: bool = False,
) -> Callable[[Callable[[Call], Any]], Callable[[Call], Any]]:
    """Enter a function into the table; an answer of None is 204."""

    def enter(function: Callable[[Call], Any]) -> Callable[[Call], Any]:
        limit = Bucket(*bucket) if bucket else Bucket(f"{method} {template}", *USUAL)
        entry = Operation(method, template, function, limit, status, open)
        pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template) + "$")
        _TABLE.append((pattern, method, entry))
        _TABLE.sort(key=lambda each: each[2].template.count("{"))  # literal paths before templates
        return function

    return enter


def find(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    """The operation of a request and the parts of its path. Raises 404 or 405 as Discord's front does."""
    other = False
    for pattern, its_method, entry in _TABLE:
        match = pattern.match(path)
        if match and its_method == method:
            return entry, match.groupdict()
        other = other or match is not None
    if other:
        raise DiscordError(405, 0, "405: Method Not Allowed")
    raise DiscordError(404, 0, "404: Not Found")


def every_operation() -> list[Operation]:
    """The whole table."""
    return [each for _, _, each in _TABLE]
