"""Errors named by what the caller should do next.

Each carries a sentence a person can act on: what is wrong with which thing, and the remedy.
Never put a secret into either; both reach logs and chats.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class GoodwordError(Exception):
    """Base of every error that is ours. ``message`` says what is wrong, ``remedy`` what to do next."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class TryLater(GoodwordError):
    """The other side is busy or away. ``retry_after`` is in seconds; None lets the caller back off."""

    def __init__(self, message: str, *, retry_after: float | None = None, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.retry_after = retry_after


class FixCredentials(GoodwordError):
    """A token, key or permission is missing, wrong or expired: an operator has to act."""


class FixSettings(GoodwordError):
    """The configuration says something that can't work: an operator has to act."""


class TellUser(GoodwordError):
    """What the person asked can't be done as asked; the message is written for them."""


class Refused(TellUser):
    """It can't be done as asked. ``key`` names the reason for translations, ``values`` fill its text."""

    def __init__(self, key: str, values: Mapping[str, Any], message: str, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.key = key
        self.values = dict(values)


class NeverWorks(GoodwordError):
    """Trying again changes nothing: the thing is gone, refused for good or not what it claims to be."""
