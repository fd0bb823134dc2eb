"""Mail that no person wrote for us: out-of-office notes, bounces, lists; and what a bounce says. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from bot.kernel.letter import is_ours
from bot.sources.mail.decoding import addresses, header, raw_headers
from bot.sources.markup import one_line

_ROBOTS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?[+=-].*|bounce)@.*")
_IDENTITY = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,253}>")
_PRECEDENCE = {"bulk": "sent in bulk", "junk": "sent in bulk", "auto_reply": "an automatic answer"}
_AUTO_REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
_PARTS = 30
"""Parts of a report that are looked through."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report that a mail of ours did not arrive. ``why`` is the other server's words."""

    message_id: str
    why: str
    final: bool


def automatic(message: Message) -> str | None:
    """Why it is automatic, in words; None for a person's mail. RFC 3834 and what came before it."""
    if message.get_content_type() == "multipart/report":
        return "a report about another mail"
    submitted = header(message, "Auto-Submitted").lower().split(";")[0].strip()
    if submitted and submitted != "no":
        return "an automatic answer" if submitted == "auto-replied" else "sent by a program"
    if any(header(message, name) for name in _AUTO_REPLY_HEADERS):
        return "an automatic answer"
    if header(message, "Return-Path").strip() == "<>":
        return "a report about another mail"
    precedence = header(message, "Precedence").lower().strip()
    if precedence in _PRECEDENCE and not _is_list(message):
        return _PRECEDENCE[precedence]
    senders = [address for _, address in addresses(message, "From")]
    if any(_ROBOTS.fullmatch(address) for address in senders):
        return "sent by a program"
    return None


def is_newsletter(message: Message) -> bool:
    """Whether a mailing list sent it."""
    return _is_list(message)


def _is_list(message: Message) -> bool:
    named = ("List-Id", "List-Unsubscribe", "List-Post")
    return any(header(message, name) for name in named) or header(message, "Precedence").lower() == "list"


def bounce_of(message: Message) -> Bounce | None:
    """What a delivery report (RFC 3464) says about a mail of ours; None for every other mail."""
    if message.get_content_type() != "multipart/report":
        return None
    ours, why, action = _named_in(message), "", ""
    for part, _ in zip(message.walk(), range(_PARTS), strict=False):
        if part is message:
            continue
        ours = ours or _named_in(part)
        action = action or header(part, "Action").lower()
        why = why or header(part, "Diagnostic-Code").partition(";")[2] or header(part, "Status")
        if part.get_content_type() == "text/rfc822-headers" and ours is None:
            ours = _named_in_text(part)
    if ours is None:
        return None
    return Bounce(ours, one_line(why, 200) or "no reason was given", action != "delayed")


def _named_in(part: Message) -> str | None:
    for name in ("Message-ID", "In-Reply-To", "References"):
        for value in raw_headers(part, name):
            for found in _IDENTITY.findall(value):
                if is_ours(found):
                    return str(found)
    return None


def _named_in_text(part: Message) -> str | None:
    payload = part.get_payload(decode=True)
    text = payload.decode("utf-8", "replace")[:20_000] if isinstance(payload, bytes) else ""
    return next((found for found in _IDENTITY.findall(text) if is_ours(found)), None)
