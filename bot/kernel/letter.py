"""A mail to be sent, as plain values that durable work can keep; and how a mail of ours is recognised.

Whoever has something to send makes a ``Letter`` and enqueues ``SEND`` with it::

    await work.enqueue(session, SEND, letter.as_argument(), key=letter.key)

The id of the mail follows from the key and the address, so a mail that is sent again after an answer that was lost is
the same mail, byte for byte; and an answer to it tells which address was written to without anything being kept.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from hashlib import blake2b
from typing import Any

import idna
import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.kernel.errors import TellUser

SEND = "mail.send"
"""The job that sends: ``mail.send(letter.as_argument())``."""

SIZE_LIMIT = 2_000_000
"""Bytes of texts, pictures and attachments of one letter: it waits in the database until it is sent."""

_ADDRESS_LIMIT, _LOCAL_LIMIT = 254, 64  # octets; RFC 5321, 4.5.3.1
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_OURS = re.compile(r"<?goodword\.([0-9a-f]{24})\.([0-9a-f]{16})@[^<>\s@]{1,253}>?")


class _Value(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        ser_json_bytes="base64",
        val_json_bytes="base64",
    )


class Enclosure(_Value):
    """A file that goes along. ``cid``: it is a picture that the HTML shows as ``<img src="cid:...">``."""

    name: str
    media_type: str  # image/png
    content: bytes
    cid: str = ""


class Letter(_Value):
    """One mail to one address, with a text and perhaps the same as HTML.

    ``key`` is the occasion of this one mail: the same key and address is the same mail. ``at`` is when it was
    written, which its Date says however late it is sent. ``automatic``: nobody pressed a button for this one
    (RFC 3834). ``answers_to`` and ``thread`` are message ids of the mail that it replies to and of those before it.
    ``unsubscribe`` is a web address that ends such mails; ``one_click`` where it takes a bare POST (RFC 8058).
    ``then`` is a job that is told what became of it: ``then(key, outcome, detail)``, outcome ``sent`` (detail: the
    message id) or ``refused`` (why).
    """

    key: str
    to: str
    to_name: str = ""
    subject: str
    text: str
    html: str = ""
    language: str = ""  # BCP 47
    enclosures: tuple[Enclosure, ...] = ()
    at: AwareDatetime
    automatic: bool = True
    answers_to: str = ""
    thread: tuple[str, ...] = ()
    unsubscribe: str = ""
    one_click: bool = False
    then: str = ""

    def as_argument(self) -> dict[str, Any]:
        """As durable work takes it. Raises TellUser when it is too large to wait in the database."""
        size = len(self.text) + len(self.html) + sum(len(one.content) for one in self.enclosures)
        if size > SIZE_LIMIT:
            raise TellUser(
                f"The mail would be {size:,} bytes; {SIZE_LIMIT:,} are possible.",
                remedy="Send a link instead of the file.",
            )
        return self.model_dump(mode="json")

    @classmethod
    def from_argument(cls, argument: dict[str, Any]) -> Letter:
        """As it was. From JSON, since only there bytes are read as base64."""
        return cls.model_validate_json(orjson.dumps(argument))


def mail_address(text: str) -> str:
    """An address as it is written to: the domain in its ASCII form. Raises TellUser naming what is wrong; no quoted
    local parts, no comments, no domain literals: nobody who shares content has such an address."""
    address = unicodedata.normalize("NFC", text.strip())
    local, _, domain = address.rpartition("@")
    try:
        host = idna.encode(domain, uts46=True).decode("ascii") if "." in domain else ""
    except idna.IDNAError:
        host = ""
    if not _LOCAL.fullmatch(local) or not host or not _short_enough(local, host):
        raise TellUser("That is no mail address.", remedy="It looks like name@example.com.")
    return f"{local}@{host}"


def _short_enough(local: str, host: str) -> bool:
    octets = len(local.encode("utf-8", "replace"))
    return octets <= _LOCAL_LIMIT and octets + 1 + len(host) <= _ADDRESS_LIMIT


def masked(address: str) -> str:
    """For messages that many read: a…@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def message_id(key: str, address: str, domain: str) -> str:
    """The id of the mail of that occasion to that address. ``domain`` is the sender's."""
    return f"<goodword.{_short(key, 12)}.{address_mark(address)}@{domain}>"


def is_ours(identity: str) -> bool:
    """Whether a message id has the form of ours. Anybody may write such an id: nothing is granted by it."""
    return _OURS.fullmatch(identity) is not None


def written_to(identity: str, address: str) -> bool:
    """Whether the mail with this id went to that address."""
    found = _OURS.fullmatch(identity)
    return found is not None and found[2] == address_mark(address)


def address_mark(address: str) -> str:
    """What stands for an address in our ids: the same however its letters' case is written."""
    return _short(unicodedata.normalize("NFC", address.strip()).casefold(), 8)


def _short(text: str, octets: int) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=octets).hexdigest()


def boundary(key: str, at: datetime, number: int) -> str:
    """A MIME boundary that stays the same when the letter is sent again, and that no sender of text can foresee
    without the key."""
    return f"=_goodword_{_short(f'{key}|{at.isoformat()}|{number}', 16)}"
