"""What the charts say, in the digest's language: Fluent texts under ``words``, Babel's numbers and dates."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_interval
from babel.numbers import format_compact_decimal, format_decimal, format_percent, format_scientific
from fluent.runtime import FluentBundle, FluentResource

from bot.digests.document import Span

LANGUAGES = ("en", "sv", "de")
ALT_LIMIT = 2_000  # characters: what Slack takes
_COMPACT_FROM = 100_000
_BEYOND_WORDS = 10**15
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
_MARKS_IN_A_ROW = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words, and the zone in which days are said."""

    language: str
    zone: str
    cadence: str

    @classmethod
    def of(cls, language: str, period: Span) -> Wording:
        """In that language, or English."""
        return cls(language if language in LANGUAGES else "en", period.zone, period.cadence)

    def say(self, key: str, **values: Any) -> str:
        """The text of that key. Raises KeyError for one that nobody wrote, ValueError for one that can't be said."""
        bundle = _bundle(self.language)
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise KeyError(key)
        said, problems = bundle.format_pattern(pattern, values)
        if problems:
            raise ValueError(f"the chart's text {key!r} ({self.language}) can't be said: {problems[0]}")
        return str(said)

    def number(self, value: float | None) -> str:
        """A count as people read it, from a hundred thousand in short: 9,800 and 1.2M."""
        if value is None:
            return self.say("chart-unknown")
        if abs(value) >= _BEYOND_WORDS:
            return str(format_scientific(value, format="0.#E0", locale=self.language))
        whole = str(format_decimal(round(value), locale=self.language))
        if abs(value) < _COMPACT_FROM:
            return whole
        short = str(format_compact_decimal(value, fraction_digits=1, locale=self.language))
        return whole if short.lstrip("-").isdigit() else short  # German has no short thousand

    def percent(self, share: float) -> str:
        """A whole percentage."""
        return str(
            format_percent(share, format="0%" if self.language == "en" else "0 %", locale=self.language)
        )

    def period(self, name: str, start: datetime) -> str:
        """A period by its name: week 47, November 2026, Q4 2026; any other by its first day."""
        day = self._day(start)
        if (week := _week(name)) is not None:
            return self.say("chart-week", number=str(week))
        form = {"month": "LLLL y", "quarter": "QQQ y"}.get(self.cadence, "d MMM y")
        return str(format_date(day, form, locale=self.language))

    def short(self, name: str, start: datetime) -> str:
        """The same as it stands under a bar."""
        if (week := _week(name)) is not None:
            return self.say("chart-week-short", number=str(week))
        form = {"month": "LLL", "quarter": "QQQ"}.get(self.cadence, "d MMM")
        return str(format_date(self._day(start), form, locale=self.language))

    def day(self, moment: datetime) -> str:
        """The day of it, as it stands under a column."""
        return str(format_date(self._day(moment), "d MMM", locale=self.language))

    def days(self, span: Span) -> str:
        """Its first and last day: 16–22 Nov 2026."""
        return self.between(span.start, span.end, "yMMMd")

    def between(self, start: datetime, end: datetime, form: str = "MMMd") -> str:
        """The first and last day of a stretch whose end is outside of it: 16–22 Nov."""
        first, last = self._day(start), self._day(end - timedelta(microseconds=1))
        locale = "en_GB" if self.language == "en" else self.language
        return str(format_interval(first, last, form, locale=locale))

    def span(self, span: Span) -> str:
        """A week, month or quarter by its name, any other stretch by its days."""
        named = span.cadence in ("week", "month", "quarter")
        return self.period(span.name, span.start) if named else self.days(span)

    def month(self, moment: datetime) -> str:
        return str(format_date(self._day(moment), "LLLL y", locale=self.language))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone)).date()


def plain(text: str, limit: int = 300) -> str:
    """Anybody's words on one line: nothing invisible, nothing that turns its direction, no piled-up accents."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text[: limit * 4]):
        kind = unicodedata.category(char)
        marks = marks + 1 if kind.startswith("M") else 0
        if char.isspace():
            kept.append(" ")
        elif kind not in _UNSEEN and marks <= _MARKS_IN_A_ROW:
            kept.append(char)
    said = " ".join("".join(kept).split())
    return said if len(said) <= limit else said[: limit - 1].rstrip() + "…"


def alt(*sentences: str) -> str:
    """What a chart shows, in words: at most what every face takes."""
    said = " ".join(one if one.endswith(".") else f"{one}." for one in sentences if one)
    return said if len(said) <= ALT_LIMIT else said[: ALT_LIMIT - 1] + "…"


def series(what: str, each: Iterable[str]) -> str:
    """What stands in the chart, then its values. Put together here, since Fluent takes no value of that length."""
    return f"{what}: {'; '.join(each)}"


def known(value: float | None) -> float | None:
    """A value that can be drawn; None where it isn't a number."""
    return None if value is None or not math.isfinite(value) else value


def _week(name: str) -> int | None:
    year, _, week = name.partition("-W")
    return int(week) if year.isdigit() and week.isascii() and week.isdigit() else None


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    words = resources.files(__package__) / "words" / f"{language}.ftl"
    bundle.add_resource(FluentResource(words.read_text(encoding="utf-8")))
    return bundle
