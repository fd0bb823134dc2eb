"""Logging in and staying logged in. Servers allow 30 logins in 5 minutes and 300 a day, so a session is kept for the
life of the process and renewed with its refresh token. Neither is ever written down or put into a message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.kernel.errors import FixCredentials, GoodwordError, TryLater
from bot.sources.bluesky.identities import Identities
from bot.sources.bluesky.names import is_did, server_in
from bot.sources.bluesky.settings import BlueskySettings
from bot.sources.http import CredentialsRefused, Fetched, Http, Rejected, safe_url
from bot.sources.identity import digest

STALE = frozenset({"ExpiredToken", "InvalidToken"})
"""What servers call a token that is used up."""

_REMEDY = "Make an app password (Settings, Privacy and security, App passwords) and set it as password."


@dataclass(frozen=True, slots=True)
class Session:
    """An account that is logged in. ``server`` takes its requests."""

    did: str
    handle: str
    server: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


@dataclass(slots=True)
class _Kept:
    """An account's session between runs; one request renews it, the others wait."""

    session: Session | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Login:
    """The account of the settings, for one run."""

    def __init__(self, http: Http, settings: BlueskySettings, identities: Identities) -> None:
        self._http = http
        self._settings = settings
        self._identities = identities
        secret = settings.password.get_secret_value()
        key = digest(f"{settings.handle}\0{settings.server}\0{settings.directory}\0{secret}")
        kept = http.kept.setdefault(f"bluesky {key}", _Kept())
        assert isinstance(kept, _Kept)
        self._kept = kept

    async def session(self, instead_of: Session | None = None) -> Session:
        """The session there is, or another where ``instead_of`` is refused as used up. Raises FixCredentials."""
        async with self._kept.lock:
            standing = self._kept.session
            if standing is not None and standing is not instead_of:
                return standing
            renewed = await self._renew(standing) if standing is not None else None
            self._kept.session = renewed or await self._log_in()
            return self._kept.session

    async def _renew(self, old: Session) -> Session | None:
        """By the refresh token; None where that is used up too."""
        try:
            answer = await self._http.post(
                f"{old.server}/xrpc/com.atproto.server.refreshSession",
                headers={"authorization": f"Bearer {old.refresh}"},
            )
        except (Rejected, CredentialsRefused):
            self._kept.session = None
            return None
        return _read_session(answer, old.server)

    async def _log_in(self) -> Session:
        did, server = None, self._settings.server
        if server is None:
            did = await self._identities.did_of(self._settings.handle)
            server = await self._identities.server_of(did)
            if not server.startswith("https://"):
                raise FixCredentials(
                    f"The server of @{self._settings.handle} has no https; no password goes there.",
                    remedy="Set server.",
                )
        # A password goes only where such a server answers, and at the address that was given.
        await self._http.get(f"{server}/xrpc/com.atproto.server.describeServer")
        who = {"identifier": self._settings.handle, "password": self._settings.password.get_secret_value()}
        try:
            answer = await self._http.post(f"{server}/xrpc/com.atproto.server.createSession", who, again=True)
        except (Rejected, CredentialsRefused) as error:
            raise _refusal(error, self._settings.handle, server) from None
        session = _read_session(answer, server)
        if did is not None and session.did != did:
            raise FixCredentials(f"{safe_url(server)} logged us in as somebody else.", remedy="Set server.")
        return session


def said(error: GoodwordError) -> str:
    """The name that a server gave its error, of the characters such names have; empty where it gave none."""
    body = getattr(error, "body", b"")
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    name = answer.get("error") if isinstance(answer, dict) else None
    return name[:60] if isinstance(name, str) and name.isascii() and name.isalnum() else ""


def _refusal(error: GoodwordError, handle: str, server: str) -> GoodwordError:
    where, name = safe_url(server), said(error)
    if name == "AuthFactorTokenRequired":
        return FixCredentials(
            f"{where} asks @{handle} for a code sent by mail, which only people get.", remedy=_REMEDY
        )
    if name in ("AccountTakedown", "AccountDeactivated", "AccountSuspended"):
        return FixCredentials(f"{where} says that @{handle} is closed ({name}).", remedy="Ask its support.")
    return FixCredentials(f"{where} refused the handle or the password of @{handle}.", remedy=_REMEDY)


def _read_session(answer: Fetched, server: str) -> Session:
    found: Any = answer.json()
    found = found if isinstance(found, dict) else {}
    did, handle = found.get("did"), found.get("handle")
    access, refresh = found.get("accessJwt"), found.get("refreshJwt")
    if not (is_did(did) and _token(access) and _token(refresh)):
        raise TryLater(f"{safe_url(server)} answered with something that is no session.")
    if found.get("active") is False:
        raise FixCredentials(f"The account @{str(handle)[:253]} is closed.", remedy="Open it again.")
    # An entrance for many servers (bsky.social) names the account's own.
    own = server_in(found.get("didDoc"), did)
    place = (
        own if own is not None and own.startswith("https://") and server.startswith("https://") else server
    )
    return Session(did, str(handle)[:253], place, access, refresh)


def _token(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) < 5000 and value.isascii() and value.isprintable()
