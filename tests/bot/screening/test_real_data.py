"""Measured on recordings: how often praise is flagged, and how much abuse the word lists find."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.screening.base import Check, Piece, Severity
from bot.screening.merge import screen

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif("GOODWORD_REAL_DATA" not in os.environ, reason="GOODWORD_REAL_DATA is not set"),
]

# Share of praise that each check may flag above "info"; measured 2 of 1,481 for insults and none for the others.
PRAISE_BOUND = {"insults": 0.004, "contacts": 0.001, "hidden_text": 0.001, "language": 0.0, "disclosure": 0.0}
# Share of hateful cases with a slur or an obscenity that the lists must find; measured below.
RECALL_BOUND = {"german": (0.80, 0.28), "french": (0.60, 0.20), "spanish": (0.25, 0.20)}
CODES = {"german": "de", "french": "fr", "spanish": "es"}


def folder(name: str) -> Path:
    return Path(os.environ["GOODWORD_REAL_DATA"]) / name


def praise() -> Iterator[str]:
    for path in sorted(folder("reviews_dataset").glob("*/*_labelled.txt")):
        for line in path.read_text("utf-8", "replace").splitlines():
            sentence, _, label = line.rpartition("\t")
            if label.strip() == "1":
                yield sentence.strip()


def test_praise_is_hardly_ever_flagged(checks: tuple[Check, ...]) -> None:
    sentences = list(praise())
    assert len(sentences) > 1_000
    flagged: Counter[str] = Counter()
    english = 0
    for sentence in sentences:
        result = screen(Piece(sentence), checks)
        flagged.update({one.check for one in result.flags if one.severity > Severity.info})
        english += result.language in ("en", "und")
    rates = {key: flagged[key] / len(sentences) for key in PRAISE_BOUND}
    assert {key: rate for key, rate in rates.items() if rate > PRAISE_BOUND[key]} == {}
    assert english / len(sentences) > 0.9


@pytest.mark.parametrize("language", RECALL_BOUND)
def test_word_lists_find_slurs_and_leave_neutral_words_alone(
    checks: tuple[Check, ...], language: str
) -> None:
    (path,) = folder("moderation_text").rglob(f"*_{language}.csv")
    seen: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            result = screen(Piece(row["test_case"], language=CODES[language]), checks)
            seen[row["functionality"]] += 1
            hits[row["functionality"]] += any(
                one.check == "insults" and one.severity >= Severity.warning for one in result.flags
            )
    slurs, profanity = RECALL_BOUND[language]
    assert hits["slur_h"] / seen["slur_h"] >= slurs
    assert hits["profanity_h"] / seen["profanity_h"] >= profanity
    # Naming a group of people is never an insult in itself.
    for neutral in ("ident_neutral_nh", "ident_pos_nh"):
        assert seen[neutral] > 100
        assert hits[neutral] == 0
