"""Which websites and countries are named, and which stand together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.links.sources import FEW, MOST, Named, named


def test_what_leads_is_named_and_the_rest_stands_together() -> None:
    clicks = {"linkedin.com": 140, "t.co": 62, "blog.of-one-person.example": 30, "other": 25}
    assert named(clicks) == Named((("linkedin.com", 140), ("t.co", 62)), 55)
    assert named({}) == Named()


def test_few_clicks_single_nobody_out() -> None:
    assert named({"LI": FEW - 1}) == Named((), FEW - 1)
    assert named({"LI": FEW}) == Named((("LI", FEW),), 0)


@given(st.dictionaries(st.text(max_size=8), st.integers(1, 200), max_size=20))
def test_no_click_is_lost_and_nothing_small_is_named(clicks: dict[str, int]) -> None:
    found = named(clicks)
    assert found.total == sum(clicks.values())
    assert len(found.first) <= MOST
    assert all(number >= FEW for _, number in found.first)
