"""Who takes part and how, and what counts for how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.ambassadors.refusals import Why, refused
from bot.kernel.daysoff import is_holiday, knows_country
from bot.kernel.hosts import is_private_host
from bot.kernel.text import clean_line
from bot.kernel.zones import zone_names

MOST_INTERESTS = 30
INTEREST_LIMIT = 80
DAY = 24 * 60
"""Minutes."""
PAUSE = timedelta(minutes=30)
"""Between two picks of somebody who wants them at once."""
AWAITED = timedelta(minutes=15)
"""For how long somebody waits for picks that they asked for."""
LOOKED_AHEAD = 40
"""Days in which a working hour is looked for: longer than any row of public holidays."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class Status(StrEnum):
    """Of an ambassador. The value is stored: never rename one."""

    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"  # withdrew: their data is gone
    ENDED = "ended"  # their account was deactivated: they left the company


class Cadence(StrEnum):
    """How often picks come. The value is stored: never rename one."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"


class OfferState(StrEnum):
    """What somebody did with a piece. The value is stored: never rename one."""

    SHOWN = "shown"
    SAVED = "saved"
    SKIPPED = "skipped"
    SHARED = "shared"
    GONE = "gone"  # it may not be shared any more


class Kind(StrEnum):
    """What counts. The value is stored: never rename one."""

    SHARE = "share"
    FIRST = "first"  # the first share of a piece by anybody
    CLICK = "click"
    CONVERSION = "conversion"
    SUGGESTION = "suggestion"


class Measure(StrEnum):
    """What a board ranks by. The value is stored: never rename one."""

    POINTS = "points"
    SHARES = "shares"
    CLICKS = "clicks"  # unique visitors


ALL_TIME = "all"
WIDTHS = (1, 64, 4096)
"""Of the stretches of scores that are counted, see ``tables.ScoreCount``."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody wants. ``hours`` are minutes after midnight in their zone, the first inside and the last not;
    ``days`` are days of the week from 0, Monday. An interest is a tag ("#tea"), "campaign:NAME" or
    "collection:SLUG". ``public``: people outside the company may read the boards they stand on. Raises Refused for
    what can't be."""

    networks: tuple[str, ...]
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    mastodon: str = ""
    cadence: Cadence = Cadence.DAILY
    place: str = "dm"
    zone: str = "UTC"
    hours: tuple[int, int] = (9 * 60, 17 * 60)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    country: str = ""
    on_board: bool = True
    public: bool = False

    def __post_init__(self) -> None:
        for why, values in _problems(self):
            raise refused(why, **values)


def _problems(wanted: Preferences) -> Iterator[tuple[Why, dict[str, object]]]:
    if not wanted.networks:
        yield Why.NO_NETWORK, {}
    if "mastodon" in wanted.networks and not wanted.mastodon:
        yield Why.NO_SERVER, {}
    if wanted.mastodon and server_of(wanted.mastodon) != wanted.mastodon:
        yield Why.NO_SERVER, {}
    if len(wanted.interests) > MOST_INTERESTS:
        yield Why.TOO_MANY_INTERESTS, {"most": MOST_INTERESTS}
    if not wanted.languages or not all(_LANGUAGE.fullmatch(one) for one in wanted.languages):
        yield Why.NO_LANGUAGE, {}
    if wanted.place not in ("dm", "channel"):
        yield Why.NO_PLACE, {}
    if wanted.zone not in zone_names():
        yield Why.NO_ZONE, {"name": clean_line(wanted.zone, 60)}
    if not 0 <= wanted.hours[0] < wanted.hours[1] <= DAY:
        yield Why.HOURS, {}
    if not wanted.days or not set(wanted.days) <= set(range(7)):
        yield Why.DAYS, {}
    if wanted.country and not (len(wanted.country) == 2 and wanted.country.isalpha()):
        yield Why.COUNTRY, {"name": clean_line(wanted.country, 20)}


def interest(text: str) -> str:
    """An interest as it is kept: one line, tags in lower case and with "#". "" for nothing."""
    line = clean_line(text, INTEREST_LIMIT)
    kind, colon, rest = line.partition(":")
    if colon and kind.casefold() in ("campaign", "collection") and rest.strip():
        return f"{kind.casefold()}:{rest.strip()}"
    bare = line.lstrip("#").strip().casefold()
    return f"#{bare}" if bare else ""


def server_of(text: str) -> str:
    """The server of a Mastodon account as people write it: its address, the account, the host. "": it is none."""
    said = text.strip().casefold().removeprefix("https://").removeprefix("http://")
    said = said.split("/", 1)[0].rpartition("@")[2]
    try:
        host = said.encode("idna").decode() if said and not said.isascii() else said
    except UnicodeError:
        return ""
    return host if len(host) <= 253 and _HOST.fullmatch(host) and not is_private_host(host) else ""


# ---- working hours ----


def works_at(wanted: Preferences, moment: datetime) -> bool:
    """Whether a moment lies in somebody's working hours, by the clock on their wall."""
    local = moment.astimezone(ZoneInfo(wanted.zone))
    minute = local.hour * 60 + local.minute
    return _works_on(wanted, local.date()) and wanted.hours[0] <= minute < wanted.hours[1]


def _works_on(wanted: Preferences, day: date) -> bool:
    if day.weekday() not in wanted.days:
        return False
    return not (wanted.country and knows_country(wanted.country) and is_holiday(wanted.country, day))


def may_arrive(wanted: Preferences, asked_at: datetime, now: datetime) -> bool:
    """Whether a pick may arrive now: in working hours; and outside of them what somebody asked for then, if it comes
    while they wait for it. What is late comes in their next working hour."""
    return works_at(wanted, now) or (not works_at(wanted, asked_at) and now - asked_at <= AWAITED)


def opening(wanted: Preferences, day: date) -> datetime | None:
    """When somebody's working hours begin on a day, in UTC; None where they don't work then. Where clocks jump over
    the beginning it is as long after midnight as on other days, an hour later by the clock (PEP 495)."""
    hour, minute = divmod(wanted.hours[0], 60)
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(wanted.zone))
    moment = local.astimezone(UTC)
    return moment if works_at(wanted, moment) else None


def at_work(wanted: Preferences, moment: datetime) -> datetime:
    """The first moment from then on that lies in somebody's working hours."""
    if works_at(wanted, moment):
        return moment.astimezone(UTC)
    day = moment.astimezone(ZoneInfo(wanted.zone)).date()
    for later in range(LOOKED_AHEAD):
        found = opening(wanted, day + timedelta(days=later))
        if found is not None and found >= moment:
            return found
    raise refused(Why.HOURS)  # hours that clocks jump over on each of their days: nobody has them


def next_due(wanted: Preferences, now: datetime) -> datetime:
    """When picks are due after those of now: on the next day that they work, in the next week, or after a pause."""
    if wanted.cadence is Cadence.INSTANT:
        return at_work(wanted, now + PAUSE)
    zone = ZoneInfo(wanted.zone)
    today = now.astimezone(zone).date()
    days = 1 if wanted.cadence is Cadence.DAILY else 7 - today.weekday()
    later = today + timedelta(days=days)
    # Noon and not midnight: no clock jumps over it, so this is surely that day there.
    begin = datetime(later.year, later.month, later.day, 12, tzinfo=zone).astimezone(UTC)
    opened = opening(wanted, later)
    return opened if opened is not None else at_work(wanted, max(begin, now))


# ---- periods and scores ----


@dataclass(frozen=True, slots=True)
class Periods:
    """The week and the season (a quarter) that a moment lies in, by the programme's zone."""

    week: str
    season: str

    @property
    def boards(self) -> tuple[str, str, str]:
        return self.week, self.season, ALL_TIME


def periods_of(moment: datetime, zone: str) -> Periods:
    """Weeks are those of ISO 8601: "2026-W47", "2026-Q4"."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    year, week, _ = day.isocalendar()
    return Periods(f"{year}-W{week:02}", f"{day.year}-Q{(day.month - 1) // 3 + 1}")


def clock_of(moment: datetime, zone: str) -> str:
    """A moment by a zone's clock, which is named: "2026-11-30 09:00 (Europe/Stockholm)"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def day_start(moment: datetime, zone: str) -> datetime:
    """The first moment of the day there, in UTC."""
    return _midnight(moment.astimezone(ZoneInfo(zone)).date(), zone)


def week_start(moment: datetime, zone: str) -> datetime:
    """The first moment of the week there, Monday's, in UTC."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return _midnight(day - timedelta(days=day.weekday()), zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def counts_for(kind: Kind, count: int, points: int) -> dict[Measure, int]:
    """What something adds to which board."""
    found = {Measure.POINTS: points}
    if kind is Kind.SHARE:
        found[Measure.SHARES] = count
    elif kind is Kind.CLICK:
        found[Measure.CLICKS] = count
    return {measure: more for measure, more in found.items() if more}


def buckets(score: int) -> tuple[tuple[int, int], ...]:
    """The stretches that a score lies in, as width and bucket."""
    return tuple((width, score // width) for width in WIDTHS)
