"""A random beacon of the demo's own, in the shape of drand's HTTP API, for a machine without a network.

It is NOT public randomness: it is one process with one key, and whoever runs it knows every number beforehand. A
draw that uses it says so, in its record and when it is verified.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.contests.draw.randomness import Beacon, Chain, round_at
from bot.contests.draw.signatures import SCHEMES, load_curve, message_of

SCHEME = "bls-unchained-g1-rfc9380"
WHAT_IT_IS = (
    "The demo's own beacon. Not public randomness: whoever runs the demo knows every number beforehand."
)
PERIOD = 3
GENESIS = 1_767_225_600
"""The first of January 2026."""

KEY = b"the demo's beacon"
_PUBLIC = (
    "a12bf90c243a29b60b2101eb4dc7de179296a989b6abb234e691b6ed8ae7e1a7d81260ff403b97681a061ef2f13897860d739ea0bd0e9172"
    "ea7035f11aeba1ecb1ff583ffe058638d1d52f0174e79428ea2c0f5e874e7dee38d20a07b02c383f"
)  # KEY's: kept here so that the demo starts without loading py_ecc

_KEPT = 256
"""Signatures remembered."""


class DemoBeacon:
    """Signs rounds with a key made from ``key``; the same key gives the same numbers, also after a restart.
    ``clock`` gives seconds since 1970."""

    def __init__(
        self,
        key: bytes = KEY,
        *,
        period: int = PERIOD,
        genesis: int = GENESIS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._key = key
        self._clock = clock
        self._kept: OrderedDict[int, Beacon] = OrderedDict()
        self._turn = asyncio.Lock()
        public_key = _PUBLIC if key == KEY else public_key_of(key)
        named = hashlib.sha256(
            period.to_bytes(4, "big") + genesis.to_bytes(8, "big") + bytes.fromhex(public_key)
        )
        self.chain = Chain(named.hexdigest(), public_key, SCHEME, period, genesis)

    def chain_facts(self) -> dict[str, Any]:
        """The chain as ``[contests.chain]`` in the settings takes it."""
        chain = self.chain
        return {
            "hash": chain.hash,
            "public_key": chain.public_key,
            "scheme": chain.scheme,
            "period": chain.period,
            "genesis": chain.genesis,
        }

    def sign(self, round: int) -> Beacon:
        """A round, whether its time has come or not. Takes a fiftieth of a second; py_ecc loads the first time."""
        return Beacon.of(round, _sign(self._key, round))

    @property
    def latest(self) -> int:
        """The last round whose time has come; 0 before the first."""
        return round_at(self.chain, datetime.fromtimestamp(self._clock() + 1e-6, UTC)) - 1

    def routes(self, prefix: str = "") -> list[BaseRoute]:
        """``/{chain}/info``, ``/{chain}/public/latest`` and ``/{chain}/public/{round}`` under the prefix."""
        return [
            Route(f"{prefix}/chains", self._chains),
            Route(f"{prefix}/{{chain}}/info", self._info),
            Route(f"{prefix}/{{chain}}/public/latest", self._latest),
            Route(f"{prefix}/{{chain}}/public/{{round}}", self._round),
        ]

    async def _chains(self, _: Request) -> Response:
        return JSONResponse([self.chain.hash])

    async def _info(self, request: Request) -> Response:
        chain = self.chain
        if request.path_params["chain"] != chain.hash:
            return _unknown()
        told: dict[str, Any] = {
            "public_key": chain.public_key,
            "period": chain.period,
            "genesis_time": chain.genesis,
            "hash": chain.hash,
            "groupHash": hashlib.sha256(WHAT_IT_IS.encode()).hexdigest(),
            "schemeID": chain.scheme,
            "metadata": {"beaconID": "goodword-demo", "note": WHAT_IT_IS},
        }
        return JSONResponse(told)

    async def _latest(self, request: Request) -> Response:
        return await self._answer(request, self.latest)

    async def _round(self, request: Request) -> Response:
        digits = request.path_params["round"]
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
            return JSONResponse({"error": "a round is a number from 1"}, status_code=400)
        return await self._answer(request, int(digits) or self.latest)  # 0 means the latest, as with drand

    async def _answer(self, request: Request, round: int) -> Response:
        if request.path_params["chain"] != self.chain.hash:
            return _unknown()
        if round < 1 or round > self.latest:
            return JSONResponse({"error": "requested future beacon"}, status_code=425)
        beacon = await self._beacon(round)
        return JSONResponse(
            {"round": beacon.round, "randomness": beacon.randomness, "signature": beacon.signature}
        )

    async def _beacon(self, round: int) -> Beacon:
        async with self._turn:  # one signature at a time: it is arithmetic in Python
            if round not in self._kept:
                self._kept[round] = await asyncio.to_thread(self.sign, round)
            self._kept.move_to_end(round)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return self._kept[round]


def _unknown() -> Response:
    return JSONResponse({"error": "unknown chain"}, status_code=404)


@cache
def _secret(key: bytes) -> int:
    load_curve()
    from py_ecc.optimized_bls12_381 import curve_order

    return 1 + int.from_bytes(hashlib.sha512(b"goodword demo beacon" + key).digest(), "big") % (
        curve_order - 1
    )


@cache
def public_key_of(key: bytes) -> str:
    """The public key that belongs to a key, in hexadecimal."""
    load_curve()
    from py_ecc.bls.g2_primitives import G2_to_signature
    from py_ecc.optimized_bls12_381 import G2, multiply

    return G2_to_signature(multiply(G2, _secret(key))).hex()


def _sign(key: bytes, round: int) -> str:
    load_curve()
    from py_ecc.bls.g2_primitives import G1_to_pubkey
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.optimized_bls12_381 import multiply

    scheme = SCHEMES[SCHEME]
    message = message_of(scheme, Beacon.of(round, "00"))
    point: Any = hash_to_G1(message, scheme.tag, hashlib.sha256)  # type: ignore[arg-type]  # py_ecc wants less
    return G1_to_pubkey(multiply(point, _secret(key))).hex()
