"""The glossary of figures in README says what the figures are, in the words that digests use."""

from __future__ import annotations

import re
from pathlib import Path

from bot.faces.digests.words import Words
from bot.insights.figures import FIGURES

README = Path(__file__).parents[4] / "README.md"
_ROW = re.compile(r"^\| (?P<title>.+) \(`(?P<key>[a-z_]+)`\) \| (?P<meaning>.+) \|$", re.MULTILINE)


def test_the_glossary_has_every_figure_as_it_is_called_and_meant() -> None:
    _, _, after = README.read_text(encoding="utf-8").partition("### What the figures mean\n")
    section = after.partition("\n## ")[0]
    told = {row["key"]: (row["title"], row["meaning"]) for row in _ROW.finditer(section)}
    words = Words("en", "UTC")
    assert told == {key: (words.title(key), one.meaning) for key, one in FIGURES.items()}
    assert list(told) == list(FIGURES)
