"""Application commands: names, lengths, counts, options; what the OpenAPI document can't say or says loosely.

Source: docs.discord.com "Application Commands".
"""

from __future__ import annotations

import re
from typing import Any

from bot.playground.discord.errors import DiscordError, Path, Problems
from bot.playground.discord.validate.shapes import items

Json = dict[str, Any]
MOST = {1: 100, 2: 15, 3: 15}
NAME = re.compile(r"[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")
# fmt: off
LOCALES = frozenset({
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR",
    "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko",
})
# fmt: on
SUB, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
KINDS = frozenset(range(1, 12))
MOST_CHARACTERS = 8000


def check_commands(commands: list[Any]) -> None:
    """Refuse a set of commands as Discord does."""
    problems = Problems()
    seen: set[tuple[str, str]] = set()
    for at, each in enumerate(commands):
        _command(each, (at,), problems)
        if isinstance(each, dict):
            key = (str(each.get("name")), str(each.get("type", 1)))
            if key in seen:
                told = "Application command names must be unique"
                problems.add((at,), "APPLICATION_COMMANDS_DUPLICATE_NAME", told)
            seen.add(key)
    problems.raise_any()
    for kind, most in MOST.items():
        if sum(each.get("type", 1) == kind for each in commands) > most:
            raise DiscordError(400, 30032, f"Maximum number of application commands reached ({most}).")


def check_command(command: Json) -> None:
    """Refuse one command as Discord does."""
    problems = Problems()
    _command(command, (), problems)
    problems.raise_any()


def _command(command: Any, path: Path, problems: Problems) -> None:
    if not isinstance(command, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    kind = command.get("type", 1)
    if not isinstance(kind, int) or kind not in MOST:
        problems.add((*path, "type"), "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join('123')}}}.")
        return
    if kind == 1:
        _words(command, path, problems)
        _options(command.get("options"), path, problems, depth=0)
        if not problems and _weight(command) > MOST_CHARACTERS:
            told = f"Command exceeds maximum size ({MOST_CHARACTERS})"
            problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", told)
    else:
        _length(command.get("name"), (*path, "name"), problems, 1, 32)
        if command.get("description"):
            told = "Context menu commands cannot have description"
            problems.add((*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", told)
    _localized(command, path, problems, strict=kind == 1)
    rights = command.get("default_member_permissions")
    if rights is not None and not str(rights).isdigit():
        told = f'Value "{str(rights)[:40]}" is not int.'
        problems.add((*path, "default_member_permissions"), "NUMBER_TYPE_COERCE", told)


def _words(entry: Json, path: Path, problems: Problems) -> None:
    _name(entry.get("name"), (*path, "name"), problems)
    _length(entry.get("description"), (*path, "description"), problems, 1, 100)


def _name(name: Any, path: Path, problems: Problems) -> None:
    if not _length(name, path, problems, 1, 32):
        return
    if not NAME.fullmatch(name) or name != name.lower():
        problems.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _length(value: Any, path: Path, problems: Problems, low: int, high: int) -> bool:
    if value is None or value == "":
        problems.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        return False
    if not isinstance(value, str) or not low <= len(value) <= high:
        problems.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        return False
    return True


def _localized(entry: Json, path: Path, problems: Problems, *, strict: bool) -> None:
    for what, high in (("name", 32), ("description", 100)):
        given = entry.get(f"{what}_localizations") or {}
        if not isinstance(given, dict):
            told = "Only dictionaries may be used in a DictType"
            problems.add((*path, f"{what}_localizations"), "DICT_TYPE_CONVERT", told)
            continue
        for locale, value in given.items():
            where = (*path, f"{what}_localizations", locale)
            if locale not in LOCALES:
                problems.add(where, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')
            elif what == "name" and strict:
                _name(value, where, problems)
            else:
                _length(value, where, problems, 1, high)


def _options(options: Any, path: Path, problems: Problems, *, depth: int) -> None:
    if not options:
        return
    where = (*path, "options")
    if not isinstance(options, list) or len(options) > 25:
        problems.add(where, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
        return
    names: set[str] = set()
    optional_before = False
    nested = {_kind(each) in (SUB, GROUP) for each in options}
    if len(nested) > 1:
        told = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add(where, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", told)
    for at, each in enumerate(options):
        if _kind(each) not in KINDS:
            problems.add((*where, at, "type"), "BASE_TYPE_CHOICES", "Value must be one of {1, ..., 11}.")
            continue
        _option(each, (*where, at), problems, depth)
        if each.get("name") in names:
            told = "Option name must be unique"
            problems.add((*where, at), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", told)
        names.add(str(each.get("name")))
        if each.get("required") and optional_before:
            told = "Required options must be placed before non-required options"
            problems.add((*where, at), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", told)
        optional_before = optional_before or not each.get("required")


def _kind(option: Any) -> int:
    """The option's type; 0 for what is no option."""
    kind = option.get("type") if isinstance(option, dict) else None
    return kind if isinstance(kind, int) else 0


def _option(option: Json, path: Path, problems: Problems, depth: int) -> None:
    _words(option, path, problems)
    _localized(option, path, problems, strict=True)
    if option["type"] in (SUB, GROUP):
        if depth >= 2 or (option["type"] == GROUP and depth == 1):
            told = "Sub-commands can be nested one level deep, within a group"
            problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", told)
        _options(option.get("options"), path, problems, depth=depth + 1)
    choices = items(option.get("choices"), (*path, "choices"), problems, high=25)
    if choices and option.get("autocomplete"):
        told = "Cannot set both choices and autocomplete"
        problems.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", told)
    if option.get("autocomplete") and option["type"] not in (STRING, INTEGER, NUMBER):
        told = "Autocomplete needs an option of type string, integer or number"
        problems.add((*path, "autocomplete"), "APPLICATION_COMMAND_AUTOCOMPLETE_INVALID_OPTION_TYPE", told)
    for at, each in enumerate(choices):
        check_choice(each, (*path, "choices", at), problems)


def check_choice(choice: Any, path: Path, problems: Problems) -> None:
    """A choice of an option, or one that an app suggests."""
    if not isinstance(choice, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    _length(choice.get("name"), (*path, "name"), problems, 1, 100)
    value = choice.get("value")
    if value is None:
        problems.add((*path, "value"), "BASE_TYPE_REQUIRED", "This field is required")
    elif isinstance(value, str) and not 1 <= len(value) <= 100:
        problems.add((*path, "value"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")


def _weight(entry: Json) -> int:
    """Characters of names, descriptions and values in all; of translations the longest counts."""
    total = 0
    for what in ("name", "description"):
        words = [entry.get(what) or "", *(entry.get(f"{what}_localizations") or {}).values()]
        total += max(len(str(each)) for each in words)
    total += sum(
        len(str(each.get("value", ""))) + len(str(each.get("name", "")))
        for each in entry.get("choices") or []
    )
    return total + sum(_weight(each) for each in entry.get("options") or [] if isinstance(each, dict))
