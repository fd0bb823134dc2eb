"""Prizes, criteria, tasks and weights as people type them: one a line, and back. Pure.

``2 × Tea box`` · ``Taste 10`` · ``latte 50 Post your latte art`` · ``votes 40, jury 40, engagement 20``.
Whatever can't be read raises ``Unreadable``, whose words name the line and the remedy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from bot.contests.definition import Criterion, EngagementPoints, Prize, Task, Weights
from bot.kernel.text import clean_line

MOST_PRIZES, MOST_CRITERIA, MOST_TASKS = 10, 4, 25
PARTS = ("votes", "jury", "engagement")
COUNTED = ("likes", "comments", "shares", "saves", "views")
_PRIZE = re.compile(r"(\d{1,4})\s*[×xX*]\s+(\S.*)\Z")
_CRITERION = re.compile(r"(\S.*?)(?:\s+(\d{1,4}))?(?:\s*,?\s+weight\s+(\d{1,4}))?\Z", re.IGNORECASE)
_TASK = re.compile(r"(\S+)\s+(\d{1,6})(?:\s*[×xX*]\s*(\d{1,4}))?\s+(\S.*)\Z")
_PAIR = re.compile(r"([A-Za-z]+)\s*[:=]?\s*(\d{1,4})\s*%?\Z")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")


class Unreadable(ValueError):
    """What was typed can't be read; the words say where and how to write it."""


def read_prizes(text: str) -> tuple[Prize, ...]:
    """ "2 × Tea box": so many winners of a prize; without a number, one."""
    found = []
    for at, line in _lines(text, MOST_PRIZES, "prizes"):
        match = _PRIZE.match(line)
        winners, name = (int(match[1]), match[2]) if match else (1, line)
        _within(at, winners, 1, 100, "winners")
        found.append(Prize(name=_short(at, name, 100, "prize"), winners=winners))
    return tuple(found)


def write_prizes(prizes: Iterable[Prize]) -> str:
    return "\n".join(f"{prize.winners} × {prize.name}" for prize in prizes)


def read_criteria(text: str, known: Iterable[Criterion] = ()) -> tuple[Criterion, ...]:
    """ "Taste 10" or "Taste 10, weight 2"; without a number the best mark is 10. A criterion that is ``known`` by
    its name keeps its key."""
    keys = {one.name: one.key for one in known}
    found: list[Criterion] = []
    for at, line in _lines(text, MOST_CRITERIA, "criteria"):
        match = _CRITERION.match(line)
        if match is None or not match[1].rstrip(","):
            raise Unreadable(f"Line {at}: write a name and the best mark, such as “Taste 10”.")
        name = _short(at, match[1].rstrip(","), 60, "criterion")
        best, weight = int(match[2] or 10), int(match[3] or 1)
        _within(at, best, 1, 20, "the best mark")
        _within(at, weight, 1, 100, "the weight")
        taken = [one.key for one in found]
        key = keys.get(name) if keys.get(name) not in taken else None
        found.append(Criterion(key=key or key_of(name, taken), name=name, best=best, weight=weight))
    return tuple(found)


def write_criteria(criteria: Iterable[Criterion]) -> str:
    return "\n".join(
        f"{one.name} {one.best}" + (f", weight {one.weight}" if one.weight != 1 else "") for one in criteria
    )


def read_tasks(text: str) -> tuple[Task, ...]:
    """ "latte 50 Post your latte art"; "latte 50×3 ..." may be done three times."""
    found: list[Task] = []
    for at, line in _lines(text, MOST_TASKS, "tasks"):
        match = _TASK.match(line)
        if match is None:
            raise Unreadable(
                f"Line {at}: write a short key, the points and a title, such as “latte 50 Post your latte art”."
            )
        key, points, times = match[1].casefold(), int(match[2]), int(match[3] or 1)
        if not _KEY.match(key):
            raise Unreadable(f"Line {at}: a key is letters a to z, digits and dashes, such as “latte”.")
        if key in {one.key for one in found}:
            raise Unreadable(f"Line {at}: there is a task {key} above; give this one another key.")
        _within(at, points, 1, 100_000, "points")
        _within(at, times, 1, 1000, "how often it counts")
        found.append(Task(key=key, title=_short(at, match[4], 80, "title"), points=points, times=times))
    return tuple(found)


def write_tasks(tasks: Iterable[Task]) -> str:
    return "\n".join(
        f"{one.key} {one.points}{f'×{one.times}' if one.times > 1 else ''} {one.title}" for one in tasks
    )


def read_weights(text: str) -> Weights:
    """ "votes 40, jury 40, engagement 20": what isn't named counts nothing; together they are 100."""
    given = dict.fromkeys(PARTS, 0) | _pairs(text, PARTS, 100)
    total = sum(given.values())
    if total != 100:
        raise Unreadable(f"These add up to {total}; they must add up to 100.")
    return Weights(**given)


def write_weights(weights: Weights) -> str:
    return ", ".join(f"{part} {getattr(weights, part)}" for part in PARTS)


def read_engagement(text: str) -> EngagementPoints:
    """ "likes 1, comments 2": what isn't named counts nothing. One at least must count."""
    given = dict.fromkeys(COUNTED, 0) | _pairs(text, COUNTED, 1000)
    if not any(given.values()):
        raise Unreadable(f"Something must count, such as “likes 1”. There are {', '.join(COUNTED)}.")
    return EngagementPoints(**given)


def write_engagement(points: EngagementPoints) -> str:
    return ", ".join(f"{name} {getattr(points, name)}" for name in COUNTED)


def key_of(name: str, taken: Collection[str]) -> str:
    """A key for a name in any script, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    word = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30].rstrip("-")
    word = word if word[:1].isalpha() else f"c-{word}".rstrip("-")
    at, key = 1, word
    while key in taken:
        at += 1
        key = f"{word}-{at}"
    return key


def _lines(text: str, most: int, what: str) -> Sequence[tuple[int, str]]:
    """The lines that say something, with their numbers as the person counts them."""
    cleaned = [(at, clean_line(line, 200)) for at, line in enumerate(text.splitlines(), 1)]
    found = [(at, line) for at, line in cleaned if line]
    if len(found) > most:
        raise Unreadable(f"There are {len(found)} {what}; at most {most} fit. Leave some out.")
    return found


def _within(at: int, value: int, least: int, most: int, what: str) -> None:
    if not least <= value <= most:
        raise Unreadable(f"Line {at}: {what} must be from {least:,} to {most:,}, not {value:,}.")


def _short(at: int, text: str, limit: int, what: str) -> str:
    if len(text) > limit:
        raise Unreadable(f"Line {at}: a {what} takes {limit} characters; this one has {len(text)}.")
    return text


def _pairs(text: str, names: Sequence[str], most: int) -> dict[str, int]:
    """ "name number" pairs, separated by commas or line breaks."""
    found: dict[str, int] = {}
    for part in filter(None, (clean_line(one, 80) for one in re.split(r"[,;\n]", text))):
        match = _PAIR.match(part)
        name = match[1].casefold() if match else ""
        if match is None or name not in names:
            known = ", ".join(names)
            raise Unreadable(
                f"“{clean_line(part, 40)}” can't be read. Write {names[0]} 40; there are {known}."
            )
        if name in found:
            raise Unreadable(f"{name} stands there twice.")
        if int(match[2]) > most:
            raise Unreadable(f"{name} must be from 0 to {most:,}.")
        found[name] = int(match[2])
    return found
