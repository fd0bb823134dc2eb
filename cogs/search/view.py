"""What somebody searches for: words and filters, read from what they typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.faces.words import KINDS
from bot.kernel.errors import TellUser
from bot.review.rules import Status
from bot.screening.registry import specs

ANY = "any"
STATUSES = {
    "waiting": Status.QUEUED,
    "queued": Status.QUEUED,
    "approved": Status.APPROVED,
    "rejected": Status.REJECTED,
    "escalated": Status.ESCALATED,
    "closed": Status.CLOSED,
}
FILTERS = "from:@handle, is:approved, on:mastodon, kind:review, flag:insults, in:campaign, since:7d"
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"(\d{1,4})([hdw])")
_FILTER = re.compile(r"([A-Za-z]+):(?!//)(.+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search. Empty or None doesn't restrict; ``flag`` is a check's key or ``any``."""

    text: str = ""
    creator: str = ""
    platform: str = ""
    kind: str = ""
    campaign: str = ""
    status: Status | None = None
    flag: str = ""
    since: datetime | None = None

    @property
    def empty(self) -> bool:
        return self == Wanted()


def read(typed: str, now: datetime) -> Wanted:
    """Words and filters. Raises TellUser naming the filters there are."""
    wanted, words = Wanted(), []
    for part in _parts(typed[:500]):
        match = _FILTER.fullmatch(part)
        if match is None:
            words.append(part)
            continue
        name, value = match[1].casefold(), match[2]
        if name not in _READERS:
            raise TellUser(
                f"There is no filter “{name}:”.",
                remedy=f"There are {FILTERS}. To search for a word with a colon, leave a space after it.",
            )
        wanted = _READERS[name](wanted, value, now)
    return replace(wanted, text=" ".join(words))


def _parts(typed: str) -> list[str]:
    """Split at spaces; quotes keep a campaign's name together. Unpaired quotes are ordinary signs."""
    plain = typed.replace("“", '"').replace("”", '"')
    try:
        lexer = shlex.shlex(plain, posix=True)
        lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
        return list(lexer)
    except ValueError:
        return plain.split()


def _creator(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    return replace(wanted, creator=value)


def _status(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    status = STATUSES.get(value.casefold())
    if status is None:
        raise TellUser(f"Nothing is “{value[:40]}”.", remedy=f"After is: stands {_or(STATUSES)}.")
    return replace(wanted, status=status)


def _platform(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    return replace(wanted, platform=value.casefold())


def _kind(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    if value.casefold() not in KINDS:
        raise TellUser(f"There is no kind “{value[:40]}”.", remedy=f"After kind: stands {_or(KINDS)}.")
    return replace(wanted, kind=value.casefold())


def _flag(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    keys = [*(spec.key for spec in specs()), ANY]
    if value.casefold() not in keys:
        raise TellUser(f"There is no check “{value[:40]}”.", remedy=f"After flag: stands {_or(keys)}.")
    return replace(wanted, flag=value.casefold())


def _campaign(wanted: Wanted, value: str, _now: datetime) -> Wanted:
    return replace(wanted, campaign=value)


def _since(wanted: Wanted, value: str, now: datetime) -> Wanted:
    match = _SPAN.fullmatch(value.casefold())
    if match is None:
        raise TellUser(
            f"I can't read “since:{value[:40]}”.", remedy="Write it like since:12h, since:7d or since:4w."
        )
    return replace(wanted, since=now - timedelta(**{_UNITS[match[2]]: int(match[1])}))


_READERS: dict[str, Callable[[Wanted, str, datetime], Wanted]] = {
    "from": _creator,
    "is": _status,
    "on": _platform,
    "kind": _kind,
    "flag": _flag,
    "in": _campaign,
    "since": _since,
}


def _or(names: object) -> str:
    *first, last = list(names)  # type: ignore[call-overload]
    return f"{', '.join(first)} or {last}"
