"""Reading a record that somebody else wrote: nothing about it is trusted, and what is wrong is named."""

from __future__ import annotations

import codecs
import json
from typing import Any, NoReturn

import orjson
from pydantic import TypeAdapter, ValidationError

from bot.contests.draw.record import VERSION, Record
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

MAX_BYTES = 32 * 1024 * 1024
"""A million entries and their draws fit into it."""

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_REMEDY = "Download the record again from the contest's page; don't edit or re-format it by hand."


def read_record(text: str | bytes) -> Record:
    """A record from its file. Raises TellUser naming what is wrong; a record that reads well may still be false,
    which ``verify`` finds out."""
    if len(text) > MAX_BYTES:  # of text, characters: at least as many bytes
        raise _bad(f"has {len(text) / 2**20:.0f} MB; at most {MAX_BYTES // 2**20} MB are read")
    try:
        raw = text.encode() if isinstance(text, str) else text.removeprefix(codecs.BOM_UTF8)
        # orjson knows a depth, which Python's own reader must not be trusted with.
        orjson.loads(raw)
        value = json.loads(raw, object_pairs_hook=_object, parse_float=_fraction)
    except UnicodeError:
        raise _bad("isn't text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise _bad(f"isn't JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    return _validated(value, raw)


def read_plain(value: Any) -> Record:
    """A record from JSON values, as the database keeps them. Raises TellUser like ``read_record``."""
    return _validated(value, json.dumps(value).encode())


def _validated(value: Any, text: bytes) -> Record:
    """The record that ``text`` holds; ``value`` is the same, parsed."""
    if not isinstance(value, dict) or "goodword_draw" not in value:
        raise TellUser(
            "This isn't the record of a draw: it doesn't say \"goodword_draw\".",
            remedy="Take the file draw.json from the contest's page.",
        )
    version = value["goodword_draw"]
    if version != VERSION or type(version) is not int:
        raise TellUser(
            f"The record is of version {clean_line(str(version), 40)}; this program reads version {VERSION}.",
            remedy="Take a newer Goodword for a newer record.",
        )
    try:
        record = _RECORD.validate_json(text)
    except ValidationError as error:
        raise _bad(f"can't be read: {_first(error)}") from None
    if record.plain() != value:
        raise _bad("leaves out a field that may be empty, not missing")
    return record


def _first(error: ValidationError) -> str:
    """Where the first mistake is and what it is; of the value itself nothing is repeated."""
    found = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = " > ".join(clean_line(str(part), 40) for part in found["loc"]) or "the whole"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {clean_line(found['msg'], 200)}{more}"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _bad("names a field twice in the same part")
    return made


def _fraction(_: str) -> NoReturn:
    raise _bad("holds a number that isn't whole; a draw has none")


def _bad(what: str) -> TellUser:
    return TellUser(f"The record {what}.", remedy=_REMEDY)
