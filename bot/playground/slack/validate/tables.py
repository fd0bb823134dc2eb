"""Every block type and what may stand in it."""

from __future__ import annotations

from bot.playground.slack.validate.elements import (
    BUTTON,
    CHOICES,
    DISPATCH,
    ENTRIES,
    FEEDBACK_BUTTONS,
    FOCUS,
    ICON_BUTTON,
    ID,
    IMAGE_ELEMENT,
    MENUS,
    OVERFLOW,
    SLACK_FILE,
    URL,
    WORKFLOW_BUTTON,
    mrkdwn,
    plain,
    word_types,
    words,
)
from bot.playground.slack.validate.rich_text import RICH_TEXT, rich_text
from bot.playground.slack.validate.shapes import (
    Check,
    Json,
    anything,
    at_least_one,
    boolean,
    exactly_one,
    listing,
    number,
    one_of,
    shape,
    text,
    typed,
)

BASE: dict[str, Check] = {"type": anything, "block_id": ID}
RICH_ENTRY = shape(
    {
        "type": anything,
        "action_id": ID,
        **FOCUS,
        "placeholder": plain(150),
        "initial_value": rich_text,
        "dispatch_action_config": DISPATCH,
        "min_lines": number(0),
        "max_lines": number(1),
    }
)
BUTTONS: dict[str, Check] = {"button": BUTTON, "workflow_button": WORKFLOW_BUTTON}
SECTION_EXTRAS = {
    **BUTTONS,
    **MENUS,
    "overflow": OVERFLOW,
    "image": IMAGE_ELEMENT,
    **{name: CHOICES[name] for name in ("checkboxes", "radio_buttons", "datepicker", "timepicker")},
}
ACTIONS = {**BUTTONS, **MENUS, **CHOICES, "overflow": OVERFLOW, "rich_text_input": RICH_ENTRY}
INPUTS = {**MENUS, **CHOICES, **ENTRIES, "rich_text_input": RICH_ENTRY}
CONTEXT = {**word_types(2000), "image": IMAGE_ELEMENT}
CELL = typed(
    {
        "raw_text": shape({"type": anything, "text": text(10_000)}, ("text",)),
        "raw_number": shape({"type": anything, "value": number(), "text": text(255)}, ("value",)),
        "rich_text": RICH_TEXT,
    },
    "cell type",
)
COLUMN = shape({"align": one_of("left", "center", "right"), "is_wrapped": boolean})
IMAGE = typed({"image": IMAGE_ELEMENT}, "element type")

_CARD = shape(
    {
        **BASE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "icon": IMAGE,
        "hero_image": IMAGE,
        "actions": listing(typed({"button": BUTTON}, "element type"), 1, 5),
    },
    (),
    at_least_one("hero_image", "title", "actions", "body"),
)
_TASK = shape(
    {
        **BASE,
        "task_id": text(255, 1),
        "title": text(255, 1),
        "status": one_of("pending", "in_progress", "complete", "error"),
        "details": rich_text,
        "output": rich_text,
        "sources": listing(shape({"type": one_of("url"), "url": URL, "text": text(255)}, ("type", "url"))),
    },
    ("task_id", "title", "status"),
)


def _container_rule(value: Json) -> str | None:
    if "title" not in value and "rich_text_title" not in value:
        return "missing required field: title or rich_text_title"
    if value.get("is_collapsible") is True and value.get("has_header_divider") is True:
        return "has_header_divider cannot be set when is_collapsible is true"
    return None


BLOCKS: dict[str, Check] = {
    "section": shape(
        {
            **BASE,
            "text": words(3000),
            "fields": listing(words(2000), 1, 10),
            "accessory": typed(SECTION_EXTRAS, "element type"),
            "expand": boolean,
        },
        (),
        at_least_one("text", "fields"),
    ),
    "actions": shape({**BASE, "elements": listing(typed(ACTIONS, "element type"), 1, 25)}, ("elements",)),
    "context": shape({**BASE, "elements": listing(typed(CONTEXT, "element type"), 1, 10)}, ("elements",)),
    "context_actions": shape(
        {
            **BASE,
            "elements": listing(
                typed({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON}), 1, 5
            ),
        },
        ("elements",),
    ),
    "divider": shape(BASE),
    "header": shape({**BASE, "text": plain(150)}, ("text",)),
    "image": shape(
        {**BASE, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": text(2000, 1), "title": plain(2000)},
        ("alt_text",),
        exactly_one("image_url", "slack_file"),
    ),
    "input": shape(
        {
            **BASE,
            "label": plain(2000),
            "element": typed(INPUTS, "element type"),
            "hint": plain(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        ("label", "element"),
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({**BASE, "text": text(12_000, 1)}, ("text",)),
    "video": shape(
        {
            **BASE,
            "alt_text": text(2000, 1),
            "title": plain(200),
            "title_url": URL,
            "thumbnail_url": URL,
            "video_url": URL,
            "author_name": text(49),
            "provider_name": text(49),
            "provider_icon_url": URL,
            "description": plain(200),
        },
        ("alt_text", "title", "thumbnail_url", "video_url"),
    ),
    "file": shape(
        {**BASE, "external_id": text(255, 1), "source": one_of("remote")}, ("external_id", "source")
    ),
    "table": shape(
        {**BASE, "rows": listing(listing(CELL, 1, 20), 1, 100), "column_settings": listing(COLUMN, 0, 20)},
        ("rows",),
    ),
    "data_table": shape(
        {
            **BASE,
            "caption": text(255, 1),
            "rows": listing(listing(CELL, 1, 20), 1),
            "page_size": number(1),
            "row_header_column_index": number(0),
        },
        ("caption", "rows"),
    ),
    "alert": shape(
        {**BASE, "text": words(3000), "level": one_of("default", "info", "warning", "error", "success")},
        ("text",),
    ),
    "card": _CARD,
    "carousel": shape(
        {**BASE, "elements": listing(typed({"card": _CARD}, "element type"), 1, 10)}, ("elements",)
    ),
    "task_card": _TASK,
    "plan": shape({**BASE, "title": text(255, 1), "tasks": listing(typed({"task_card": _TASK}))}, ("title",)),
}
NESTABLE = (
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "table",
    "video",
)  # fmt: skip
BLOCKS["container"] = shape(
    {
        **BASE,
        "title": plain(150),
        "rich_text_title": rich_text,
        "subtitle": words(150),
        "icon": IMAGE,
        "child_blocks": listing(typed({name: BLOCKS[name] for name in NESTABLE}, "block type"), 1, 10),
        "default_collapsed": boolean,
        "has_header_divider": boolean,
        "is_collapsible": boolean,
        "width": one_of("narrow", "standard", "wide", "full"),
    },
    ("child_blocks",),
    _container_rule,
)
