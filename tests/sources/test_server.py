"""The local server's own switches."""

from __future__ import annotations

import gzip

import httpx
import pytest

from tests.sources.server import Answer, bomb, local_server


async def test_routes_faults_and_records() -> None:
    async with local_server() as server, httpx.AsyncClient(trust_env=False) as client:
        server.routes["/here"] = lambda seen: Answer(seen.query["q"].encode(), headers={"x-a": "b"})
        answer = await client.get(f"{server.url}/here?q=1", headers={"X-Sent": "yes"})
        assert (answer.text, answer.headers["x-a"]) == ("1", "b")
        assert server.seen[0].headers["x-sent"] == "yes"
        assert (await client.get(f"{server.url}/elsewhere")).status_code == 404
        server.fault = Answer(status=503)
        assert (await client.get(f"{server.url}/here?q=1")).status_code == 503


async def test_stalls_and_drips_end_with_the_server() -> None:
    async with local_server() as server, httpx.AsyncClient(trust_env=False, timeout=0.2) as client:
        server.fault = Answer(b"abc", stall=60)
        with pytest.raises(httpx.ReadTimeout):
            await client.get(server.url)
        server.fault = Answer(b"abc", drip=0.01)
        assert (await client.get(server.url)).content == b"abc"


def test_a_bomb_is_small_until_unpacked() -> None:
    packed = bomb(3).body
    assert len(packed) < 10_000
    assert len(gzip.decompress(packed)) == 3_000_000
