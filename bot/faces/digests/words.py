"""The words of a digest's figures in one language: numbers, shares, durations, changes, the headline. Pure; nothing
is escaped here but what the caller's ``escape`` does, since only faces know their markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from bot.digests.document import Attention, Document, Line, Number, Record, Span
from bot.faces.texts import has, say
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

    def counted(self, figure: str, value: float | None) -> str:
        """What the figure is called behind its number: "unique click" behind a one. Raises KeyError for one
        that nobody named."""
        key = f"counted-{figure.replace('_', '-')}"
        if value is None or not has(key):
            return self.title(figure)
        return say(self.language, key, {"count": round(value)})

    def value(
        self, figure: str, value: float | None, currency: str = "", *, sample: int | None = None
    ) -> str:
        """A value in the figure's own unit, as people read it. Where there is none: "none yet" where it is of no case
        at all (``sample`` 0), else "not known"."""
        if value is None:
            return say(self.language, "digest-none" if sample == 0 else "digest-unknown")
        unit = FIGURES[figure].unit if figure in FIGURES else Unit.COUNT
        if unit is Unit.SHARE:
            return self.percent(value)
        if unit is Unit.SECONDS:
            return self.duration(value)
        if unit is Unit.MONEY and currency:
            return str(format_currency(value, currency, locale=self.language))
        return self.count(value)

    def number(self, number: Number, currency: str = "") -> str:
        """Its value, of a share with how sure it is."""
        if number.value is not None and FIGURES[number.figure].unit is Unit.SHARE:
            return self.share(number)
        said = self.value(number.figure, number.value, number.currency or currency, sample=number.sample)
        counted = FIGURES[number.figure].unit is Unit.COUNT and number.value is not None
        return say(self.language, "digest-about", {"number": said}) if number.estimate and counted else said

    def share(self, number: Number) -> str:
        """A share in percent, with its 95 % interval and sample where they are known."""
        said = self.value(number.figure, number.value)
        if number.low is not None and number.high is not None:
            interval = {"low": self.percent(number.low), "high": self.percent(number.high)}
            said += " " + say(self.language, "digest-interval", interval)
        if number.sample is not None:
            said += ", " + say(self.language, "digest-sample", {"count": number.sample})
        if number.small:
            said += ", " + say(self.language, "digest-small")
        return said

    def count(self, value: float) -> str:
        """A whole number."""
        return str(format_decimal(round(value), locale=self.language))

    def percent(self, share: float, *, tenths: bool = False) -> str:
        """A share as a whole percentage; a small one, of which that would say nothing, to a tenth, and with
        ``tenths`` any."""
        form = "0.0%" if self.language == "en" else "0.0\u00a0%"
        whole = form.replace(".0", "")
        return str(
            format_percent(share, format=form if tenths or 0 < share < 0.1 else whole, locale=self.language)
        )

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

    def told(self, number: Number, currency: str = "") -> str:
        """A figure in a line: its name, its value, and how it stands to the period before."""
        changed = self.change(number)
        said = f"{self.title(number.figure)}: {self.number(number, currency)}"
        return f"{said} ({changed})" if changed else said

    def headline(self, document: Document) -> str:
        """The sentence that says the period: found, approved, granted, and a record if there is one."""
        if document.quiet:
            return say(self.language, "digest-quiet-then" if document.looks_back else "digest-quiet")
        values = {one.figure: one.value for one in document.funnel}
        counts = {key: int(values.get(key) or 0) for key in _HEADLINE}
        said = say(self.language, "digest-headline", dict(counts))
        if document.records:
            said += "; " + self.record(document.records[0], document.period)
        return said + "."

    def record(self, record: Record, period: Span) -> str:
        """That this week, month or quarter is the best since one, or ever: "best week since September". Another
        figure than what was found is named; the year stands where it is another than the period's."""
        named = "" if record.figure == "found" else f"{self.title(record.figure)}: "
        if record.since is None:
            return named + say(self.language, "digest-best-ever", {"cadence": period.cadence})
        zone = ZoneInfo(self.zone)
        local = record.since.astimezone(zone).date()
        form = "LLLL" if local.year == period.start.astimezone(zone).year else "LLLL y"
        month = str(format_date(local, form, locale=self.language))
        return named + say(self.language, "digest-best-since", {"cadence": period.cadence, "month": month})

    def date(self, moment: datetime) -> str:
        """The day in the digest's zone."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        return str(format_date(day, "long", locale="en_GB" if self.language == "en" else self.language))

    def span(self, start: datetime, end: datetime) -> str:
        """The first and the last day of a period whose ``end`` is outside of it."""
        return f"{self.date(start)} – {self.date(end - timedelta(microseconds=1))}"

    def attention(self, one: Attention, name: str) -> str:
        """What a person should do about it; ``name`` is its name as the caller's markup has it."""
        key = f"digest-attention-{one.what.replace('_', '-')}"
        known = has(key)
        return say(
            self.language,
            key if known else "digest-attention-other",
            {"count": one.count, "name": name if known or one.name else one.what.replace("_", " ")},
        )

    def silence(self, line: Line) -> str:
        """Since when a source is silent; "" where it isn't."""
        return say(self.language, "digest-silent-source", {"days": line.silent_days}) if line.silent else ""

    def lacking(self, missing: Sequence[str]) -> str:
        """What could not be made: "a chart, hashtags". "" where nothing is missing."""
        named = []
        for one in missing:
            key = f"digest-part-{'chart' if one.startswith('chart') else one}"
            other = {"name": one.replace("_", " ")}
            named.append(
                say(self.language, key) if has(key) else say(self.language, "digest-part-other", other)
            )
        return ", ".join(dict.fromkeys(named))

    def kind(self, kind: str) -> str:
        """What a piece is: "Photo"."""
        return say(self.language, "digest-kind", {"kind": kind or "other"})

    def untitled(self, kind: str, item_id: int, creator: str = "") -> str:
        """What a piece without words of its own is called: by what it is, by whom, and by its number."""
        values = {"kind": self.kind(kind), "number": str(item_id), "creator": creator}
        return say(self.language, "digest-untitled-by" if creator else "digest-untitled", values)

    def line(self, line: Line) -> str:
        """What a line is called: origins have words, all else its own name, which is anybody's text."""
        key = f"digest-origin-{line.name}"
        origin = line.slice.startswith("origin:") or (line.slice == "" and line.name == "ugc")
        return say(self.language, key) if origin and has(key) else line.name

    def _short(self, value: float) -> str:
        return str(format_decimal(round(value, 1 if value < 10 else 0), locale=self.language))


_BARE = {"low": None, "high": None, "sample": None, "small": False}
