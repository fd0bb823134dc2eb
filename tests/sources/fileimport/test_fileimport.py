"""Files: columns, encodings, bad rows, no doubles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.kernel.errors import TellUser
from bot.sources.base import Failure, FoundItem, Removed, Why
from bot.sources.fileimport import FileReader, template
from bot.sources.fileimport.reading import Row
from bot.sources.records import Defaults
from tests.sources.world import NOW

DEFAULTS = Defaults(NOW, Why("import", "reviews.csv"), "import")


def rows(folder: Path, content: bytes | str, name: str = "reviews.csv") -> list[Row]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with FileReader(path, DEFAULTS) as reader:
        found = list(reader)
        assert reader.read == reader.size
    return found


def only(found: list[Row]) -> FoundItem:
    ((_, item),) = found
    assert isinstance(item, FoundItem)
    return item


def test_the_template_imports(tmp_path: Path) -> None:
    item = only(rows(tmp_path, template()))
    assert (item.external_id, item.rating, item.platform, item.language) == ("r-1001", 5.0, "shop", "en")
    assert item.creator is not None
    assert item.creator.name == "Ana"
    assert item.published_at is not None


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_usual_names_and_delimiters(tmp_path: Path, delimiter: str) -> None:
    lines = [["Review Text", "Reviewer", "Star Rating", "Permalink", "Created At", "Extra"],
             ["good", "Ana", "4", "https://a.example/1?utm_source=x", "2026-11-01", "z"]]  # fmt: skip
    item = only(rows(tmp_path, "\n".join(delimiter.join(line) for line in lines)))
    assert (item.text, item.rating, item.url) == ("good", 4.0, "https://a.example/1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = "text,author\n" + "Schöne Größe – très bien,Zoë\n" * 40
    found = rows(tmp_path, content.encode(encoding))
    assert len(found) == 40
    item = found[0][1]
    assert isinstance(item, FoundItem)
    assert item.text == "Schöne Größe – très bien"


def test_bad_rows_are_told_by_line_and_never_the_end(tmp_path: Path) -> None:
    content = (
        'text,rating,date\ngood,5,2026-11-01\n,,\n"two\nlines",4,soon\n'
        "too,many,cells,here\n,5,\n,,2026-11-01\nlast,x,\n"
    )
    found = rows(tmp_path, content)
    by_line = dict(found)
    assert sorted(by_line) == [2, 5, 6, 7, 8, 9]
    two = by_line[5]
    assert isinstance(two, FoundItem)
    assert two.text == "two\nlines"
    assert two.notes == ("the date was unreadable: 'soon'; left empty",)
    cells = by_line[6]
    assert isinstance(cells, Failure)
    assert (cells.what, cells.reason) == ("line 6", "It has 4 cells where the header has 3.")
    assert isinstance(by_line[7], FoundItem)  # a rating alone is a review
    assert isinstance(by_line[8], Failure)
    last = by_line[9]
    assert isinstance(last, FoundItem)
    assert last.notes == ("rating 'x' is no number; left empty",)


def test_no_value_is_left_out_in_silence(tmp_path: Path) -> None:
    strange = {
        "url": "notaurl",
        "rating": 99,
        "published_at": "2026-13-45",
        "kind": "poem",
        "creator": {"name": "Ana", "url": "nowhere", "followers": "many", "avatar_url": "x"},
        "media": ["file:///etc/passwd", {"url": "https://p.example/1", "kind": "smell"}, {}],
        "metrics": {"likes": "lots"},
        "title": ["a"],
        "html": 7,
        "tags": 7,
    }
    for field, value in strange.items():
        item = only(rows(tmp_path, json.dumps({"id": "1", "text": "x", field: value}), "one.jsonl"))
        wanted = {"creator": 3, "media": 3}.get(field, 1)
        assert len(item.notes) == wanted, (field, item.notes)
        assert (item.url, item.rating, item.published_at, item.media) == (None, None, None, ())
    for stray in ({"text": 7, "title": "t"}, {"text": "x", "creator": {"url": "https://a.example/"}}):
        assert len(only(rows(tmp_path, json.dumps(stray), "one.jsonl")).notes) == 1
    scaled = only(rows(tmp_path, '{"text": "x", "rating": 99, "rating_scale": 100}', "one.jsonl"))
    assert (scaled.rating, scaled.rating_scale, scaled.notes) == (99.0, 100.0, ())


def test_importing_twice_gives_the_same_ids(tmp_path: Path) -> None:
    content = "text,author\nsame,Ana\nsame,Bo\n"
    first = [item.external_id for _, item in rows(tmp_path, content) if isinstance(item, FoundItem)]
    again = [item.external_id for _, item in rows(tmp_path, content) if isinstance(item, FoundItem)]
    assert first == again
    assert len(set(first)) == 2


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"review": "good", "stars": 5, "author": {"name": "Ana"}, "id": 7}),
        "",
        "{broken",
        "[1, 2]",
        json.dumps({"id": "8", "removed": True}),
        json.dumps({"text": "with creator", "creator": {"name": "Bo"}, "metrics": {"likes": 2}, "views": 9}),
        json.dumps({"text": "x" * 1_200_000}),
        json.dumps({"text": "after"}),
    ]
    found = dict(rows(tmp_path, "\n".join(lines), "reviews.jsonl"))
    first, sixth = found[1], found[6]
    assert isinstance(first, FoundItem)
    assert (first.external_id, first.text, first.rating) == ("7", "good", 5.0)
    assert isinstance(found[3], Failure)
    assert isinstance(found[4], Failure)
    assert found[5] == Removed("8")
    assert isinstance(sixth, FoundItem)
    assert sixth.metrics == {"views": 9, "likes": 2}
    assert isinstance(found[7], Failure)
    assert isinstance(found[8], FoundItem)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04xlsx", "spreadsheet"),
        (b'[{"text": "x"}]', "one JSON list"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no text file"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 9, "no text file"),
        (b"\x1b[31mcolour,size\x1b[0m\nred,9\n" + b"plain line\n" * 90, r"found: \[31mcolour, size\[0m"),
        (b"colour,size\nred,9\n", "no column with content; found: colour, size"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(TellUser, match=words) as error:
        rows(tmp_path, content)
    assert error.value.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TellUser, match=r"none\.csv can't be opened"):
        FileReader(tmp_path / "none.csv", DEFAULTS)


def test_an_open_quote_does_not_swallow_the_memory(tmp_path: Path) -> None:
    content = 'text,author\n"never closed,Ana\n' + "line,of text\n" * 90_000 + 'end,"Bo"\n'
    found = rows(tmp_path, content)
    assert [one for _, one in found if isinstance(one, Failure)]


def test_unused_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("text,colour,comment\nx,red,y\n")
    with FileReader(path, DEFAULTS) as reader:
        assert len(list(reader)) == 1
        assert reader.unused == ["colour", "comment"]
