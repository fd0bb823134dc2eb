"""What figures are called and how they are said, in each language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.digests.document import Number, Record
from bot.faces.digests.words import Words
from bot.faces.texts import LANGUAGES
from bot.insights.figures import FIGURES
from tests.support.documents import sample_document

EN = Words("en", "Europe/Stockholm")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_a_title(language: str) -> None:
    assert all(Words(language, "UTC").title(key) for key in FIGURES)


@pytest.mark.parametrize(
    ("language", "cadence", "said"),
    [
        ("en", "week", "best week since September"),
        ("en", "month", "best month since September"),
        ("en", "custom", "best result since September"),
        ("sv", "quarter", "bästa kvartalet sedan september"),
        ("de", "week", "beste Woche seit September"),
    ],
)
def test_a_record_names_its_kind_of_period(language: str, cadence: str, said: str) -> None:
    document = sample_document()
    period = document.period.model_copy(update={"cadence": cadence})
    assert Words(language, "Europe/Stockholm").record(document.records[0], period) == said


def test_a_record_of_last_year_says_the_year_and_of_another_figure_its_name() -> None:
    period = sample_document().period
    old = Record(figure="granted", periods=60, since=datetime(2025, 9, 1, tzinfo=UTC))
    assert EN.record(old, period) == "Permissions granted: best week since September 2025"
    assert EN.record(Record(figure="found", periods=9), period) == "best week so far"


def test_the_headline() -> None:
    assert EN.headline(sample_document()) == (
        "41 pieces found, 18 approved, 9 permissions granted; best week since September."
    )


def test_a_share_says_its_interval_sample_and_smallness() -> None:
    share = Number(figure="approval_rate", value=0.75, low=0.3, high=0.95, sample=4, small=True)
    assert EN.number(share) == "75% (30% to 95%), of 4, small sample"
    assert EN.number(Number(figure="approval_rate", value=None)) == "not known"


@pytest.mark.parametrize(("language", "said"), [("en", "none yet"), ("sv", "inga än"), ("de", "noch keine")])
def test_a_share_of_no_cases_is_none_yet(language: str, said: str) -> None:
    assert Words(language, "UTC").number(Number(figure="approval_rate", value=None, sample=0)) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [("up", "up from 5"), ("down", "down from 5"), ("level", "about as before (5)"), ("unknown", "")],
)
def test_changes(change: str, said: str) -> None:
    number = Number.model_validate({"figure": "asked", "value": 14, "before": 5, "change": change})
    assert EN.change(number) == said
