"""Filling in the private page and pressing one of its buttons."""

from __future__ import annotations

from typing import Any

import httpx

from tests.bot.faces.consent.support import Asked, token_in


async def send(
    browser: httpx.AsyncClient, asked: Asked, do: str = "grant", *, token: str = "", **fields: Any
) -> httpx.Response:
    """Open the page, fill it in and press a button."""
    files = fields.pop("files", None)
    if not token:
        token = token_in((await browser.get(asked.path)).text)
    data = {"form": token, "do": do, **fields}
    return await browser.post(asked.path, data=data, files=files or {"nothing": ("", b"")})


GRANT: dict[str, Any] = {"uses": ["website", "social"], "credit": "Anna of Oslo"}
MEDIA: dict[str, Any] = {**GRANT, "people": "yes", "own": "yes"}
