"""What clicks led to: signed, once, within the window; the pixel apart."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.links import queries
from bot.links.queries import Converted
from bot.links.tables import LinkConversion
from bot.links.tokens import hour_of, read, token
from bot.sources.webhook.receive import sign
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.faces.links.support import LINKEDIN, SECRET, Sharing, open_sharing, query_of

Json = dict[str, Any]


async def told(
    sharing: Sharing, report: Json | bytes, *, secret: str = SECRET, **changes: Any
) -> httpx.Response:
    """The shop says it. ``changes`` replace headers; None leaves one out."""
    body = report if isinstance(report, bytes) else json.dumps(report).encode()
    stamp = int(changes.pop("stamp", sharing.now.timestamp()))
    headers = {
        "webhook-id": "msg-1",
        "webhook-timestamp": str(stamp),
        "webhook-signature": sign(secret, "msg-1", stamp, body),
        **changes,
    }
    sent = {name: value for name, value in headers.items() if value is not None}
    async with sharing.browser("198.51.100.80") as shop:
        return await shop.post("/s/conversions", content=body, headers=sent)


async def bought(sharing: Sharing, **more: Any) -> Json:
    """A report of somebody who followed a new link."""
    click = query_of(await sharing.follow(await sharing.shared()))["gw"][0]
    return {"id": "order-1", "click": click, "value": "49.90", "currency": "EUR", **more}


async def kept(sharing: Sharing, how: str = "call") -> Converted:
    async with reading(sharing.database) as session:
        day = timedelta(days=1)
        return await queries.conversions(session, sharing.now - day, sharing.now + day, how)


async def test_a_signed_report_counts_once(anywhere: Sharing) -> None:
    report = await bought(anywhere)
    first = await told(anywhere, report)
    assert (first.status_code, first.json()) == (201, {"ok": True, "outcome": "kept"})
    for repeated in (report, {**report, "value": "99.00"}):
        again = await told(anywhere, repeated)
        assert (again.status_code, again.json()["outcome"]) == (200, "repeated")
    assert (await told(anywhere, {**report, "id": "order-2", "value": 10.1})).status_code == 201
    assert (await told(anywhere, {"id": "sign-up-3", "click": report["click"]})).status_code == 201
    assert await kept(anywhere) == Converted(3, (("EUR", 60_000_000),), unvalued=1)


async def test_the_shops_own_number_is_not_kept(sharing: Sharing) -> None:
    await told(sharing, await bought(sharing, id="order-of-anna-berg"))
    async with reading(sharing.database) as session:
        row = (await session.exec(sa.select(LinkConversion.__table__))).one()  # type: ignore[attr-defined, call-overload]  # the plain row
    assert "anna" not in str(row)
    assert row.clicked_at == sharing.now.replace(minute=0, second=0, microsecond=0)


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "another secret"},
        {"webhook-signature": None},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-timestamp": "yesterday"},
        {"webhook-id": "msg-2"},  # not what was signed
    ],
)
async def test_a_report_that_nobody_signed_is_refused(sharing: Sharing, changes: Json) -> None:
    answer = await told(sharing, await bought(sharing), **changes)
    assert answer.status_code == 401
    assert await kept(sharing) == Converted(0)


@pytest.mark.parametrize("seconds", [-301, 301])
async def test_a_report_that_is_played_again_later_is_refused(sharing: Sharing, seconds: int) -> None:
    report = await bought(sharing)
    stamp = int(sharing.now.timestamp()) + seconds
    assert (await told(sharing, report, stamp=stamp)).status_code == 401
    assert (await told(sharing, report, stamp=stamp - seconds)).status_code == 201


async def test_a_changed_body_is_refused(sharing: Sharing) -> None:
    report = await bought(sharing)
    stamp = int(sharing.now.timestamp())
    signature = sign(SECRET, "msg-1", stamp, json.dumps(report).encode())
    answer = await told(sharing, {**report, "value": "9999"}, **{"webhook-signature": signature})
    assert answer.status_code == 401


async def test_what_came_too_late_counts_for_nothing(sharing: Sharing) -> None:
    report = await bought(sharing)
    sharing.tick(days=30)
    assert (await told(sharing, report)).json()["outcome"] == "kept"
    sharing.tick(hours=1)
    late = await told(sharing, {**report, "id": "order-2"})
    assert (late.status_code, late.json()) == (200, {"ok": True, "outcome": "late"})


async def test_a_forged_click_is_none(sharing: Sharing) -> None:
    report = await bought(sharing)
    click = report["click"]
    link = read(sharing.links.key(), click)
    assert link is not None
    other = token(b"x" * 32, link.link_id, hour_of(sharing.now))
    unknown = token(sharing.links.key(), 999, hour_of(sharing.now))
    for forged in (
        other,
        unknown,
        click[:-1],
        click + "A",
        click[::-1],
        "x",
        "Ω" * 30,
        f"{click[:5]}!{click[6:]}",
    ):
        answer = await told(sharing, {**report, "click": forged})
        assert (answer.status_code, answer.json()) == (422, {"ok": False, "outcome": "unknown"}), forged
    assert await kept(sharing) == Converted(0)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"id": "", "click": "x"}', 400),
        (b'{"id": "1", "click": "x", "value": "1"}', 400),
        (b'{"id": "1", "click": "x", "value": -1, "currency": "EUR"}', 400),
        (b'{"id": "1", "click": "x", "value": "NaN", "currency": "EUR"}', 400),
        (b'{"id": "1", "click": "x", "value": 1e300, "currency": "EUR"}', 400),
        (b'{"id": "1", "click": "x", "value": 1, "currency": "<b>"}', 400),
        (b'{"id": "1", "click": "x", "mail": "anna@example.org"}', 400),
        (b"\xff\xfe", 400),
        (b" " * 20_000, 413),
    ],
)
async def test_what_is_no_report_is_refused_in_words(sharing: Sharing, body: bytes, status: int) -> None:
    answer = await told(sharing, body)
    assert answer.status_code == status
    assert answer.json()["ok"] is False
    assert "anna@" not in answer.text


async def test_without_a_secret_there_are_no_conversions(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_sharing(sqlite_database, tmp_path, key=None) as sharing:
        answer = await told(sharing, await bought(sharing))
        assert answer.status_code == 404
        assert "GOODWORD_LINKS_KEY" in answer.text


async def test_the_pixel_is_off_unless_it_is_wanted(sharing: Sharing) -> None:
    report = await bought(sharing)
    assert (await sharing.follow(f"p.gif?gw={report['click']}&id=1")).status_code == 404


async def test_the_pixel_counts_apart_and_what_is_signed_takes_its_place(
    database: Database, tmp_path: Path
) -> None:
    async with open_sharing(database, tmp_path, pixel=True) as sharing:
        report = await bought(sharing)
        pixel = f"p.gif?gw={report['click']}&id=order-1"
        for _ in range(3):
            answer = await sharing.follow(pixel)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "image/gif")
            assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert (await kept(sharing), await kept(sharing, "pixel")) == (Converted(0), Converted(1, unvalued=1))
        assert (await told(sharing, report)).json()["outcome"] == "kept"
        await sharing.follow(pixel)
        assert await kept(sharing) == Converted(1, (("EUR", 49_900_000),))
        assert await kept(sharing, "pixel") == Converted(0)


async def test_the_pixel_shows_whatever_it_is_asked_and_keeps_no_nonsense(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_sharing(sqlite_database, tmp_path, pixel=True) as sharing:
        report = await bought(sharing)
        for odd in ("", "?gw=x&id=1", f"?gw={report['click']}", f"?gw={report['click']}&id={'x' * 500}"):
            assert (await sharing.follow(f"p.gif{odd}")).status_code == 200
        await sharing.follow(f"p.gif?gw={report['click']}&id=7", agent=LINKEDIN)
        assert await kept(sharing, "pixel") == Converted(0)
        for number in range(100):  # one address can't go on and on
            await sharing.follow(f"p.gif?gw={report['click']}&id={number}")
        assert (await kept(sharing, "pixel")).number <= 60
