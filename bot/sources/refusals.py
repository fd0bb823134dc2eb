"""What a host's answer means that gives nothing: errors named by what to do next."""

from __future__ import annotations

from bot.kernel.errors import FixCredentials, NeverWorks


class Gone(NeverWorks):
    """404 or 410: the host answered, and has no such thing (any more)."""


class GoneForGood(Gone):
    """410: said on purpose, unlike the 404 that a fault brings too."""


class Rejected(NeverWorks):
    """Another 4xx. ``body`` is what the host said about it: untrusted, and no part of the message."""

    def __init__(self, message: str, *, body: bytes, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.body = body


class CredentialsRefused(FixCredentials):
    """401, or 403 to a request with credentials. ``body`` as in ``Rejected``."""

    def __init__(self, message: str, *, body: bytes, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.body = body
