"""The numbers of a digest, from what two periods add up to. Pure.

A change is called one only where it is larger than chance alone would often make it (``bot.insights.statistics``);
where that can't be told, nothing is said about it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.digests.document import Change, Number, Times
from bot.insights.figures import FIGURES
from bot.insights.rollups.sums import Sums
from bot.insights.statistics import (
    SMALL,
    counts_differ,
    medians_differ,
    quantile,
    shares_differ,
    sums_differ,
    wilson,
)

_NOTHING: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a period adds up to, and the one before; None where nothing had been found by then."""

    now: Sums
    before: Sums | None

    def count(self, figure: str, slice: str = "") -> Number:
        """How many, and whether they are more or fewer than before."""
        value, was = _of(self.now, slice)[figure], self._was(slice)
        before = None if was is None else was[figure]
        return Number(
            figure=figure,
            slice=slice,
            value=value,
            before=before,
            change="unknown" if before is None else _change(value, before, counts_differ(value, before)),
        )

    def gain(self, figure: str, slice: str = "") -> Number:
        """What pieces gained. Whether that changed is said of engagement as a whole only: of nothing else is it known
        what each single piece brought, so that one piece that went far can't be told from a trend."""
        value, was = _of(self.now, slice)[figure], self._was(slice)
        before = None if was is None else was[figure]
        change: Change = "unknown"
        if self.before is not None and before is not None and figure == "gained" and not slice:
            squares = self.now.squares + self.before.squares
            change = _change(value, before, sums_differ(value, before, squares))
        return Number(figure=figure, slice=slice, value=value, before=before, change=change)

    def share(self, figure: str, slice: str = "") -> Number:
        """A share with its 95 % interval; not known among nothing."""
        part, whole = FIGURES[figure].parts
        of, among = _of(self.now, slice)[part], _of(self.now, slice)[whole]
        was = self._was(slice)
        of_before, among_before = (0, 0) if was is None else (was[part], was[whole])
        interval = wilson(of, among)
        if interval is None:
            return Number(
                figure=figure, slice=slice, value=None, before=_ratio(of_before, among_before), sample=0
            )
        value, before = of / among, _ratio(of_before, among_before)
        change: Change = "unknown"
        if before is not None:
            change = _change(value, before, shares_differ(of, among, of_before, among_before))
        return Number(
            figure=figure,
            slice=slice,
            value=value,
            before=before,
            change=change,
            low=interval[0],
            high=interval[1],
            sample=among,
            small=among < SMALL,
        )

    def ratio(self, figure: str, slice: str = "") -> Number:
        """A rate of what was gained: no share of independent cases, so without an interval. Not known per nothing."""
        part, whole = FIGURES[figure].parts
        was = self._was(slice)
        now = _of(self.now, slice)
        return Number(
            figure=figure,
            slice=slice,
            value=_ratio(now[part], now[whole]),
            before=None if was is None else _ratio(was[part], was[whole]),
        )

    def times(self, figure: str, slice: str = "") -> Times | None:
        """Median and 90th percentile in seconds; None where nothing took any time."""
        bins, was = _bins(self.now, slice, figure), _bins(self.before, slice, figure)
        sample = sum(bins.values())
        if not sample:
            return None
        median, before = quantile(bins, 0.5), quantile(was, 0.5)
        change: Change = "unknown"
        if median is not None and before is not None:
            change = _change(median, before, medians_differ(bins, was))
        small = sample < SMALL
        return Times(
            figure=figure,
            median=Number(
                figure=figure,
                slice=slice,
                value=median,
                before=before,
                change=change,
                sample=sample,
                small=small,
            ),
            p90=Number(
                figure=figure,
                slice=slice,
                value=quantile(bins, 0.9),
                before=quantile(was, 0.9),
                sample=sample,
                small=small,
            ),
        )

    def people(self) -> list[Number]:
        """Creators, and which of them are new."""
        now, was = _people(self.now), None if self.before is None else _people(self.before)
        return [plain(figure, value, None if was is None else was[figure]) for figure, value in now.items()]

    def slices(self, kind: str, figure: str) -> list[str]:
        """The slices of a kind in which the figure counts anything now, the largest first."""
        counted = [
            (counter[figure], slice)
            for slice, counter in self.now.counts.items()
            if slice.startswith(f"{kind}:") and counter[figure] > 0
        ]
        return [slice for _, slice in sorted(counted, key=lambda one: (-one[0], one[1]))]

    def has(self, figure: str, slice: str = "") -> bool:
        """Whether it is anything but nought, now or before."""
        was = self._was(slice)
        return bool(_of(self.now, slice)[figure] or (was is not None and was[figure]))

    def _was(self, slice: str) -> Counter[str] | None:
        return None if self.before is None else _of(self.before, slice)


def plain(figure: str, value: float, before: float | None, slice: str = "") -> Number:
    """A count that was made elsewhere."""
    change: Change = "unknown" if before is None else _change(value, before, counts_differ(value, before))
    return Number(figure=figure, slice=slice, value=value, before=before, change=change)


def _people(sums: Sums) -> dict[str, int]:
    return {
        "creators": sums.creators_found,
        "first_timers": sums.first_timers,
        "returning": sums.creators_found - sums.first_timers,
    }


def _of(sums: Sums, slice: str) -> Counter[str]:
    return sums.counts.get(slice, _NOTHING)


def _change(now: float, before: float, differs: bool) -> Change:
    if not differs:
        return "level"
    return "up" if now > before else "down"


def _ratio(of: float, among: float) -> float | None:
    return of / among if among else None


def _bins(sums: Sums | None, slice: str, figure: str) -> dict[int, int]:
    if sums is None:
        return {}
    start = f"{figure}#"
    return {
        int(measure.removeprefix(start)): number
        for measure, number in _of(sums, slice).items()
        if measure.startswith(start)
    }
