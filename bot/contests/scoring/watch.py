"""Telling managers what is odd about votes, with evidence, once.

Evidence of a flag: ``ids`` of the votes it is about, ``votes`` (row, entry, account, when, and when the account was
made and joined; the first hundred), ``count`` of them all, and beside it by kind
burst: ``from``, ``until``, ``expected``, ``chance``;
newcomers: ``of``, ``usual`` (percent), ``chance``, ``new_since``;
ring: ``accounts``, ``inside`` and ``cast`` by account;
self: nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.scoring.board import queries as board
from bot.contests.scoring.flagging import queries as flagging
from bot.contests.scoring.rules import MANAGED_IN
from bot.contests.scoring.watching import queries as watching
from bot.contests.scoring.watching.rules import (
    BUCKET,
    NEW_DAYS,
    WINDOW,
    bursts,
    inward,
    newcomers,
    ring_key,
    rings,
)
from bot.contests.tables import Contest

RINGS = 20  # told in one look
_PHASES = sorted(MANAGED_IN)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something odd that wasn't told before."""

    flag_id: int
    contest_id: int
    key: str
    kind: str
    entry_id: int | None
    evidence: dict[str, Any]


async def find(session: AsyncSession, contest: Contest, now: datetime) -> list[Finding]:
    """Look at the votes of the last day and keep what is odd and new. Looking again tells nothing twice."""
    connection, contest_id = await session.connection(), contest.id or 0
    since = now - WINDOW
    found = [
        *await _bursts(connection, contest_id, since),
        *await _newcomers(connection, contest_id, since),
        *await _rings(connection, contest_id, since),
    ]
    selves = await watching.self_votes(connection, _PHASES, contest_id=contest_id, since=since)
    found += [await _self(connection, entry_id, votes) for (_, entry_id), votes in selves.items()]
    kept = [await _keep(connection, contest_id, each, now) for each in found]
    return [each for each in kept if each is not None]


_Odd = tuple[str, str, int | None, dict[str, Any]]  # key, kind, entry, evidence


async def _keep(connection: AsyncConnection, contest_id: int, odd: _Odd, now: datetime) -> Finding | None:
    key, kind, entry_id, evidence = odd
    values = {"contest_id": contest_id, "key": key, "kind": kind, "entry_id": entry_id, "evidence": evidence}
    flag_id = await flagging.add_flag(connection, values | {"found_at": now})
    return None if flag_id is None else Finding(flag_id, contest_id, key, kind, entry_id, evidence)


async def _bursts(connection: AsyncConnection, contest_id: int, since: datetime) -> list[_Odd]:
    ranked = await board.count_standings(connection, contest_id)
    counts = await watching.count_votes(connection, contest_id, since, ranked, WINDOW // BUCKET)
    found: list[_Odd] = []
    for burst in bursts(counts):
        begins, ends = _start_of(burst.first), _start_of(burst.last + 1)
        evidence = {
            "from": begins.isoformat(),
            "until": ends.isoformat(),
            "count": burst.votes,
            "expected": round(burst.expected, 2),
            "chance": burst.chance,
            **await watching.votes_between(connection, burst.entry_id, begins, ends),
        }
        found.append((f"burst:{burst.entry_id}:{burst.first}", "burst", burst.entry_id, evidence))
    return found


def _start_of(bucket: int) -> datetime:
    return datetime.fromtimestamp(bucket * BUCKET.total_seconds(), UTC)


async def _newcomers(connection: AsyncConnection, contest_id: int, since: datetime) -> list[_Odd]:
    new_since = since - timedelta(days=NEW_DAYS)
    by_entry, everywhere = await watching.count_new(connection, contest_id, since, new_since)
    found: list[_Odd] = []
    for each in newcomers(by_entry, everywhere):
        evidence = {
            "count": each.new,
            "of": each.votes,
            "usual": round(100 * each.usual, 1),
            "chance": each.chance,
            "new_since": new_since.isoformat(),
            **await watching.new_votes(connection, each.entry_id, since, new_since),
        }
        found.append((f"newcomers:{each.entry_id}", "newcomers", each.entry_id, evidence))
    return found


async def _rings(connection: AsyncConnection, contest_id: int, since: datetime) -> list[_Odd]:
    found: list[_Odd] = []
    for ring in rings(await watching.mutual_votes(connection, contest_id, since))[:RINGS]:
        inside, cast = await watching.votes_among(connection, contest_id, ring)
        if not inward(ring, inside, cast):
            continue
        evidence = {
            "accounts": sorted(ring),
            "count": sum(inside.values()),
            "inside": {str(account): count for account, count in sorted(inside.items())},
            "cast": {str(account): count for account, count in sorted(cast.items())},
            **await watching.ring_votes(connection, contest_id, ring),
        }
        found.append((ring_key(ring), "ring", None, evidence))
    return found


async def _self(connection: AsyncConnection, entry_id: int, votes: Sequence[int]) -> _Odd:
    evidence = {"count": len(votes), **await watching.votes_named(connection, votes)}
    return (f"self:{entry_id}:{votes[-1]}", "self", entry_id, evidence)


async def recheck_identity(session: AsyncSession, identity_id: int, now: datetime) -> list[Finding]:
    """After accounts were linked: flag votes that are votes for oneself by now, in contests not decided yet."""
    connection = await session.connection()
    selves = await watching.self_votes(connection, _PHASES, identity_id=identity_id)
    found: list[Finding] = []
    for (contest_id, entry_id), votes in selves.items():
        kept = await _keep(connection, contest_id, await _self(connection, entry_id, votes), now)
        found += [kept] if kept is not None else []
    return found
