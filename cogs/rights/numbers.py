"""An item by the number that people type."""

from __future__ import annotations

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

LARGEST = 2**63 - 1  # of a database's row number


def item_number(typed: str, command: str) -> int:
    """The number on an item's card. Raises TellUser for what is none."""
    digits = typed.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19 or int(digits) > LARGEST:
        raise TellUser(
            f"“{clean_line(typed, 60)}” is no item.",
            remedy=f"Give the number on its card. For example: /goodword {command} 123",
        )
    return int(digits)
