"""The address guard: whatever a URL says, no connection goes to a private address, unless settings name it.

The check stands where connections are made, so that no path goes round it: the name is resolved once, every
address it has is judged by drawbridge's rules, and the connection goes to the address that was judged. A name that
answers differently the second time (DNS rebinding) gains nothing. Connections stay pooled by name, so that TLS
names are verified as usual and keep-alive works.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import drawbridge
import httpcore
import httpx
from drawbridge._validator import resolve_and_validate

Endpoint = tuple[str, int]
"""Host and port."""


@dataclass(frozen=True, slots=True)
class HttpPolicy:
    """What outside requests may do. Times in seconds, sizes in bytes.

    ``allowed`` lists the only host and port pairs that may be private: an intranet feed an operator named, the
    demo's and the tests' servers. Of these, the pictures that content names may come from ``pictures`` alone:
    anybody can write an address into a post. ``ports`` are the ports of public hosts that may be connected to.
    """

    allowed: frozenset[Endpoint] = frozenset()
    pictures: frozenset[Endpoint] = frozenset()
    ports: frozenset[int] = frozenset({80, 443, 8000, 8080, 8443})
    body_limit: int = 5_000_000
    redirects: int = 5
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    total_timeout: float = 30.0
    pause: float = 0.5  # between two requests to one host
    at_once: int = 2  # requests to one host
    retries: int = 1  # of a request that met a broken connection or a gateway's 502, 503 or 504
    retry_pause: float = 0.5


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to judged addresses only. Raises drawbridge's errors for the others."""

    def __init__(self, policy: HttpPolicy) -> None:
        self._allowed = policy.allowed | policy.pictures
        self._rules = drawbridge.Policy(allow_ports=policy.ports)
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        address = host
        if (host, port) not in self._allowed:
            address = await resolve_and_validate(host, port, self._rules)
        return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)

    async def connect_unix_socket(self, *_args: Any, **_kwargs: Any) -> httpcore.AsyncNetworkStream:
        raise drawbridge.UnsafeSchemeError("unix")

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


@cache
def _trusting() -> ssl.SSLContext:
    """For every client alike: reading all certificates takes a twentieth of a second."""
    return httpx.create_ssl_context()


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport with our network backend below its connection pool."""

    def __init__(self, policy: HttpPolicy, verify: ssl.SSLContext | bool = True) -> None:
        context = _trusting() if verify is True else httpx.create_ssl_context(verify=verify)
        super().__init__(verify=context)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=50,
            max_keepalive_connections=20,
            keepalive_expiry=30.0,
            network_backend=GuardedBackend(policy),
        )


def endpoint(url: httpx.URL) -> Endpoint:
    """Host and port a URL leads to."""
    return url.host, url.port or (443 if url.scheme == "https" else 80)
