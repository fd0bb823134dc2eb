"""What hosts ask for, as numbers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.sources.politeness import LONGEST_WAIT, back_off, quota_reset, retry_after

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Fri, 20 Nov 2026 12:01:30 GMT", 90.0),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0.0),
        ("99999999", LONGEST_WAIT),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds


@pytest.mark.parametrize(
    ("remaining", "reset", "seconds"),
    [
        ("0", "2026-11-20T12:05:00.000Z", 300.0),
        ("0", "1795176300", 300.0),
        ("0", "45", 45.0),
        ("1", "45", None),
        ("0", "", None),
    ],
)
def test_quota_reset(remaining: str, reset: str, seconds: float | None) -> None:
    assert quota_reset({"x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset}, NOW) == seconds


def test_back_off_grows_to_its_limit() -> None:
    assert all(15 <= back_off(1) <= 30 for _ in range(50))
    assert all(240 <= back_off(5) <= 480 for _ in range(50))
    assert all(1800 <= back_off(1000) <= 3600 for _ in range(50))
