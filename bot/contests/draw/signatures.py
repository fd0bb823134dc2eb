"""Whether a drand network signed a round: BLS signatures over BLS12-381, with py_ecc.

The first call in a process loads py_ecc (0.8 s); a signature takes half a second. Give it to a thread.
Schemes: docs.drand.love, "Cryptography"; hashing to the curve: RFC 9380.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from typing import Any

from bot.contests.draw.randomness import Beacon, Chain
from bot.kernel.errors import TellUser

_G1, _G2 = 48, 96
"""Bytes of a compressed point."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a network signs: the group its signatures are in, the tag that separates its hashes from others', and
    whether a round signs the one before it too."""

    signature_bytes: int
    tag: bytes
    chained: bool = False


_OLD_TAG = b"BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_NUL_"
SCHEMES = {
    "bls-unchained-g1-rfc9380": Scheme(_G1, b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"),
    "bls-unchained-on-g1": Scheme(
        _G1, _OLD_TAG
    ),  # the tag of the other group: a slip that the scheme above mends
    "pedersen-bls-unchained": Scheme(_G2, _OLD_TAG),
    "pedersen-bls-chained": Scheme(_G2, _OLD_TAG, chained=True),
}


def signed(chain: Chain, beacon: Beacon) -> bool:
    """Whether the chain's key signed this round. Raises TellUser for a scheme that isn't known here."""
    scheme = SCHEMES.get(chain.scheme)
    if scheme is None:
        raise TellUser(
            "The beacon's way of signing isn't known to this program.",
            remedy=f"Use a network that signs by one of: {', '.join(SCHEMES)}.",
        )
    signature, key = bytes.fromhex(beacon.signature), bytes.fromhex(chain.public_key)
    if len(signature) != scheme.signature_bytes or len(key) != _G1 + _G2 - scheme.signature_bytes:
        return False
    try:
        return _paired(scheme, signature, key, message_of(scheme, beacon))
    except ValueError:  # not a point of the curve
        return False


def message_of(scheme: Scheme, beacon: Beacon) -> bytes:
    """What a network signs for a round."""
    before = bytes.fromhex(beacon.previous_signature or "") if scheme.chained else b""
    return hashlib.sha256(before + beacon.round.to_bytes(8, "big")).digest()


def load_curve() -> None:
    """Load py_ecc without its side effect: it lifts the whole process's recursion limit, behind which deeply nested
    input would end the process instead of raising RecursionError."""
    limit = sys.getrecursionlimit()
    try:
        import py_ecc.bls
        import py_ecc.optimized_bls12_381  # noqa: F401 - loading it is the point
    finally:
        sys.setrecursionlimit(limit)


def _paired(scheme: Scheme, signature: bytes, key: bytes, message: bytes) -> bool:
    """e(G, signature) == e(key, hash), with the pairing's arguments in the order that the scheme's groups ask for."""
    load_curve()
    from py_ecc.bls.g2_primitives import subgroup_check
    from py_ecc.bls.hash_to_curve import hash_to_G1, hash_to_G2
    from py_ecc.optimized_bls12_381 import FQ12, G1, G2, final_exponentiate, is_inf, neg, pairing

    signature_point, key_point = _point(signature), _point(key)
    for point in (signature_point, key_point):
        if is_inf(point) or not subgroup_check(point):
            return False
    if scheme.signature_bytes == _G1:
        hashed: Any = hash_to_G1(message, scheme.tag, hashlib.sha256)  # type: ignore[arg-type]  # py_ecc wants less
        product = pairing(G2, signature_point, False) * pairing(key_point, neg(hashed), False)
    else:
        hashed = hash_to_G2(message, scheme.tag, hashlib.sha256)  # type: ignore[arg-type]  # py_ecc wants less
        product = pairing(signature_point, G1, False) * pairing(hashed, neg(key_point), False)
    return bool(final_exponentiate(product) == FQ12.one())


def _point(data: bytes) -> Any:
    """A compressed point of either group. Raises ValueError."""
    from py_ecc.bls.point_compression import decompress_G1, decompress_G2

    if len(data) == _G1:
        return decompress_G1(int.from_bytes(data, "big"))  # type: ignore[arg-type]  # G1Compressed
    halves = int.from_bytes(data[:_G1], "big"), int.from_bytes(data[_G1:], "big")
    return decompress_G2(halves)  # type: ignore[arg-type]  # G2Compressed
