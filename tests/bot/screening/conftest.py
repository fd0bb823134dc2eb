"""The checks with their defaults, and one way to ask them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.screening.base import Check, Flag, Piece
from bot.screening.merge import Screening, screen
from bot.screening.registry import CheckSettings, load_checks

Screen = Callable[..., Screening]


@pytest.fixture(scope="session")
def checks() -> tuple[Check, ...]:
    return load_checks()


@pytest.fixture
def run(checks: tuple[Check, ...]) -> Screen:
    """``run(text, language="sv", settings={...})``: the whole screening of one text."""

    def ask(text: str, *, settings: CheckSettings | None = None, **fields: object) -> Screening:
        chosen = checks if settings is None else load_checks(settings)
        return screen(Piece(text, **fields), chosen)  # type: ignore[arg-type]

    return ask


def of(screening: Screening, check: str) -> list[Flag]:
    """The flags of one check."""
    return [flag for flag in screening.flags if flag.check == check]
