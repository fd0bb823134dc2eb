"""In which country a time zone is."""

from __future__ import annotations

import pytest

from bot.kernel.zones import country_of, zone_names


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Paris", "FR"),
        ("Asia/Kolkata", "IN"),  # CLDR calls it Asia/Calcutta
        ("Europe/Kyiv", "UA"),
        ("America/New_York", "US"),
        ("Etc/GMT+5", ""),
        ("UTC", ""),
        ("CET", ""),
        ("Nowhere/At_All", ""),
        ("", ""),
    ],
)
def test_the_country_of_a_zone(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_each_zone_is_in_one_country_or_none() -> None:
    found = {zone: country_of(zone) for zone in zone_names()}
    assert all(one == "" or (len(one) == 2 and one.isupper()) for one in found.values())
    assert sum(one != "" for one in found.values()) > 400
