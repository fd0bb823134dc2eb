"""The polite, guarded client, against a real server; addresses outside loopback are never connected to."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, NeverWorks, TryLater
from bot.sources.http import (
    SAID_LIMIT,
    CredentialsRefused,
    HttpPolicy,
    PoliteClient,
    Rejected,
    Validators,
    safe_url,
    user_agent,
)
from tests.sources.contract import connections, polite
from tests.sources.server import Answer, LocalServer, Seen, local_server

__all__ = ["connections"]


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with local_server() as running:
        running.routes["/ok"] = lambda _: Answer(b"ok")
        yield running


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"location": target})


REFUSED = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://10.0.0.1/",
    "http://172.16.9.9/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://8.8.8.8:22/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://example.com/",
    "//example.com/",
    "",
    "http://",
]


@pytest.mark.parametrize("url", REFUSED)
async def test_private_addresses_and_other_schemes_are_refused(url: str, connections: list[str]) -> None:
    async with PoliteClient(HttpPolicy(pause=0, retries=0)) as client:
        with pytest.raises(NeverWorks):
            await client.for_run().get(url)
    assert connections == []


@pytest.mark.parametrize("answers", [["10.0.0.7"], ["93.184.216.34", "127.0.0.1"], ["::1", "93.184.216.34"]])
async def test_a_name_with_any_private_address_is_refused(
    answers: list[str], connections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, answers)
    async with PoliteClient(HttpPolicy(pause=0, retries=0)) as client:
        with pytest.raises(NeverWorks, match="private address"):
            await client.for_run().get("http://inside.example/")
    assert connections == []


async def test_the_judged_address_is_the_connected_one(
    connections: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers differently the second time gains nothing: it is asked once."""
    asked = resolve_to(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    async with PoliteClient(HttpPolicy(pause=0, retries=0)) as client:
        with pytest.raises(TryLater):  # the test keeps the connection on loopback
            await client.for_run().get("http://rebinding.example/")
    assert connections == ["93.184.216.34"]
    assert asked == ["rebinding.example"]


async def test_an_outside_address_never_leads_to_an_allowed_private_one(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What settings allow is for addresses from settings: a stranger's redirect may not use it."""
    async with local_server() as stranger:
        stranger.fault = redirect(f"{server.url}/ok")
        policy = HttpPolicy(
            allowed=frozenset({server.endpoint}), pause=0, retries=0, ports=frozenset({stranger.port})
        )
        async with PoliteClient(policy) as client:
            monkeypatch.setattr(
                "drawbridge._validator.check_ip", lambda *_: None
            )  # the stranger plays a public host
            with pytest.raises(NeverWorks, match="address guard"):
                await client.for_run().get(stranger.url)
    assert server.seen == []


async def test_unresolved_names_are_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", fail)
    async with PoliteClient(HttpPolicy(pause=0, retries=0)) as client:
        with pytest.raises(TryLater, match="could not be resolved"):
            await client.for_run().get("http://nowhere.example/")


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..b", ".example", "xn--", "xn--a"])
async def test_names_that_cannot_exist_never_work(server: LocalServer, host: str) -> None:
    server.routes["/moved"] = lambda _: redirect(f"http://{host}/x.png")
    async with polite(server) as client:
        for url in (f"http://{host}/x.png", f"{server.url}/moved"):
            with pytest.raises(NeverWorks):
                await client.for_run().get(url)


async def test_permanent_moves_are_told_and_temporary_ones_are_not(server: LocalServer) -> None:
    server.routes |= {
        "/moved": lambda _: redirect("/ok", 301),
        "/twice": lambda _: redirect("/moved", 308),
        "/today": lambda _: redirect("/moved", 302),
    }
    async with polite(server) as client:
        http = client.for_run()
        assert (await http.get(f"{server.url}/ok")).moved_to is None
        assert (await http.get(f"{server.url}/twice")).moved_to == f"{server.url}/ok"
        assert (await http.get(f"{server.url}/today")).moved_to is None


async def test_credentials_stay_with_their_host(server: LocalServer) -> None:
    async with local_server() as other:
        other.routes["/ok"] = lambda _: Answer(b"ok")
        server.routes["/away"] = lambda _: redirect(f"{other.url}/ok")
        policy = HttpPolicy(allowed=frozenset({server.endpoint, other.endpoint}), pause=0)
        async with PoliteClient(policy) as client:
            await client.for_run().get(
                f"{server.url}/away", headers={"Authorization": "Bearer t", "Accept": "a/b"}
            )
        assert "authorization" in server.seen[0].headers
        assert "authorization" not in other.seen[0].headers
        assert other.seen[0].headers["accept"] == "a/b"


async def test_conditional_get(server: LocalServer) -> None:
    def page(seen: Seen) -> Answer:
        headers = {"etag": '"e1"', "last-modified": "Tue, 10 Nov 2026 08:00:00 GMT"}
        return (
            Answer(status=304)
            if seen.headers.get("if-none-match") == '"e1"'
            else Answer(b"body", headers=headers)
        )

    server.routes["/page"] = page
    async with polite(server) as client:
        first = await client.for_run().get(f"{server.url}/page")
        again = await client.for_run().get(f"{server.url}/page", validators=first.validators)
    assert (first.status, first.body) == (200, b"body")
    assert again.not_modified
    assert server.seen[1].headers["if-modified-since"] == "Tue, 10 Nov 2026 08:00:00 GMT"
    assert Validators("bad\r\nheader: x").headers() == {}


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"text" * 100)),
        ("deflate", zlib.compress(b"text" * 100)),
        ("deflate", zlib.compress(b"text" * 100)[2:-4]),
        ("identity", b"text" * 100),
    ],
    ids=["gzip", "zlib", "raw deflate", "identity"],
)
async def test_packed_bodies(server: LocalServer, encoding: str, packed: bytes) -> None:
    server.fault = Answer(packed, headers={"content-encoding": encoding})
    async with polite(server) as client:
        assert (await client.for_run().get(server.url)).body == b"text" * 100


async def test_packings_we_did_not_ask_for(server: LocalServer) -> None:
    async with polite(server) as client:
        for encoding in ("br", "gzip, gzip"):
            server.fault = Answer(b"xx", headers={"content-encoding": encoding})
            with pytest.raises(NeverWorks, match="packed as"):
                await client.for_run().get(server.url)
        server.fault = Answer(b"no gzip at all", headers={"content-encoding": "gzip"})
        with pytest.raises(TryLater, match="damaged"):
            await client.for_run().get(server.url)


async def test_the_limit_can_be_set_for_a_call(server: LocalServer) -> None:
    server.routes["/big"] = lambda _: Answer(b"x" * 6_000_000)
    async with polite(server) as client:
        with pytest.raises(NeverWorks, match="5,000,000"):
            await client.for_run().get(f"{server.url}/big")
        assert len((await client.for_run().get(f"{server.url}/big", limit=7_000_000)).body) == 6_000_000


async def test_a_host_that_asked_us_to_wait_is_not_asked_again(server: LocalServer) -> None:
    server.fault = Answer(status=429, headers={"retry-after": "60"})
    async with polite(server) as client:
        for _ in range(2):
            with pytest.raises(TryLater) as error:
                await client.for_run().get(server.url)
            assert error.value.retry_after == pytest.approx(60, abs=2)
    assert len(server.seen) == 1


@pytest.mark.parametrize("reset", ["seconds", "timestamp"])
async def test_a_used_up_quota_is_respected(server: LocalServer, reset: str) -> None:
    when = (datetime.now(UTC) + timedelta(seconds=90)).isoformat() if reset == "timestamp" else "90"
    server.fault = Answer(b"ok", headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": when})
    async with polite(server) as client:
        assert (await client.for_run().get(server.url)).body == b"ok"
        with pytest.raises(TryLater) as error:
            await client.for_run().get(server.url)
    assert error.value.retry_after == pytest.approx(90, abs=3)


async def test_a_gateways_failure_is_tried_once_more(server: LocalServer) -> None:
    answers = [Answer(status=502), Answer(b"there")]
    server.routes["/flaky"] = lambda _: answers.pop(0)
    async with polite(server, retries=1, retry_pause=0.01) as client:
        assert (await client.for_run().get(f"{server.url}/flaky")).body == b"there"


async def test_pauses_between_requests_and_few_at_once(server: LocalServer) -> None:
    async with polite(server, pause=0.1, total_timeout=5.0) as client:
        started = time.monotonic()
        await asyncio.gather(*(client.for_run().get(f"{server.url}/ok") for _ in range(4)))
        assert time.monotonic() - started >= 0.29


async def test_a_run_has_a_budget(server: LocalServer) -> None:
    async with polite(server) as client:
        http = client.for_run(budget=2)
        await http.get(f"{server.url}/ok")
        await http.get(f"{server.url}/ok")
        with pytest.raises(TryLater, match="used up"):
            await http.get(f"{server.url}/ok")
    assert len(server.seen) == 2


async def test_403_is_about_credentials_only_if_we_sent_some(server: LocalServer) -> None:
    server.fault = Answer(status=403)
    async with polite(server) as client:
        with pytest.raises(NeverWorks):
            await client.for_run().get(server.url)
        with pytest.raises(FixCredentials):
            await client.for_run().get(server.url, headers={"Authorization": "Bearer t"})


async def test_messages_hold_no_secrets(server: LocalServer) -> None:
    server.fault = Answer(status=500)
    url = server.url.replace("http://", "http://user:pa55@") + "/feed?token=s3cret#frag"
    async with polite(server) as client:
        with pytest.raises(TryLater) as error:
            await client.for_run().get(url)
    assert not any(
        word in f"{error.value!r}{error.value.__context__!r}" for word in ("pa55", "s3cret", "frag")
    )
    assert safe_url(url) == f"{server.url}/feed"


async def test_post_sends_json_once_unless_told_that_twice_is_once(server: LocalServer) -> None:
    server.fault = Answer(status=502)
    async with polite(server, retries=2, retry_pause=0.01) as client:
        with pytest.raises(TryLater):
            await client.for_run().post(f"{server.url}/x", {"ü": 1})
        assert [(seen.method, seen.body) for seen in server.seen] == [("POST", '{"ü":1}'.encode())]
        assert server.seen[0].headers["content-type"] == "application/json"
        server.seen.clear()
        with pytest.raises(TryLater):
            await client.for_run().post(f"{server.url}/x", {}, again=True)
    assert len(server.seen) == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_what_is_posted_goes_nowhere_else(server: LocalServer, status: int) -> None:
    server.routes["/x"] = lambda _: redirect("/ok", status)
    async with polite(server) as client:
        with pytest.raises(NeverWorks, match="elsewhere"):
            await client.for_run().post(f"{server.url}/x", {"password": "pa55"})
    assert [seen.path for seen in server.seen] == ["/x"]


@pytest.mark.parametrize("url", [url for url in REFUSED if url.startswith("http://1")])
async def test_nothing_is_posted_to_private_addresses(url: str, connections: list[str]) -> None:
    async with PoliteClient(HttpPolicy(pause=0, retries=0)) as client:
        with pytest.raises(NeverWorks):
            await client.for_run().post(url, {})
    assert connections == []


async def test_what_a_host_says_about_a_refusal_is_kept_apart_from_the_message(server: LocalServer) -> None:
    async with polite(server) as client:
        for status, kind in ((400, Rejected), (401, CredentialsRefused), (422, Rejected)):
            server.fault = Answer(b'{"error": "<b>ExpiredToken</b>"}' + b" " * 9_000, status)
            with pytest.raises(kind) as error:
                await client.for_run().get(server.url)
            assert isinstance(error.value, Rejected | CredentialsRefused)
            assert error.value.body.startswith(b'{"error": "<b>Exp')
            assert len(error.value.body) == SAID_LIMIT
            assert "Expired" not in str(error.value)


async def test_what_content_names_may_not_be_private(server: LocalServer) -> None:
    """Though it is a server that sources may read."""
    async with polite(server) as client:
        assert (await client.for_run().get(f"{server.url}/ok")).body == b"ok"
        with pytest.raises(NeverWorks, match="not open to this"):
            await client.for_run().get(f"{server.url}/ok", foreign=True)
    async with polite(server, pictures=frozenset({server.endpoint})) as client:
        assert (await client.for_run().get(f"{server.url}/ok", foreign=True)).body == b"ok"


def test_user_agent_is_one_clean_line() -> None:
    assert (
        user_agent("https://b.example", "ops@b.example") == "Goodword/0.1 (+https://b.example; ops@b.example)"
    )
    assert "\n" not in user_agent("https://b.example\r\nX: y")


def resolve_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The resolver gives these addresses, one list a call (the last again and again)."""
    asked: list[str] = []

    def resolve(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        given = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in given]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    return asked
