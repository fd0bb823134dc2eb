"""Judging a delivery before it is kept: size, signature, age. Pure; the HTTP route stands elsewhere.

Signatures follow Standard Webhooks (https://www.standardwebhooks.com, "Verifying signatures") or WebSub's and
GitHub's ``X-Hub-Signature-256``.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson

from bot.kernel.errors import NeverWorks
from bot.sources.webhook.settings import Signature, WebhookSettings

TOLERANCE = 300
"""Seconds a delivery's time may be off, before or after."""


class Refused(NeverWorks):
    """A delivery that is not taken. ``status`` is the HTTP status to answer with."""

    def __init__(self, status: int, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.status = status


@dataclass(frozen=True, slots=True)
class Accepted:
    """A delivery to keep. ``delivery_key`` is the same when the sender repeats it."""

    delivery_key: str
    body: str


def accept(
    name: str, headers: Mapping[str, str], body: bytes, settings: WebhookSettings, now: datetime
) -> Accepted:
    """The delivery, ready to be kept for source ``name``. Raises Refused: 413 too large, 401 not signed as agreed,
    400 no JSON."""
    if len(body) > settings.body_limit:
        raise Refused(
            413, f"The delivery is larger than {settings.body_limit:,} bytes.", remedy="Send fewer items."
        )
    low = {key.lower(): value for key, value in headers.items()}
    secrets = [secret.get_secret_value() for secret in settings.secrets]
    if settings.signature is Signature.HUB:
        verify_hub(secrets, low, body)
        identity = sha256(body).hexdigest()  # no header but the signature is signed
    else:
        verify(secrets, low, body, now)
        identity = low["webhook-id"]
    try:
        orjson.loads(body)
        text = body.decode("utf-8")
    except (orjson.JSONDecodeError, UnicodeDecodeError):
        raise Refused(
            400, "The body is not JSON in UTF-8.", remedy="See the webhook source's README."
        ) from None
    return Accepted(f"{name}:{sha256(identity.encode()).hexdigest()}", text)


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Standard Webhooks; ``headers`` by lower-case name. Raises Refused. Takes the same time for any signature."""
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    if not identity or not stamp or not signatures:
        raise Refused(
            401,
            "The delivery is not signed.",
            remedy="Send the headers webhook-id, webhook-timestamp and webhook-signature.",
        )
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12) or len(identity) > 256:
        raise Refused(401, "webhook-timestamp must be seconds since 1970, webhook-id at most 256 characters.")
    if abs(now.timestamp() - int(stamp)) > TOLERANCE:
        raise Refused(
            401, f"The delivery's time is off by more than {TOLERANCE} seconds.", remedy="Set the clocks."
        )
    signed = f"{identity}.{stamp}.".encode() + body
    given = [s.partition(",")[2].encode() for s in signatures.split(" ")[:20] if s.startswith("v1,")]
    matches = [
        hmac.compare_digest(base64.b64encode(_mac(_key(secret), signed)), signature)
        for secret in secrets
        for signature in given
    ]
    if not any(matches):
        raise Refused(
            401, "The signature does not match.", remedy="Check that both sides use the same secret."
        )


def verify_hub(secrets: Iterable[str], headers: Mapping[str, str], body: bytes) -> None:
    """``X-Hub-Signature-256: sha256=<hex>``. It holds no time: a repeat is known by its content."""
    method, _, given = headers.get("x-hub-signature-256", "").partition("=")
    if method != "sha256" or not given:
        raise Refused(401, "The delivery is not signed.", remedy="Send the header X-Hub-Signature-256.")
    wanted = [_mac(secret.encode(), body).hex().encode() for secret in secrets]
    matches = [hmac.compare_digest(one, given.strip().lower().encode()) for one in wanted]
    if not any(matches):
        raise Refused(
            401, "The signature does not match.", remedy="Check that both sides use the same secret."
        )


def sign(secret: str, identity: str, stamp: int, body: bytes) -> str:
    """The ``webhook-signature`` header of Standard Webhooks, for senders of ours and for tests."""
    mac = _mac(_key(secret), f"{identity}.{stamp}.".encode() + body)
    return f"v1,{base64.b64encode(mac).decode('ascii')}"


def _key(secret: str) -> bytes:
    """``whsec_`` and base64, as the specification has it; any other text is used as it is."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            return secret.encode()
    return secret.encode()


def _mac(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, sha256).digest()
