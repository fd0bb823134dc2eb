"""The one polite, guarded HTTP client of all sources.

A process has one ``PoliteClient`` (keep-alive, host turnstiles); each run of a source gets a ``Http`` of it with a
budget. They GET, and POST where a source logs in or writes. Errors are named by what to do next, and their messages
hold neither query strings nor passwords, nor what was sent.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import drawbridge
import httpx
import orjson

from bot.kernel.clock import utc_now
from bot.kernel.errors import GoodwordError, NeverWorks, TryLater
from bot.sources.guard import Endpoint, GuardedTransport, HttpPolicy, endpoint
from bot.sources.inflate import ACCEPTED, read_bounded
from bot.sources.politeness import Hosts, quota_reset, retry_after
from bot.sources.refusals import CredentialsRefused, Gone, GoneForGood, Rejected

__all__ = [
    "CredentialsRefused",
    "Fetched",
    "Gone",
    "GoneForGood",
    "Http",
    "HttpPolicy",
    "PoliteClient",
    "Rejected",
    "Validators",
    "safe_url",
    "user_agent",
]

DEFAULT_BUDGET = 100
"""Requests one run of a source may make."""

SAID_LIMIT = 2_000
"""Bytes kept of what a host says about a request it refuses."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({502, 503, 504})
_BUSY = frozenset({408, 425, 429})
_JITTER = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer gave for asking "has it changed since?" (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Request headers that let the server answer 304."""
        pairs = (("if-none-match", self.etag), ("if-modified-since", self.last_modified))
        return {name: value for name, value in pairs if value and value.isascii() and value.isprintable()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every hop of one request is made with. ``again``: whether sending it twice does no harm."""

    headers: Mapping[str, str]
    limit: int
    private: frozenset[Endpoint]
    method: str = "GET"
    content: bytes | None = None
    again: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: 2xx with its body, or 304 with none. ``moved_to`` is set when every redirect was permanent."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None

    @property
    def not_modified(self) -> bool:
        return self.status == 304

    @property
    def validators(self) -> Validators:
        return Validators(self.headers.get("etag"), self.headers.get("last-modified"))

    def json(self) -> Any:
        """The body as JSON. Raises TryLater where it is none: a maintenance page is the usual cause."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            start = " ".join(self.body[:60].decode("utf-8", "replace").split())
            raise TryLater(
                f"{safe_url(self.url)} answered with something that is not JSON (it starts '{start[:40]}').",
                remedy="If this stays, check that the address is right.",
            ) from None


def safe_url(url: str | httpx.URL) -> str:
    """A URL for messages: without user information, query and fragment, any of which may hold a secret."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        return "an unreadable address"
    return str(parsed.copy_with(userinfo=b"", query=None, fragment=None))[:300]


def user_agent(site: str | None = None, contact: str | None = None) -> str:
    """How we introduce ourselves: name, version, where to read about us, whom to write to."""
    about = "; ".join(part for part in (f"+{site}" if site else "", contact or "") if part)
    agent = f"Goodword/0.1 ({about})" if about else "Goodword/0.1"
    return "".join(c for c in agent if " " <= c <= "~")


class PoliteClient:
    """The process's client. Close it at the end. Every connection passes the address guard.

    ``kept`` is what sources keep from one run to the next and never write down: sessions.
    """

    def __init__(self, policy: HttpPolicy | None = None, *, agent: str | None = None) -> None:
        self.policy = policy or HttpPolicy()
        self.hosts = Hosts(self.policy.pause, self.policy.at_once)
        self.kept: dict[str, Any] = {}
        timeout = httpx.Timeout(self.policy.read_timeout, connect=self.policy.connect_timeout)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(self.policy),
            timeout=timeout,
            follow_redirects=False,  # each hop is ours to judge
            trust_env=False,  # a proxy would make the connection, unguarded
            headers={"user-agent": agent or user_agent(), "accept-encoding": ACCEPTED},
        )

    def for_run(self, budget: int = DEFAULT_BUDGET) -> Http:
        """What one run of a source gets."""
        return Http(self, budget, self.policy.allowed)

    def for_pictures(self, budget: int = 10) -> Http:
        """What fetching a picture gets whose address stands in content: other private servers are open to it."""
        return Http(self, budget, self.policy.pictures)

    async def send(self, url: httpx.URL, asked: _Asked) -> httpx.Response:
        """One request, without redirects; the body (bounded) is in ``response.extensions["body"]``."""
        request = self._client.build_request(asked.method, url, headers=asked.headers, content=asked.content)
        response = await self._client.send(request, stream=True)
        try:
            body = b""
            if response.status_code not in _REDIRECTS:
                encoding = response.headers.get("content-encoding", "")
                body = await read_bounded(response.aiter_raw(), encoding, asked.limit, safe_url(url))
            response.extensions["body"] = body
        finally:
            await response.aclose()
        return response

    async def aclose(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Http:
    """The client of one run: counts its requests against a budget. ``private`` are the private servers it may
    ask; addresses of the public web are judged when they are connected to."""

    def __init__(self, client: PoliteClient, budget: int, private: frozenset[Endpoint]) -> None:
        self._client = client
        self._policy = client.policy
        self._private = private
        self.left = budget

    @property
    def kept(self) -> dict[str, Any]:
        """What sources keep for the life of the process, by a name of their own."""
        return self._client.kept

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        validators: Validators | None = None,
        limit: int | None = None,
        foreign: bool = False,
    ) -> Fetched:
        """GET, redirects followed, within the policy's total time. ``limit``: bytes of body, unpacked. ``foreign``:
        the address was named by content, so that private servers are as closed to it as to content's pictures.

        Raises TryLater (busy, away, slow, damaged), FixCredentials (401, or 403 to a request with credentials),
        NeverWorks (refused address, gone, too large, other 4xx).
        """
        wanted = {**(headers or {}), **(validators.headers() if validators else {})}
        return await self._ask(
            url,
            params,
            _Asked(wanted, self._limit(limit), self._policy.pictures if foreign else self._private),
        )

    async def post(
        self,
        url: str,
        content: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        limit: int | None = None,
        again: bool = False,
    ) -> Fetched:
        """POST ``content`` as JSON. Redirects are refused: what is sent is meant for that host. ``again``: the host
        takes the same request twice as one, so that it is tried again after a broken connection.

        Raises as ``get`` does. A TryLater may come after the host has done it.
        """
        body = b"" if content is None else orjson.dumps(content)
        wanted = (
            dict(headers or {})
            if content is None
            else {"content-type": "application/json", **(headers or {})}
        )
        return await self._ask(
            url, None, _Asked(wanted, self._limit(limit), self._private, "POST", body, again)
        )

    def _limit(self, limit: int | None) -> int:
        return limit or self._policy.body_limit

    async def _ask(
        self, url: str, params: Mapping[str, str | int | list[str]] | None, asked: _Asked
    ) -> Fetched:
        try:
            start = httpx.URL(url, params=params) if params else httpx.URL(url)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise NeverWorks("The address is not a URL.", remedy="Check it for typing errors.") from None
        try:
            async with asyncio.timeout(self._policy.total_timeout):
                return await self._follow(start, asked)
        except TimeoutError:
            seconds = self._policy.total_timeout
            raise TryLater(f"{safe_url(start)} took longer than {seconds:g} seconds.") from None
        except UnicodeError:  # the host's name, here or after a redirect, can't be encoded (IDNA)
            raise NeverWorks(f"{safe_url(start)} leads to a host whose name can't exist.") from None

    async def _follow(self, start: httpx.URL, asked: _Asked) -> Fetched:
        url, permanent = start, True
        for _ in range(self._policy.redirects + 1):
            self._judge_hop(start, url, asked.private)
            response = await self._try(url, asked)
            if response.status_code not in _REDIRECTS:
                return self._answer(response, start, url, permanent, asked.headers)
            if asked.method != "GET":
                raise NeverWorks(
                    f"{safe_url(url)} sends what was meant for it elsewhere.", remedy="Set its address."
                )
            permanent = permanent and response.status_code in _PERMANENT
            target = _target(url, response)
            if endpoint(target) != endpoint(url) or target.scheme != url.scheme:
                plain = {k: v for k, v in asked.headers.items() if k.lower() in ("accept", "accept-language")}
                asked = replace(asked, headers=plain)
            url = target
        raise NeverWorks(f"{safe_url(start)} redirects more than {self._policy.redirects} times.")

    def _judge_hop(self, start: httpx.URL, url: httpx.URL, private: frozenset[Endpoint]) -> None:
        if url.scheme not in ("http", "https") or not url.host:
            raise NeverWorks(f"{safe_url(url)} is not a web address (http or https).")
        if endpoint(url) in self._policy.allowed | self._policy.pictures:
            if endpoint(start) not in private and endpoint(start) != endpoint(url):
                raise _refused(url, "an outside address led to a private one")
            if endpoint(url) not in private:
                raise _refused(url, "it is a private server that is not open to this")
        if self.left <= 0:
            raise TryLater("This run has used up its requests; the next run goes on.")

    async def _try(self, url: httpx.URL, asked: _Asked) -> httpx.Response:
        """One hop, tried again after a broken connection or a gateway's failure, with a growing pause."""
        for attempt in range(self._policy.retries + 1):
            last = attempt == self._policy.retries or self.left <= 1 or not asked.again
            try:
                response = await self._once(url, asked)
            except TryLater as error:
                if last or error.retry_after is not None:
                    raise
            else:
                if last or response.status_code not in _RETRIED or "retry-after" in response.headers:
                    return response
            await asyncio.sleep(self._policy.retry_pause * 2**attempt * _JITTER.uniform(0.5, 1.0))
        raise AssertionError("unreachable")

    async def _once(self, url: httpx.URL, asked: _Asked) -> httpx.Response:
        async with self._client.hosts[url.netloc.decode("ascii")].turn():
            self.left -= 1
            try:
                return await self._client.send(url, asked)
            except drawbridge.DrawbridgeDNSError:
                raise TryLater(
                    f"The name of {safe_url(url)} could not be resolved.", remedy="Check the address."
                ) from None
            except drawbridge.DrawbridgeError as error:
                raise _refused(url, _reason(error)) from None
            except httpx.TimeoutException:
                raise TryLater(f"{safe_url(url)} did not answer in time.") from None
            except (httpx.TransportError, httpx.InvalidURL) as error:
                raise TryLater(f"{safe_url(url)} could not be reached ({type(error).__name__}).") from None

    def _answer(
        self,
        response: httpx.Response,
        start: httpx.URL,
        url: httpx.URL,
        permanent: bool,
        sent: Mapping[str, str],
    ) -> Fetched:
        now = utc_now()
        wait = retry_after(response.headers, now) if response.status_code >= 400 else None
        if response.status_code in (429, 503) and wait is None:
            wait = quota_reset(response.headers, now)
        away = wait if wait is not None else quota_reset(response.headers, now)
        if away:
            self._client.hosts[url.netloc.decode("ascii")].stay_away(away)
        if response.status_code == 304 or 200 <= response.status_code < 300:
            moved = str(url) if permanent and url != start else None
            return Fetched(
                str(url), response.status_code, response.headers, response.extensions["body"], moved
            )
        raise _error(response, url, wait, "authorization" in {name.lower() for name in sent})


def _target(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        return url.join(response.headers["location"])
    except (KeyError, httpx.InvalidURL, ValueError):
        raise NeverWorks(f"{safe_url(url)} redirects to nowhere.") from None


def _refused(url: httpx.URL, reason: str) -> NeverWorks:
    return NeverWorks(
        f"{safe_url(url)} was refused by the address guard: {reason}.",
        remedy="If it is a server of your own, name its host and port in [http] allowed.",
    )


def _reason(error: drawbridge.DrawbridgeError) -> str:
    if isinstance(error, drawbridge.BlockedAddressError):
        return "it leads to a private address"
    if isinstance(error, drawbridge.UnsafePortError):
        return f"port {error.port} is not allowed"
    return "its scheme or host is not allowed"


def _error(response: httpx.Response, url: httpx.URL, wait: float | None, credentials: bool) -> GoodwordError:
    where, status = safe_url(url), response.status_code
    body: bytes = response.extensions["body"][:SAID_LIMIT]
    if status in _BUSY or status >= 500:
        return TryLater(f"{where} answered {status}.", retry_after=wait)
    if status == 401 or (status == 403 and credentials):
        return CredentialsRefused(
            f"{where} refused our credentials ({status}).",
            remedy="Check the token and its rights.",
            body=body,
        )
    if status == 410:
        return GoneForGood(f"{where} is gone for good (410).", remedy="Remove it from the settings.")
    if status == 404:
        return Gone(f"{where} was not found (404).", remedy="Check the address.")
    return Rejected(f"{where} refused the request ({status}).", body=body)
