"""Beacons: real rounds of drand's networks verify, the local one is served as drand's API serves them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx
import orjson
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.contests.beacon import RELAYS, fetch_round
from bot.contests.draw import QUICKNET, Beacon, Chain, DrandRound, Outcome, freeze, time_of, verify
from bot.contests.draw.signatures import SCHEMES, signed
from bot.faces.web.application import WebServer
from bot.kernel.errors import NeverWorks, TellUser, TryLater
from bot.playground.beacon import GENESIS, KEY, WHAT_IT_IS, DemoBeacon, public_key_of
from bot.sources.http import HttpPolicy, PoliteClient
from tests.bot.contests.draws import BEACON, RULES, SECRET, SIGNATURE, entries
from tests.sources.server import Answer, LocalServer, local_server

# Two more of drand's networks, each with a round that it published.
FASTNET = Chain(
    hash="dbd506d6ef76e5f386f41c651dcb808c5bcbd75471cc4eafa3f4df7ad4e4c493",
    public_key=(
        "a0b862a7527fee3a731bcb59280ab6abd62d5c0b6ea03dc4ddf6612fdfc9d01f01c31542541771903475eb1ec6615f8d0df0b8b6dce385811d"
        "6dcf8cbefb8759e5e616a3dfd054c928940766d9a5b9db91e3b697e5d70a975181e007f87fca5e"
    ),
    scheme="bls-unchained-on-g1",
    period=3,
    genesis=1_677_685_200,
)
FASTNET_ROUND = Beacon(
    3,
    "8176555f90d71aa49ceb37739683749491c2bab15a46094b255289ed25cf8f01cdfb1fe8bd9cd5a19eb09448a3e53186",
    "a4eb0ed6c4132da066843c3bfdce732ce5013eda86e74c136ab8ccc387b798dd",
)
DEFAULT = Chain(
    hash="8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
    scheme="pedersen-bls-chained",
    period=30,
    genesis=1_595_431_050,
)
DEFAULT_ROUND = Beacon(
    3_311_596,
    "a696b9409ababce45749c3a4ec369074453dd4a79967734e1390d969c8ad8d98897d217b9121e92c8ddebbddda8d92f900e3bd6bf9deb166863b"
    "1a19390d743f82774001487594c5c09e581db7365f02b70a2c8cc41ce32446ef08e4890c4754",
    "647c07b2abbf7ff2afb4d670214f565e5cd9f9c91bfdcecb59a21f3c78d73920",
    "8ed588f2a7716fb1349e2d9803da5db0005e98a83783c353d4a08f183236a9ad91d70ddb01266f4b7c576983db464b430e65680b9e0098552758"
    "afd6c1e6afcb77e3f62fe1b93d42d1cb63abbb2205512fe12fbf74ea9c5ac3b8f5c1e283a1d8",
)
NOW = time_of(QUICKNET, 1000) + timedelta(seconds=10)


# Signatures


@pytest.mark.parametrize(
    ("chain", "beacon"),
    [(QUICKNET, BEACON), (FASTNET, FASTNET_ROUND), (DEFAULT, DEFAULT_ROUND)],
    ids=["quicknet", "fastnet", "default"],
)
def test_rounds_that_were_published_are_signed(chain: Chain, beacon: Beacon) -> None:
    assert signed(chain, beacon)
    assert beacon.matches
    assert beacon == Beacon.of(beacon.round, beacon.signature, beacon.previous_signature)
    assert not signed(chain, replace(beacon, round=beacon.round + 1))


@pytest.mark.parametrize(
    "signature",
    [
        SIGNATURE[:-2],
        "00" * 48,
        "c0" + "00" * 47,  # the point at infinity, which any key "signs" with
        "ff" * 48,
        "80" + "00" * 46 + "05",
        FASTNET_ROUND.signature,
        DEFAULT_ROUND.signature,
    ],
)
def test_what_is_no_signature_of_the_network_is_refused(signature: str) -> None:
    assert not signed(QUICKNET, Beacon.of(1000, signature))


def test_keys_that_are_no_keys_are_refused() -> None:
    for key in ("c0" + "00" * 95, "00" * 96, QUICKNET.public_key[:96], DEFAULT.public_key):
        assert not signed(replace(QUICKNET, public_key=key), BEACON)


def test_a_chained_round_holds_the_one_before_it() -> None:
    assert not signed(DEFAULT, replace(DEFAULT_ROUND, previous_signature=None))
    assert not signed(replace(DEFAULT, scheme="pedersen-bls-unchained"), DEFAULT_ROUND)


def test_an_unknown_scheme_is_named_with_those_that_are_known() -> None:
    with pytest.raises(TellUser) as error:
        signed(replace(QUICKNET, scheme="bls-bn254-unchained-on-g1"), BEACON)
    assert all(scheme in error.value.remedy for scheme in SCHEMES)


def test_loading_the_curve_leaves_the_recursion_limit_alone() -> None:
    before = sys.getrecursionlimit()
    assert signed(QUICKNET, BEACON)
    assert sys.getrecursionlimit() == before < 100_000


# Fetching


@dataclass
class World:
    """Two relays and a polite client that may ask them."""

    one: LocalServer
    two: LocalServer
    client: PoliteClient

    async def fetch(self, chain: Chain = QUICKNET, now: datetime = NOW) -> Beacon:
        return await fetch_round(self.client, [self.one.url, f"{self.two.url}/"], chain, 1000, now)


@pytest_asyncio.fixture
async def world() -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        one, two = [await stack.enter_async_context(local_server()) for _ in range(2)]
        policy = HttpPolicy(allowed=frozenset({one.endpoint, two.endpoint}), pause=0, retry_pause=0)
        client = await stack.enter_async_context(PoliteClient(policy))
        yield World(one, two, client)


def serve(server: LocalServer, **fields: object) -> None:
    told = {"round": 1000, "randomness": "00" * 32, "signature": SIGNATURE, **fields}
    path = f"/{QUICKNET.hash}/public/1000"
    server.routes[path] = lambda _: Answer(orjson.dumps(told))


async def test_a_round_is_fetched_and_its_number_is_our_own_sum(world: World) -> None:
    serve(world.one)  # what it says of the randomness is never used
    assert await world.fetch() == BEACON
    assert not world.two.seen


async def test_a_relay_that_lies_lags_or_is_away_is_passed_over(world: World) -> None:
    serve(world.two)
    for bad in (
        Answer(b"<html>maintenance</html>"),
        Answer(b"{}"),
        Answer(b'{"round": 1000, "signature": "xyz"}'),
        Answer(orjson.dumps({"round": 1000, "signature": FASTNET_ROUND.signature})),
        Answer(orjson.dumps({"round": 999, "signature": SIGNATURE})),
        Answer(b"x" * 10_000),
        Answer(status=404),
        Answer(status=425),
        Answer(status=500),
        Answer(status=403),
    ):
        world.one.fault = bad
        assert await world.fetch() == BEACON


async def test_a_round_that_is_not_there_yet_is_not_asked_for(world: World) -> None:
    serve(world.one)
    with pytest.raises(TryLater, match="comes in 30 seconds") as error:
        await world.fetch(now=time_of(QUICKNET, 1000) - timedelta(seconds=30))
    assert error.value.retry_after == pytest.approx(32)
    assert not world.one.seen


async def test_relays_without_the_round_are_asked_again_soon(world: World) -> None:
    world.one.fault, world.two.fault = Answer(status=404), Answer(status=425)
    with pytest.raises(TryLater, match="can't be had now") as error:
        await world.fetch()
    assert error.value.retry_after == 3
    assert "[contests]" in error.value.remedy


async def test_without_a_network_it_is_try_later() -> None:
    async with local_server() as third:
        closed = third.endpoint
    policy = HttpPolicy(allowed=frozenset({closed}), pause=0, retries=0)
    async with PoliteClient(policy) as client:
        with pytest.raises(TryLater, match="could not be reached"):
            await fetch_round(client, [f"http://127.0.0.1:{closed[1]}"], QUICKNET, 1000, NOW)
    assert all(relay.startswith("https://") for relay in RELAYS)


async def test_when_every_relay_lies_it_never_works_and_says_what_to_do(world: World) -> None:
    serve(world.one, signature=FASTNET_ROUND.signature)
    serve(world.two, round=1001)
    with pytest.raises(NeverWorks, match="signature that isn't the network's") as error:
        await world.fetch()
    assert "chain" in error.value.remedy
    world.two.fault = Answer(status=503)
    with pytest.raises(TryLater, match="isn't the network's"):  # one of them may still be honest
        await world.fetch()
    with pytest.raises(NeverWorks, match="No relay"):
        await fetch_round(world.client, [], QUICKNET, 1000, NOW)


# The demo's own beacon


@pytest_asyncio.fixture
async def demo() -> AsyncIterator[tuple[DemoBeacon, str]]:
    beacon = DemoBeacon(clock=lambda: GENESIS + 29.5)
    server = WebServer(Starlette(routes=beacon.routes("/beacon")), "127.0.0.1", 0)
    await server.start()
    yield beacon, f"http://127.0.0.1:{server.port}/beacon"
    await server.stop()


async def test_the_demos_beacon_answers_as_drand_does_and_says_what_it_is(
    demo: tuple[DemoBeacon, str],
) -> None:
    beacon, url = demo
    async with httpx.AsyncClient(base_url=f"{url}/{beacon.chain.hash}") as client:
        told = (await client.get("/info")).json()
        assert told["hash"] == beacon.chain.hash
        assert (told["public_key"], told["period"]) == (beacon.chain.public_key, 3)
        assert (told["genesis_time"], told["schemeID"]) == (GENESIS, beacon.chain.scheme)
        assert told["metadata"]["note"] == WHAT_IT_IS
        latest = (await client.get("/public/latest")).json()
        assert latest["round"] == beacon.latest == 10
        for path in ("/public/10", "/public/0"):
            assert (await client.get(path)).json() == latest
        assert signed(beacon.chain, Beacon(latest["round"], latest["signature"], latest["randomness"]))
        assert (await client.get("/public/11")).status_code == 425
        assert (await client.get(f"/public/{10**15 - 1}")).status_code == 425
        for bad in ("/public/x", "/public/-1", f"/public/{'9' * 400}", "/public/%D9%A1"):
            assert (await client.get(bad)).status_code == 400
    async with httpx.AsyncClient(base_url=url) as client:
        assert (await client.get("/chains")).json() == [beacon.chain.hash]
        for path in ("info", "public/latest", "public/1"):
            assert (await client.get(f"/{QUICKNET.hash}/{path}")).status_code == 404


async def test_a_draw_with_the_demos_beacon_verifies_with_a_caution(demo: tuple[DemoBeacon, str]) -> None:
    beacon, url = demo
    server = httpx.URL(url)
    closed = time_of(beacon.chain, 5) - timedelta(seconds=1)
    source = DrandRound.after(beacon.chain, closed, timedelta(seconds=5))
    listed = replace(entries(), closed_at=closed)
    record = freeze(listed, SECRET, source, places=2, rules_hash=RULES, frozen_at=closed)
    policy = HttpPolicy(allowed=frozenset({(server.host, server.port or 0)}), pause=0)
    async with PoliteClient(policy) as client:
        found = await fetch_round(client, [url], beacon.chain, source.round, time_of(beacon.chain, 9))
    drawn = record.open(SECRET, time_of(beacon.chain, 9), found).draw("Mia", time_of(beacon.chain, 9))
    verified = verify(drawn)
    assert verified.ok
    assert [check.key for check in verified.checks if check.outcome is Outcome.CAUTION] == ["network"]


def test_the_demos_key_gives_the_same_numbers_after_a_restart() -> None:
    assert public_key_of(KEY) == DemoBeacon().chain.public_key
    assert DemoBeacon().sign(7) == DemoBeacon().sign(7)
    assert DemoBeacon(b"another").chain != DemoBeacon().chain
    other = DemoBeacon(b"another")
    assert signed(other.chain, other.sign(7))
    assert not signed(DemoBeacon().chain, other.sign(7))


@pytest.mark.parametrize(("seconds", "latest"), [(-1, 0), (0, 1), (2.9, 1), (3, 2), (3.2, 2)])
def test_a_round_is_there_from_its_second_on(seconds: float, latest: int) -> None:
    assert DemoBeacon(clock=lambda: GENESIS + seconds).latest == latest
