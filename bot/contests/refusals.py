"""What a contest refuses: a sentence for people, and a stable key by which a face finds it in other languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.kernel.errors import TellUser


class Refused(TellUser):
    """It can't be done as asked. ``key`` names the reason for translations, ``values`` fill its text."""

    def __init__(self, key: str, values: Mapping[str, Any], message: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.key = key
        self.values = dict(values)
