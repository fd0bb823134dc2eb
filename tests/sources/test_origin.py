"""Whose a piece is, as records and files say it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.kernel.origin import Origin
from bot.sources.base import FoundItem, Why
from bot.sources.fileimport.columns import fields_of
from bot.sources.records import Defaults, map_record

DEFAULTS = Defaults(datetime(2026, 11, 1, tzinfo=UTC), Why("import", "test"), "shop")


def found(**record: object) -> FoundItem:
    item = map_record({"id": "1", "text": "Warm and dry", **record}, DEFAULTS, "line 1")
    assert isinstance(item, FoundItem)
    return item


@pytest.mark.parametrize(
    ("said", "meant"), [("brand", Origin.BRAND), (" Paid ", Origin.PAID), ("", None), (None, None)]
)
def test_a_record_says_whose_it_is(said: object, meant: Origin | None) -> None:
    item = found(origin=said)
    assert (item.origin, item.notes) == (meant, ())


@pytest.mark.parametrize("said", ["sponsor", 7, ["brand"]])
def test_an_unknown_word_is_left_out_and_said_with_what_would_do(said: object) -> None:
    item = found(origin=said)
    assert item.origin is None
    assert any("origin was unknown" in note and "influencer" in note for note in item.notes)


def test_a_column_of_that_name_is_read() -> None:
    assert fields_of(["Text", "Origin"]) == (["text", "origin"], [])
