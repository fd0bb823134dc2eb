"""Forms (modals) and suggestions of autocomplete."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.errors import Problems
from bot.playground.discord.validate.commands import check_choice

Json = dict[str, Any]
CHOICES = 25


def check_choices(choices: Any) -> None:
    """Refuse suggestions as Discord does: at most 25, named, with values."""
    problems = Problems()
    if not isinstance(choices, list):
        problems.add(("data", "choices"), "BASE_TYPE_REQUIRED", "This field is required")
    elif len(choices) > CHOICES:
        told = f"Must be {CHOICES} or fewer in length."
        problems.add(("data", "choices"), "BASE_TYPE_MAX_LENGTH", told)
    else:
        for at, each in enumerate(choices):
            check_choice(each, ("data", "choices", at), problems)
    problems.raise_any()


def check_modal(data: Json) -> None:
    """Refuse a form as Discord does."""
    problems = Problems()
    for key, most in (("title", 45), ("custom_id", 100)):
        value = data.get(key)
        if not isinstance(value, str) or not 1 <= len(value) <= most:
            told = f"Must be between 1 and {most} in length."
            problems.add(("data", key), "BASE_TYPE_BAD_LENGTH", told)
    components = data.get("components")
    if not isinstance(components, list) or not 1 <= len(components) <= 5:
        problems.add(("data", "components"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    problems.raise_any()
