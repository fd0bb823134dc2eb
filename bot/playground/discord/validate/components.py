"""Components of messages: rows of buttons and menus, and the layout components of version 2.

Source: docs.discord.com "Component Reference".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.playground.discord.errors import Path, Problems
from bot.playground.discord.parts import (
    BUTTON,
    CONTAINER,
    FILE,
    GALLERY,
    ROW,
    SECTION,
    SELECTS,
    SEPARATOR,
    STRING,
    TEXT,
    THUMBNAIL,
    walk,
)
from bot.playground.discord.validate.shapes import address, given, items, number, text

Json = dict[str, Any]
ROWS, WIDTH, ALL, CHARACTERS = 5, 5, 40, 4000
LAYOUT = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
INSIDE = LAYOUT - {CONTAINER}
PRIMARY_TO_DANGER, LINK, PREMIUM = range(1, 5), 5, 6


def check_components(components: Any, problems: Problems, *, version_2: bool) -> None:
    """Note what is wrong with a message's components."""
    path: Path = ("components",)
    top = items(components, path, problems, high=ALL if version_2 else ROWS)
    allowed = LAYOUT if version_2 else frozenset({ROW})
    for at, each in enumerate(top):
        _component(each, (*path, at), problems, allowed)
    if version_2:
        _totals(top, problems)
    check_identities(top, path, problems)


def _totals(top: list[Json], problems: Problems) -> None:
    every = list(walk(top))
    if len(every) > ALL:
        told = f"The maximum number of components is {ALL}; this message has {len(every)}."
        problems.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", told)
    size = sum(len(str(each.get("content", ""))) for each in every if each.get("type") == TEXT)
    if size > CHARACTERS:
        told = f"The total length of displayable text exceeds the maximum size of {CHARACTERS}"
        problems.add(("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", told)


def check_identities(top: list[Json], path: Path, problems: Problems) -> None:
    """Custom ids and numbers are unique within a message or form."""
    seen: dict[str, set[Any]] = {"custom_id": set(), "id": set()}
    told = {
        "custom_id": "Component custom id cannot be duplicated",
        "id": "Component id cannot be duplicated",
    }
    for each in walk(top):
        for key, known in seen.items():
            value = each.get(key)
            if value and value in known:
                problems.add(path, f"COMPONENT_{key.upper()}_DUPLICATED", told[key])
            known.add(value)


def _component(component: Json, path: Path, problems: Problems, allowed: frozenset[int]) -> None:
    kind = component.get("type")
    if kind not in allowed:
        known = ", ".join(str(each) for each in sorted(allowed))
        problems.add(
            (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({known},).'
        )
        return
    if component.get("id") is not None:
        number(component["id"], (*path, "id"), problems, low=0, high=(1 << 31) - 1)
    _CHECKS[SELECT_KIND if kind in SELECTS else kind](component, path, problems)


def _row(row: Json, path: Path, problems: Problems) -> None:
    where = (*path, "components")
    inside = items(row.get("components"), where, problems, low=1, high=WIDTH)
    for at, each in enumerate(inside):
        _component(each, (*where, at), problems, SELECTS | {BUTTON})
    if len(inside) > 1 and any(each.get("type") in SELECTS for each in inside):
        told = "The specified component exceeds the maximum width"
        problems.add(where, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", told)


def _button(button: Json, path: Path, problems: Problems) -> None:
    style = number(button.get("style"), (*path, "style"), problems, low=1, high=6)
    text(button.get("label"), (*path, "label"), problems, high=80, needed=False)
    if style in PRIMARY_TO_DANGER:
        text(button.get("custom_id"), (*path, "custom_id"), problems, low=1, high=100)
    elif style == LINK:
        address(button.get("url"), (*path, "url"), problems)
    wrong = {LINK: ("custom_id", "sku_id"), PREMIUM: ("custom_id", "url", "label", "emoji")}
    if any(button.get(each) for each in wrong.get(style or 0, ("url", "sku_id"))):
        told = "A button of this style takes one of custom_id, url and sku_id"
        problems.add(path, "BUTTON_COMPONENT_CUSTOM_ID_OR_URL", told)
    if style not in (None, PREMIUM) and not button.get("label") and not button.get("emoji"):
        problems.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")


def check_select(select: Json, path: Path, problems: Problems) -> None:
    """Note what is wrong with a menu."""
    text(select.get("custom_id"), (*path, "custom_id"), problems, low=1, high=100)
    text(select.get("placeholder"), (*path, "placeholder"), problems, high=150, needed=False)
    low = number(given(select, "min_values", 1), (*path, "min_values"), problems, low=0, high=25)
    high = number(given(select, "max_values", 1), (*path, "max_values"), problems, low=1, high=25)
    if low is not None and high is not None and low > high:
        told = "min_values may not exceed max_values"
        problems.add((*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES_EXCEED_MAX", told)
    if select["type"] == STRING:
        check_options(select.get("options"), (*path, "options"), problems, low=1, high=25)
        if high is not None and high > len(select.get("options") or []):
            told = "max_values may not exceed the number of options"
            problems.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_EXCEED_OPTIONS", told)


def check_options(options: Any, path: Path, problems: Problems, *, low: int, high: int) -> None:
    """Note what is wrong with the options of a menu or a group of boxes."""
    values: set[str] = set()
    for at, each in enumerate(items(options, path, problems, low=low, high=high)):
        text(each.get("label"), (*path, at, "label"), problems, low=1, high=100)
        value = text(each.get("value"), (*path, at, "value"), problems, low=1, high=100)
        text(each.get("description"), (*path, at, "description"), problems, high=100, needed=False)
        if value in values:
            told = "The specified option value is already used"
            problems.add((*path, at, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", told)
        values.add(value)


def check_text(display: Json, path: Path, problems: Problems) -> None:
    """Note what is wrong with a text display."""
    text(display.get("content"), (*path, "content"), problems, low=1, high=CHARACTERS)


def _section(section: Json, path: Path, problems: Problems) -> None:
    where = (*path, "components")
    for at, each in enumerate(items(section.get("components"), where, problems, low=1, high=3)):
        _component(each, (*where, at), problems, frozenset({TEXT}))
    beside = section.get("accessory")
    if not isinstance(beside, dict):
        problems.add((*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required")
        return
    _component(beside, (*path, "accessory"), problems, frozenset({BUTTON, THUMBNAIL}))


def _media(item: Any, path: Path, problems: Problems) -> None:
    address(item.get("url") if isinstance(item, dict) else None, (*path, "url"), problems, attachments=True)


def _thumbnail(thumbnail: Json, path: Path, problems: Problems) -> None:
    _media(thumbnail.get("media"), (*path, "media"), problems)
    text(thumbnail.get("description"), (*path, "description"), problems, high=1024, needed=False)


def _gallery(gallery: Json, path: Path, problems: Problems) -> None:
    where = (*path, "items")
    for at, each in enumerate(items(gallery.get("items"), where, problems, low=1, high=10)):
        _thumbnail(each, (*where, at), problems)


def _file(file: Json, path: Path, problems: Problems) -> None:
    given = file.get("file")
    if not isinstance(given, dict) or not str(given.get("url", "")).startswith("attachment://"):
        told = "A file component shows an attachment of the message (attachment://...)"
        problems.add((*path, "file", "url"), "URL_TYPE_INVALID_SCHEME", told)


def _separator(separator: Json, path: Path, problems: Problems) -> None:
    number(given(separator, "spacing", 1), (*path, "spacing"), problems, low=1, high=2)


def _container(container: Json, path: Path, problems: Problems) -> None:
    where = (*path, "components")
    for at, each in enumerate(items(container.get("components"), where, problems, low=1, high=ALL)):
        _component(each, (*where, at), problems, INSIDE)
    if container.get("accent_color") is not None:
        number(container["accent_color"], (*path, "accent_color"), problems, low=0, high=0xFFFFFF)


SELECT_KIND = 3
_CHECKS: dict[int, Callable[[Json, Path, Problems], None]] = {
    ROW: _row,
    BUTTON: _button,
    SELECT_KIND: check_select,
    SECTION: _section,
    TEXT: check_text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}
