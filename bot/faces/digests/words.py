"""The words of a digest's figures in one language: numbers, shares, durations, changes, the headline. Pure; nothing
is escaped here but what the caller's ``escape`` does, since only faces know their markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from bot.digests.document import Document, Number, Record
from bot.faces.texts import say
from bot.insights.figures import FIGURES, Unit

_HEADLINE = ("found", "approved", "granted")
_STEPS = ((86400, "days"), (3600, "hours"), (60, "minutes"))


@dataclass(frozen=True, slots=True)
class Words:
    """``language``: one of ``bot.faces.texts.LANGUAGES``; ``zone``: the IANA name in which dates are said."""

    language: str
    zone: str

    def title(self, figure: str) -> str:
        """What the figure is called. Raises KeyError for one that nobody named."""
        return say(self.language, f"figure-{figure.replace('_', '-')}")

    def number(self, number: Number, currency: str = "") -> str:
        """Its value as people read it; "not known" where there is none."""
        if number.value is None:
            return say(self.language, "digest-unknown")
        unit = FIGURES[number.figure].unit
        if unit is Unit.SHARE:
            return self.share(number)
        if unit is Unit.SECONDS:
            return self.duration(number.value)
        if unit is Unit.MONEY and currency:
            return str(format_currency(number.value, currency, locale=self.language))
        said = self._decimal(number.value)
        return say(self.language, "digest-about", {"number": said}) if number.estimate else said

    def share(self, number: Number) -> str:
        """A share in percent, with its 95 % interval and sample where they are known."""
        if number.value is None:
            return say(self.language, "digest-unknown")
        said = self._percent(number.value)
        if number.low is not None and number.high is not None:
            interval = {"low": self._percent(number.low), "high": self._percent(number.high)}
            said += " " + say(self.language, "digest-interval", interval)
        if number.sample is not None:
            said += ", " + say(self.language, "digest-sample", {"count": number.sample})
        if number.small:
            said += ", " + say(self.language, "digest-small")
        return said

    def duration(self, seconds: float) -> str:
        """A length of time in its largest fitting unit, to one decimal below ten."""
        for size, name in _STEPS:
            if seconds >= size or name == "minutes":
                return say(self.language, f"digest-{name}", {"said": self._short(seconds / size)})
        raise AssertionError("minutes fit everything")

    def change(self, number: Number) -> str:
        """How it stands to the period before; "" where that can't be said."""
        if number.change == "unknown" or number.before is None:
            return ""
        was = self.number(number.model_copy(update={"value": number.before, **_BARE}))
        return say(self.language, f"digest-change-{number.change}", {"was": was})

    def headline(self, document: Document) -> str:
        """The sentence that says the period: found, approved, granted, and a record if there is one."""
        if document.quiet:
            return say(self.language, "digest-quiet")
        values = {one.figure: one.value for one in document.funnel}
        counts = {key: int(values.get(key) or 0) for key in _HEADLINE}
        said = say(self.language, "digest-headline", dict(counts))
        if document.records:
            said += "; " + self.record(document.records[0])
        return said + "."

    def record(self, record: Record) -> str:
        """That this period is the best since one, or ever."""
        values = {"figure": self.title(record.figure)}
        if record.since is None:
            return say(self.language, "digest-best-ever", values)
        local = record.since.astimezone(ZoneInfo(self.zone))
        month = str(format_date(local.date(), "LLLL y", locale=self.language))
        return say(self.language, "digest-best-since", {**values, "month": month})

    def date(self, moment: datetime) -> str:
        """The day in the digest's zone."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        return str(format_date(day, "long", locale="en_GB" if self.language == "en" else self.language))

    def span(self, start: datetime, end: datetime) -> str:
        """The first and the last day of a period whose ``end`` is outside of it."""
        return f"{self.date(start)} – {self.date(end - timedelta(microseconds=1))}"

    def _decimal(self, value: float) -> str:
        return str(format_decimal(round(value), locale=self.language))

    def _short(self, value: float) -> str:
        return str(format_decimal(round(value, 1 if value < 10 else 0), locale=self.language))

    def _percent(self, share: float) -> str:
        form = "0.0 %" if self.language != "en" else "0.0%"
        whole = form.replace(".0", "")
        return str(format_percent(share, format=form if 0 < share < 0.1 else whole, locale=self.language))


_BARE = {"low": None, "high": None, "sample": None, "small": False}
