"""Whose clicks are left out."""

from __future__ import annotations

import pytest

from bot.links.clicks.own import shared_by_many
from bot.links.clicks.visitors import household


@pytest.mark.parametrize(
    ("address", "many"),
    [
        ("203.0.113.7", False),
        ("2001:db8:1:2:3::4", False),
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.0.3.4", True),
        ("172.18.0.1", True),
        ("192.168.1.20", True),
        ("fd12:3456::1", True),
        ("", True),
        ("unix:", True),
    ],
)
def test_an_address_that_may_be_anybodys_leaves_out_nobody(address: str, many: bool) -> None:
    assert shared_by_many(household(address)) == many
