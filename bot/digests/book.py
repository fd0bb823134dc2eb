"""Rows of digests and what they say: between ``tables`` and the values of ``rules``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.digests.document import Document, Edition
from bot.digests.rules import State, Wanted, begin, next_due
from bot.digests.tables import Digest, DigestSchedule
from bot.insights.periods import Cadence, Period

SETTINGS = "settings"
SCHEDULE = "schedule"
"""Who made a schedule, or a digest, where nobody of the team did."""


def document_of(digest: Digest) -> Document | None:
    """What was sent, without what was taken out since; None where it was never built."""
    return None if digest.document is None else Document.model_validate(digest.document)


def period_of(digest: Digest) -> Period:
    """The stretch of time a digest is about."""
    return Period(Cadence(digest.cadence), digest.name, digest.starts_at, digest.ends_at, digest.zone)


def wanted_of(row: DigestSchedule) -> Wanted:
    """What a schedule says."""
    return Wanted(
        cadence=Cadence(row.cadence),
        day=row.day,
        hour=row.hour,
        minute=row.minute,
        zone=row.zone,
        language=row.language,
        quiet_days=tuple(row.quiet_days),
        holidays=row.holidays,
        enabled=row.enabled,
    )


def written(wanted: Wanted) -> dict[str, Any]:
    """As plain values, which ``wished_of`` reads."""
    return {**asdict(wanted), "cadence": wanted.cadence.value, "quiet_days": sorted(set(wanted.quiet_days))}


def wished_of(row: DigestSchedule) -> Wanted | None:
    """What the settings say of a schedule; None where it isn't in them."""
    if row.wished is None:
        return None
    values = dict(row.wished)
    return Wanted(
        **{**values, "cadence": Cadence(values["cadence"]), "quiet_days": tuple(values["quiet_days"])}
    )


def new_schedule(
    face: str, place: str, edition: Edition, wanted: Wanted, by: str, now: datetime
) -> DigestSchedule:
    """A schedule that begins now: nothing is sent of what was due before."""
    row = DigestSchedule(
        face=face,
        place=place,
        edition=edition,
        cadence=wanted.cadence.value,
        made_by=by,
        made_at=now,
        changed_at=now,
        revision=0,
        handled=begin(wanted, now),
    )
    put(row, wanted, now)
    return row


def put(row: DigestSchedule, wanted: Wanted, now: datetime, *, enabled: bool | None = None) -> None:
    """Let a schedule say this. Switched on again it begins anew, as a new one does."""
    on = wanted.enabled if enabled is None else enabled
    if on and not row.enabled:
        row.handled = max(row.handled, begin(wanted, now))
    row.day, row.hour, row.minute, row.zone = wanted.day, wanted.hour, wanted.minute, wanted.zone
    row.language, row.holidays, row.enabled = wanted.language, wanted.holidays, on
    row.quiet_days = sorted(set(wanted.quiet_days))
    row.next_due_at = next_due(wanted, row.handled) if on else None
    row.changed_at = now
    row.revision += 1


def new_digest(
    period: Period,
    face: str,
    place: str,
    edition: Edition,
    language: str,
    by: str,
    now: datetime,
    *,
    about: str = "",
    schedule_id: int | None = None,
    due_at: datetime | None = None,
    skipped: str | None = None,
) -> Digest:
    """A digest that is due; with ``skipped``, the reason why it isn't sent."""
    return Digest(
        schedule_id=schedule_id,
        name=period.name,
        face=face,
        place=place,
        edition=edition,
        language=language,
        about=about,
        cadence=period.cadence.value,
        zone=period.zone,
        starts_at=period.start,
        ends_at=period.end,
        state=(State.DUE if skipped is None else State.SKIPPED).value,
        problem=skipped,
        made_by=by,
        due_at=due_at or now,
        made_at=now,
    )


def first_day(digest: Digest) -> date:
    """Of its period, in the zone it was made in."""
    return period_of(digest).first_day
