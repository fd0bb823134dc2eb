"""What legal takes out: it holds all that "prove it" asks for, is checked anywhere, and every change in it shows."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.content.tables import Media
from bot.kernel.errors import TellUser
from bot.rights import queries
from bot.rights.links.queries import link_of
from bot.rights.receipts import Receipts
from bot.rights.record import PART, file_lines, record_of
from bot.rights.terms import load_terms
from bot.rights.verifying import Verified, verify_file
from bot.settings import Brand, Rights, Settings
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH
from tests.bot.rights.support import ADS, KEY, SITE, YES, Desk, one

SETTINGS = Settings(
    brand=Brand(name="Fjord Coffee", contact="hello@fjord.example"), rights=Rights(jurisdiction="Sweden")
)
PICTURE = b"\xff\xd8" + bytes(range(256)) * 5000  # more than one line holds
Change = Callable[[list[dict[str, Any]]], None]


async def lived(desk: Desk) -> int:
    """An item with a picture: asked, granted for less, withdrawn."""
    item = await one(desk)
    name = secrets.token_hex(16) + ".jpg"
    desk.kit.previews.write(name, PICTURE)
    async with unit_of_work(desk.database) as session:
        session.add(
            Media(
                item_id=item, kind="image", url="https://p.example/1", state="cached", file=name, alt="A cup"
            )
        )
    ask = await desk.asked(item, ADS)
    await desk.answer(ask, YES, by="anna")
    await desk.grant(ask, SITE)
    await desk.withdraw(ask, text="I changed my mind")
    return item


async def record(desk: Desk, item: int) -> dict[str, Any]:
    async with reading(desk.database) as session:
        return await record_of(session, item, Receipts(desk.kit, SETTINGS), SETTINGS, desk.now)


async def export(desk: Desk, item: int) -> bytes:
    made = await record(desk, item)
    async with reading(desk.database) as session:
        links = [link_of(row) for row in await queries.event_rows(session, item)]
    return b"".join([each async for each in file_lines(made, links, KEY, desk.kit.evidence)])


def checked(folder: Path, content: bytes, key: str | None = KEY.public) -> Verified:
    file = folder / "export.jsonl"
    file.write_bytes(content)
    return verify_file(file, key)


async def test_it_holds_all_that_was_shown_asked_and_answered(desk: Desk, tmp_path: Path) -> None:
    item = await lived(desk)
    made = await record(desk, item)
    [consent] = made["consents"]
    assert consent["message"] == "May we show this?"
    assert consent["requested_by"] == {"id": NOAH.id, "name": NOAH.name}
    assert consent["requested_at"] < consent["answered_at"]
    assert (consent["channel"], consent["identity_proof"], consent["state"]) == ("hand", "none", "withdrawn")
    assert (consent["answer"], consent["withdrawal"]) == (YES, "I changed my mind")
    assert "I changed my mind" in [event["text"].get("text") for event in made["events"]]
    assert (consent["purposes_requested"], consent["purposes"]) == (["website", "ads"], ["website"])
    assert consent["valid_until"] > consent["valid_from"]
    [terms] = made["terms"]
    assert terms["text"] == load_terms("1").text("en")
    assert terms["sha256"] == consent["terms"]["sha256"]
    [notice] = made["notices"]
    assert notice["sha256"] == made["events"][0]["data"]["snapshot"]
    assert notice["media"][0]["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert [event["action"] for event in made["events"]] == ["sent", "granted", "granted", "withdrawn"]
    assert made["public_key"] == KEY.public
    assert made["jurisdiction"] == "Sweden"
    assert len(made["receipts"]) == 1

    content = await export(desk, item)
    found = checked(tmp_path, content)
    assert (found.ok, found.links) == (True, 4)
    assert checked(tmp_path, content, None).ok
    assert not checked(tmp_path, content, "ab" * 32).ok
    parts = [each for each in map(json.loads, content.splitlines()) if "media" in each]
    assert len(parts) == -(-len(PICTURE) // PART) == 2
    assert b"".join(base64.b64decode(each["base64"]) for each in parts) == PICTURE
    assert "/w/" not in content.decode(), "what legal passes on must not be able to withdraw"


def _line(lines: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in lines if name in each)


def _record(change: Callable[[dict[str, Any]], object]) -> Change:
    def changed(lines: list[dict[str, Any]]) -> None:
        change(_line(lines, "record")["record"])

    return changed


def _swap(lines: list[dict[str, Any]]) -> None:
    first, second = [at for at, each in enumerate(lines) if "media" in each][:2]
    lines[first], lines[second] = lines[second], lines[first]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_record(lambda record: record["consents"][0].update(answer="Yes, for ever")), "not what was signed"),
        (_record(lambda record: record["notices"][0].update(text="Another")), "not what was signed"),
        (_record(lambda record: record["terms"][0].update(text="Anything")), "not what was signed"),
        (_record(lambda record: record.pop("notices")), "not what was signed"),
        (lambda lines: _line(lines, "record").update(signature=None), "not what was signed"),
        (lambda lines: _line(lines, "receipt")["receipt"].update(language="sv", events=[]), "a receipt"),
        (lambda lines: _line(lines, "media").update(base64=base64.b64encode(b"other").decode()), "its hash says"),
        (lambda lines: _line(lines, "media").update(base64="%%"), "can't be read"),
        (lambda lines: _line(lines, "media").update(media="0" * 64), "not in the record"),
        (_swap, "is cut off"),
        (lambda lines: lines.remove([each for each in lines if "media" in each][1]), "cut off"),
        (lambda lines: lines.insert(1, {"surprise": 1}), "no known kind"),
        (lambda lines: lines.insert(1, {"record": 5, "signature": KEY.sign("0" * 64)}), "not what was signed"),
    ],
)  # fmt: skip
async def test_every_change_shows(desk: Desk, tmp_path: Path, change: Change, said: str) -> None:
    content = await export(desk, await lived(desk))
    lines = [json.loads(each) for each in content.splitlines()]
    change(lines)
    found = checked(tmp_path, b"".join(json.dumps(each).encode() + b"\n" for each in lines))
    assert (found.ok, found.broken) == (False, 0)
    assert said in found.problem


async def test_a_changed_event_is_named(desk: Desk, tmp_path: Path) -> None:
    item = await lived(desk)
    made = await record(desk, item)
    async with reading(desk.database) as session:
        links = [link_of(row) for row in await queries.event_rows(session, item)]
    links[1] = replace(links[1], action="declined")
    content = b"".join([each async for each in file_lines(made, links, KEY, desk.kit.evidence)])
    assert checked(tmp_path, content).broken == links[1].sequence


async def test_what_an_event_refers_to_must_be_there(desk: Desk, tmp_path: Path) -> None:
    """Even a record that is signed anew is held against its events."""
    item = await lived(desk)
    async with reading(desk.database) as session:
        links = [link_of(row) for row in await queries.event_rows(session, item)]
    for name, said in (("notices", "what was shown then"), ("terms", "the terms of then")):
        made = {**await record(desk, item), name: []}
        made["notices"] = [{**each, "media": each["media"]} for each in made["notices"]]
        lines = [each async for each in file_lines(made, links, KEY, desk.kit.evidence)]
        found = checked(tmp_path, b"".join(each for each in lines if b'"media":"' not in each))
        assert (found.broken, said in found.problem) == (links[0].sequence, True), found


async def test_what_was_erased_is_left_out_and_the_rest_holds(desk: Desk, tmp_path: Path) -> None:
    item = await lived(desk)
    creator = (await desk.rows(item))[0].creator_id or 0
    desk.tick()
    async with unit_of_work(desk.database) as session:
        erased = await desk.asks.erase(session, creator, MIA, desk.now)
    for digest in erased.files:
        desk.kit.evidence.remove(digest)
    content = await export(desk, item)
    assert b"changed my mind" not in content
    assert b'"base64"' not in content
    found = checked(tmp_path, content)
    assert (found.ok, found.erased > 0) == (True, True)


async def test_a_creators_receipt_is_checked_as_well(desk: Desk, tmp_path: Path) -> None:
    item = await lived(desk)
    [receipt] = (await record(desk, item))["receipts"]
    for content in (json.dumps(receipt), json.dumps(receipt, indent=2)):
        assert checked(tmp_path, content.encode()).links == 4
        assert not checked(tmp_path, content.encode(), "ab" * 32).ok
    receipt["goodword"]["uses"] = ["print"]
    assert "goodword.uses" in checked(tmp_path, json.dumps(receipt).encode()).problem


async def test_an_item_that_nobody_asked_about_has_none(desk: Desk) -> None:
    with pytest.raises(TellUser, match="Nobody has asked"):
        await record(desk, 999)
