"""Each figure can be named in every language, and what a share is made of are figures too."""

from __future__ import annotations

import pytest

from bot.faces.digests.words import Words
from bot.faces.texts import LANGUAGES
from bot.insights.figures import FIGURES, Unit


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_figure_has_a_name(language: str) -> None:
    words = Words(language, "UTC")
    assert all(words.title(key).strip() for key in FIGURES)


def test_what_a_share_is_made_of_can_be_opened() -> None:
    for figure in FIGURES.values():
        assert set(figure.parts) <= set(FIGURES), figure.key
        if figure.unit is Unit.SHARE:
            assert len(figure.parts) == 2, figure.key
