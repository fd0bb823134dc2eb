"""From what a person enters (a value, a name, a list) to Slack's state of a form field, and what a form refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from bot.playground.slack.blocks import STATE_KEYS, Element, elements, options_of
from bot.playground.slack.errors import ActError
from bot.playground.slack.model import View
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]


def entered(world: SlackWorld, element: Element, value: Any, offered: list[Json] | None = None) -> Json:
    """The state of the element after the person entered ``value``; already a state, it is checked and kept.

    ``offered`` are the options an external menu has offered for choosing.
    """
    key = STATE_KEYS.get(element.type)
    if key is None:
        raise ActError(
            "not_an_input", f"{element.action_id!r} is a {element.type}; it holds no value. Click it."
        )
    if isinstance(value, dict) and key in value:
        value = value[key]
    if value is None or value == "":
        return {"type": element.type, key: [] if key in ("selected_options", "files") else None}
    return {"type": element.type, key: _converted(world, element, key, value, offered)}


def _converted(world: SlackWorld, element: Element, key: str, value: Any, offered: list[Json] | None) -> Any:
    if key == "selected_option":
        return chosen_option(element, value, offered)
    if key == "selected_options":
        return [chosen_option(element, each, offered) for each in _many(value)]
    name = _NAMES.get(key.rstrip("s"))
    if name is not None:
        return [name(world, each) for each in _many(value)] if key.endswith("s") else name(world, value)
    if key in _PARSED:
        return _parsed(element, key, value)
    return value if key == "rich_text_value" else str(value)


def _many(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _user(world: SlackWorld, value: Any) -> str:
    return world.person_named(str(value)).id


def _place(world: SlackWorld, value: Any) -> str:
    return world.channel_named(str(value)).id


_NAMES: dict[str, Callable[[SlackWorld, Any], str]] = {
    "selected_user": _user,
    "selected_conversation": _place,
    "selected_channel": _place,
}


def chosen_option(element: Element, value: Any, offered: list[Json] | None = None) -> Json:
    """The option the person means by its value, its text, or the option itself."""
    options = options_of(element) or list(offered or [])
    wanted = value.get("value") if isinstance(value, dict) else str(value)
    for option in options:
        if wanted in (option.get("value"), option["text"]["text"]):
            return option
    if element.type.endswith("external_select") and isinstance(value, dict) and "text" in value:
        return value
    known = ", ".join(str(each.get("value")) for each in options) or "none yet: ask suggest first"
    raise ActError(
        "no_such_option", f"{element.action_id!r} offers no {wanted!r}; it offers: {known}.", status=404
    )


_PARSED: dict[str, Callable[[Any], Any]] = {
    "selected_date": lambda value: date.fromisoformat(str(value)).isoformat(),
    "selected_time": lambda value: time.fromisoformat(str(value)).strftime("%H:%M"),
    "selected_date_time": lambda value: (
        int(value) if str(value).isdigit() else int(datetime.fromisoformat(str(value)).timestamp())
    ),
}


def _parsed(element: Element, key: str, value: Any) -> Any:
    try:
        return _PARSED[key](value)
    except ValueError:
        shape = {"selected_date": "2026-11-23", "selected_time": "09:30", "selected_date_time": "1795000000"}[
            key
        ]
        raise ActError("invalid_value", f"{element.action_id!r} wants a value like {shape}.") from None


def refusal(element: Element, state: Json) -> str | None:
    """Why Slack's own form would not send this entry; None when it would."""
    value = state.get(STATE_KEYS[element.type])
    if value in (None, "", []):
        return None if element.block.get("optional") else "Please complete this required field."
    body = element.body
    if element.type == "plain_text_input":
        least, most = body.get("min_length", 0), body.get("max_length", 3000)
        if len(value) < least:
            return f"Must be at least {least} characters."
        return None if len(value) <= most else f"Must be at most {most} characters."
    if element.type == "number_input":
        return _number_refusal(body, str(value))
    if element.type == "email_text_input":
        return (
            None
            if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value)
            else "Please enter a valid email address."
        )
    if element.type == "url_text_input":
        parts = urlsplit(value)
        return None if parts.scheme in ("http", "https") and parts.netloc else "Please enter a valid URL."
    most = body.get("max_selected_items")
    return f"Choose at most {most}." if most and isinstance(value, list) and len(value) > most else None


def _number_refusal(body: Json, value: str) -> str | None:
    try:
        number = float(value) if body["is_decimal_allowed"] else int(value)
    except ValueError:
        return "Please enter a number." if body["is_decimal_allowed"] else "Please enter a whole number."
    if "min_value" in body and number < float(body["min_value"]):
        return f"Must be at least {body['min_value']}."
    if "max_value" in body and number > float(body["max_value"]):
        return f"Must be at most {body['max_value']}."
    return None


def fill_in(world: SlackWorld, view: View, values: Json) -> None:
    """Enter values into a view's fields.

    ``values`` is Slack's state (block id, action id, state), or simply block id or action id to a value.
    """
    fields = [each for each in elements(view.body["blocks"]) if each.type in STATE_KEYS]
    known = {each.block_id for each in fields} | {each.action_id for each in fields}
    unknown = [name for name in values if name not in known]
    if unknown:
        there = ", ".join(each.block_id for each in fields) or "no fields"
        raise ActError("unknown_field", f"The form has no {unknown[0]!r}; it has: {there}.", status=404)
    kept = world.inputs.setdefault((view.user, view.id), {})
    for field in fields:
        given = _given(field, values)
        if given is not _NOTHING:
            offered = world.offered.get((view.user, view.id, field.action_id))
            kept.setdefault(field.block_id, {})[field.action_id] = entered(world, field, given, offered)


_NOTHING: Any = object()


def _given(field: Element, values: Json) -> Any:
    """What ``values`` says about a field, in whichever of the accepted forms."""
    inside = values.get(field.block_id, _NOTHING)
    if isinstance(inside, dict) and STATE_KEYS[field.type] not in inside:
        return inside.get(field.action_id, _NOTHING)
    return values.get(field.action_id, _NOTHING) if inside is _NOTHING else inside
