"""Octets and header words of a mail to text, whatever their declared charset is worth. Pure."""

from __future__ import annotations

import codecs
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from bot.sources.markup import clean_text

HEADER_LIMIT = 4000
"""Characters looked at of one header; some parts of Python's parser take quadratic time."""

_NOT_FOR_TEXT = frozenset(
    {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem", "utf-7"}
)
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030",
    "ks_c_5601-1987": "cp949",
}
_OFTEN = ("utf-8", "windows-1252")


def decode(octets: bytes, charset: str | None) -> tuple[str, str | None]:
    """The text, and a note where the declared charset could not be right. Never fails."""
    codec = _codec(charset)
    if codec is not None:
        try:
            return octets.decode(codec), None
        except (UnicodeDecodeError, ValueError):
            note = f"it is not the {_shown(charset)} that it says it is"
    else:
        note = f"its character set {_shown(charset)} is unknown"
    if charset is None or (codec == "ascii" and octets.isascii()):
        note = ""
    for often in _OFTEN:
        try:
            return octets.decode(often), note or None
        except UnicodeDecodeError:
            continue
    return octets.decode("utf-8", "replace"), note or "some of its letters were unreadable"


def _codec(charset: str | None) -> str | None:
    """A codec that turns octets into text without being a trap; None for all others."""
    name = (charset or "").strip().strip("'\"").lower()
    if not name or len(name) > 40:
        return None
    try:
        info = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    text = getattr(info, "_is_text_encoding", True)
    return info.name if text and info.name.replace("-", "_") not in _traps() else None


def _traps() -> frozenset[str]:
    return frozenset(name.replace("-", "_") for name in _NOT_FOR_TEXT)


def _shown(charset: str | None) -> str:
    return f"'{clean_text(charset or '')[:30]}'"


def header(message: Message, name: str) -> str:
    """The first header of that name as one line of text; empty where there is none."""
    found = headers(message, name)
    return found[0] if found else ""


def headers(message: Message, name: str) -> list[str]:
    """All headers of that name, decoded, at most twenty."""
    return [words(raw) for raw in raw_headers(message, name)]


def raw_headers(message: Message, name: str) -> list[str]:
    """All headers of that name as they stand, unfolded, not decoded; at most twenty."""
    wanted = name.lower()
    found = [value for key, value in message.raw_items() if key.lower() == wanted][:20]
    return [_unfolded(str(value)) for value in found]


def _unfolded(raw: str) -> str:
    octets = raw[:HEADER_LIMIT].encode("utf-8", "surrogateescape")
    return " ".join(decode(octets, None)[0].split())


def words(raw: str) -> str:
    """RFC 2047's encoded words decoded; what can't be decoded stays as it is."""
    if "=?" not in raw:
        return _line(raw)
    try:
        parts = decode_header(raw)
    except (HeaderParseError, ValueError, IndexError):
        return _line(raw)
    return _line(
        "".join(part if isinstance(part, str) else decode(part, charset)[0] for part, charset in parts)
    )


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def addresses(message: Message, *names: str) -> list[tuple[str, str]]:
    """(name, address) of each mailbox in these headers; the address in lower case, at most a hundred. Names are
    decoded after the header was taken apart, so that a name can't pass for an address."""
    raw = [value for name in names for value in raw_headers(message, name)]
    try:
        found = getaddresses(raw)[:100] if raw else []
    except RecursionError:  # comments within comments
        found = []
    return [(words(name), _line(address).lower()) for name, address in found if "@" in address]
