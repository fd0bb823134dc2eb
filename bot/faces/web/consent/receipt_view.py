"""What the pages of a receipt and of a withdrawal show, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date, format_time

from bot.rights.receipt_fields import Event, Receipt
from bot.rights.where import web_address


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what happened."""

    at: str
    state: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its page shows it. ``state`` is that of the permission: given, refused, withdrawn, ..."""

    state: str
    title: str
    text: str
    url: str
    uses: Sequence[str]
    not_uses: Sequence[str]
    territory: str
    since: str
    until: str
    credit: str
    answer: str
    proof: str
    terms: str
    terms_version: str
    law: str
    storage: str
    steps: Sequence[Step]
    number: str
    record: str
    fingerprint: str
    sequence: int
    head: str
    signature: str
    public_key: str
    language: str  # of the message and the terms


def receipt_view(found: Receipt, language: str) -> ReceiptView:
    """The page's values; dates in that language."""
    ours = found.goodword
    shown = ours.shown.content if ours.shown is not None else {}
    last = ours.chain.events[-1]
    first = found.purposes[0] if found.purposes else None
    return ReceiptView(
        state=state_of(found),
        title=str(shown.get("title") or ""),
        text=str(shown.get("text") or "")[:2000],
        url=web_address(shown.get("url")),
        uses=ours.uses,
        not_uses=[one.purpose for one in found.purposes if one.purpose not in ours.uses],
        territory="" if ours.territory == "worldwide" else ours.territory,
        since=_day(ours.valid_from, language),
        until=_day(ours.valid_until, language),
        credit=ours.credit,
        answer=ours.answer,
        proof=ours.verification,
        terms=found.privacy_notice.text,
        terms_version=found.privacy_notice.version,
        law=first.jurisdiction if first is not None else "",
        storage=", ".join(first.storage_locations) if first is not None else "",
        steps=[Step(when(one.event_time, language), one.event_state) for one in found.events],
        number=found.receipt_id,
        record=found.record_id,
        fingerprint=ours.shown.sha256 if ours.shown is not None else "",
        sequence=int(last["sequence"]),
        head=str(last["hash"]),
        signature=str(last["signature"]),
        public_key=ours.chain.public_key,
        language=found.language,
    )


def state_of(found: Receipt) -> str:
    """How the permission stands: by its last event, looking after a removal aside."""
    return _standing(found.events).event_state


def ended_at(found: Receipt, language: str) -> str:
    return when(_standing(found.events).event_time, language)


def removed_at(found: Receipt, language: str) -> str:
    """When it was looked for after its end and found nowhere; "" where that is still to come."""
    last = found.events[-1]
    return when(last.event_time, language) if last.event_state == "removed" else ""


def _standing(events: Sequence[Event]) -> Event:
    return [one for one in events if one.event_state != "removed"][-1]


def when(moment: str, language: str) -> str:
    """A time as people read it; UTC."""
    at = datetime.fromisoformat(moment)
    day = format_date(at.date(), format="long", locale=language)
    return f"{day}, {format_time(at.timetz(), format='HH:mm', locale=language)}"


def _day(moment: str, language: str) -> str:
    return (
        format_date(datetime.fromisoformat(moment).date(), format="long", locale=language) if moment else ""
    )
