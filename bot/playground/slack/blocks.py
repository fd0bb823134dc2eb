"""Blocks at rest: filling in ids, finding what a person can press, reading and writing its state."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

Json = dict[str, Any]

#: Which key holds what a person chose, by element type (buttons and overflow menus keep nothing).
STATE_KEYS = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "checkboxes": "selected_options",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
}
INITIAL_KEYS = (
    "initial_value",
    "initial_option",
    "initial_options",
    "initial_user",
    "initial_users",
    "initial_conversation",
    "initial_conversations",
    "initial_channel",
    "initial_channels",
    "initial_date",
    "initial_time",
    "initial_date_time",
)
LIST_STATES = frozenset(
    key for key in STATE_KEYS.values() if key.endswith("s") and key.startswith(("selected_", "files"))
)


@dataclass(frozen=True)
class Element:
    """An interactive element and the block it stands in."""

    block: Json
    body: Json

    @property
    def type(self) -> str:
        """The element's type, as ``static_select``."""
        return str(self.body["type"])

    @property
    def action_id(self) -> str:
        """The element's action id."""
        return str(self.body["action_id"])

    @property
    def block_id(self) -> str:
        """The id of its block."""
        return str(self.block["block_id"])

    @property
    def in_input(self) -> bool:
        """Whether it is a form field: pressing it tells the app only with ``dispatch_action``."""
        return bool(self.block["type"] == "input")


def completed(blocks: list[Json]) -> list[Json]:
    """A copy with the block ids and action ids Slack fills in when an app leaves them out."""
    copies: list[Json] = orjson.loads(orjson.dumps(blocks))  # they came as JSON: a copy five times as fast
    for block in copies:
        block.setdefault("block_id", short_id())
        for element in _raw_elements(block):
            if isinstance(element.get("type"), str) and element["type"] not in (
                "image",
                "plain_text",
                "mrkdwn",
            ):
                element.setdefault("action_id", short_id())
    return copies


def short_id() -> str:
    """Five letters, like the ids Slack fills in."""
    return secrets.token_urlsafe(4)[:5]


def elements(blocks: list[Json]) -> Iterator[Element]:
    """Every interactive element, in reading order."""
    for block in blocks:
        for element in _raw_elements(block):
            if "action_id" in element:
                yield Element(block, element)


def _raw_elements(block: Json) -> list[Json]:
    kind = block.get("type")
    if kind in ("actions", "context_actions"):
        return list(block.get("elements") or [])
    if kind == "section":
        return [block["accessory"]] if block.get("accessory") else []
    if kind == "input":
        return [block["element"]] if block.get("element") else []
    if kind == "card":
        return list(block.get("actions") or [])
    return []


def initial_state(element: Element) -> Json | None:
    """What the element holds before anybody touched it; None for elements without a state."""
    key = STATE_KEYS.get(element.type)
    if key is None:
        return None
    value = next((element.body[each] for each in INITIAL_KEYS if each in element.body), None)
    return {"type": element.type, key: [] if value is None and key in LIST_STATES else value}


def current_state(blocks: list[Json], given: dict[str, Json]) -> dict[str, Json]:
    """``state.values`` of these blocks: initial values, over them what the person entered (``given``)."""
    values: dict[str, Json] = {}
    for element in elements(blocks):
        state = given.get(element.block_id, {}).get(element.action_id)
        if state is None or state.get("type") != element.type:
            state = initial_state(element)
        if state is not None:
            values.setdefault(element.block_id, {})[element.action_id] = state
    return values


def options_of(element: Element) -> list[Json]:
    """Every option of a menu, groups flattened."""
    groups = element.body.get("option_groups") or []
    return list(element.body.get("options") or []) + [each for group in groups for each in group["options"]]
