"""What the local Discord refuses beyond Discord's OpenAPI document: one good case of each kind, many bad ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.discord import DiscordError
from bot.playground.discord.validate import check_body, check_message, check_size
from bot.playground.discord.validate.commands import check_command, check_commands
from bot.playground.discord.validate.forms import check_choices, check_modal

Json = dict[str, Any]
V2 = 1 << 15


def button(custom_id: str = "a", **more: Any) -> Json:
    return {"type": 2, "style": 1, "label": "Vote", "custom_id": custom_id, **more}


def row(*inside: Json) -> Json:
    return {"type": 1, "components": list(inside)}


def menu(custom_id: str = "m", options: int = 2, **more: Any) -> Json:
    listed = [{"label": f"L{each}", "value": f"v{each}"} for each in range(options)]
    return {"type": 3, "custom_id": custom_id, "options": listed, **more}


def words(content: str = "text") -> Json:
    return {"type": 10, "content": content}


def section(**more: Any) -> Json:
    return {"type": 9, "components": [words()], "accessory": button("s"), **more}


def codes(check: Callable[[], None]) -> list[str]:
    """The codes of everything that is wrong, at any depth; the number for refusals without places."""
    try:
        check()
    except DiscordError as error:
        return _codes(error.errors) if error.errors else [str(error.code)]
    return []


def _codes(errors: Json) -> list[str]:
    found = [each["code"] for each in errors.get("_errors", [])]
    for key, value in errors.items():
        if key != "_errors":
            found += _codes(value)
    return found


def message(files: list[str] | None = None, **body: Any) -> list[str]:
    draft = {
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "flags": body.get("flags") or 0,
    }

    def check() -> None:
        check_body(body)
        check_message(body, draft, files or [])

    return codes(check)


GOOD_MESSAGES: dict[str, Json] = {
    "text": {"content": "x" * 2000},
    "an embed": {"embeds": [{"title": "t" * 256, "description": "d" * 4096, "footer": {"text": "f"}}]},
    "five rows": {"components": [row(button(f"b{each}")) for each in range(5)]},
    "a link": {"components": [row({"type": 2, "style": 5, "label": "Open", "url": "https://a.example"})]},
    "a menu": {"components": [row(menu(options=25, max_values=25))]},
    "layout": {"flags": V2, "components": [{"type": 17, "components": [section(), {"type": 14}, words()]}]},
    "forty": {"flags": V2, "components": [words(str(each)) for each in range(40)]},
    "a file": {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://a.txt"}}]},
}
BAD_MESSAGES: dict[str, tuple[Json, str]] = {
    "too long": ({"content": "x" * 2001}, "BASE_TYPE_MAX_LENGTH"),
    "not text": ({"content": 5}, "STRING_TYPE_CONVERT"),
    "empty": ({"content": " "}, "50006"),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, "BASE_TYPE_MAX_LENGTH"),
    "long title": ({"embeds": [{"title": "t" * 257}]}, "BASE_TYPE_MAX_LENGTH"),
    "empty embed": ({"embeds": [{"type": "rich"}]}, "BASE_TYPE_REQUIRED"),
    "6001 in all": (
        {"embeds": [{"description": "d" * 3001}, {"description": "d" * 3000}]},
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    "26 fields": ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "BASE_TYPE_MAX_LENGTH"),
    "field without value": ({"embeds": [{"fields": [{"name": "n"}]}]}, "BASE_TYPE_REQUIRED"),
    "script link": ({"embeds": [{"title": "t", "url": "javascript:alert(1)"}]}, "URL_TYPE_INVALID_URL"),
    "wrong time": ({"embeds": [{"title": "t", "timestamp": "tomorrow"}]}, "DATE_TIME_TYPE_PARSE"),
    "wrong colour": ({"embeds": [{"title": "t", "color": 1 << 24}]}, "NUMBER_TYPE_RANGE"),
    "six rows": ({"components": [row(button(str(each))) for each in range(6)]}, "BASE_TYPE_MAX_LENGTH"),
    "six buttons": ({"components": [row(*(button(str(each)) for each in range(6)))]}, "BASE_TYPE_BAD_LENGTH"),
    "empty row": ({"components": [row()]}, "BASE_TYPE_BAD_LENGTH"),
    "bare button": ({"components": [button()]}, "UNION_TYPE_CHOICES"),
    "same custom id": ({"components": [row(button(), button())]}, "COMPONENT_CUSTOM_ID_DUPLICATED"),
    "menu and button": ({"components": [row(menu(), button())]}, "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    "long custom id": ({"components": [row(button("x" * 101))]}, "BASE_TYPE_BAD_LENGTH"),
    "nothing on it": ({"components": [row(button(label=None))]}, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"),
    "link with id": (
        {"components": [row(button(style=5, url="https://a.example"))]},
        "BUTTON_COMPONENT_CUSTOM_ID_OR_URL",
    ),
    "26 options": ({"components": [row(menu(options=26))]}, "BASE_TYPE_BAD_LENGTH"),
    "same value": (
        {"components": [row({**menu(), "options": [{"label": "a", "value": "v"}] * 2})]},
        "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
    ),
    "min over max": (
        {"components": [row(menu(min_values=2, max_values=1))]},
        "SELECT_COMPONENT_MIN_VALUES_EXCEED_MAX",
    ),
    "layout without flag": ({"components": [words()]}, "UNION_TYPE_CHOICES"),
    "flag and content": (
        {"flags": V2, "content": "x", "components": [words()]},
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "flag and embeds": (
        {"flags": V2, "embeds": [{"title": "t"}], "components": [words()]},
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    "41 components": (
        {"flags": V2, "components": [{"type": 17, "components": [words() for _ in range(40)]}]},
        "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
    ),
    "4001 characters": (
        {"flags": V2, "components": [words("x" * 2001), words("x" * 2000)]},
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    "section alone": ({"flags": V2, "components": [section(accessory=None)]}, "BASE_TYPE_REQUIRED"),
    "box in box": (
        {"flags": V2, "components": [{"type": 17, "components": [{"type": 17, "components": [words()]}]}]},
        "UNION_TYPE_CHOICES",
    ),
    "no such upload": (
        {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://b.txt"}}]},
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    "odd mentions": ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "BASE_TYPE_CHOICES"),
}


@pytest.mark.parametrize("name", GOOD_MESSAGES)
def test_good_messages(name: str) -> None:
    assert message(["a.txt"], **GOOD_MESSAGES[name]) == []


@pytest.mark.parametrize("name", BAD_MESSAGES)
def test_bad_messages(name: str) -> None:
    body, code = BAD_MESSAGES[name]
    files = ["a.txt"] if "upload" in name else []
    assert code in message(files, **body)


def test_a_message_of_version_2_stays_one() -> None:
    draft = {"content": "x", "embeds": [], "components": [], "flags": 0}
    found = codes(lambda: check_message({"content": "x"}, draft, [], was_version_2=True))
    assert found == ["MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"]


def test_sizes_of_uploads() -> None:
    assert codes(lambda: check_size(100, 10, 10)) == []
    assert codes(lambda: check_size(11, 11, 10)) == ["40005"]
    assert codes(lambda: check_size(101, 10, 10)) == ["40005"]


def option(name: str = "entry", kind: int = 3, **more: Any) -> Json:
    return {"type": kind, "name": name, "description": "What", **more}


COMMAND: Json = {
    "name": "contest",
    "description": "Contests",
    "name_localizations": {"de": "wettbewerb", "sv-SE": "tävling"},
    "options": [
        option("enter", 1, options=[option(required=True), option("picture", 11)]),
        option("manage", 2, options=[option("draw", 1)]),
    ],
}


def changed(*path: Any, value: Any) -> Json:
    """The good command with one thing changed."""
    made = copy.deepcopy(COMMAND)
    place: Any = made
    for each in path[:-1]:
        place = place[each]
    place[path[-1]] = value
    return made


LEAF = ("options", 0, "options")
BAD_COMMANDS: dict[str, tuple[Json, str]] = {
    "capitals": (changed("name", value="Contest"), "APPLICATION_COMMAND_INVALID_NAME"),
    "a blank": (changed("name", value="my contest"), "APPLICATION_COMMAND_INVALID_NAME"),
    "long name": (changed("name", value="x" * 33), "BASE_TYPE_BAD_LENGTH"),
    "no description": (changed("description", value=""), "BASE_TYPE_REQUIRED"),
    "long description": (changed("description", value="x" * 101), "BASE_TYPE_BAD_LENGTH"),
    "odd language": (changed("name_localizations", value={"sv": "x"}), "ENUM_TYPE_COERCE"),
    "capital translation": (
        changed("name_localizations", value={"de": "X"}),
        "APPLICATION_COMMAND_INVALID_NAME",
    ),
    "26 options": (changed(*LEAF, value=[option(f"o{each}") for each in range(26)]), "BASE_TYPE_MAX_LENGTH"),
    "required last": (
        changed(*LEAF, value=[option("a"), option("b", required=True)]),
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "same option": (
        changed(*LEAF, value=[option(), option()]),
        "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
    ),
    "mixed": (
        changed("options", value=[option("a", 1), option("b", 3)]),
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "26 choices": (
        changed(
            *LEAF, value=[option(choices=[{"name": str(each), "value": str(each)} for each in range(26)])]
        ),
        "BASE_TYPE_MAX_LENGTH",
    ),
    "choices and suggestions": (
        changed(*LEAF, value=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)]),
        "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
    ),
    "suggested person": (
        changed(*LEAF, value=[option(kind=6, autocomplete=True)]),
        "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID_OPTION_TYPE",
    ),
    "kind": (changed("type", value=9), "BASE_TYPE_CHOICES"),
    "described menu": (
        {"type": 3, "name": "Enter", "description": "no"},
        "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    ),
    "too heavy": (
        changed(
            "options",
            value=[
                option(
                    f"s{one}", 1, options=[option(f"o{each}", description="d" * 100) for each in range(20)]
                )
                for one in range(5)
            ],
        ),
        "APPLICATION_COMMAND_TOO_LARGE",
    ),
}


def test_good_commands() -> None:
    assert codes(lambda: check_commands([COMMAND, {"type": 3, "name": "Enter this message"}])) == []


@pytest.mark.parametrize("name", BAD_COMMANDS)
def test_bad_commands(name: str) -> None:
    command, code = BAD_COMMANDS[name]
    assert code in codes(lambda: check_command(command))


def test_sets_of_commands() -> None:
    assert codes(lambda: check_commands([COMMAND, COMMAND])) == ["APPLICATION_COMMANDS_DUPLICATE_NAME"]
    many = [{"name": f"c{each}", "description": "d"} for each in range(101)]
    assert codes(lambda: check_commands(many)) == ["30032"]
    menus = [{"type": 3, "name": f"c{each}"} for each in range(16)]
    assert codes(lambda: check_commands(menus)) == ["30032"]


def field(**more: Any) -> Json:
    return {"type": 18, "label": "Link", "component": {"type": 4, "style": 1, "custom_id": "link", **more}}


BAD_FORMS: dict[str, tuple[Json, str]] = {
    "long title": ({"title": "t" * 46, "components": [field()]}, "BASE_TYPE_BAD_LENGTH"),
    "nothing": ({"components": []}, "BASE_TYPE_BAD_LENGTH"),
    "six": ({"components": [field(custom_id=str(each)) for each in range(6)]}, "BASE_TYPE_BAD_LENGTH"),
    "button": ({"components": [row(button())]}, "UNION_TYPE_CHOICES"),
    "same field": ({"components": [field(), field()]}, "COMPONENT_CUSTOM_ID_DUPLICATED"),
    "lengths": ({"components": [field(min_length=9, max_length=3)]}, "TEXT_INPUT_MIN_LENGTH_EXCEEDS_MAX"),
    "placeholder": ({"components": [field(placeholder="x" * 101)]}, "BASE_TYPE_MAX_LENGTH"),
    "empty label": ({"components": [{**field(), "label": ""}]}, "BASE_TYPE_REQUIRED"),
}


def test_good_forms_and_suggestions() -> None:
    form = {"title": "Enter", "custom_id": "entry", "components": [field(), words()]}
    assert codes(lambda: check_modal(form)) == []
    assert codes(lambda: check_choices([{"name": str(each), "value": each} for each in range(25)])) == []
    assert codes(lambda: check_choices([])) == []


@pytest.mark.parametrize("name", BAD_FORMS)
def test_bad_forms(name: str) -> None:
    form, code = BAD_FORMS[name]
    assert code in codes(lambda: check_modal({"title": "Enter", "custom_id": "entry", **form}))


def test_bad_suggestions() -> None:
    assert codes(lambda: check_choices(None)) == ["BASE_TYPE_REQUIRED"]
    assert codes(lambda: check_choices([{"name": "a", "value": 1}] * 26)) == ["BASE_TYPE_MAX_LENGTH"]
    assert (
        codes(lambda: check_choices([{"name": "n" * 101, "value": "v" * 101}]))
        == ["BASE_TYPE_BAD_LENGTH"] * 2
    )


@pytest.mark.parametrize("garbage", [None, 1, "x", [], [1], {"a": []}, True, 1.5])
@pytest.mark.parametrize(
    "key", ["content", "embeds", "components", "flags", "attachments", "allowed_mentions"]
)
def test_garbage_is_refused_or_read_as_nothing(key: str, garbage: Any) -> None:
    """No shape of body makes the check itself fail."""
    found = message(**{"content": "x", key: garbage})
    assert json.dumps(found)
