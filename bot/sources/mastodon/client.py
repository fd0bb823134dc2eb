"""The few calls of the Mastodon API that are needed. Limits: 300 requests in 5 minutes, per account and address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from bot.kernel.errors import FixCredentials, TryLater
from bot.sources.http import Fetched, Gone, Http, safe_url

PAGE = 40
"""Statuses a page; the API's maximum."""

CHARACTERS, ADDRESS = 500, 23
"""Of a status and of an address in it, where the server doesn't say (Mastodon's own)."""

_NEWER = re.compile(r'<([^<>]+)>\s*;\s*rel="?prev"?')


class MastodonClient:
    """One server. ``foreign``: content named it, not the settings."""

    def __init__(self, http: Http, server: str, token: str | None = None, *, foreign: bool = False) -> None:
        self.server = server.rstrip("/")
        self._http = http
        self._foreign = foreign
        self._headers = {"accept": "application/json"}
        self.has_token = bool(token)
        if token:
            self._headers["authorization"] = f"Bearer {token}"

    @property
    def left(self) -> int:
        return self._http.left

    async def tag_page(
        self, tag: str, also: tuple[str, ...], newer_than: str | None
    ) -> tuple[list[Any], str | None]:
        """A page of the tag's statuses and the ``min_id`` of the next newer page. With ``newer_than`` pages go
        from there on (oldest page first); without it this is the newest page."""
        params: dict[str, str | int | list[str]] = {"limit": PAGE}
        if also:
            params["any[]"] = list(also)
        if newer_than:
            params["min_id"] = newer_than
        answer = await self._get(f"/api/v1/timelines/tag/{quote(tag, safe='')}", params)
        return self._page(answer)

    async def notification_page(self, newer_than: str | None) -> tuple[list[Any], str | None]:
        """A page of mentions of the token's account."""
        params: dict[str, str | int | list[str]] = {"limit": PAGE, "types[]": ["mention"]}
        if newer_than:
            params["min_id"] = newer_than
        return self._page(await self._get("/api/v1/notifications", params))

    async def status(self, number: str) -> Mapping[str, Any]:
        """A status by its id on this server. Raises Gone for 404 or 410, and nothing else."""
        found = (await self._get(f"/api/v1/statuses/{quote(number, safe='')}", {})).json()
        if not isinstance(found, Mapping):
            raise TryLater(f"{safe_url(self.server)} answered with something that is not a status.")
        return found

    async def resolve(self, uri: str) -> Mapping[str, Any] | None:
        """A status of another server as this one knows it, fetched by it if need be; None where it can't be."""
        params: dict[str, str | int | list[str]] = {
            "q": uri,
            "type": "statuses",
            "resolve": "true",
            "limit": 1,
        }
        found = (await self._get("/api/v2/search", params)).json()
        statuses = found.get("statuses") if isinstance(found, Mapping) else None
        first = statuses[0] if isinstance(statuses, list) and statuses else None
        return first if isinstance(first, Mapping) and first.get("id") else None

    async def descendants(self, number: str) -> list[Mapping[str, Any]]:
        """What was written under a status, at any depth (at most 4,096 with a token)."""
        found = (await self._get(f"/api/v1/statuses/{quote(number, safe='')}/context", {})).json()
        below = found.get("descendants") if isinstance(found, Mapping) else None
        if not isinstance(below, list):
            raise TryLater(f"{safe_url(self.server)} answered with something that is no conversation.")
        return [one for one in below if isinstance(one, Mapping) and one.get("id")]

    async def written(self, number: str) -> str | None:
        """The text of a status of the token's account as it was sent."""
        found = (await self._get(f"/api/v1/statuses/{quote(number, safe='')}/source", {})).json()
        text = found.get("text") if isinstance(found, Mapping) else None
        return text if isinstance(text, str) else None

    async def write(self, status: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Post a status. With the same key within an hour it is the one that was posted before."""
        headers = {**self._headers, "idempotency-key": key}
        try:
            answer = await self._http.post(
                f"{self.server}/api/v1/statuses", status, headers=headers, again=True
            )
        except FixCredentials:
            raise FixCredentials(
                f"{safe_url(self.server)} does not let the token write.",
                remedy="Make a new token with write:statuses and set it as token.",
            ) from None
        made = answer.json()
        if not isinstance(made, Mapping) or not made.get("id"):
            raise TryLater(f"{safe_url(self.server)} answered with something that is not a status.")
        return made

    async def account(self) -> Mapping[str, Any]:
        """The token's account."""
        found = (await self._get("/api/v1/accounts/verify_credentials", {})).json()
        return found if isinstance(found, Mapping) else {}

    async def lengths(self) -> tuple[int, int]:
        """How many characters a status may have, and how many an address counts for."""
        try:
            part: object = (await self._get("/api/v2/instance", {})).json()
        except Gone:  # other software, or an old one
            return CHARACTERS, ADDRESS
        for name in ("configuration", "statuses"):
            part = part.get(name) if isinstance(part, Mapping) else None
        told = part if isinstance(part, Mapping) else {}
        most, address = told.get("max_characters"), told.get("characters_reserved_per_url")
        return (
            most if isinstance(most, int) and most > 0 else CHARACTERS,
            address if isinstance(address, int) and address > 0 else ADDRESS,
        )

    async def _get(self, path: str, params: Mapping[str, str | int | list[str]]) -> Fetched:
        try:
            return await self._http.get(
                f"{self.server}{path}", params=params, headers=self._headers, foreign=self._foreign
            )
        except FixCredentials:
            if "authorization" in self._headers:
                raise FixCredentials(
                    f"{safe_url(self.server)} refused the token.",
                    remedy="Make a new token with read:statuses and read:notifications and set it as token.",
                ) from None
            raise FixCredentials(
                f"{safe_url(self.server)} shows hashtags only to those who log in.",
                remedy="Set a token of an account there (the first server's), or take the server out.",
            ) from None

    def _page(self, answer: Fetched) -> tuple[list[Any], str | None]:
        entries = answer.json()
        if not isinstance(entries, list):
            raise TryLater(f"{safe_url(answer.url)} answered with something that is not a list of statuses.")
        return entries, _min_id(answer.headers.get("link", ""))


def _min_id(link: str) -> str | None:
    """``min_id`` of the 'prev' page in a Link header: the address itself is not followed, only its number."""
    found = _NEWER.search(link[:4000])
    values = parse_qs(urlsplit(found.group(1)).query).get("min_id", []) if found else []
    return values[0] if values and len(values[0]) <= 64 else None
