"""The fields of a creator's receipt. Pure.

They are named as ISO/IEC TS 27560:2023 (consent record information structure) names them, as W3C's guide to it spells
them; what it has no name for stands under ``goodword``. ``receipt.schema.json`` beside this file says the same to
programs of others.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "goodword-consent-receipt-1"
EventState = Literal[
    "requested", "unknown", "given", "refused", "withdrawn", "expired", "superseded", "removed"
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Party(_Part):
    """Somebody who takes part in it (27560: party identification)."""

    party_id: str
    party_role: Literal["pii_controller", "pii_principal"]
    party_name: str
    party_contact: str = Field(description="How to reach them; empty where nothing is set up.")
    party_url: str = ""


class Notice(_Part):
    """The terms that were agreed to (27560: privacy notice)."""

    version: str
    sha256: str = Field(description="Of the text's UTF-8 form; empty where it was not recorded.")
    text: str = Field(description="Empty where the text is not held any more.")


class Withdrawal(_Part):
    """How the creator takes a yes back (27560: withdrawal method)."""

    description: str
    url: str = Field(
        description="Opens a page with one button. Empty in copies that are not the creator's own."
    )


class Purpose(_Part):
    """One use that was asked for (27560: purpose and what belongs to it)."""

    purpose: Literal["website", "mail", "social", "ads", "print", "employees"]
    purpose_type: str = Field(description="The nearest term of the Data Privacy Vocabulary.")
    event_state: EventState = Field(description="What stands now for this use.")
    lawful_basis: Literal["consent"] = "consent"
    pii_information: tuple[str, ...] = ("published content", "credit line", "account identifier")
    pii_controllers: tuple[str, ...] = Field(description="By party_id.")
    collection_method: str
    processing_method: Literal["display with credit"] = "display with credit"
    storage_locations: tuple[str, ...] = Field(description="As the operator states them; may be empty.")
    retention_period: str = Field(description="ISO 8601 duration, or “until withdrawn”.")
    geographic_restrictions: str = Field(description="Where it may be shown; “worldwide”: anywhere.")
    jurisdiction: str = Field(description="Whose law applies, as the operator states it; may be empty.")
    recipient_third_parties: tuple[str, ...] = ()
    withdrawal_method: Withdrawal
    privacy_rights: tuple[str, ...] = (
        "withdraw",
        "access",
        "rectification",
        "erasure",
        "portability",
        "complaint",
    )


class Event(_Part):
    """One thing that happened (27560: event)."""

    event_time: str = Field(description="ISO 8601, UTC.")
    event_type: Literal["explicit", "notice", "lapse"] = Field(
        description="explicit: somebody said or did it; notice: the creator was written to; lapse: time or we did."
    )
    event_state: EventState
    entity_id: str = Field(description="Who did it, as the chain names them.")
    validity_duration: str = Field(
        description="Of a yes: ISO 8601 duration, or “until withdrawn”; else empty."
    )


class Shown(_Part):
    """The piece as it was then: ``content`` in RFC 8785 form has the hash ``sha256``. Empty once it was erased."""

    sha256: str
    at: str
    content: dict[str, Any]


class Chain(_Part):
    """The events with their signatures. Each ``hash`` is SHA-256 over the RFC 8785 form of the event without
    ``hash``, ``signature``, ``text`` and ``salts``; each signature is Ed25519 over the hash's 32 bytes."""

    format: Literal["goodword-rights-1"]
    public_key: str
    events: tuple[dict[str, Any], ...]


class Ours(_Part):
    """What 27560 has no names for."""

    permission: int
    item: int
    uses_requested: tuple[str, ...]
    uses: tuple[str, ...] = Field(description="That are allowed now.")
    territory: str
    duration_days: int = Field(description="0: until withdrawn.")
    valid_from: str
    valid_until: str
    credit: str
    verification: str = Field(description="How it is known who answered: none, reply, code, mail or hand.")
    answer: str = Field(description="The creator's own words, the last.")
    requested_through: str
    shown: Shown | None
    chain: Chain


class Receipt(_Part):
    """A consent receipt. It holds one consent record, as it stood when the receipt was made."""

    schema_version: Literal["goodword-consent-receipt-1"]
    receipt_id: str = Field(description="A UUID; another one for every change of the record.")
    record_id: str = Field(description="A UUID: of the permission.")
    pii_principal_id: str = Field(description="platform:account, or “erased”.")
    language: str
    privacy_notice: Notice
    purposes: tuple[Purpose, ...]
    party_identification: tuple[Party, ...]
    events: tuple[Event, ...]
    goodword: Ours


def schema() -> dict[str, Any]:
    """The JSON Schema of receipts, as the packaged file has it."""
    made = Receipt.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, "title": SCHEMA}
