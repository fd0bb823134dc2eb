"""Fetching a round of a drand network: from several relays in turn, believed only when the signature is right."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, Field, ValidationError

from bot.contests.draw.randomness import QUICKNET, Beacon, Chain, time_of
from bot.contests.draw.signatures import signed
from bot.contests.draw.values import Hex
from bot.kernel.errors import FixCredentials, NeverWorks, TellUser, TryLater
from bot.sources.http import Gone, PoliteClient, safe_url

__all__ = ["QUICKNET", "RELAYS", "fetch_round"]

RELAYS = (
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
)
"""Public relays of the League of Entropy (docs.drand.love). A relay can withhold a round; it can't forge one."""

_ANSWER_BYTES = 4_096
_LATE_SECONDS = 2.0


class _Wrong(Exception):
    """A relay gave something that the network didn't sign."""


class _Answer(BaseModel):
    """What ``/{chain}/public/{round}`` gives; other fields are of no use here."""

    round: int = Field(ge=1)
    signature: Hex
    previous_signature: Hex | None = None


async def fetch_round(
    client: PoliteClient, relays: Sequence[str], chain: Chain, round: int, now: datetime
) -> Beacon:
    """A round, verified. Relays are asked one after the other until one gives it.

    Raises TryLater when it isn't there yet (``retry_after`` says when it will be) or no relay could be reached, and
    NeverWorks when every relay gave something that the network's key didn't sign, or its scheme isn't known here.
    """
    wait = (time_of(chain, round) - now).total_seconds()
    if wait > 0:
        raise TryLater(
            f"Round {round} of the random beacon comes in {wait:.0f} seconds.",
            retry_after=wait + _LATE_SECONDS,
        )
    if not relays:
        raise NeverWorks("No relay of the random beacon is set.", remedy="Name some in [contests] beacons.")
    problems, wrong = list[str](), 0
    for relay in relays:
        try:
            return await _ask(client, relay.rstrip("/"), chain, round)
        except Gone:
            problems.append(f"{safe_url(relay)} doesn't have the round (yet), or doesn't serve this network.")
        except (TryLater, FixCredentials, NeverWorks) as error:
            problems.append(error.message)
        except _Wrong as error:
            wrong += 1
            problems.append(str(error))
    if wrong == len(relays):
        raise NeverWorks(
            " ".join(problems),
            remedy="Check that these relays serve the chain in [contests], or name other relays in beacons.",
        )
    raise TryLater(
        f"Round {round} of the random beacon can't be had now. {' '.join(problems)}",
        retry_after=None if wrong else float(max(chain.period, _LATE_SECONDS)),
        remedy="If this stays, check the network, and beacons and chain in [contests].",
    )


async def _ask(client: PoliteClient, relay: str, chain: Chain, round: int) -> Beacon:
    url = f"{relay}/{chain.hash}/public/{round}"
    fetched = await client.for_run(budget=4).get(url, limit=_ANSWER_BYTES)
    fetched.json()  # a maintenance page is TryLater
    try:
        answer = _Answer.model_validate_json(fetched.body)
    except ValidationError:
        raise _Wrong(f"{safe_url(relay)} answered with something that is not a round of a beacon.") from None
    beacon = Beacon.of(answer.round, answer.signature, answer.previous_signature)
    try:
        right = answer.round == round and await asyncio.to_thread(signed, chain, beacon)
    except TellUser as error:
        raise NeverWorks(error.message, remedy=error.remedy) from None
    if not right:
        raise _Wrong(f"{safe_url(relay)} gave round {round} with a signature that isn't the network's.")
    return beacon
