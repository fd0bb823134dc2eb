"""What things cost and would have cost, at the operator's prices alone. Pure."""

from __future__ import annotations

from bot.ambassadors.worth import MONTH_DAYS
from bot.digests.building.figures import Figures
from bot.digests.document import Number
from bot.insights.periods import Period
from bot.settings.digest import Prices


def value(figures: Figures, slice: str, period: Period, prices: Prices) -> list[Number]:
    """Cost per approved piece and media value; each only where its price is in the settings."""
    found = []
    if prices.per_month is not None and not slice:
        days = (period.end - period.start).total_seconds() / 86400
        cost = prices.per_month * days / MONTH_DAYS
        approved = figures.count("approved")
        found.append(
            Number(
                figure="cost_per_approved",
                value=cost / approved.value if approved.value else None,
                before=cost / approved.before if approved.before else None,
                sample=int(approved.value or 0),
            )
        )
    if prices.per_1000_views is not None or prices.per_engagement is not None:
        views, gained = figures.gain("gained_views", slice), figures.gain("gained", slice)
        known = views.before is not None and gained.before is not None
        found.append(
            Number(
                figure="media_value",
                slice=slice,
                value=_worth(views.value, gained.value, prices),
                before=_worth(views.before, gained.before, prices) if known else None,
                estimate=True,
            )
        )
    return found


def _worth(views: float | None, gained: float | None, prices: Prices) -> float:
    return (views or 0) / 1000 * (prices.per_1000_views or 0) + (gained or 0) * (prices.per_engagement or 0)
