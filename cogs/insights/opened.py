"""A figure that somebody opened: everything a menu or a button must carry to show its rows again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.digests.document import Number
from bot.insights.figures import FIGURES, Unit
from bot.insights.periods import Period
from bot.insights.rows import opened as leading
from bot.kernel.errors import TellUser

PAGE = 10


@dataclass(frozen=True, slots=True)
class Opened:
    """``part``: the figure whose rows are shown, one of ``parts``. The time is of two moments, not of a name such as
    30d: what was shown yesterday opens what it counted."""

    figure: str
    part: str
    start: datetime
    end: datetime
    slice: str
    page: int = 1

    @classmethod
    def of(cls, number: Number, period: Period) -> Opened:
        return cls(number.figure, parts_of(number.figure)[0], period.start, period.end, number.slice)

    def at(self, *, page: int = 1, part: str = "") -> Opened:
        """Another page, or the first one of another part."""
        return replace(self, page=page, part=part or self.part)

    @property
    def parts(self) -> tuple[str, ...]:
        return parts_of(self.figure)

    def pack(self) -> str:
        """As the value of a button or an option."""
        part = "" if self.part == self.parts[0] else str(self.parts.index(self.part))
        moments = f"{int(self.start.timestamp())}|{int(self.end.timestamp())}"
        return f"{self.figure}|{part}|{moments}|{self.page}|{self.slice}"

    @classmethod
    def unpack(cls, value: str) -> Opened:
        """From such a value. Raises TellUser for one that can't be read."""
        words = value.split("|", 5)
        if len(words) != 6 or words[0] not in FIGURES or not all(one.isdigit() for one in words[2:5]):
            raise _unreadable()
        figure, part, start, end, page, slice = words
        parts = parts_of(figure)
        number = int(part) if part.isdigit() else 0
        try:
            first, last = (datetime.fromtimestamp(int(one), UTC) for one in (start, end))
        except (ValueError, OverflowError, OSError):
            raise _unreadable() from None
        return cls(figure, parts[min(number, len(parts) - 1)], first, last, slice, max(1, int(page)))


def parts_of(figure: str) -> tuple[str, ...]:
    """The figures that can be opened for one: what a share counts, and among what."""
    known = FIGURES[figure]
    if known.unit in (Unit.SHARE, Unit.MONEY) and known.parts:
        return known.parts
    return (leading(figure),)


def _unreadable() -> TellUser:
    return TellUser("That figure can't be opened any more.", remedy="Ask anew with /goodword insights.")
