"""A digest's figures as lines of Slack, in its own language and zone; numbers are written as all faces write them.

Everything returned is mrkdwn that is safe to send: strangers' words are escaped here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.digests.document import Document, Number
from bot.faces.digests import words as digest_words
from bot.faces.slack import blocks as b
from bot.faces.slack.figure_rows import NAME
from bot.faces.texts import language_of, say
from bot.insights.figures import FIGURES, Unit
from bot.kernel.text import clean_line


@dataclass(frozen=True, slots=True)
class Words:
    """One language and zone; ``currency`` is that of the document, "" where no prices are set."""

    language: str
    zone: str
    currency: str = ""

    @classmethod
    def of(cls, document: Document) -> Words:
        return cls(language_of(document.language), document.period.zone, document.currency)

    @property
    def common(self) -> digest_words.Words:
        """The words that all faces share."""
        return digest_words.Words(self.language, self.zone)

    def tell(self, key: str, **values: Any) -> str:
        """The sentence of that key, with ``values`` that are safe already."""
        return say(self.language, key, values)

    def figure(self, key: str) -> str:
        """What the figure is called; its key where nobody named it."""
        return self.common.title(key) if key in FIGURES else b.escape(key)

    def counted(self, number: Number) -> str:
        """What the figure is called beside its number: "unique click" beside a one."""
        if number.figure not in FIGURES:
            return b.escape(number.figure)
        return self.common.counted(number.figure, number.value)

    def count(self, value: float) -> str:
        return self.common.count(value)

    def month(self, at: datetime) -> str:
        local = at.astimezone(ZoneInfo(self.zone)).date()
        return str(format_date(local, format="MMMM y", locale=self.language))

    def value(self, figure: str, value: float | None, sample: int | None = None, currency: str = "") -> str:
        """A value in the figure's own unit; said in words where there is none."""
        return self.common.value(figure, value, currency or self.currency, sample=sample)

    def number(self, number: Number, *, title: str | None = None, compare: bool = True) -> str:
        """``*41* Found``, ``Approval rate: *75%*``, with the period before and what to know about how sure it is."""
        counts = number.figure not in FIGURES or FIGURES[number.figure].unit is Unit.COUNT
        named = title
        if named is None:
            named = self.counted(number) if counts else self.figure(number.figure)
        value = f"*{self.value(number.figure, number.value, number.sample, number.currency)}*"
        shown = (f"{value} {named}" if counts else f"{named}: {value}") if named else value
        beside = [*self._compared(number)] if compare else []
        beside += self._sure(number)
        return f"{shown} ({'; '.join(beside)})" if beside else shown

    def name(self, text: str, limit: int = NAME) -> str:
        """A stranger's name or title."""
        return b.isolate(clean_line(text, limit))

    def _compared(self, number: Number) -> list[str]:
        """Last time's value; a direction is said only for a change that is larger than its noise."""
        if number.before is None:
            return []
        said = self.tell("ds-before", value=self.value(number.figure, number.before, None, number.currency))
        arrows = {"up": "↗ ", "down": "↘ "}
        return [arrows.get(number.change, "") + said]

    def _sure(self, number: Number) -> list[str]:
        told = []
        if number.low is not None and number.high is not None and number.sample is not None:
            low, high = self.common.percent(number.low), self.common.percent(number.high)
            told.append(self.tell("ds-interval", low=low, high=high, sample=self.count(number.sample)))
        elif number.sample:
            told.append(self.tell("ds-sample", sample=self.count(number.sample)))
        if number.small:
            told.append(self.tell("ds-small"))
        if number.estimate and number.figure != "reach_estimate":  # its name says it
            told.append(self.tell("ds-estimate"))
        return told
