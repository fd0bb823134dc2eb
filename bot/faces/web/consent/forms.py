"""Forms that strangers send: bounded bodies, read once, and a token that says which page they come from.

The token is signed, bound to the link and short-lived. It stands in the page alone, so another site can't send a form
in somebody's name, with or without cookies (there are none). Its id names the submission: sent twice, it counts once.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from bot.rights.private_links import PrivateLinks

TOKEN_SECONDS = 6 * 3600
FIELDS = 40
FIELD_BYTES = 64_000
BODY_BYTES = 200_000
"""Of a form without a file."""
BODY_SECONDS = 15 * 60.0
DRAIN_SECONDS = 60.0
DRAIN_BYTES = 2_000_000_000
"""What is read and thrown away of a body that is too large: browsers show an answer only after they have sent all."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """``id`` names the submission; ``shown`` is the hash of what the page showed."""

    id: str
    shown: str


@dataclass(slots=True)
class Form:
    """What was sent. ``problem``: "" | too_large | broken | gone (the sender went away); the fields are what was
    readable of it. Close it: a file waits on disk."""

    values: dict[str, list[str]] = field(default_factory=dict)
    file: UploadFile | None = None
    problem: str = ""

    def one(self, name: str, limit: int = FIELD_BYTES) -> str:
        """A field's text, cut off at the limit; "" where it is missing."""
        return self.values.get(name, [""])[-1][:limit]

    def all(self, name: str) -> list[str]:
        return self.values.get(name, [])

    def has(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.values.get(name))

    async def close(self) -> None:
        if self.file is not None:
            await self.file.close()


class FormTokens:
    """Gives out tokens and reads them back. ``bound`` is what the form belongs to, such as the link's hash."""

    def __init__(self, links: PrivateLinks) -> None:
        self._links = links
        self._serializer: URLSafeTimedSerializer | None = None

    def issue(self, bound: str, shown: str) -> str:
        return str(self._signs().dumps([bound, secrets.token_urlsafe(12), shown]))

    def read(self, token: str, bound: str) -> FormToken | str:
        """The token, or why it is none: "old", or "foreign" for one that we did not give out with this page."""
        try:
            found: Any = self._signs().loads(token[:1000], max_age=TOKEN_SECONDS)
        except SignatureExpired:
            return "old"
        except BadData:
            return "foreign"
        if not isinstance(found, list) or len(found) != 3 or found[0] != bound:
            return "foreign"
        return FormToken(str(found[1]), str(found[2]))

    def _signs(self) -> URLSafeTimedSerializer:
        if self._serializer is None:  # the key is read, or made, when a page is first shown
            self._serializer = self._links.timed("form")
        return self._serializer


class _TooLarge(MultiPartException):
    """The body goes on beyond what is allowed."""


async def read_form(request: Request, *, file_bytes: int = 0) -> Form:
    """Read a form whose file, if any, has at most ``file_bytes``. Nothing is raised for what a sender does."""
    limit = BODY_BYTES + file_bytes
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    body = _Body(request, limit)
    try:
        async with asyncio.timeout(BODY_SECONDS):
            if kind == "multipart/form-data":
                return await _multipart(request, body, 1 if file_bytes else 0)
            if kind == "application/x-www-form-urlencoded":
                body.limit = BODY_BYTES
                return _form(await FormParser(request.headers, body.chunks()).parse())
    except _TooLarge:
        await body.drain()
        return Form(problem="too_large")
    except (ClientDisconnect, TimeoutError):
        return Form(problem="gone")
    except MultiPartException:
        await body.drain()
        return Form(problem="broken")
    return Form(problem="broken")


async def _multipart(request: Request, body: _Body, files: int) -> Form:
    parser = MultiPartParser(
        request.headers, body.chunks(), max_files=files, max_fields=FIELDS, max_part_size=FIELD_BYTES
    )
    try:
        return _form(await parser.parse())
    except _TooLarge:
        await body.drain()
        # The words come before the file in the body, so they are here already: they are not to be typed twice.
        return Form(
            _words(FormData([one for one in parser.items if isinstance(one[1], str)])), None, "too_large"
        )


def _form(data: FormData) -> Form:
    files = [value for _, value in data.multi_items() if isinstance(value, UploadFile)]
    return Form(_words(data), files[0] if files else None)


def _words(data: FormData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in data.multi_items():
        if isinstance(value, str):
            found.setdefault(name, []).append(value)
    return found


class _Body:
    """A request's body with a limit, and what comes after it."""

    def __init__(self, request: Request, limit: int) -> None:
        self.limit = limit
        self._stream = request.stream()
        self._read = 0
        self._said = _number(request.headers)

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        if self._said > self.limit + DRAIN_BYTES:
            raise _TooLarge("the body is announced as longer than is ever read")
        async for chunk in self._stream:
            self._read += len(chunk)
            if self._read > self.limit:
                raise _TooLarge("the body is too long")
            yield chunk

    async def drain(self) -> None:
        """Let the sender finish, within bounds."""
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                async for chunk in self._stream:
                    self._read += len(chunk)
                    if self._read > self.limit + DRAIN_BYTES:
                        return
        except (TimeoutError, ClientDisconnect):
            return


def _number(headers: Mapping[str, str]) -> int:
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0
