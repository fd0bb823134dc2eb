"""Whole messages and views: how many blocks, which kinds where, no id twice, nothing too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.playground.slack.validate.elements import plain
from bot.playground.slack.validate.shapes import (
    Check,
    Json,
    Problems,
    anything,
    boolean,
    listing,
    shape,
    text,
    typed,
)
from bot.playground.slack.validate.tables import BLOCKS

FileCheck = Callable[[Json], bool]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 13_200
#: Which blocks stand only in messages (docs.slack.dev, "available in surfaces" of each block).
MESSAGES_ONLY = frozenset(
    {
        "file",
        "markdown",
        "table",
        "data_table",
        "context_actions",
        "card",
        "carousel",
        "task_card",
        "plan",
        "container",
    }
)
#: Where the table checks all that the SDK's models check, and twenty times faster; a test holds the two together.
SETTLED = frozenset({"section", "actions", "context", "divider", "header", "image", "input"})
ONE_BLOCK = typed(BLOCKS, "type")

_VIEW: dict[str, Check] = {
    "type": anything,
    "blocks": listing(anything, 0, VIEW_BLOCKS),
    "private_metadata": text(3000),
    "callback_id": text(255),
    "external_id": text(255),
}
MODAL = shape(
    {
        **_VIEW,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    ("title", "blocks"),
)
HOME = shape(_VIEW, ("blocks",))


def block_problems(blocks: Any, known_file: FileCheck) -> list[str]:
    """What Slack would refuse in a message's blocks; empty when it would take them."""
    problems = Problems()
    listing(ONE_BLOCK, 0, MESSAGE_BLOCKS)(blocks, "/blocks", problems)
    if not problems.found:
        _together(blocks, "/blocks", problems, known_file)
    return problems.found


def view_problems(view: Any, known_file: FileCheck) -> list[str]:
    """What Slack would refuse in a modal or home tab; empty when it would take it."""
    problems = Problems()
    view = (
        {key: value for key, value in view.items() if value is not None} if isinstance(view, dict) else view
    )
    typed({"modal": MODAL, "home": HOME}, "view type")(view, "/view", problems)
    if problems.found:
        return problems.found
    blocks = view["blocks"]
    for index, block in enumerate(blocks):
        ONE_BLOCK(block, f"/view/blocks/{index}", problems)
        kind = block.get("type") if isinstance(block, dict) else None
        if isinstance(kind, str) and kind in MESSAGES_ONLY:
            problems.add(f"/view/blocks/{index}/type", f"unsupported type: {kind}")
    if not problems.found:
        _together(blocks, "/view/blocks", problems, known_file)
    inputs = [block for block in blocks if isinstance(block, dict) and block.get("type") == "input"]
    if view["type"] == "modal" and inputs and "submit" not in view:
        problems.add("/view", "missing required field: submit (a modal with input blocks needs it)")
    return problems.found


def message_size(blocks: list[Json]) -> int:
    """Characters of all blocks together, the way the observed limit of 13,200 counts them."""
    return len(orjson.dumps(blocks).decode())


def _together(blocks: list[Json], at: str, problems: Problems, known_file: FileCheck) -> None:
    seen: set[str] = set()
    focused = 0
    for index, block in enumerate(blocks):
        here = f"{at}/{index}"
        block_id = block.get("block_id")
        if block_id is not None and block_id in seen:
            problems.add(f"{here}/block_id", f"block_id must be unique, {block_id!r} is used twice")
        seen.add(str(block_id))
        actions = [each.get("action_id") for each in block.get("elements") or [] if isinstance(each, dict)]
        named = [each for each in actions if each is not None]
        if len(named) != len(set(named)):
            problems.add(f"{here}/elements", "action_id must be unique within a block")
        focused += _focused(block)
        _pictures(block, here, problems, known_file)
        if block["type"] not in SETTLED:
            _second_opinion(block, here, problems)
    if focused > 1:
        problems.add(at, "focus_on_load can be set to true on only one element")


def _focused(block: Json) -> int:
    inside = [*(block.get("elements") or []), block.get("element"), block.get("accessory")]
    return sum(1 for each in inside if isinstance(each, dict) and each.get("focus_on_load") is True)


def _pictures(block: Json, at: str, problems: Problems, known_file: FileCheck) -> None:
    inside = [block, *(block.get("elements") or []), block.get("accessory")]
    for each in inside:
        if isinstance(each, dict) and "slack_file" in each and not known_file(each["slack_file"]):
            problems.add(f"{at}/slack_file", "invalid slack file")


def _second_opinion(block: Json, at: str, problems: Problems) -> None:
    """The SDK's own models, for lengths and counts. They know fewer block types than the table."""
    try:
        parsed = Block.parse(block)
        if parsed is not None:
            parsed.to_dict()
    except SlackObjectFormationError as error:
        problems.add(at, str(error))
    except (TypeError, KeyError, AttributeError):
        return  # the model is older than the table and doesn't know a field: no opinion
