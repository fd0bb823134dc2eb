"""Receipts: what they say at each turn of a permission, that anybody can check one, and that a change shows."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.rights.chain import Signer
from bot.rights.receipt_check import problems
from bot.rights.receipt_fields import SCHEMA, schema
from bot.rights.receipts import Receipts
from bot.rights.rules import AskAction
from bot.rights.scope import Proof, Scope, Use
from bot.rights.terms import load_terms
from bot.settings import Brand, Rights, Settings
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH
from tests.bot.rights.support import ADS, KEY, SITE, YES, Desk, one

BRAND = Brand(name="Fjord Coffee", contact="hello@fjord.example", website="https://fjord.example")
SETTINGS = Settings(brand=BRAND, rights=Rights(jurisdiction="Sweden", storage_locations=("Stockholm",)))


async def receipt_of(desk: Desk, ask: int, *, theirs: bool = True) -> dict[str, Any]:
    async with reading(desk.database) as session:
        made = await Receipts(desk.kit, SETTINGS).of(session, await desk.row(ask), theirs=theirs)
    assert made is not None
    found: dict[str, Any] = json.loads(made.model_dump_json())
    return found


async def test_a_yes_has_a_receipt_that_anybody_can_check(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS, note="a note of the team")
    await desk.answer(ask, YES, by="anna")
    found = await receipt_of(desk, ask)
    assert problems(found, KEY.public) == []
    jsonschema.validate(found, schema())
    assert found["schema_version"] == SCHEMA
    assert found["pii_principal_id"] == "mastodon:a1"
    assert [one["party_name"] for one in found["party_identification"]] == ["Fjord Coffee", "Anna"]
    assert [(one["purpose"], one["event_state"]) for one in found["purposes"]] == [
        ("website", "given"),
        ("ads", "given"),
    ]
    purpose = found["purposes"][0]
    assert (purpose["retention_period"], purpose["jurisdiction"]) == ("P365D", "Sweden")
    assert purpose["storage_locations"] == ["Stockholm"]
    assert purpose["withdrawal_method"]["url"] == desk.asks.links.withdraw(await desk.row(ask))
    assert [(one["event_type"], one["event_state"]) for one in found["events"]] == [
        ("notice", "requested"),
        ("explicit", "given"),
    ]
    ours = found["goodword"]
    assert (ours["answer"], ours["credit"], ours["verification"]) == (YES, "@anna", "reply")
    assert ours["shown"]["content"]["item"] == item
    assert found["privacy_notice"]["text"] == load_terms("1").text("en")
    assert "a note of the team" not in json.dumps(found)
    assert NOAH.name not in json.dumps(found)


async def test_less_than_was_asked_for(desk: Desk) -> None:
    ask = await desk.asked(await one(desk), ADS)
    await desk.grant(ask, SITE)
    found = await receipt_of(desk, ask)
    assert [(one["purpose"], one["event_state"]) for one in found["purposes"]] == [
        ("website", "given"),
        ("ads", "refused"),
    ]
    assert problems(found) == []


async def test_every_end_has_one_and_keeps_its_record(desk: Desk) -> None:
    ask = await desk.asked(await one(desk))
    async with reading(desk.database) as session:
        assert await Receipts(desk.kit, SETTINGS).of(session, await desk.row(ask)) is None
    await desk.grant(ask)
    given = await receipt_of(desk, ask)
    await desk.withdraw(ask, text="I changed my mind")
    taken = await receipt_of(desk, ask)
    assert taken["record_id"] == given["record_id"]
    assert taken["receipt_id"] != given["receipt_id"]
    assert taken["purposes"][0]["event_state"] == taken["events"][-1]["event_state"] == "withdrawn"
    assert (taken["goodword"]["uses"], taken["goodword"]["answer"]) == ([], "I changed my mind")
    assert problems(taken, KEY.public) == problems(given, KEY.public) == []

    other = await desk.asked(
        (await desk.room.queued(1, creator_id=await desk.room.creator(external_id="b")))[0]
    )
    await desk.decline(other)
    no = await receipt_of(desk, other)
    assert no["purposes"][0]["event_state"] == "refused"
    assert problems(no, KEY.public) == []


async def test_what_a_person_took_back_for_them_says_so(desk: Desk) -> None:
    ask = await desk.asked(await one(desk))
    await desk.grant(ask)
    await desk.withdraw(ask, actor=MIA, note="they called us")
    found = await receipt_of(desk, ask)
    assert found["events"][-1]["event_state"] == "withdrawn"
    assert "they called us" not in str(found)
    assert problems(found, KEY.public) == []


async def test_a_yes_that_ran_out_and_one_that_a_person_heard(desk: Desk) -> None:
    ask = await desk.asked(await one(desk))
    await desk.grant(ask)
    await desk.later(days=366)
    ended = await receipt_of(desk, ask)
    assert (ended["events"][-1]["event_type"], ended["events"][-1]["event_state"]) == ("lapse", "expired")
    [item] = await desk.room.queued(1, creator_id=await desk.room.creator(external_id="b"))
    await desk.record(item, AskAction.GRANTED, NOAH, text="She said yes at the fair")
    heard = await receipt_of(desk, (await desk.rows(item))[0].id or 0)
    assert heard["goodword"]["verification"] == "hand"
    assert problems(ended, KEY.public) == problems(heard, KEY.public) == []


def _set(*path: str | int, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        here[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_set("goodword", "uses", to=["website", "print"]), "goodword.uses"),
        (_set("purposes", 0, "event_state", to="refused"), "purposes"),
        (_set("goodword", "credit", to="@mallory"), "goodword.credit"),
        (_set("goodword", "territory", to="DE"), "goodword.territory"),
        (_set("goodword", "answer", to="no"), "goodword.answer"),
        (_set("goodword", "permission", to=99), "another permission"),
        (_set("goodword", "shown", "content", "text", to="Something else"), "goodword.shown"),
        (_set("goodword", "shown", "sha256", to="0" * 64), "goodword.shown"),
        (_set("privacy_notice", "text", to="Anything goes."), "privacy_notice"),
        (_set("events", 1, "event_state", to="refused"), "events"),
        (_set("goodword", "chain", "events", 1, "data", "uses", to=["website", "ads", "print"]), "its hash says"),
        (_set("goodword", "chain", "events", 1, "text", "text", to="no"), "not what was written"),
        (_set("goodword", "chain", "events", 1, "signature", to="00" * 64), "not signed"),
        (_set("goodword", "chain", "events", to=[]), "not those of an answer"),
        (_set("goodword", "chain", "events", 0, to={"x": 1}), "can't be read"),
        (_set("goodword", "chain", "public_key", to="zz"), "can't be read"),
        (_set("record_id", to=None), "record_id"),
        (_set("extra", to=1), "extra"),
    ],
)  # fmt: skip
async def test_a_change_shows(desk: Desk, change: Callable[[dict[str, Any]], None], named: str) -> None:
    ask = await desk.asked(await one(desk), ADS)
    await desk.answer(ask, YES, by="anna")
    document = await receipt_of(desk, ask)
    changed = copy.deepcopy(document)
    change(changed)
    found = problems(changed)
    assert found
    assert named in " ".join(found)
    assert problems(document) == []


async def test_one_signed_with_another_key_is_not_ours(desk: Desk) -> None:
    ask = await desk.asked(await one(desk))
    await desk.grant(ask)
    found = await receipt_of(desk, ask)
    assert "not signed" in problems(found, Signer(b"m" * 32).public)[0]
    assert problems([]) != []
    assert problems("x") != []
    assert problems(None) != []


async def test_an_erased_creators_receipt_still_proves_that_there_was_one(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS)
    await desk.answer(ask, f"I am Anna Svensson: {YES}", by="anna")
    row = await desk.row(ask)
    desk.tick()
    async with unit_of_work(desk.database) as session:
        await desk.asks.erase(session, row.creator_id or 0, MIA, desk.now)
    found = await receipt_of(desk, ask)
    said = json.dumps(found)
    assert "Svensson" not in said
    assert "@anna" not in said
    assert problems(found, KEY.public) == []


async def test_the_terms_are_those_of_the_day(desk: Desk, tmp_path: Path) -> None:
    """The operator rewrites the file and forgets to count up its version."""
    file = tmp_path / "terms.txt"
    file.write_text("You keep all your rights.", encoding="utf-8")
    desk.kit.terms.texts.clear()
    desk.kit.terms.texts["en"] = load_terms("1", file).text("en")
    ask = await desk.asked(await one(desk))
    await desk.grant(ask)
    desk.kit.terms.texts["en"] = "You keep nothing."
    found = await receipt_of(desk, ask)
    assert found["privacy_notice"]["text"] == "You keep all your rights."
    assert problems(found, KEY.public) == []


async def test_a_copy_for_others_has_no_link_to_withdraw(desk: Desk) -> None:
    ask = await desk.asked(await one(desk))
    await desk.grant(ask)
    found = await receipt_of(desk, ask, theirs=False)
    assert "/w/" not in json.dumps(found)


async def test_a_longer_life(desk: Desk) -> None:
    """Asked, a question, reminded by time, granted, changed by the creator, until withdrawn."""
    done = await desk.ask(await one(desk), scope=Scope(ADS, "SE", 0, "@anna"))
    ask = done.ask.id if done.ask is not None else 0
    assert ask
    await desk.answer(ask, "Which site?")
    await desk.answer(ask, YES, by="anna")
    await desk.grant(ask, SITE, Proof.REPLY)
    found = await receipt_of(desk, ask)
    states = [one["event_state"] for one in found["events"]]
    assert states == ["requested", "unknown", "given", "given"]
    assert found["purposes"][0]["retention_period"] == "until withdrawn"
    assert found["purposes"][0]["geographic_restrictions"] == "SE"
    assert found["goodword"]["uses"] == ["website"]
    assert problems(found, KEY.public) == []


def test_the_packaged_schema_is_that_of_the_classes() -> None:
    """After a change: write ``schema()`` to the file."""
    packaged = resources.files("bot.rights").joinpath("receipt.schema.json").read_text(encoding="utf-8")
    assert json.loads(packaged) == json.loads(json.dumps(schema()))
    jsonschema.Draft202012Validator.check_schema(json.loads(packaged))
    assert {use.value for use in Use} == set(schema()["$defs"]["Purpose"]["properties"]["purpose"]["enum"])
