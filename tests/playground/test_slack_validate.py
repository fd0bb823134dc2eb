"""What the local Slack accepts and refuses, held against Slack's published types and the SDK's models."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.playground.slack.methods import METHODS
from bot.playground.slack.validate import block_problems, message_size, view_problems
from bot.playground.slack.validate.surfaces import SETTLED
from bot.playground.slack.validate.tables import BLOCKS
from tests.playground.block_cases import BAD, BAD_VIEWS, GOOD, GOOD_VIEWS, MODAL, button, section

Json = dict[str, Any]
REAL = os.environ.get("GOODWORD_REAL_DATA", "")
real_data = pytest.mark.real_data


def any_file(reference: Json) -> bool:
    return True


@pytest.fixture(scope="module")
def definitions() -> Json:
    if not REAL:
        pytest.skip("GOODWORD_REAL_DATA is not set: no copy of Slack's published types")
    return dict(json.loads((Path(REAL) / "specs/slack.schema.json").read_text())["definitions"])


def by_types(definitions: Json, name: str, value: Any) -> list[str]:
    """What Slack's published types find wrong."""
    schema = {"$ref": f"#/definitions/{name}", "definitions": definitions}
    return [each.message[:200] for each in Draft7Validator(schema).iter_errors(value)]


def by_sdk(blocks: list[Any]) -> list[str]:
    """What the SDK's models find wrong."""
    found = []
    for block in blocks:
        try:
            parsed = Block.parse(block)
            if parsed is not None:
                parsed.to_dict()
        except (SlackObjectFormationError, TypeError, KeyError, AttributeError) as error:
            found.append(
                repr(error)
            )  # the models meet a wrong type or a missing field with Python's own errors
    return found


@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_pass(name: str) -> None:
    assert block_problems(GOOD[name], any_file) == []
    assert by_sdk(GOOD[name]) == []


@pytest.mark.parametrize("name", BAD)
def test_bad_blocks_are_refused_with_their_place(name: str) -> None:
    problems = block_problems(BAD[name], any_file)
    assert problems
    assert all("[json-pointer:/blocks" in each for each in problems)


@pytest.mark.parametrize("name", GOOD_VIEWS)
def test_good_views_pass(name: str) -> None:
    assert view_problems(GOOD_VIEWS[name], any_file) == []
    View(**GOOD_VIEWS[name]).validate_json()


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_refused(name: str) -> None:
    assert view_problems(BAD_VIEWS[name], any_file)


def test_a_view_given_with_nulls_is_taken_as_without_them() -> None:
    assert view_problems({**MODAL, "close": None, "external_id": None}, any_file) == []


def test_a_picture_must_be_an_upload() -> None:
    block = {"type": "image", "alt_text": "x", "slack_file": {"id": "F1"}}
    found = block_problems([block], lambda reference: reference == {"id": "F2"})
    assert found == ["[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"]
    assert block_problems([section(accessory=block)], lambda reference: False)


def test_problems_name_the_exact_place() -> None:
    blocks = [section(), {"type": "actions", "elements": [button(), button(action_id="b", style="green")]}]
    (found,) = block_problems(blocks, any_file)
    assert found.endswith("[json-pointer:/blocks/1/elements/1/style]")


def test_size_counts_what_is_sent() -> None:
    assert message_size([{"type": "divider"}]) == len('[{"type":"divider"}]')


@pytest.mark.parametrize("kind", sorted(SETTLED))
def test_where_the_sdk_is_not_asked_our_table_is_at_least_as_strict(kind: str) -> None:
    cases = [
        case
        for case in BAD.values()
        if all(isinstance(each, dict) and each.get("type") == kind for each in case)
    ]
    assert kind in BLOCKS
    for case in cases:
        assert not by_sdk(case) or block_problems(case, any_file)


@real_data
@pytest.mark.parametrize("name", GOOD)
def test_good_blocks_are_good_by_slacks_types(definitions: Json, name: str) -> None:
    assert by_types(definitions, "Blocks", GOOD[name]) == []


@real_data
@pytest.mark.parametrize("name", GOOD_VIEWS)
def test_good_views_are_good_by_slacks_types(definitions: Json, name: str) -> None:
    kind = "Home" if name == "home" else "Modal"
    assert by_types(definitions, kind, GOOD_VIEWS[name]) == []


def mutants(value: Any) -> list[Any]:
    """The value broken in each place once: a field dropped, renamed, of another type, or one too many."""
    broken: list[Any] = []
    if isinstance(value, dict):
        broken.append({**value, "never_heard_of": 1})
        for key, inside in value.items():
            rest = {name: each for name, each in value.items() if name != key}
            broken += [rest, {**rest, key: 12.5}, {**rest, key: []}, {**rest, f"{key}_": inside}]
            broken += [{**value, key: each} for each in mutants(inside)]
    if isinstance(value, list):
        for index, inside in enumerate(value):
            broken += [[*value[:index], each, *value[index + 1 :]] for each in mutants(inside)]
    return broken


@real_data
@pytest.mark.parametrize("name", GOOD)
def test_whatever_slacks_types_refuse_we_refuse(definitions: Json, name: str) -> None:
    """Every good block broken in every place."""
    validator = Draft7Validator({"$ref": "#/definitions/Blocks", "definitions": definitions})
    cases = [[each] for block in GOOD[name] for each in mutants(block)]
    let_through = [
        case for case in cases if not validator.is_valid(case) and not block_problems(case, any_file)
    ]
    assert cases
    assert let_through == []


@real_data
@pytest.mark.parametrize("name", ["modal", "modal with everything"])
def test_whatever_slacks_types_refuse_of_a_modal_we_refuse(definitions: Json, name: str) -> None:
    validator = Draft7Validator({"$ref": "#/definitions/Modal", "definitions": definitions})
    view = {**GOOD_VIEWS[name], "blocks": [section()]}
    let_through = [
        each for each in mutants(view) if not validator.is_valid(each) and not view_problems(each, any_file)
    ]
    assert let_through == []


@real_data
def test_our_methods_need_what_slack_says_they_need() -> None:
    if not REAL:
        pytest.skip("GOODWORD_REAL_DATA is not set: no list of Slack's methods")
    listed: Json = json.loads((Path(REAL) / "specs/slack_methods.json").read_text())
    checked = 0
    for name, method in METHODS.items():
        entry = listed.get(name)
        if entry is None:
            continue
        args = entry.get("args") or {}
        assert set(method.required) == {arg for arg, how in args.items() if how["required"]}, name
        tier = entry["other"].get("rate_limit", {}).get("label", "")
        assert method.tier == (int(tier[5]) if tier.startswith("Tier ") else 0), name
        scopes = {each["name"] for each in entry["other"].get("scopes", {}).get("bot", [])}
        assert set(method.scopes) <= scopes, name
        checked += 1
    assert checked > 30
