"""What the programme costs and what it brought, as the shop says and as the settings say. Pure.

Nothing is made up: without a price nothing is said of it, and amounts in different currencies stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.links.queries import Converted
from bot.settings.ambassadors import Prices

MONTH_DAYS = 365.2425 / 12
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Worth:
    """``values``: what conversions were worth, by currency; ``assumed`` of them count with the value that the
    settings give those of which the shop says none. ``cost`` of the time in ``currency``, ``per_click`` a unique
    click and ``per_conversion``; None: not known, or of none."""

    values: tuple[tuple[str, float], ...] = ()
    assumed: int = 0
    currency: str = ""
    cost: float | None = None
    per_click: float | None = None
    per_conversion: float | None = None


def worth(
    converted: Converted,
    visitors: int,
    prices: Prices,
    start: datetime,
    end: datetime,
    begun: datetime | None,
) -> Worth:
    """Of a time. ``begun`` is when somebody first took part: before then the programme cost nothing, and its first
    day costs a whole one. A cost by click or conversion is the whole cost by their number, whatever else it
    brought."""
    values = {currency: micros / _MICROS for currency, micros in converted.values}
    assumed = converted.unvalued if prices.per_conversion is not None else 0
    if assumed and prices.per_conversion is not None:
        more = assumed * prices.per_conversion
        values[prices.currency] = values.get(prices.currency, 0.0) + more
    cost = None
    if prices.per_month is not None and begun is not None and begun < end:
        days = max(1.0, (end - max(start, begun)).total_seconds() / 86400)
        cost = prices.per_month * days / MONTH_DAYS
    return Worth(
        tuple(sorted(values.items())),
        assumed,
        prices.currency,
        cost,
        cost / visitors if cost is not None and visitors else None,
        cost / converted.number if cost is not None and converted.number else None,
    )
