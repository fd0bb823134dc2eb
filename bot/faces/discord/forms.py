"""Modals: sent without being kept, and read from what Discord sends, so that one answered after a restart counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

TITLE, LABEL, PLACEHOLDER, VALUE = 45, 45, 100, 4000
FIELDS = 5
_ROW, _LABEL = 1, 18  # kinds of components that hold others


@dataclass(frozen=True, slots=True)
class Field:
    """One line or paragraph to fill in."""

    key: str
    label: str
    value: str = ""
    placeholder: str = ""
    long: bool = False
    required: bool = True
    most: int = VALUE


def form(title: str, identity: str, fields: Sequence[Field]) -> ui.Modal:
    """A modal of at most five fields. Finished at once: the library then keeps nothing of it."""
    made = ui.Modal(title=title[:TITLE], custom_id=identity)
    for field in fields:
        made.add_item(
            ui.TextInput(
                label=field.label[:LABEL],
                custom_id=field.key,
                style=discord.TextStyle.long if field.long else discord.TextStyle.short,
                default=field.value[: field.most] or None,
                placeholder=field.placeholder[:PLACEHOLDER] or None,
                required=field.required,
                max_length=min(field.most, VALUE),
            )
        )
    made.stop()
    return made


def fields_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by the fields' keys."""
    return {
        str(each["custom_id"]): str(each.get("value") or "")
        for each in _leaves(data.get("components") or ())
        if "custom_id" in each
    }


def _leaves(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in components:
        if each.get("type") == _ROW:
            yield from _leaves(each.get("components") or ())
        elif each.get("type") == _LABEL:
            yield from _leaves([each["component"]])
        else:
            yield each
