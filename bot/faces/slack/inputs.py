"""Builders for the less usual fields of a window. Limits as in ``blocks``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.faces.slack.blocks import Block, field, plain


def number(action_id: str, *, least: int, most: int, initial: int | str | None = None) -> Block:
    """A whole number; Slack refuses what is out of range before we see it."""
    made: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": str(least),
        "max_value": str(most),
    }
    return made if initial in (None, "") else {**made, "initial_value": str(initial)}


def day(action_id: str, initial: str | None = None) -> Block:
    """A date, as 2026-11-28."""
    made: Block = {"type": "datepicker", "action_id": action_id}
    return {**made, "initial_date": initial} if initial else made


def clock(action_id: str, initial: str | None = None) -> Block:
    """A time of day, as 09:30."""
    made: Block = {"type": "timepicker", "action_id": action_id}
    return {**made, "initial_time": initial} if initial else made


def users(action_id: str, placeholder: str, *, most: int, initial: Sequence[str] = ()) -> Block:
    """Several people of the workspace."""
    made: Block = {
        "type": "multi_users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "max_selected_items": most,
    }
    return {**made, "initial_users": list(initial)[:most]} if initial else made


def suggested(action_id: str, placeholder: str, initial: Block | None = None) -> Block:
    """A menu whose options are asked for while the person types."""
    made: Block = {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "min_query_length": 0,
    }
    return {**made, "initial_option": initial} if initial else made


def boxes(action_id: str, options: Sequence[Block], ticked: Sequence[str] = ()) -> Block:
    """At most ten boxes to tick."""
    made: dict[str, Any] = {"type": "checkboxes", "action_id": action_id, "options": list(options)[:10]}
    chosen = [one for one in made["options"] if one["value"] in ticked]
    return {**made, "initial_options": chosen} if chosen else made


def telling(label: str, element: Block, block_id: str, *, hint: str | None = None) -> Block:
    """A field of which we are told as soon as something is chosen in it."""
    return {**field(label, element, block_id, hint=hint), "dispatch_action": True}
