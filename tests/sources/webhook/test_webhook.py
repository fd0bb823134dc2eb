"""Webhooks: signatures, refusals, payloads."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from bot.sources.base import Failure, FoundItem, Removed, Why
from bot.sources.records import Defaults
from bot.sources.webhook import Refused, WebhookSettings, accept
from bot.sources.webhook.mapping import map_delivery
from bot.sources.webhook.receive import sign
from tests.sources.world import NOW

# The example of the Standard Webhooks specification's reference libraries.
VECTOR_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
VECTOR_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
VECTOR_STAMP = 1614265330
VECTOR_BODY = b'{"test": 2432232314}'
VECTOR_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

SECRET = "a-secret-of-enough-length"
BODY = b'{"id": "1", "text": "x"}'
DEFAULTS = Defaults(NOW, Why("webhook", "shop"), "shop")


def signed(
    body: bytes = BODY, secret: str = SECRET, stamp: int | None = None, key: str = "m-1"
) -> dict[str, str]:
    when = int(NOW.timestamp()) if stamp is None else stamp
    return {
        "Webhook-Id": key,
        "Webhook-Timestamp": str(when),
        "Webhook-Signature": sign(secret, key, when, body),
    }


def settings(*secrets: str, **more: Any) -> WebhookSettings:
    return WebhookSettings(secrets=secrets or (SECRET,), **more)


def test_the_specifications_example() -> None:
    assert sign(VECTOR_SECRET, VECTOR_ID, VECTOR_STAMP, VECTOR_BODY) == VECTOR_SIGNATURE


def test_a_signed_delivery_is_accepted_under_the_senders_id() -> None:
    first = accept("shop", signed(), BODY, settings(), NOW)
    assert first.body == BODY.decode()
    later = accept(
        "shop", signed(stamp=int(NOW.timestamp()) + 9), BODY, settings(), NOW + timedelta(seconds=9)
    )
    assert later.delivery_key == first.delivery_key
    assert accept("other", signed(), BODY, settings(), NOW).delivery_key != first.delivery_key


def test_secrets_can_be_rotated() -> None:
    both = settings("the-old-secret-0001", "the-new-secret-0002")
    for secret in ("the-old-secret-0001", "the-new-secret-0002"):
        assert accept("shop", signed(secret=secret), BODY, both, NOW)
    headers = signed()
    headers["Webhook-Signature"] = f"v1,AAAA v1a,BBBB {headers['Webhook-Signature']}"
    assert accept("shop", headers, BODY, settings(), NOW)


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, BODY, 401),
        (signed(secret="another-secret-0003"), BODY, 401),
        (signed(), BODY + b" ", 401),
        (signed(stamp=int(NOW.timestamp()) - 301), BODY, 401),
        (signed(stamp=int(NOW.timestamp()) + 301), BODY, 401),
        ({**signed(), "Webhook-Timestamp": "now"}, BODY, 401),
        ({**signed(), "Webhook-Timestamp": "9" * 400}, BODY, 401),
        ({**signed(), "Webhook-Id": "m-2"}, BODY, 401),
        ({**signed(), "Webhook-Signature": "v1,"}, BODY, 401),
        ({**signed(), "Webhook-Signature": "v1,\u00e9"}, BODY, 401),
        (signed(b"not json"), b"not json", 400),
        (signed(b"\xff"), b"\xff", 400),
        (signed(b"[]" + b" " * 2_000_000), b"[]" + b" " * 2_000_000, 413),
    ],
)
def test_refusals(headers: dict[str, str], body: bytes, status: int) -> None:
    with pytest.raises(Refused) as error:
        accept("shop", headers, body, settings(), NOW)
    assert error.value.status == status
    assert SECRET not in repr(error.value) + str(error.value)


def test_hub_signatures() -> None:
    hub = settings(signature="hub")
    mac = hmac.new(SECRET.encode(), BODY, sha256).hexdigest()
    assert accept("shop", {"X-Hub-Signature-256": f"sha256={mac}"}, BODY, hub, NOW).delivery_key
    for wrong in ({}, {"X-Hub-Signature-256": f"sha1={mac}"}, {"X-Hub-Signature-256": "sha256=00"}, signed()):
        with pytest.raises(Refused):
            accept("shop", wrong, BODY, hub, NOW)


def test_a_secret_that_only_looks_like_base64() -> None:
    assert base64.b64decode(sign("whsec_%%%not-base64%%%", "a", 1, b"").removeprefix("v1,"))


def test_one_item_a_list_and_items() -> None:
    one = {"id": "1", "text": "x"}
    for payload in (one, [one], {"items": [one]}):
        (found,) = map_delivery(json.dumps(payload), DEFAULTS, None, {})
        assert isinstance(found, FoundItem)
        assert (found.external_id, found.text, found.platform) == ("1", "x", "shop")


def test_a_foreign_payload_by_paths() -> None:
    payload = {
        "data": {
            "reviews": [
                {
                    "uid": 7,
                    "r": {"t": "good", "s": "4/5"},
                    "by": [{"n": "Ana"}],
                    "pic": "https://p.example/1.jpg",
                }
            ]
        }
    }
    fields = {"id": "uid", "text": "r.t", "rating": "r.s", "creator.name": "by.0.n", "media": "pic"}
    (found,) = map_delivery(json.dumps(payload), DEFAULTS, "data.reviews", fields)
    assert isinstance(found, FoundItem)
    assert (found.external_id, found.text, found.rating, found.rating_scale) == ("7", "good", 4.0, 5.0)
    assert found.creator is not None
    assert found.creator.name == "Ana"
    assert found.media[0].url == "https://p.example/1.jpg"


def test_removals_and_failures() -> None:
    body = json.dumps([{"id": "1", "removed": True}, {"removed": True}, 5, {}, {"text": " "}, None])
    found = list(map_delivery(body, DEFAULTS, None, {}))
    assert found[0] == Removed("1")
    assert all(isinstance(one, Failure) for one in found[1:])
    (missing,) = map_delivery("{}", DEFAULTS, "data.items", {})
    assert isinstance(missing, Failure)


def test_too_many_items_are_told() -> None:
    found = list(map_delivery(json.dumps([{"text": str(n)} for n in range(1200)]), DEFAULTS, None, {}))
    assert len(found) == 1001
    assert isinstance(found[-1], Failure)


def test_wrong_types_everywhere_are_no_crash() -> None:
    keys = "id text html title url kind platform language published_at rating rating_scale tags creator media metrics"
    for key in keys.split():
        for value in (
            None,
            7,
            -1e400,
            "x",
            [],
            {},
            [None],
            {"a": None},
            True,
            "\ud800\x00",
            {"url": 5, "name": []},
        ):
            (found,) = map_delivery(json.dumps({"id": "1", "title": "t", key: value}), DEFAULTS, None, {})
            assert isinstance(found, FoundItem | Failure)


@pytest.mark.parametrize(
    ("given", "rating", "scale"),
    [
        (5, 5.0, 5.0),
        ("4,5", 4.5, 5.0),
        ("8/10", 8.0, 10.0),
        ("★★★☆☆", 3.0, 5.0),
        ("87/100", 87.0, 100.0),
        (87, None, None),
        ("6/5", None, None),
        ("good", None, None),
        (-1, None, None),
    ],
)
def test_ratings(given: object, rating: float | None, scale: float | None) -> None:
    (found,) = map_delivery(json.dumps({"text": "x", "rating": given}), DEFAULTS, None, {})
    assert isinstance(found, FoundItem)
    assert (found.rating, found.rating_scale) == (rating, scale)
    assert bool(found.notes) is (rating is None)
