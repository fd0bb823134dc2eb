"""Names of the AT Protocol (https://atproto.com/specs: at-uri-scheme, tid, did): addresses, keys, documents. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

POST = "app.bsky.feed.post"
GATE = "app.bsky.feed.threadgate"

_DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[a-z0-9.-]{1,253}(?:%3A\d{1,5})?)")
_URI = re.compile(rf"at://({_DID.pattern})/([a-zA-Z0-9.-]{{1,317}})/([A-Za-z0-9._:~-]{{1,512}})")
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_TID = re.compile(rf"[234567abcdefghij][{_DIGITS}]{{12}}")
_CLOCK_BITS = 10


@dataclass(frozen=True, slots=True)
class AtUri:
    """A record: whose repository, which collection, which key."""

    did: str
    collection: str
    key: str

    def __str__(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"

    @property
    def web(self) -> str:
        """Where people see a post. By the account's identity, since handles change."""
        return f"https://bsky.app/profile/{self.did}/post/{quote(self.key, safe=':~')}"


def read_uri(value: object, collection: str = POST) -> AtUri | None:
    """A record's address with an identity (not a handle) in it, and of that collection; None for anything else."""
    found = _URI.fullmatch(value) if isinstance(value, str) and len(value) <= 1000 else None
    return AtUri(found[1], found[2], found[3]) if found and found[2] == collection else None


def is_did(value: object) -> bool:
    """Whether it is an identity of a method that the network uses (plc, web)."""
    return isinstance(value, str) and _DID.fullmatch(value) is not None


def document_address(did: str, directory: str) -> str:
    """Where an identity's document is."""
    if did.startswith("did:web:"):
        return f"https://{did.removeprefix('did:web:').replace('%3A', ':')}/.well-known/did.json"
    return f"{directory}/{did}"


def server_in(document: object, did: str) -> str | None:
    """The personal data server that an identity's document names."""
    if not isinstance(document, Mapping) or document.get("id") != did:
        return None
    services = document.get("service")
    for service in services if isinstance(services, list) else []:
        if isinstance(service, Mapping) and str(service.get("id", "")).endswith("#atproto_pds"):
            address = service.get("serviceEndpoint")
            if (
                isinstance(address, str)
                and address.startswith(("https://", "http://"))
                and len(address) < 500
            ):
                return address.rstrip("/")
    return None


def tid(moment: datetime, request: str) -> str:
    """The key of what one request writes: its second from the time, the rest from the request, so that the same
    request has the same key for ever and no other has it."""
    chance = int.from_bytes(sha256(request.encode("utf-8", "replace")).digest()[:8], "big")
    micros = int(moment.astimezone(UTC).timestamp()) * 1_000_000 + (chance >> _CLOCK_BITS) % 1_000_000
    number = (micros << _CLOCK_BITS) | (chance & ((1 << _CLOCK_BITS) - 1))
    return "".join(_DIGITS[(number >> shift) & 31] for shift in range(60, -1, -5))


def tid_time(key: str) -> datetime | None:
    """When a key says it was made; None where it is no such key. The author's software wrote it."""
    if _TID.fullmatch(key) is None:
        return None
    number = 0
    for digit in key:
        number = number << 5 | _DIGITS.index(digit)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=number >> _CLOCK_BITS)
    except OverflowError:
        return None


def strong(record: Mapping[str, Any]) -> dict[str, str] | None:
    """``uri`` and ``cid`` of what refers to a post (com.atproto.repo.strongRef)."""
    uri, cid = record.get("uri"), record.get("cid")
    if read_uri(uri) is None or not isinstance(cid, str) or not cid.isalnum() or len(cid) > 200:
        return None
    return {"uri": str(uri), "cid": cid}
