"""The record of one item's permission: what was shown, asked, answered and done, for whoever wants it proved.

Names of fields follow ISO/IEC TS 27560 (consent record information structure) where it has one that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.kernel.errors import TellUser
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights import queries
from bot.rights.chain import FORMAT, Link, moment
from bot.rights.drafts import Voice
from bot.rights.links.queries import link_of
from bot.rights.tables import Ask, Snapshot
from bot.rights.terms import Terms
from bot.rights.verifying import end_line

SCHEMA = "goodword-consent-record-1"


async def record_of(
    session: AsyncSession, item_id: int, voice: Voice, terms: Terms, now: datetime
) -> dict[str, Any]:
    """Everything that is held about an item's permission, as JSON values. Raises TellUser where there is none."""
    asks = await queries.all_asks(session, item_id)
    if not asks:
        raise TellUser(
            f"Nobody has asked about item {item_id}.", remedy="Give the number that stands on its card."
        )
    item = (await get_items(session, [item_id])).get(item_id)
    creators = await get_creators(session, [one.creator_id for one in asks if one.creator_id is not None])
    snapshots = await queries.snapshots_of(session, item_id)
    events = [link_of(row) for row in await queries.event_rows(session, item_id)]
    return {
        "schema_version": SCHEMA,
        "record_id": f"item-{item_id}",
        "made_at": moment(now),
        "pii_controllers": [{"party_name": voice.brand, "party_contact": voice.mention}],
        "pii_principal": [_principal(one) for one in creators.values()],
        "item": {
            "id": item_id,
            "life": item.life if item is not None else "erased",
            "url": item.url if item is not None else None,
            "platform": item.platform if item is not None else None,
        },
        "notices": [_shown(one) for one in snapshots],
        "consents": [_consent(one, terms) for one in asks],
        "events": [one.as_json() for one in events],
    }


def _principal(creator: Creator) -> dict[str, Any]:
    return {
        "pii_principal_id": f"{creator.platform}:{creator.external_id}",
        "handle": creator.handle,
        "name": creator.name,
        "url": creator.url,
    }


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": snapshot.id,
        "sha256": snapshot.sha256,
        "at": moment(snapshot.at),
        "version": snapshot.version,
        "title": snapshot.title,
        "text": snapshot.text,
        "url": snapshot.url,
        "language": snapshot.language,
        "media": snapshot.media,
    }


def _consent(ask: Ask, terms: Terms) -> dict[str, Any]:
    granted = ask.licence_from is not None
    return {
        "id": ask.id,
        "state": ask.status,
        "notice": ask.snapshot_id,
        "message": ask.text,
        "language": ask.language,
        "channel": ask.channel,
        "reference": ask.reference,
        "requested_by": {"id": ask.asked_by, "name": ask.asked_by_name},
        "requested_at": _time(ask.asked_at),
        "purposes_requested": ask.uses,
        "purposes": ask.granted_uses if granted else [],
        "jurisdiction": ask.territory or "worldwide",
        "retention_period_days": ask.duration_days or None,
        "credit": ask.credit,
        "terms": {
            "version": ask.terms_version,
            "sha256": terms.sha256(ask.language) if ask.terms_version == terms.version else None,
            "text": terms.text(ask.language) if ask.terms_version == terms.version else None,
        },
        "answer": ask.answer,
        "answered_at": _time(ask.answered_at),
        "identity_proof": ask.proof,
        "valid_from": _time(ask.licence_from),
        "valid_until": _time(ask.licence_until),
        "supersedes": ask.supersedes_id,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def as_file(record: dict[str, Any], links: Sequence[Link], public: str) -> bytes:
    """A record as ``verify_file`` reads it: a line that says what this is, the record, its events a line each, and
    where they end."""
    first = {"format": FORMAT, "public_key": public, "gaps": True}
    about = {name: value for name, value in record.items() if name != "events"}
    lines = [first, {"record": about}, *(one.as_json() for one in links)]
    return b"".join(orjson.dumps(line) + b"\n" for line in lines) + end_line(
        len(links), links[-1] if links else None
    )
