"""A mail taken apart for the page. Everything in it is a stranger's: what can't be read is shown as it came.

The HTML part is served alone, into a frame without scripts, forms and a way out, under a policy that loads nothing:
pictures that the mail brought stand in it as ``data:`` addresses.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
MOST_SHOWN = 40_000_000
"""Characters of pictures in one shown mail: a mail can name the same picture any number of times."""

HEAD = 64_000
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_DAMAGED = (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
_BLANK = re.compile(rb"\r?\n\r?\n")
_CID = re.compile(r"cid:([^\s\"'<>()]{1,250})", re.IGNORECASE)
_IN_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_NEW_TAB = '<base target="_blank">'


@dataclass
class Parts:
    """What stands in a mail. ``pictures`` are by their Content-ID, ``attached`` are names and sizes in bytes."""

    text: str | None = None
    html: str | None = None
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    attached: list[tuple[str, int]] = field(default_factory=list)


def headers(content: bytes) -> dict[str, str]:
    """From, to and subject as people read them."""
    block = _BLANK.split(content[:HEAD], maxsplit=1)[0].decode("utf-8", "replace")
    found = HeaderParser().parsestr(block)
    return {name: _words(found.get(name, "")) for name in ("from", "to", "subject")}


def _words(value: object) -> str:
    raw = " ".join(str(value).split())
    try:
        return _whole(" ".join(str(make_header(decode_header(raw))).split()))
    except _DAMAGED:
        return _whole(raw)


def _whole(text: str) -> str:
    """Without halves of characters, which some encodings bring and JSON can't carry."""
    return text.encode("utf-8", "replace").decode()


def take_apart(content: bytes) -> Parts:
    """The parts of a mail; of a damaged one, its source as text."""
    parts = Parts()
    try:
        for part in _leaves(message_from_bytes(content)):
            _sort(part, parts)
    except _DAMAGED:
        return Parts(text=content.decode("utf-8", "replace"))
    return parts


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _sort(part: Message, parts: Parts) -> None:
    kind = part.get_content_type()
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    attached = part.get_content_disposition() == "attachment"
    identity = str(part.get("Content-ID", "")).strip().strip("<>")
    if kind == "text/plain" and parts.text is None and not attached:
        parts.text = _decoded(part, data)
    elif kind == "text/html" and parts.html is None and not attached:
        parts.html = _decoded(part, data)
    elif identity and kind in PICTURES:
        parts.pictures.setdefault(identity, (kind, data))
    else:
        parts.attached.append((_words(part.get_filename() or kind), len(data)))


def _decoded(part: Message, data: bytes) -> str:
    try:
        return _whole(data.decode(part.get_content_charset() or "utf-8", "replace"))
    except LookupError:
        return data.decode("utf-8", "replace")


def framed(html: str, pictures: Mapping[str, tuple[str, bytes]]) -> str:
    """The HTML for the frame: its own pictures inside, links for a new tab."""
    left = MOST_SHOWN

    def picture(found: re.Match[str]) -> str:
        nonlocal left
        kind, data = pictures.get(found[1], ("", b""))
        left -= len(data) * 4 // 3
        if not kind or left < 0:
            return "data:,"
        return f"data:{kind};base64,{base64.b64encode(data).decode()}"

    shown = _CID.sub(picture, html)
    head = _IN_HEAD.search(shown)
    at = head.end() if head else 0
    return shown[:at] + _NEW_TAB + shown[at:]
