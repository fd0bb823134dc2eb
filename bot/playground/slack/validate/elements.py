"""Text objects and interactive elements: which fields, how long, how many."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.validate.shapes import (
    Check,
    Json,
    anything,
    boolean,
    exactly_one,
    listing,
    number,
    one_of,
    shape,
    text,
    typed,
)

ID = text(255, 1)
URL = text(3000, 1)
USER_ID = text(255, 1)


def plain(most: int) -> Check:
    """A ``plain_text`` object."""
    body = shape({"type": anything, "text": text(most, 1), "emoji": boolean}, ("type", "text"))
    return typed({"plain_text": body}, "text type")


def mrkdwn(most: int) -> Check:
    """A ``mrkdwn`` object."""
    body = shape({"type": anything, "text": text(most, 1), "verbatim": boolean}, ("type", "text"))
    return typed({"mrkdwn": body}, "text type")


def words(most: int) -> Check:
    """Either kind of text object."""
    return typed(word_types(most), "text type")


def word_types(most: int) -> dict[str, Check]:
    """Both kinds of text object by their type."""
    return {"plain_text": plain(most), "mrkdwn": mrkdwn(most)}


STYLE = one_of("primary", "danger")
CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30), "style": STYLE},
    ("text",),
)
PLAIN_OPTION = shape(
    {"text": plain(75), "value": text(150), "description": plain(75), "url": URL}, ("text", "value")
)
OPTION = shape(
    {"text": words(75), "value": text(150), "description": words(75), "url": URL}, ("text", "value")
)
GROUP = shape({"label": plain(75), "options": listing(PLAIN_OPTION, 1, 100)}, ("label", "options"))
SLACK_FILE = shape({"id": text(255, 1), "url": URL}, (), exactly_one("id", "url"))
IMAGE_ELEMENT = shape(
    {"type": anything, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": text(2000, 1)},
    ("alt_text",),
    exactly_one("image_url", "slack_file"),
)
TRIGGER_ON = listing(one_of("on_enter_pressed", "on_character_entered"), 1, 2)
DISPATCH = shape({"trigger_actions_on": TRIGGER_ON})
FILTER = shape(
    {
        "include": listing(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    }
)

COMMON: dict[str, Check] = {"type": anything, "action_id": ID, "confirm": CONFIRM}
FOCUS: dict[str, Check] = {"focus_on_load": boolean}
PLACEHOLDER: dict[str, Check] = {"placeholder": plain(150)}
MENU: dict[str, Check] = {**COMMON, **FOCUS, **PLACEHOLDER}
MULTI: dict[str, Check] = {**MENU, "max_selected_items": number(1)}
OPTIONS: dict[str, Check] = {
    "options": listing(PLAIN_OPTION, 1, 100),
    "option_groups": listing(GROUP, 1, 100),
}
ENTRY: dict[str, Check] = {
    "type": anything,
    "action_id": ID,
    **FOCUS,
    **PLACEHOLDER,
    "dispatch_action_config": DISPATCH,
}


def _menu_rule(value: Json) -> str | None:
    given = [name for name in ("options", "option_groups") if name in value]
    if len(given) != 1:
        return "provide exactly one of: options, option_groups"
    return _initial_rule(value)


def _initial_rule(value: Json) -> str | None:
    """What is chosen at first must be among the options, else Slack refuses the block."""
    every = _listed(value.get("options"))
    for group in _listed(value.get("option_groups")):
        every += _listed(group.get("options")) if isinstance(group, dict) else []
    first = _listed(
        value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    )
    known = {_value_of(each) for each in every}
    if any(_value_of(each) not in known for each in first):
        return "initial option must exactly match one of the provided options"
    return None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else []


def _value_of(option: Any) -> str:
    return str(option.get("value")) if isinstance(option, dict) else str(option)


def _length_rule(value: Json) -> str | None:
    least, most = value.get("min_length"), value.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        return "min_length must be less than or equal to max_length"
    return None


FEEDBACK = shape({"text": plain(75), "value": text(2000), "accessibility_label": text(75)}, ("text", "value"))

BUTTON = shape(
    {
        **COMMON,
        "text": plain(75),
        "url": URL,
        "value": text(2000),
        "style": STYLE,
        "accessibility_label": text(75),
    },
    ("text",),
)
WORKFLOW_TRIGGER = shape(
    {
        "url": URL,
        "customizable_input_parameters": listing(
            shape({"name": text(255), "value": text(3000)}, ("name", "value"))
        ),
    },
    ("url",),
)
WORKFLOW_BUTTON = shape(
    {
        **COMMON,
        "text": plain(75),
        "style": STYLE,
        "accessibility_label": text(75),
        "workflow": shape({"trigger": WORKFLOW_TRIGGER}, ("trigger",)),
    },
    ("text", "workflow"),
)

MENUS: dict[str, Check] = {
    "static_select": shape({**MENU, **OPTIONS, "initial_option": PLAIN_OPTION}, (), _menu_rule),
    "external_select": shape({**MENU, "initial_option": PLAIN_OPTION, "min_query_length": number(0)}),
    "users_select": shape({**MENU, "initial_user": USER_ID}),
    "conversations_select": shape(
        {
            **MENU,
            "initial_conversation": USER_ID,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": FILTER,
        }
    ),
    "channels_select": shape({**MENU, "initial_channel": USER_ID, "response_url_enabled": boolean}),
    "multi_static_select": shape(
        {**MULTI, **OPTIONS, "initial_options": listing(PLAIN_OPTION, 1)}, (), _menu_rule
    ),
    "multi_external_select": shape(
        {**MULTI, "initial_options": listing(PLAIN_OPTION, 1), "min_query_length": number(0)}
    ),
    "multi_users_select": shape({**MULTI, "initial_users": listing(USER_ID, 1)}),
    "multi_conversations_select": shape(
        {
            **MULTI,
            "initial_conversations": listing(USER_ID, 1),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        }
    ),
    "multi_channels_select": shape({**MULTI, "initial_channels": listing(USER_ID, 1)}),
}
CHOICES: dict[str, Check] = {
    "checkboxes": shape(
        {**COMMON, **FOCUS, "options": listing(OPTION, 1, 10), "initial_options": listing(OPTION, 1)},
        ("options",),
        _initial_rule,
    ),
    "radio_buttons": shape(
        {**COMMON, **FOCUS, "options": listing(OPTION, 1, 10), "initial_option": OPTION},
        ("options",),
        _initial_rule,
    ),
    "datepicker": shape({**MENU, "initial_date": text(10, 10, r"\d{4}-\d{2}-\d{2}")}),
    "timepicker": shape({**MENU, "initial_time": text(5, 5, r"\d{2}:\d{2}"), "timezone": text(100, 1)}),
    "datetimepicker": shape({**COMMON, **FOCUS, "initial_date_time": number(1_000_000_000, 9_999_999_999)}),
}
ENTRIES: dict[str, Check] = {
    "plain_text_input": shape(
        {
            **ENTRY,
            "initial_value": text(3000),
            "multiline": boolean,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
        (),
        _length_rule,
    ),
    "number_input": shape(
        {
            **ENTRY,
            "is_decimal_allowed": boolean,
            "initial_value": text(255),
            "min_value": text(255),
            "max_value": text(255),
        },
        ("is_decimal_allowed",),
    ),
    "email_text_input": shape({**ENTRY, "initial_value": text(3000)}),
    "url_text_input": shape({**ENTRY, "initial_value": text(3000)}),
    "file_input": shape(
        {"type": anything, "action_id": ID, "filetypes": listing(text(30, 1), 1), "max_files": number(1, 10)}
    ),
}
OVERFLOW = shape({**COMMON, "options": listing(PLAIN_OPTION, 1, 5)}, ("options",))
FEEDBACK_BUTTONS = shape(
    {"type": anything, "action_id": ID, "positive_button": FEEDBACK, "negative_button": FEEDBACK},
    ("positive_button", "negative_button"),
)
ICON_BUTTON = shape(
    {
        **COMMON,
        "icon": text(75, 1),
        "text": plain(75),
        "value": text(2000),
        "accessibility_label": text(75),
        "visible_to_user_ids": listing(USER_ID),
    },
    ("icon", "text"),
)
