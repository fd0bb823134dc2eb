"""Refusals: one kind for what the app asked of the Web API, one for what a person tried to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class SlackError(Exception):
    """A Web API call that Slack answers with ``{"ok": false, "error": code}``.

    ``messages`` become ``response_metadata.messages``; ``extra`` is merged into the answer.
    """

    def __init__(
        self, code: str, *, messages: Iterable[str] = (), extra: dict[str, Any] | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.extra = extra or {}

    def answer(self) -> dict[str, Any]:
        """The body Slack sends."""
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class ActError(Exception):
    """What a person (or a script acting as one) tried can't be done; ``message`` says what to do instead."""

    def __init__(
        self, code: str, message: str, *, status: int = 400, extra: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.extra = extra or {}

    def answer(self) -> dict[str, Any]:
        """The JSON body of the control surface."""
        return {"ok": False, "error": self.code, "message": self.message, **self.extra}
