"""The record of one item's permission: what was shown, asked, answered and done, for whoever wants it proved.

Names of fields follow ISO/IEC TS 27560 (consent record information structure) where it has one that fits.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.kernel.errors import TellUser
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights import queries
from bot.rights.chain import FORMAT, Link, Signer, hash_of, moment
from bot.rights.evidence import Evidence, snapshot_content
from bot.rights.links.queries import link_of
from bot.rights.receipts import Receipts
from bot.rights.rules import AskAction
from bot.rights.tables import Ask, Snapshot
from bot.rights.verifying import end_line
from bot.settings import Settings

SCHEMA = "goodword-consent-record-1"
_ANSWERS = (AskAction.ANSWERED, AskAction.GRANTED, AskAction.DECLINED)
PART = 1_000_000
"""Bytes of a picture in one line."""


async def record_of(
    session: AsyncSession, item_id: int, receipts: Receipts, settings: Settings, now: datetime
) -> dict[str, Any]:
    """Everything that is held about an item's permission, as JSON values. Raises TellUser where there is none."""
    asks = await queries.all_asks(session, item_id)
    if not asks:
        raise TellUser(
            f"Nobody has asked about item {item_id}.", remedy="Give the number that stands on its card."
        )
    item = (await get_items(session, [item_id])).get(item_id)
    creators = await get_creators(session, [one.creator_id for one in asks if one.creator_id is not None])
    links = [link_of(row) for row in await queries.event_rows(session, item_id)]
    made = [await receipts.of(session, one, theirs=False) for one in asks]
    brand, rights = settings.brand, settings.rights
    return {
        "schema_version": SCHEMA,
        "record_id": f"item-{item_id}",
        "made_at": moment(now),
        "public_key": receipts.public_key,
        "pii_controllers": [
            {
                "party_name": brand.name,
                "party_contact": brand.contact or brand.handle,
                "party_url": brand.website,
            }
        ],
        "jurisdiction": rights.jurisdiction,
        "storage_locations": list(rights.storage_locations),
        "pii_principal": [_principal(one) for one in creators.values()],
        "item": {
            "id": item_id,
            "life": item.life if item is not None else "erased",
            "url": item.url if item is not None else None,
            "platform": item.platform if item is not None else None,
        },
        "notices": [_shown(one) for one in await queries.snapshots_of(session, item_id)],
        "terms": await _terms(receipts, links),
        "consents": [_consent(one, [link for link in links if link.ask_id == one.id]) for one in asks],
        "receipts": [one.model_dump(mode="json") for one in made if one is not None],
        "events": [one.as_json() for one in links],
    }


async def _terms(receipts: Receipts, links: Sequence[Link]) -> list[dict[str, Any]]:
    """Every wording of the terms that a request or a yes names, each once."""
    found = [await receipts.terms([link]) for link in links if "terms_version" in link.data]
    return [one.model_dump(mode="json") for one in dict.fromkeys(found)]


def _principal(creator: Creator) -> dict[str, Any]:
    return {
        "pii_principal_id": f"{creator.platform}:{creator.external_id}",
        "handle": creator.handle,
        "name": creator.name,
        "url": creator.url,
    }


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    """``sha256`` is that of all but ``id``, ``at``, ``erased`` and itself. Words that were erased leave it alone."""
    content = snapshot_content(snapshot)
    about = {"id": snapshot.id, "sha256": snapshot.sha256, "at": moment(snapshot.at)}
    return {**about, "erased": hash_of(content) != snapshot.sha256, **content}


def _consent(ask: Ask, links: Sequence[Link]) -> dict[str, Any]:
    agreed = next((one.data for one in reversed(links) if "terms_version" in one.data), {})
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
        "terms": {"version": ask.terms_version, "sha256": agreed.get("terms_sha256")},
        "answer": _said(links, _ANSWERS),
        "answered_at": _time(ask.answered_at),
        "withdrawal": _said(links, (AskAction.WITHDRAWN,)),
        "identity_proof": ask.proof,
        "valid_from": _time(ask.licence_from),
        "valid_until": _time(ask.licence_until),
        "supersedes": ask.supersedes_id,
    }


def _said(links: Sequence[Link], actions: Collection[AskAction]) -> str | None:
    """The last words of such a step, verbatim; None where none has any, or they were erased."""
    said = (one.words.get("text") for one in reversed(links) if one.action in actions)
    return next((words for words in said if words), None)


def _time(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


async def file_lines(
    record: dict[str, Any], links: Sequence[Link], signer: Signer, evidence: Evidence
) -> AsyncIterator[bytes]:
    """A record as ``verify_file`` reads it: a line that says what this is, the record with its signature, receipts,
    the pictures that were shown, the events, and where they end."""
    yield _line({"format": FORMAT, "public_key": signer.public, "gaps": True})
    about = {name: value for name, value in record.items() if name not in ("events", "receipts")}
    yield _line({"record": about, "signature": signer.sign(hash_of(about))})
    for one in record["receipts"]:
        yield _line({"receipt": one})
    named = [each["sha256"] for notice in record["notices"] for each in notice["media"] if each["sha256"]]
    for digest in dict.fromkeys(named):
        data = await asyncio.to_thread(evidence.get, digest)
        parts = [data[start : start + PART] for start in range(0, len(data), PART)] if data else []
        for number, part in enumerate(parts, 1):
            content = base64.b64encode(part).decode()
            yield _line({"media": digest, "part": number, "of": len(parts), "base64": content})
    for link in links:
        yield _line(link.as_json())
    yield end_line(len(links), links[-1] if links else None)


def _line(value: Any) -> bytes:
    return orjson.dumps(value) + b"\n"
