"""Blocks and views that Slack takes, and ones it refuses, by what is wrong with them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "x", **more: Any) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text: str = "x", **more: Any) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text, **more}


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "action_id": "a", "text": plain("ok"), "value": "1", **more}


def option(value: str = "1", **more: Any) -> Json:
    """An option of a menu."""
    return {"text": plain(f"Option {value}"), "value": value, **more}


def section(**more: Any) -> Json:
    """A section."""
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json, **more: Any) -> Json:
    """An actions block."""
    return {"type": "actions", "elements": list(elements), **more}


def field(element: Json, **more: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def menu(kind: str, **more: Any) -> Json:
    """A menu or another element of that type."""
    return {"type": kind, "action_id": "m", **more}


def rich(*parts: Json) -> Json:
    """A rich text block."""
    return {"type": "rich_text", "elements": list(parts)}


CONFIRM = {"title": plain("Sure?"), "text": mrkdwn("Really"), "confirm": plain("Yes"), "deny": plain("No")}
IMAGE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}
WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}

GOOD: dict[str, list[Json]] = {
    "a whole card": [
        {"type": "header", "text": plain("Card", emoji=True)},
        section(fields=[mrkdwn(), plain()], accessory=IMAGE),
        actions(
            button(style="primary"), button(action_id="b", style="danger", confirm=CONFIRM), block_id="x"
        ),
        {"type": "context", "elements": [mrkdwn(verbatim=True), IMAGE]},
        {"type": "divider"},
        {**IMAGE, "title": plain("A picture")},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "chart"},
    ],
    "fields without text": [{"type": "section", "fields": [mrkdwn()]}],
    "overflow of one": [section(accessory=menu("overflow", options=[option()]))],
    "menu with a first choice": [
        actions(menu("static_select", options=[option("1"), option("2")], initial_option=option("2")))
    ],
    "grouped menu": [
        actions(menu("static_select", option_groups=[{"label": plain("G"), "options": [option()]}]))
    ],
    "every menu": [
        actions(
            *(
                {**menu(kind), "action_id": kind}
                for kind in (
                    "external_select",
                    "users_select",
                    "conversations_select",
                    "channels_select",
                    "multi_users_select",
                )
            )
        ),
        actions(
            menu("datepicker", initial_date="2026-11-23"),
            menu("timepicker", action_id="t", initial_time="09:30"),
        ),
        section(accessory=menu("checkboxes", options=[{"text": mrkdwn("*x*"), "value": "1"}])),
        section(accessory=menu("radio_buttons", options=[option()], initial_option=option())),
    ],
    "inputs": [
        field(
            menu("plain_text_input", multiline=True, min_length=1, max_length=3000),
            hint=plain(),
            optional=True,
        ),
        field(menu("number_input", is_decimal_allowed=False, min_value="1")),
        field(menu("email_text_input")),
        field(menu("url_text_input")),
        field(menu("multi_static_select", options=[option()], max_selected_items=1), dispatch_action=True),
    ],
    "rich text": [
        rich(
            WORDS,
            {"type": "rich_text_list", "style": "bullet", "elements": [WORDS]},
            {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "code"}]},
        )
    ],
    "markdown": [{"type": "markdown", "text": "**x**"}],
    "video": [
        {
            "type": "video",
            "alt_text": "v",
            "title": plain(),
            "thumbnail_url": "https://example.com/t.png",
            "video_url": "https://example.com/v",
        }
    ],
    "table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}],
}

BAD: dict[str, list[Any]] = {
    "no type": [{"text": mrkdwn()}],
    "not an object": ["x"],
    "unknown block": [{"type": "chart", "data": 1}],
    "section without text": [{"type": "section"}],
    "section text 3001": [section(text=mrkdwn("x" * 3001))],
    "empty text": [section(text=mrkdwn(""))],
    "text as a string": [section(text="x")],
    "text without type": [section(text={"text": "x"})],
    "text of unknown type": [section(text={"type": "html", "text": "x"})],
    "mrkdwn with emoji": [section(text=mrkdwn(emoji=True))],
    "11 fields": [section(fields=[mrkdwn()] * 11)],
    "field 2001": [section(fields=[mrkdwn("x" * 2001)])],
    "no fields at all": [section(fields=[])],
    "unknown property": [section(colour="red")],
    "section with an input": [section(accessory=menu("plain_text_input"))],
    "header in mrkdwn": [{"type": "header", "text": mrkdwn()}],
    "header 151": [{"type": "header", "text": plain("x" * 151)}],
    "header without text": [{"type": "header"}],
    "divider with text": [{"type": "divider", "text": plain()}],
    "button in mrkdwn": [actions(button(text=mrkdwn()))],
    "button label 76": [actions(button(text=plain("x" * 76)))],
    "button value 2001": [actions(button(value="x" * 2001))],
    "button value as a number": [actions(button(value=1))],
    "button style": [actions(button(style="green"))],
    "button disabled": [actions(button(disabled=True))],
    "button without text": [actions({"type": "button", "action_id": "a"})],
    "button url 3001": [actions(button(url="https://" + "x" * 3000))],
    "action_id 256": [actions(button(action_id="x" * 256))],
    "confirm without text": [actions(button(confirm={"title": plain()}))],
    "confirm in mrkdwn": [actions(button(confirm={**CONFIRM, "confirm": mrkdwn()}))],
    "26 buttons": [actions(*(button(action_id=str(number)) for number in range(26)))],
    "no buttons": [actions()],
    "actions without elements": [{"type": "actions"}],
    "actions with a text": [actions(mrkdwn())],
    "action_id twice": [actions(button(), button())],
    "block_id twice": [{"type": "divider", "block_id": "d"}, {"type": "divider", "block_id": "d"}],
    "block_id 256": [{"type": "divider", "block_id": "x" * 256}],
    "context 11": [{"type": "context", "elements": [mrkdwn()] * 11}],
    "context empty": [{"type": "context", "elements": []}],
    "context with a button": [{"type": "context", "elements": [button()]}],
    "image without alt text": [{"type": "image", "image_url": "https://example.com/a.png"}],
    "image without source": [{"type": "image", "alt_text": "x"}],
    "image with two sources": [{**IMAGE, "slack_file": {"id": "F1"}}],
    "image title in mrkdwn": [{**IMAGE, "title": mrkdwn()}],
    "overflow of six": [section(accessory=menu("overflow", options=[option(str(n)) for n in range(6)]))],
    "overflow without options": [section(accessory=menu("overflow"))],
    "menu with 101 options": [actions(menu("static_select", options=[option(str(n)) for n in range(101)]))],
    "menu without options": [actions(menu("static_select", options=[]))],
    "menu with options and groups": [
        actions(
            menu(
                "static_select", options=[option()], option_groups=[{"label": plain(), "options": [option()]}]
            )
        )
    ],
    "first choice not offered": [
        actions(menu("static_select", options=[option()], initial_option=option("9")))
    ],
    "option value 151": [actions(menu("static_select", options=[option("x" * 151)]))],
    "option text 76": [actions(menu("static_select", options=[option(text=plain("x" * 76))]))],
    "option without text": [actions(menu("static_select", options=[{"value": "1"}]))],
    "option in mrkdwn": [actions(menu("static_select", options=[{"text": mrkdwn(), "value": "1"}]))],
    "placeholder 151": [actions(menu("users_select", placeholder=plain("x" * 151)))],
    "datepicker of another form": [actions(menu("datepicker", initial_date="23.11.2026"))],
    "11 checkboxes": [actions(menu("checkboxes", options=[option(str(n)) for n in range(11)]))],
    "checkboxes without options": [actions(menu("checkboxes"))],
    "unknown element": [actions(menu("slider"))],
    "input without label": [{"type": "input", "element": menu("plain_text_input")}],
    "input without element": [{"type": "input", "label": plain()}],
    "input with a button": [field(button())],
    "input label in mrkdwn": [{**field(menu("plain_text_input")), "label": mrkdwn()}],
    "input of contrary lengths": [field(menu("plain_text_input", min_length=9, max_length=3))],
    "input longer than 3000": [field(menu("plain_text_input", max_length=3001))],
    "number without decimals said": [field(menu("number_input"))],
    "two focused": [
        field(menu("plain_text_input", focus_on_load=True)),
        field(menu("email_text_input", focus_on_load=True)),
    ],
    "rich text without elements": [{"type": "rich_text"}],
    "rich text of an unknown part": [rich({"type": "rich_text_table", "elements": []})],
    "rich text list of another style": [
        rich({"type": "rich_text_list", "style": "stars", "elements": [WORDS]})
    ],
    "markdown 12001": [{"type": "markdown", "text": "x" * 12_001}],
    "markdown without text": [{"type": "markdown"}],
    "video without title": [
        {"type": "video", "alt_text": "v", "thumbnail_url": "https://x", "video_url": "https://x"}
    ],
    "table without rows": [{"type": "table"}],
    "51 blocks": [{"type": "divider"}] * 51,
}

MODAL: Json = {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": [section()]}
GOOD_VIEWS: dict[str, Json] = {
    "modal": MODAL,
    "modal with everything": {
        **MODAL,
        "close": plain("No"),
        "private_metadata": "x" * 3000,
        "callback_id": "c",
        "external_id": "e",
        "clear_on_close": True,
        "notify_on_close": True,
        "blocks": GOOD["inputs"],
    },
    "home": {"type": "home", "blocks": [section()] * 100, "private_metadata": "x", "callback_id": "c"},
}
BAD_VIEWS: dict[str, Any] = {
    "not an object": "modal",
    "no type": {key: value for key, value in MODAL.items() if key != "type"},
    "unknown type": {**MODAL, "type": "sheet"},
    "no title": {key: value for key, value in MODAL.items() if key != "title"},
    "title 25": {**MODAL, "title": plain("x" * 25)},
    "title in mrkdwn": {**MODAL, "title": mrkdwn()},
    "submit 25": {**MODAL, "submit": plain("x" * 25)},
    "close 25": {**MODAL, "close": plain("x" * 25)},
    "metadata 3001": {**MODAL, "private_metadata": "x" * 3001},
    "metadata as an object": {**MODAL, "private_metadata": {}},
    "callback_id 256": {**MODAL, "callback_id": "x" * 256},
    "no blocks": {key: value for key, value in MODAL.items() if key != "blocks"},
    "101 blocks": {**MODAL, "blocks": [section()] * 101},
    "unknown property": {**MODAL, "width": 3},
    "inputs and no submit": {
        key: value for key, value in {**MODAL, "blocks": GOOD["inputs"]}.items() if key != "submit"
    },
    "bad block inside": {**MODAL, "blocks": [{"type": "section"}]},
    "home with a title": {"type": "home", "title": plain(), "blocks": []},
    "home with a submit": {"type": "home", "submit": plain(), "blocks": []},
    "markdown in a modal": {**MODAL, "blocks": [{"type": "markdown", "text": "x"}]},
}
