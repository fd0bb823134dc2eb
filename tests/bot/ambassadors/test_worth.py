"""What the programme cost and brought: as said and as set, and nothing where nothing is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.ambassadors.worth import MONTH_DAYS, Worth, worth
from bot.links.queries import Converted
from bot.settings.ambassadors import Prices

END = datetime(2026, 11, 20, tzinfo=UTC)
START = END - timedelta(days=MONTH_DAYS)
EARLIER = START - timedelta(days=100)


def test_without_prices_there_is_what_the_shop_said() -> None:
    found = Converted(5, (("EUR", 12_500_000), ("SEK", 99_000_000)), unvalued=2)
    assert worth(found, 40, Prices(), START, END, EARLIER) == Worth((("EUR", 12.5), ("SEK", 99.0)))


def test_what_the_shop_says_no_value_of_counts_as_the_settings_say_in_their_currency() -> None:
    prices = Prices(currency="EUR", per_conversion=5)
    found = Converted(5, (("EUR", 12_500_000), ("SEK", 99_000_000)), unvalued=2)
    got = worth(found, 40, prices, START, END, EARLIER)
    assert got == Worth((("EUR", 22.5), ("SEK", 99.0)), assumed=2, currency="EUR")
    assert worth(Converted(0), 0, prices, START, END, EARLIER).values == ()


def test_the_cost_is_shared_by_clicks_and_by_conversions() -> None:
    prices = Prices(currency="EUR", per_month=300)
    got = worth(Converted(4, (), 4), 60, prices, START, END, EARLIER)
    assert (got.cost, got.per_click, got.per_conversion, got.values) == (300, 5, 75, ())
    nothing = worth(Converted(0), 0, prices, START, END, EARLIER)
    assert (nothing.cost, nothing.per_click, nothing.per_conversion) == (300, None, None)


def test_before_somebody_took_part_it_cost_nothing() -> None:
    prices = Prices(currency="EUR", per_month=300)
    half = worth(Converted(0), 10, prices, START, END, END - timedelta(days=MONTH_DAYS / 2))
    assert half.cost is not None
    assert round(half.cost, 6) == 150
    young = worth(Converted(0), 10, prices, START, END, END - timedelta(minutes=2))
    assert young.cost == 300 / MONTH_DAYS, "a day that has begun is a day"
    for begun in (None, END):
        assert worth(Converted(0), 10, prices, START, END, begun).cost is None
