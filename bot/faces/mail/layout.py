"""A letter as MIME (RFC 5322, 2045 to 2049): what stands in it is anybody's, what frames it is ours.

Text alone, or text and HTML as alternatives, the HTML with its pictures, attachments around all of it::

    mixed( alternative( text/plain, related( text/html, image... ) ), attachment... )

Two calls with the same letter and sender give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from urllib.parse import urlsplit

from bot.kernel.errors import NeverWorks, TellUser
from bot.kernel.letter import Enclosure, Letter, boundary, mail_address, message_id
from bot.kernel.text import clean_line, strip_controls

SUBJECT_LIMIT = 200
NAME_LIMIT = 60
FILE_NAME_LIMIT = 100
THREAD_LIMIT = 10
"""Mails before the one that is answered, named in References; the first and the latest of them."""

_IDENTITY = re.compile(r"<[!-;=?-~]{1,400}>")
_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,80}")
_CID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,60}")
_SHOWN = re.compile(r"""["'(]cid:([^"')\s]+)""", re.IGNORECASE)
_IN_FILE_NAMES = re.compile(r'[/\\:*?"<>|]')
_IN_NAMES = str.maketrans(dict.fromkeys('"(),.:;<>@[\\]', " "))
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_URL_LIMIT = 900  # a line of a mail has 998 octets at most


_EXACT = frozenset({"message-id", "in-reply-to", "references", "list-unsubscribe", "list-unsubscribe-post"})


class _Policy(EmailPolicy):
    """Writes what programs read as it is, a word a line: Python would turn long ids and addresses into encoded words,
    which no program looks for there. What stands in these headers was checked, word by word."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() not in _EXACT:
            return str(super().fold(name, value))
        return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() not in _EXACT:
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii")


_ASCII = _Policy(linesep="\r\n")
_UTF8 = _Policy(linesep="\r\n", utf8=True)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose mail it is. Addresses as ``mail_address`` gives them."""

    address: str
    name: str
    reply_to: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Composed:
    """Ready to send. ``utf8``: the server must know SMTPUTF8 (RFC 6531), since an address is not ASCII."""

    message_id: str
    recipient: str
    content: bytes
    utf8: bool


def compose(letter: Letter, sender: Sender) -> Composed:
    """The mail. Raises TellUser when the address is none, NeverWorks where its parts don't fit together."""
    recipient = mail_address(letter.to)
    utf8 = not (recipient + sender.address + sender.reply_to).isascii()
    identity = message_id(letter.key, recipient, sender.domain)
    message = EmailMessage(policy=_UTF8 if utf8 else _ASCII)
    _address(message, letter, sender, recipient)
    message["Message-ID"] = identity
    _thread(message, letter)
    _circumstances(message, letter)
    _fill(message, letter)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(boundary(letter.key, letter.at, number))
    return Composed(identity, recipient, message.as_bytes(), utf8)


def _address(message: EmailMessage, letter: Letter, sender: Sender, recipient: str) -> None:
    message["From"] = _named(sender.name, sender.address)
    message["To"] = _named(letter.to_name, recipient)
    if sender.reply_to and sender.reply_to != sender.address:
        message["Reply-To"] = _named("", sender.reply_to)
    message["Subject"] = _free(letter.subject, SUBJECT_LIMIT)
    message["Date"] = format_datetime(letter.at)


def _named(name: str, address: str) -> Address:
    """A name that is not ASCII is written without the signs that part addresses: encoded and folded it is no longer
    quoted, and not every reader decodes it last."""
    shown = _free(name, NAME_LIMIT)
    if not shown.isascii():
        shown = " ".join(shown.translate(_IN_NAMES).split())
    local, _, domain = address.rpartition("@")
    return Address(shown, local, domain)


def _free(text: str, limit: int) -> str:
    """One line that anybody may have written. What looks like an encoded word (RFC 2047) is none: decoded by Python's
    folding it can hold line breaks, which end a header."""
    return clean_line(text, limit).replace("=?", "= ?")


def _thread(message: EmailMessage, letter: Letter) -> None:
    """What is no message id (the other side's are anybody's) is left out: a thread is a courtesy."""
    if not _IDENTITY.fullmatch(letter.answers_to):
        return
    before = [one for one in letter.thread if _IDENTITY.fullmatch(one) and one != letter.answers_to]
    if len(before) > THREAD_LIMIT:
        before = [before[0], *before[1 - THREAD_LIMIT :]]
    message["In-Reply-To"] = letter.answers_to
    message["References"] = " ".join([*before, letter.answers_to])


def _circumstances(message: EmailMessage, letter: Letter) -> None:
    """What programs on the way are told: no out-of-office notes for what is automatic, how to end such mails."""
    if letter.automatic:
        message["Auto-Submitted"] = "auto-replied" if letter.answers_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{_web_address(letter.unsubscribe)}>"
        if letter.one_click:
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _web_address(url: str) -> str:
    parts = urlsplit(url)
    fine = url.isascii() and url.isprintable() and not re.search(r"[\s<>\"]", url) and len(url) <= _URL_LIMIT
    if not fine or parts.scheme != "https" or not parts.hostname:
        raise NeverWorks(
            "The address for ending such mails is no https address.",
            remedy="Set [web] address to https://...",
        )
    return url


def _fill(message: EmailMessage, letter: Letter) -> None:
    pictures = [one for one in letter.enclosures if one.cid]
    _check_pictures(letter.html, pictures)
    message.set_content(_text(letter.text), cte="quoted-printable")
    if letter.html:
        message.add_alternative(_text(letter.html), subtype="html", cte="quoted-printable")
        for picture in pictures:
            _picture(message, picture)
    if _LANGUAGE.fullmatch(letter.language):
        message["Content-Language"] = letter.language
    for one in letter.enclosures:
        if not one.cid:
            main, sub = _media_type(one)
            message.add_attachment(one.content, main, sub, filename=_file_name(one))


def _picture(message: EmailMessage, picture: Enclosure) -> None:
    main, sub = _media_type(picture)
    if main != "image":
        raise NeverWorks("Only a picture can be shown inside a mail.", remedy="Attach it instead.")
    shown = message.get_body(("html",))
    related = message.get_body(("related",)) or shown
    if not isinstance(related, EmailMessage):
        raise NeverWorks("Without HTML nothing shows the picture.", remedy="Attach it instead.")
    related.add_related(
        picture.content, main, sub, cid=f"<{picture.cid}>", disposition="inline", filename=_file_name(picture)
    )


def _check_pictures(html: str, pictures: Iterable[Enclosure]) -> None:
    """Every picture that the HTML names is there, and every picture is named."""
    named = {found.casefold() for found in _SHOWN.findall(html)}
    there = [one.cid for one in pictures]
    fine = all(_CID.fullmatch(cid) for cid in there) and len(set(there)) == len(there)
    if not fine or named != {cid.casefold() for cid in there}:
        raise NeverWorks("The mail's HTML and its pictures don't fit.", remedy="Please report it.")


def _media_type(one: Enclosure) -> tuple[str, str]:
    if not _TYPE.fullmatch(one.media_type) or one.media_type.startswith(("multipart/", "message/")):
        raise NeverWorks("A file of the mail is of no type that can be sent.", remedy="Please report it.")
    main, _, sub = one.media_type.partition("/")
    return main, sub


def _file_name(one: Enclosure) -> str:
    name = _IN_FILE_NAMES.sub("_", _free(one.name, FILE_NAME_LIMIT)).strip(". ")
    if not name:
        raise TellUser("A file of the mail has no name.", remedy="Give it one.")
    return name


def _text(text: str) -> str:
    return strip_controls(text).encode("utf-8", "replace").decode("utf-8")
