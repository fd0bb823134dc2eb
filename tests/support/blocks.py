"""Everything we know to hold a message or a view against: the SDK's models, the published types, our limits."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = Mapping[str, Any]


def check_message(blocks: Sequence[Json]) -> None:
    """A message that Slack would take, as far as lengths and counts go."""
    assert 0 < len(blocks) <= 50
    assert len(compact(blocks)) <= 13_200
    _check_blocks(blocks)


def compact(value: Any) -> str:
    """As it travels."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def check_view(view: Json) -> None:
    """A modal or App Home that Slack would take."""
    assert len(view["blocks"]) <= 100
    assert len(compact(view).encode()) <= 250_000
    assert len(view.get("private_metadata", "")) <= 3000
    if any(block["type"] == "input" for block in view["blocks"]):
        assert view["type"] == "home" or view.get("submit"), "inputs and no submit"
    _check_blocks(view["blocks"])
    View(**dict(view)).to_dict()


def _check_blocks(blocks: Sequence[Json]) -> None:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(ids) == len(set(ids)), "two blocks with one id"
    for block in blocks:
        parsed = Block.parse(dict(block))
        assert parsed is not None, block
        parsed.to_dict()
        elements = block.get("elements") or []
        if block["type"] in ("actions", "context"):
            assert elements, "no elements"
        actions = [element["action_id"] for element in elements if "action_id" in element]
        assert len(actions) == len(set(actions)), "two controls with one id"
        _check_texts(block)


def _check_texts(value: Any) -> None:
    if isinstance(value, Mapping):
        if value.get("type") in ("mrkdwn", "plain_text"):
            assert value["text"], "an empty text"
        for part in value.values():
            _check_texts(part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            _check_texts(part)


@cache
def _schema() -> dict[str, Any]:
    folder = os.environ.get("GOODWORD_REAL_DATA")
    if not folder:
        pytest.skip("GOODWORD_REAL_DATA names no recordings")
    loaded: dict[str, Any] = json.loads((Path(folder) / "specs" / "slack.schema.json").read_text())
    return loaded


@cache
def _validator(definition: str) -> Any:
    from jsonschema import Draft7Validator

    return Draft7Validator({"$ref": f"#/definitions/{definition}", "definitions": _schema()["definitions"]})


def check_against_types(definition: str, value: Any) -> None:
    """Against the types Slack publishes: definition ``Blocks``, ``Modal`` or ``Home``."""
    problems = _validator(definition).iter_errors(value)
    assert [f"{list(error.absolute_path)}: {error.message[:200]}" for error in problems] == []
