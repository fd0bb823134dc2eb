"""Where the draw's public randomness comes from: a drand round, or two people who commit before either reveals."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from bot.contests.draw.hashing import labelled
from bot.contests.draw.values import STRICT, Hash, Hex, Label, Number
from bot.kernel.errors import TellUser

SHORTEST_WORDS, LONGEST_WORDS = 16, 1000
Words = Annotated[str, Field(min_length=SHORTEST_WORDS, max_length=LONGEST_WORDS)]


@dataclass(frozen=True, config=STRICT)
class Chain:
    """A drand network: its hash, its public key (both hexadecimal), how it signs, seconds between two rounds, and
    when its first round was (seconds since 1970). See docs.drand.love, "HTTP API", ``/{chain}/info``."""

    hash: Hash
    public_key: Hex
    scheme: Label
    period: Annotated[int, Field(ge=1, le=86_400)]
    genesis: Annotated[int, Field(ge=0, le=2**36)]


# The League of Entropy's network with a round every three seconds, on mainnet since August 2023.
QUICKNET = Chain(
    hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    public_key=(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc2"
        "2b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    scheme="bls-unchained-g1-rfc9380",
    period=3,
    genesis=1_692_803_367,
)


def time_of(chain: Chain, round: int) -> datetime:
    """When a round is published. Rounds count from 1. Raises OverflowError beyond the year 9999."""
    return datetime.fromtimestamp(chain.genesis, UTC) + timedelta(seconds=(round - 1) * chain.period)


def round_at(chain: Chain, moment: datetime) -> int:
    """The first round that is published at the moment or after it."""
    since = moment - datetime.fromtimestamp(chain.genesis, UTC)
    return max(1, 1 - (-since // timedelta(seconds=chain.period)))


@dataclass(frozen=True, config=STRICT)
class DrandRound:
    """One round of a drand network, named before it exists."""

    chain: Chain
    round: Number
    kind: Literal["drand"] = "drand"

    @classmethod
    def after(cls, chain: Chain, frozen_at: datetime, margin: timedelta) -> DrandRound:
        """The first round ``margin`` after the entry list was frozen: nobody can know it before."""
        return cls(chain, round_at(chain, frozen_at + max(margin, timedelta(seconds=1))))


@dataclass(frozen=True, config=STRICT)
class TwoPeople:
    """Where there is no network: two people, named in advance. Each hands in a promise (a hash of words of their
    own), and only when both stand in the record do they say the words."""

    people: tuple[Label, Label]
    kind: Literal["two people"] = "two people"


Source = Annotated[DrandRound | TwoPeople, Field(discriminator="kind")]


@dataclass(frozen=True, config=STRICT)
class Beacon:
    """What a drand network published for a round. ``previous_signature`` only where its rounds are chained."""

    round: Number
    signature: Hex
    randomness: Hash
    previous_signature: Hex | None = None

    @classmethod
    def of(cls, round: int, signature: str, previous_signature: str | None = None) -> Beacon:
        """With the randomness that follows from the signature."""
        made = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
        return cls(round, signature, made, previous_signature)

    @property
    def matches(self) -> bool:
        """Whether the random number is the hash of the signature."""
        return hashlib.sha256(bytes.fromhex(self.signature)).hexdigest() == self.randomness


def promise_of(person: str, words: str) -> str:
    """The promise that a person hands in for their words, in hexadecimal. It holds the name, so that nobody can hand
    in another's promise as their own."""
    return labelled("goodword draw promise 1", person.encode(), words.encode()).hex()


def make_promise(person: str, words: str) -> str:
    """The promise for words that can be revealed later. Raises TellUser for others: a promise can't be changed."""
    if len(words) < SHORTEST_WORDS:
        raise TellUser(
            f"Words of {len(words)} characters can be guessed.", remedy=f"Take {SHORTEST_WORDS} or more."
        )
    if len(words) > LONGEST_WORDS:
        raise TellUser("These words are too long.", remedy=f"Take {LONGEST_WORDS:,} characters at most.")
    return promise_of(person, words)


def mixed(first: tuple[str, str], second: tuple[str, str]) -> bytes:
    """Two people's ``(name, words)``, in the order in which they were named, as 32 bytes."""
    parts = (text.encode() for pair in (first, second) for text in pair)
    return labelled("goodword draw two people 1", *parts)
