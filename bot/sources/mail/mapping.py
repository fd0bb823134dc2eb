"""A mail as read to an item, or to an answer. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from bot.kernel.letter import masked
from bot.sources.base import Answer, Failure, FoundCreator, FoundItem, Kind, Why
from bot.sources.dates import read_date
from bot.sources.identity import digest
from bot.sources.mail.reading import ReadMail
from bot.sources.words import hashtags_in

LISTED = 10
"""Attachments named in an item's notes."""

_PLAIN_ID = re.compile(r"[!-~]{1,400}")


def identity_of(mail: ReadMail) -> str:
    """The same for the same mail wherever it lies. Its Message-ID, which an answer to it names; and a hash of what it
    says, since whoever knows the id of another's mail can write one under it: that must not become an edit of it."""
    return f"{mail.message_id} {mail.mark}" if _PLAIN_ID.fullmatch(mail.message_id) else mail.mark


def message_id_of(identity: str) -> str:
    """The Message-ID in an item's identity, for In-Reply-To; empty where it has none."""
    found, _, mark = identity.rpartition(" ")
    return f"<{found}>" if found and mark else ""


def map_mail(
    mail: ReadMail,
    kind: Kind,
    why: tuple[Why, ...],
    arrived: datetime | None,
    now: datetime,
    notes: tuple[str, ...],
) -> FoundItem | Failure:
    """The item. Its creator is the address; what is shown of it is the name, or the address half hidden."""
    if not (mail.text or mail.attachments):
        return Failure(
            f"the mail “{mail.subject or 'without a subject'}”",
            "It holds neither words of its own nor attachments.",
            "Nothing to do, unless it was forwarded: then ask its writer.",
        )
    when, date_note = read_date(mail.date, now)
    listed = [f"attachment: {one}" for one in mail.attachments[:LISTED]]
    if len(mail.attachments) > LISTED:
        listed.append(f"{len(mail.attachments) - LISTED} more attachments")
    return FoundItem(
        external_id=identity_of(mail),
        kind=kind,
        platform="mail",
        text=mail.text,
        title=mail.subject or None,
        language=mail.language,
        creator=_creator(mail),
        tags=hashtags_in(mail.text)[:30],
        published_at=when or arrived,
        why=why,
        notes=(*mail.notes, *notes, *([date_note] if date_note else []), *listed),
    )


def _creator(mail: ReadMail) -> FoundCreator | None:
    if not mail.address:
        return None
    return FoundCreator(external_id=mail.address, name=mail.name or masked(mail.address))


def as_answer(mail: ReadMail, arrived: datetime | None, now: datetime, *, proven: bool) -> Answer:
    """What they wrote in answer. ``at`` is when it reached the mailbox, where the server says so."""
    when, _ = read_date(mail.date, now)
    return Answer(
        external_id=identity_of(mail),
        creator_id=mail.address,
        text=mail.text,
        version=digest(mail.text),
        at=arrived or when,
        language=mail.language,
        proven=proven,
    )
