"""A creator's receipt: what they were asked, what they answered and what became of it, for them to keep. Pure.

With the events of the chain, their signatures and the public key in it, anybody can check a receipt without us:
``receipt_check`` does. The fields are those of ``receipt_fields``.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.rights.chain import FORMAT, Link, hash_of, moment
from bot.rights.evidence import snapshot_content
from bot.rights.receipt_fields import (
    SCHEMA,
    Chain,
    Event,
    EventState,
    Notice,
    Ours,
    Party,
    Purpose,
    Receipt,
    Shown,
    Withdrawal,
)
from bot.rights.rules import CREATOR_PREFIX, AskAction
from bot.rights.tables import Ask, Snapshot

_NAMES = uuid.UUID("5b0c4b0e-6a5e-5f43-9b57-3f7d1f6f2a10")
"""Where our record ids live (RFC 9562, version 5): the same permission has the same id in every copy."""
_PURPOSES = {
    "website": "dpv:Marketing",
    "mail": "dpv:DirectMarketing",
    "social": "dpv:SocialMediaMarketing",
    "ads": "dpv:Advertising",
    "print": "dpv:Marketing",
    "employees": "dpv:Marketing",
}
"""The Data Privacy Vocabulary's words for our uses."""
STATES: Mapping[str, EventState] = {
    AskAction.SENT: "requested",
    AskAction.REMINDED: "requested",
    AskAction.ANSWERED: "unknown",
    AskAction.GRANTED: "given",
    AskAction.DECLINED: "refused",
    AskAction.WITHDRAWN: "withdrawn",
    AskAction.EXPIRED: "expired",
    AskAction.SUPERSEDED: "superseded",
    AskAction.REMOVED: "removed",
}
"""Steps that a creator is told of. Drafts, notes and warnings are the team's own."""
ANSWERS = frozenset({AskAction.GRANTED, AskAction.DECLINED, AskAction.WITHDRAWN})
"""Steps that a receipt is given for."""
_SHOWN_WORDS = ("text", "credit")
"""Of an event's words: the message and the creator's own. Names and notes of the team stay here, as hashes."""
UNTIL_WITHDRAWN = "until withdrawn"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives receipts. ``jurisdiction`` and ``storage`` as the operator states them; either may be empty."""

    brand: str
    contact: str
    website: str
    public_key: str
    jurisdiction: str = ""
    storage: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a receipt is made of beside the ask and its events. ``account`` is the creator's, "" once erased."""

    platform: str
    account: str
    name: str
    url: str
    terms: Notice
    shown: Snapshot | None
    withdraw: str = ""


def receipt(ask: Ask, links: Sequence[Link], issuer: Issuer, facts: Facts) -> Receipt:
    """The receipt of an ask as it stands; ``links`` are all its events, oldest first. Raises ValueError where
    nothing was answered yet."""
    told = [one for one in links if one.action in STATES]
    if not any(one.action in ANSWERS for one in told):
        raise ValueError("nothing was answered yet")
    record = uuid.uuid5(_NAMES, f"{issuer.public_key}:{ask.id}")
    principal = f"{facts.platform}:{facts.account}" if facts.account else "erased"
    return Receipt(
        schema_version=SCHEMA,
        receipt_id=str(uuid.uuid5(record, str(told[-1].sequence))),
        record_id=str(record),
        pii_principal_id=principal,
        language=ask.language,
        privacy_notice=facts.terms,
        purposes=_purposes(ask, told, issuer, facts),
        party_identification=(
            Party(
                party_id="controller",
                party_role="pii_controller",
                party_name=issuer.brand,
                party_contact=issuer.contact,
                party_url=issuer.website,
            ),
            Party(
                party_id="principal",
                party_role="pii_principal",
                party_name=facts.name,
                party_contact="",
                party_url=facts.url,
            ),
        ),
        events=events(told),
        goodword=_ours(ask, told, issuer, facts),
    )


def _ours(ask: Ask, told: Sequence[Link], issuer: Issuer, facts: Facts) -> Ours:
    return Ours(
        permission=ask.id or 0,
        item=ask.item_id,
        uses_requested=tuple(ask.uses),
        uses=allowed(told),
        territory=ask.territory or "worldwide",
        duration_days=ask.duration_days,
        valid_from=moment(ask.licence_from) if ask.licence_from is not None else "",
        valid_until=moment(ask.licence_until) if ask.licence_until is not None else "",
        credit=ask.credit,
        verification=ask.proof,
        answer=answer(told),
        requested_through=ask.channel,
        shown=_shown(facts.shown),
        chain=Chain(
            format=FORMAT,
            public_key=issuer.public_key,
            events=tuple(_for_them(one).as_json() for one in told),
        ),
    )


def _purposes(ask: Ask, told: Sequence[Link], issuer: Issuer, facts: Facts) -> tuple[Purpose, ...]:
    now, stands = allowed(told), _state(told)
    way = Withdrawal(
        description="One click on a page of the controller's; no account, at any time.", url=facts.withdraw
    )
    granted = _granted(told)
    return tuple(
        Purpose(
            purpose=use,
            purpose_type=_PURPOSES[use],
            event_state="given" if use in now else _unless(use, granted, stands),
            pii_controllers=("controller",),
            collection_method=f"published by the principal on {facts.platform}",
            storage_locations=issuer.storage,
            retention_period=_duration(ask.duration_days),
            geographic_restrictions=ask.territory or "worldwide",
            jurisdiction=issuer.jurisdiction,
            withdrawal_method=way,
        )
        for use in dict.fromkeys([*ask.uses, *granted])
        if use in _PURPOSES
    )


def _unless(use: str, granted: Sequence[str], stands: EventState) -> EventState:
    """What stands for a use that is not allowed: one that the yes left out was refused."""
    return "refused" if granted and use not in granted else stands


def _granted(told: Sequence[Link]) -> tuple[str, ...]:
    """The uses of the last yes."""
    last = [one for one in told if one.action == AskAction.GRANTED][-1:]
    return tuple(str(use) for one in last for use in one.data.get("uses", ()))


def allowed(told: Sequence[Link]) -> tuple[str, ...]:
    """The uses that are allowed now."""
    return _granted(told) if _state(told) == "given" else ()


def _state(told: Sequence[Link]) -> EventState:
    """Where it stands: what was removed and looked for afterwards changes nothing of that."""
    return STATES[AskAction([one for one in told if one.action != AskAction.REMOVED][-1].action)]


def events(told: Sequence[Link]) -> tuple[Event, ...]:
    """The chain's events as 27560 words them."""
    return tuple(
        Event(
            event_time=one.at,
            event_type=_type_of(one),
            event_state=STATES[AskAction(one.action)],
            entity_id=one.actor,
            validity_duration=_duration(one.data.get("duration_days", 0))
            if one.action == AskAction.GRANTED
            else "",
        )
        for one in told
    )


def _type_of(link: Link) -> Literal["explicit", "notice", "lapse"]:
    if link.action in (AskAction.SENT, AskAction.REMINDED):
        return "notice"
    heard = link.action in ANSWERS or link.action == AskAction.ANSWERED
    return "explicit" if heard else "lapse"


def _duration(days: Any) -> str:
    return f"P{int(days)}D" if days else UNTIL_WITHDRAWN


def answer(told: Sequence[Link]) -> str:
    """The creator's own words, the last."""
    heard = (*ANSWERS, AskAction.ANSWERED)
    own = [one for one in told if one.action in heard and one.actor.startswith(CREATOR_PREFIX)]
    return next((one.words["text"] for one in reversed(own) if one.words.get("text")), "")


def _for_them(link: Link) -> Link:
    """An event without the words that are the team's own."""
    return replace(
        link,
        words={name: text for name, text in link.words.items() if name in _SHOWN_WORDS},
        salts={name: salt for name, salt in link.salts.items() if name in _SHOWN_WORDS},
    )


def _shown(snapshot: Snapshot | None) -> Shown | None:
    if snapshot is None:
        return None
    content = snapshot_content(snapshot)
    erased = hash_of(content) != snapshot.sha256
    return Shown(sha256=snapshot.sha256, at=moment(snapshot.at), content={} if erased else content)
