"""Reading a file as a stream: a line at a time, a bad row is a failure and never the end."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self, TextIO

import orjson

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.sources.base import Failure, FoundItem, Removed
from bot.sources.fileimport.columns import fields_of, is_enough, nested, renamed
from bot.sources.records import Defaults, map_record

LINE_LIMIT = 1_000_000
"""Characters of one line or one cell."""

_SAMPLE = 256 * 1024
_DELIMITERS = ",;\t|"
_TEMPLATE = (
    "id,text,title,author,rating,url,date,language,platform\r\n"
    'r-1001,"The lid seals well, and it survived a hike.",Sturdy,Ana,5,https://shop.example/r/1001,'
    "2026-03-14T09:30:00Z,en,shop\r\n"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

Row = tuple[int, FoundItem | Removed | Failure]
"""Line number (of the row's last line) and what it is."""


def template() -> str:
    """A CSV file to fill in."""
    return _TEMPLATE


class FileReader:
    """Rows of a file. ``size`` and ``read`` (bytes) are for a progress bar; ``unused`` names columns that mean
    nothing to us. Use it with ``with``; iterate once. Raises TellUser where the file as a whole can't be read."""

    def __init__(self, path: Path, defaults: Defaults) -> None:
        self._defaults = defaults
        self.unused: list[str] = []
        try:
            self._raw = path.open("rb")
            self.size = path.stat().st_size
        except OSError as error:
            raise TellUser(
                f"{path.name} can't be opened: {error.strerror}.", remedy="Check the path."
            ) from None
        try:
            sample = self._raw.read(_SAMPLE)
            self._raw.seek(0)
            _refuse_foreign(path.name, sample)
            self.encoding = _encoding(sample)
            _refuse_binary(path.name, sample, self.encoding)
        except BaseException:  # cancelled too: what was opened is closed, and the error goes on
            self._raw.close()
            raise
        self._name = path.name
        self._lines = _starts_as_object(sample, self.encoding)
        self._text: TextIO = io.TextIOWrapper(self._raw, self.encoding, errors="replace", newline="")

    @property
    def read(self) -> int:
        """Bytes read so far."""
        return self._raw.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def __iter__(self) -> Iterator[Row]:
        return self._json_lines() if self._lines else self._csv()

    def _csv(self) -> Iterator[Row]:
        first = self._text.readline(LINE_LIMIT)
        delimiter = max(_DELIMITERS, key=first.count)
        csv.field_size_limit(LINE_LIMIT)
        rows = csv.reader(_chained(first, self._text), delimiter=delimiter)
        header = next(rows, [])
        fields, self.unused = fields_of(header)
        if not is_enough(fields):
            raise TellUser(
                f"{self._name} has no column with content; found: {clean_line(', '.join(header), 200) or 'nothing'}.",
                remedy="Name one column text (or review, comment, body); bot/sources/fileimport/README.md lists all.",
            )
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield (
                    rows.line_num,
                    _failure(rows.line_num, f"The row can't be read: {error}.", "Check its quotes."),
                )
                continue
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield rows.line_num, self._csv_row(row, fields, rows.line_num)

    def _csv_row(self, row: list[str], fields: list[str | None], line: int) -> FoundItem | Removed | Failure:
        if len(row) != len(fields):
            return _failure(
                line,
                f"It has {len(row)} cells where the header has {len(fields)}.",
                "Put text with commas or line ends into double quotes.",
            )
        pairs = [(field, cell.strip()) for field, cell in zip(fields, row, strict=True) if field is not None]
        return self._map(nested(pairs), line)

    def _json_lines(self) -> Iterator[Row]:
        line = 0
        while text := self._text.readline(LINE_LIMIT):
            line += 1
            if len(text) == LINE_LIMIT and not text.endswith("\n"):
                self._skip_line()
                yield (
                    line,
                    _failure(line, f"The line is longer than {LINE_LIMIT:,} characters.", "Shorten it."),
                )
            elif text.strip():
                yield line, self._json_line(text, line)

    def _skip_line(self) -> None:
        while (rest := self._text.readline(LINE_LIMIT)) and not rest.endswith("\n"):
            continue

    def _json_line(self, text: str, line: int) -> FoundItem | Removed | Failure:
        try:
            record = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            return _failure(line, f"It is not JSON: {error.msg}.", "Write one object a line.")
        return self._map(renamed(record) if isinstance(record, dict) else record, line)

    def _map(self, record: object, line: int) -> FoundItem | Removed | Failure:
        found = map_record(record, self._defaults, f"line {line}")
        if isinstance(found, FoundItem) and "\ufffd" in found.text:
            return replace(found, notes=(*found.notes, f"some characters were not {self.encoding}"))
        return found


def _failure(line: int, reason: str, remedy: str) -> Failure:
    return Failure(f"line {line}", reason, remedy)


def _chained(first: str, rest: TextIO) -> Iterator[str]:
    yield first
    while line := rest.readline(LINE_LIMIT):
        yield line


def _encoding(sample: bytes) -> str:
    """By byte order mark; else UTF-8 where it fits, else UTF-16 where every other byte is zero, else cp1252."""
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    if sample[1:200:2].count(0) > 50:
        return "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # a character cut at the sample's end is fine
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _starts_as_object(sample: bytes, encoding: str) -> bool:
    return sample[:400].decode(encoding, "replace").lstrip("\ufeff \t\r\n").startswith("{")


def _refuse_binary(name: str, sample: bytes, encoding: str) -> None:
    """A picture, a document, a program: more control characters than any text has."""
    text = sample[:20_000].decode(encoding, "replace")
    controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
    if "\0" in text or controls > len(text) / 100:
        raise TellUser(
            f"{name} is no text file.", remedy="Export it as CSV (UTF-8) or JSON Lines and import that."
        )


def _refuse_foreign(name: str, sample: bytes) -> None:
    if not sample.strip():
        raise TellUser(f"{name} is empty.", remedy="Check that the export worked.")
    if sample.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise TellUser(
            f"{name} is a spreadsheet or archive.", remedy="Save it as CSV (UTF-8) and import that."
        )
    if sample.lstrip()[:1] == b"[":
        raise TellUser(
            f"{name} is one JSON list.", remedy="Write one object a line: jq -c '.[]' FILE > FILE.jsonl"
        )
