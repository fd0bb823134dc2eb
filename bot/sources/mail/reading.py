"""A mail's octets to what it says: who, to whom, in their own words, with which attachments. Pure.

Nothing in a mail is trusted to be well-formed, short or true. Parts are bounded in number and depth, headers in
length, charsets are tried; what could not be read becomes a note, never an error, save one: nesting that nobody can
follow raises ``Unreadable``.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message
from itertools import islice

from bot.sources.identity import digest
from bot.sources.mail.decoding import addresses, decode, header, raw_headers, words
from bot.sources.mail.quoting import own_words, without_quotes
from bot.sources.markup import clean_text, cut, one_line, to_text

PARTS = 200
DEPTH = 20
TEXT_LIMIT = 200_000
"""Characters looked at of one part's text, before quotations are taken out."""

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_IDENTITY = re.compile(r"<([^<>\s]{1,400})>")


class Unreadable(Exception):
    """A mail that can't be taken apart; says why."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along; its octets are not kept."""

    name: str
    media_type: str
    size: int

    def __str__(self) -> str:
        return f"{self.name} ({self.media_type}, {self.size:,} bytes)"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail as read. Ids without their angle brackets; addresses in lower case."""

    message_id: str
    answers_to: tuple[str, ...]  # In-Reply-To, then References
    subject: str
    name: str
    address: str
    recipients: frozenset[str]
    date: str
    text: str  # their own words, without what they quote
    language: str | None
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The same for the same mail, however often and wherever it is found."""
        return digest("\0".join((self.message_id, self.address, self.date, self.subject, self.text)))


@dataclass(slots=True)
class _Contents:
    texts: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quoted: bool = False
    parts: int = 0


def parse(octets: bytes) -> Message:
    """The message's parts. Raises Unreadable."""
    try:
        return message_from_bytes(octets, policy=policy.compat32)
    except (RecursionError, ValueError, LookupError) as error:
        raise Unreadable(f"Its parts are not as mail is built ({type(error).__name__}).") from None


def read_mail(message: Message) -> ReadMail:
    """What the message says. Raises Unreadable."""
    contents = _Contents()
    try:
        _walk(message, contents, 0)
    except RecursionError:
        raise Unreadable("Its parts are nested too deeply.") from None
    text, notes = cut("\n\n".join(text for text in contents.texts if text))
    name, address = next(iter(addresses(message, "From")), ("", ""))
    recipients = addresses(message, "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    contents.notes += [*notes, *_oddities(message)]
    return ReadMail(
        message_id=_identity(message),
        answers_to=answered(message),
        subject=one_line(header(message, "Subject")) or "",
        name=one_line(name, 200) or "",
        address=address[:320],
        recipients=frozenset(address for _, address in recipients),
        date=header(message, "Date")[:100],
        text=text,
        language=_language(message),
        attachments=tuple(contents.attachments[:50]),
        notes=tuple(dict.fromkeys(contents.notes)),
    )


def _identity(message: Message) -> str:
    found = _IDENTITY.search(header(message, "Message-ID"))
    return found[1] if found else ""


def answered(message: Message) -> tuple[str, ...]:
    """Ids of the mails it answers, the nearest first: In-Reply-To, then References from its end."""
    nearest = [one for raw in raw_headers(message, "In-Reply-To") for one in _IDENTITY.findall(raw)]
    thread = [one for raw in raw_headers(message, "References") for one in _IDENTITY.findall(raw)]
    return tuple(dict.fromkeys([*nearest, *reversed(thread)]))[:50]


def _oddities(message: Message) -> Iterator[str]:
    if len(raw_headers(message, "From")) > 1 or len(addresses(message, "From")) > 1:
        yield "it names several senders"


def _language(message: Message) -> str | None:
    first = header(message, "Content-Language").split(",")[0].strip()
    return first if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}", first) else None


def _walk(part: Message, contents: _Contents, depth: int) -> None:
    contents.parts += 1
    if contents.parts > PARTS or depth > DEPTH:
        contents.notes.append("it has more parts than are looked at")
        return
    if part.get_content_maintype() == "multipart":
        children = _children(part)
        if part.get_content_subtype() == "alternative":
            _alternative(children, contents, depth)
        else:
            for child in children:
                _walk(child, contents, depth + 1)
    elif _is_text(part):
        text = _text_of(part, contents)
        contents.texts.append(text)
    else:
        contents.attachments.append(_attachment(part))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return (
        [child for child in islice(payload, PARTS) if isinstance(child, Message)]
        if isinstance(payload, list)
        else []
    )


def _alternative(children: list[Message], contents: _Contents, depth: int) -> None:
    """The plain text where it says something, else the richest; files that came along are listed from all."""
    tried = []
    for child in children:
        one = _Contents(parts=contents.parts)
        _walk(child, one, depth + 1)
        contents.parts = one.parts
        contents.attachments += one.attachments
        contents.notes += [note for note in one.notes if note not in contents.notes]
        tried.append(("".join(one.texts).strip(), one))
    chosen = next((one for text, one in tried if text), None)
    if chosen is not None:
        contents.texts += chosen.texts


def _is_text(part: Message) -> bool:
    if part.get_content_disposition() == "attachment" or _file_name(part):
        return False
    return part.get_content_type() in ("text/plain", "text/html")


def _text_of(part: Message, contents: _Contents) -> str:
    """Their own words; notes tell of charsets and of what was left out."""
    text, note = decode(_octets(part), part.get_content_charset() if _sane_type(part) else None)
    if note:
        contents.notes.append(f"the text: {note}")
    if len(text) > TEXT_LIMIT:
        text = text[:TEXT_LIMIT]
        contents.notes.append(f"only the first {TEXT_LIMIT:,} characters were looked at")
    quoted = False
    if part.get_content_type() == "text/html":
        markup, quoted = without_quotes(text)
        plain = to_text(markup)
        text = plain.text
        contents.notes += plain.notes
    written = own_words(clean_text(text))
    if (quoted or written.quoted) and "quoted text was left out" not in contents.notes:
        contents.notes.append("quoted text was left out")
    return written.text


def _sane_type(part: Message) -> bool:
    return len(str(part.get("Content-Type", ""))) < 2000


def _octets(part: Message) -> bytes:
    raw = part.get_payload()
    octets = raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):  # an encoding that is none
        return octets
    if not isinstance(payload, bytes):
        return octets
    encoding = str(part.get("Content-Transfer-Encoding", ""))[:40].strip().lower()
    return _whole_groups(octets) if encoding == "base64" and payload == octets else payload


def _whole_groups(octets: bytes) -> bytes:
    """Base64 that breaks off within a group of four, which Python gives back as it is: what stands before."""
    kept = _NOT_BASE64.sub(b"", octets)
    return binascii.a2b_base64(kept[: len(kept) - len(kept) % 4]) if len(kept) % 4 else octets


def _attachment(part: Message) -> Attachment:
    inner = _children(part)
    size = sum(len(_octets(one)) for one in inner) if inner else len(_octets(part))
    kind = one_line(part.get_content_type(), 100) or "application/octet-stream"
    name = _file_name(part) or ("a forwarded mail" if kind == "message/rfc822" else "without a name")
    return Attachment(name, kind, size)


def _file_name(part: Message) -> str:
    """Never a path: the name alone, of at most a hundred characters."""
    if not _sane_type(part) or len(str(part.get("Content-Disposition", ""))) > 2000:
        return ""
    try:
        raw = part.get_filename("")
    except (ValueError, LookupError, TypeError):
        return ""
    name = words(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")) if raw else ""
    return (one_line(re.split(r"[/\\]", name)[-1], 100) or "") if name else ""
