"""From a seed to winners: every entry gets a ticket, the lowest tickets win."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence

from bot.contests.draw.hashing import labelled

SECRET_BYTES = 32


def new_secret(random: bytes) -> bytes:
    """The organiser's secret, from 32 bytes that the caller took from the system's random source."""
    if len(random) != SECRET_BYTES:
        raise ValueError(f"a secret has {SECRET_BYTES} bytes")
    return random


def commitment(secret: bytes) -> str:
    """What is published of the secret when entries close, in hexadecimal: it fixes the secret and doesn't tell it."""
    return labelled("goodword draw secret 1", secret).hex()


def seed(secret: bytes, randomness: bytes, frozen_hash: str) -> bytes:
    """What the tickets are made from. Nobody knows it before the public randomness is there, and once the frozen part
    is published nobody can choose it. ``frozen_hash`` covers the entry list, the commitment and the named source."""
    return labelled("goodword draw seed 1", secret, randomness, bytes.fromhex(frozen_hash))


def ticket(seed: bytes, number: int) -> str:
    """An entry's ticket, in hexadecimal: HMAC-SHA256 of "entry:<number>" under the seed."""
    return hmac.digest(seed, b"entry:%d" % number, "sha256").hex()


def order(seed: bytes, numbers: Iterable[int]) -> tuple[int, ...]:
    """The numbers by their tickets, the lowest first. It doesn't matter in which order they come."""
    return tuple(
        sorted(numbers, key=lambda number: (hmac.digest(seed, b"entry:%d" % number, "sha256"), number))
    )


def winners(order: Sequence[int], places: int, excluded: Collection[int] = ()) -> tuple[int, ...]:
    """The first ``places`` in the order, without those excluded. Fewer where nobody is left."""
    left_out = frozenset(excluded)
    found = [number for number in order if number not in left_out] if left_out else order
    return tuple(found[:places])
