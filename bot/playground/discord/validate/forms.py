"""Forms (modals) and suggestions of autocomplete."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.errors import Path, Problems
from bot.playground.discord.parts import (
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT,
    TEXT_INPUT,
)
from bot.playground.discord.validate.commands import check_choice
from bot.playground.discord.validate.components import (
    check_identities,
    check_options,
    check_select,
    check_text,
)
from bot.playground.discord.validate.shapes import given, items, number, text

Json = dict[str, Any]
CHOICES, TOP = 25, 5
INPUT = 4000
FIELDS = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX}


def check_choices(choices: Any) -> None:
    """Refuse suggestions as Discord does: at most 25, named, with values."""
    problems = Problems()
    path: Path = ("data", "choices")
    if choices is None:
        problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
    for at, each in enumerate(items(choices, path, problems, high=CHOICES)):
        check_choice(each, (*path, at), problems)
    problems.raise_any()


def check_modal(data: Json) -> None:
    """Refuse a form as Discord does."""
    problems = Problems()
    text(data.get("title"), ("data", "title"), problems, low=1, high=45)
    text(data.get("custom_id"), ("data", "custom_id"), problems, low=1, high=100)
    path: Path = ("data", "components")
    top = items(data.get("components"), path, problems, low=1, high=TOP)
    for at, each in enumerate(top):
        _top(each, (*path, at), problems)
    check_identities(top, path, problems)
    problems.raise_any()


def _top(component: Json, path: Path, problems: Problems) -> None:
    kind = component.get("type")
    if kind == LABEL:
        text(component.get("label"), (*path, "label"), problems, low=1, high=45)
        text(component.get("description"), (*path, "description"), problems, high=100, needed=False)
        inside = component.get("component")
        if isinstance(inside, dict) and inside.get("type") in FIELDS:
            _field(inside, (*path, "component"), problems)
        else:
            problems.add((*path, "component"), "UNION_TYPE_CHOICES", "A label holds one field of a form.")
    elif kind == ROW:
        where = (*path, "components")
        for at, each in enumerate(items(component.get("components"), where, problems, low=1, high=1)):
            if each.get("type") == TEXT_INPUT:
                text(each.get("label"), (*where, at, "label"), problems, low=1, high=45)
                _field(each, (*where, at), problems)
            else:
                told = "A row of a form holds a text input."
                problems.add((*where, at, "type"), "UNION_TYPE_CHOICES", told)
    elif kind == TEXT:
        check_text(component, path, problems)
    else:
        told = f'Value of field "type" must be one of ({ROW}, {TEXT}, {LABEL}).'
        problems.add((*path, "type"), "UNION_TYPE_CHOICES", told)


def _field(field: Json, path: Path, problems: Problems) -> None:
    kind = field["type"]
    if kind in SELECTS:
        check_select(field, path, problems)
        return
    text(field.get("custom_id"), (*path, "custom_id"), problems, low=1, high=100)
    if kind == TEXT_INPUT:
        _input(field, path, problems)
    elif kind == RADIO:
        check_options(field.get("options"), (*path, "options"), problems, low=2, high=10)
    elif kind == CHECKBOXES:
        check_options(field.get("options"), (*path, "options"), problems, low=1, high=10)
    elif kind == FILE_UPLOAD:
        number(given(field, "min_values", 1), (*path, "min_values"), problems, low=0, high=10)
        number(given(field, "max_values", 1), (*path, "max_values"), problems, low=1, high=10)


def _input(field: Json, path: Path, problems: Problems) -> None:
    number(field.get("style"), (*path, "style"), problems, low=1, high=2)
    low = number(field.get("min_length") or 0, (*path, "min_length"), problems, low=0, high=INPUT)
    high = number(field.get("max_length") or INPUT, (*path, "max_length"), problems, low=1, high=INPUT)
    if low is not None and high is not None and low > high:
        told = "min_length may not exceed max_length"
        problems.add((*path, "min_length"), "TEXT_INPUT_MIN_LENGTH_EXCEEDS_MAX", told)
    text(field.get("placeholder"), (*path, "placeholder"), problems, high=100, needed=False)
    text(field.get("value"), (*path, "value"), problems, high=INPUT, needed=False)
