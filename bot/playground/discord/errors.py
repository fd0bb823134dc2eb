"""Discord's refusals, with its own numbers and words, and its nested form of "Invalid Form Body".

Source: docs.discord.com "Opcodes and Status Codes" (JSON error codes) and "Error Messages".
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

UNKNOWN: dict[str, tuple[int, str]] = {
    "application": (10002, "Unknown Application"),
    "channel": (10003, "Unknown Channel"),
    "guild": (10004, "Unknown Guild"),
    "member": (10007, "Unknown Member"),
    "message": (10008, "Unknown Message"),
    "role": (10011, "Unknown Role"),
    "user": (10013, "Unknown User"),
    "emoji": (10014, "Unknown Emoji"),
    "webhook": (10015, "Unknown Webhook"),
    "interaction": (10062, "Unknown interaction"),
    "command": (10063, "Unknown application command"),
}


class DiscordError(Exception):
    """A request that Discord refuses. ``code`` is its JSON error code, ``errors`` where in the body it is wrong."""

    def __init__(
        self, status: int, code: int, message: str, *, errors: Json | None = None, extra: Json | None = None
    ) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors
        self.extra = extra or {}

    def answer(self) -> Json:
        """The body Discord sends."""
        body: Json = {"message": self.message, "code": self.code, **self.extra}
        return {**body, "errors": self.errors} if self.errors else body


def unknown(what: str) -> DiscordError:
    """There is no such channel, message, role ..."""
    code, message = UNKNOWN[what]
    return DiscordError(404, code, message)


def missing_access() -> DiscordError:
    """The bot can't see this."""
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    """The bot sees it and may not do that, or its highest role is too low."""
    return DiscordError(403, 50013, "Missing Permissions")


def invalid_token() -> DiscordError:
    """An interaction's token that is unknown, or older than fifteen minutes."""
    return DiscordError(401, 50027, "Invalid Webhook Token")


def closed_messages() -> DiscordError:
    """The person takes no direct messages from the bot."""
    return DiscordError(403, 50007, "Cannot send messages to this user")


def empty_message() -> DiscordError:
    """Nothing to send."""
    return DiscordError(400, 50006, "Cannot send an empty message")


class Problems:
    """What is wrong with a body, each beside the path of what it concerns."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def __bool__(self) -> bool:
        return bool(self._errors)

    def add(self, path: Path, code: str, message: str) -> None:
        """Note one; ``path`` as ``("embeds", 0, "title")``."""
        place = self._errors
        for part in path:
            place = place.setdefault(str(part), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def raise_any(self) -> None:
        """Refuse the body when something is wrong with it."""
        if self._errors:
            raise DiscordError(400, 50035, "Invalid Form Body", errors=self._errors)


def invalid_form(path: Path, code: str, message: str) -> DiscordError:
    """A body with one thing wrong."""
    problems = Problems()
    problems.add(path, code, message)
    return DiscordError(400, 50035, "Invalid Form Body", errors=problems._errors)
