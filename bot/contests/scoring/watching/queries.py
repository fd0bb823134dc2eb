"""Statements that look for what is odd, each bounded by the window's votes or by a number of rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contests.rules import Kind
from bot.contests.scoring.rules import MANAGED_IN
from bot.contests.scoring.watching.rules import BUCKET, BURST_AT_LEAST, NEWCOMERS_AT_LEAST, Counts
from bot.contests.tables import Contest, ContestEntry, ContestStanding, ContestVote
from bot.people.tables import Account
from bot.storage.types import table_of

_VOTE = table_of(ContestVote)
_ENTRY = table_of(ContestEntry)
_STANDING = table_of(ContestStanding)
_ACCOUNT = table_of(Account)
_CONTEST = table_of(Contest)
_SECONDS = int(BUCKET.total_seconds())
CROWDED = 500  # crowded buckets looked at, the fullest first
PAIRS = 5000  # pairs of accounts that vote for each other
SHOWN = 100  # votes described in the evidence of a flag, which lists the rows of them all

_COUNTS = (_VOTE.c.ended_at.is_(None), _VOTE.c.weight > 0)
_BUCKET: sa.ColumnElement[int] = sa.cast(sa.extract("epoch", _VOTE.c.at), sa.BigInteger) // _SECONDS


def _in_window(contest_id: int, since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return (_VOTE.c.contest_id == contest_id, _VOTE.c.at >= since, *_COUNTS)


async def count_votes(
    connection: AsyncConnection, contest_id: int, since: datetime, ranked: int, buckets: int
) -> Counts:
    """Votes since then, as ``rules.bursts`` wants them."""
    window = _in_window(contest_id, since)
    count = sa.func.count()
    crowded = await connection.execute(
        sa.select(_VOTE.c.entry_id, _BUCKET, count)
        .where(*window)
        .group_by(_VOTE.c.entry_id, _BUCKET)
        .having(count >= BURST_AT_LEAST)
        .order_by(count.desc(), _VOTE.c.entry_id)
        .limit(CROWDED)
    )
    found = {(entry_id, int(bucket)): int(votes) for entry_id, bucket, votes in crowded}
    by_bucket = await connection.execute(sa.select(_BUCKET, count).where(*window).group_by(_BUCKET))
    entries = sorted({entry_id for entry_id, _ in found})
    by_entry = await connection.execute(
        sa.select(_VOTE.c.entry_id, count)
        .where(*window, _VOTE.c.entry_id.in_(entries))
        .group_by(_VOTE.c.entry_id)
    )
    return Counts(
        crowded=found,
        by_bucket={int(bucket): int(votes) for bucket, votes in by_bucket},
        by_entry={entry_id: int(votes) for entry_id, votes in by_entry},
        ranked=ranked,
        buckets=buckets,
    )


async def count_new(
    connection: AsyncConnection, contest_id: int, since: datetime, new_since: datetime
) -> tuple[dict[int, tuple[int, int]], tuple[int, int]]:
    """Votes since then and how many of them by accounts made or members joined since ``new_since``: by entry, of
    entries with many new voters, and for the contest."""
    new = sa.func.coalesce(sa.func.sum(sa.case((_is_new(new_since), 1), else_=0)), 0)
    count = sa.func.count()
    votes = (
        sa.select(count, new)
        .join_from(_VOTE, _ACCOUNT, _ACCOUNT.c.id == _VOTE.c.account_id)
        .where(*_in_window(contest_id, since))
    )
    whole = (await connection.execute(votes)).one()
    rows = await connection.execute(
        votes.add_columns(_VOTE.c.entry_id)
        .group_by(_VOTE.c.entry_id)
        .having(new >= NEWCOMERS_AT_LEAST)
        .order_by(new.desc(), _VOTE.c.entry_id)
        .limit(CROWDED)
    )
    by_entry = {row[2]: (int(row[0]), int(row[1])) for row in rows}
    return by_entry, (int(whole[0]), int(whole[1]))


def _is_new(new_since: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.func.coalesce(_ACCOUNT.c.made_at >= new_since, sa.false()),
        sa.func.coalesce(_ACCOUNT.c.joined_at >= new_since, sa.false()),
    )


_THERE, _BACK = _VOTE.alias("there"), _VOTE.alias("back")
_THEIRS, _OURS = _ENTRY.alias("theirs"), _ENTRY.alias("ours")


def _mutual(contest_id: int) -> sa.Select[Any]:
    """Who voted for whom and was voted for by them: one row for each pair of votes."""
    return (
        sa.select(_THERE.c.account_id.label("one"), _THEIRS.c.account_id.label("other"))
        .select_from(
            _THERE.join(_THEIRS, _THEIRS.c.id == _THERE.c.entry_id)
            .join(
                _OURS,
                sa.and_(_OURS.c.account_id == _THERE.c.account_id, _OURS.c.contest_id == contest_id),
            )
            .join(
                _BACK,
                sa.and_(
                    _BACK.c.account_id == _THEIRS.c.account_id,
                    _BACK.c.contest_id == contest_id,
                    _BACK.c.entry_id == _OURS.c.id,
                    _BACK.c.ended_at.is_(None),
                    _BACK.c.weight > 0,
                ),
            )
        )
        .where(
            _THERE.c.contest_id == contest_id,
            _THERE.c.ended_at.is_(None),
            _THERE.c.weight > 0,
            _THERE.c.account_id != _THEIRS.c.account_id,
        )
        .distinct()
        .order_by(sa.literal_column("one"), sa.literal_column("other"))
        .limit(PAIRS)
    )


async def mutual_votes(
    connection: AsyncConnection, contest_id: int, since: datetime
) -> list[tuple[int, int]]:
    """Accounts that vote for each other: those of whom one did so since then, and all pairs among these."""
    recent = await connection.execute(_mutual(contest_id).where(_THERE.c.at >= since))
    pairs = [(row[0], row[1]) for row in recent]
    accounts = sorted({account for pair in pairs for account in pair})[:PAIRS]
    if not accounts:
        return []
    among = _mutual(contest_id).where(_THERE.c.account_id.in_(accounts), _THEIRS.c.account_id.in_(accounts))
    return [(row[0], row[1]) for row in await connection.execute(among)]


async def votes_among(
    connection: AsyncConnection, contest_id: int, accounts: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """By account: votes for entries of the others of these, and votes in all."""
    inside = sa.func.sum(sa.case((_ENTRY.c.account_id.in_(list(accounts)), 1), else_=0))
    rows = await connection.execute(
        sa.select(_VOTE.c.account_id, inside, sa.func.count())
        .join_from(_VOTE, _ENTRY, _ENTRY.c.id == _VOTE.c.entry_id)
        .where(_VOTE.c.contest_id == contest_id, _VOTE.c.account_id.in_(list(accounts)), *_COUNTS)
        .group_by(_VOTE.c.account_id)
    )
    found = [tuple(row) for row in rows]
    return {each[0]: int(each[1]) for each in found}, {each[0]: int(each[2]) for each in found}


# ---- evidence ----

_EVIDENCE = (
    sa.select(
        _VOTE.c.id,
        _VOTE.c.entry_id,
        _VOTE.c.account_id,
        _VOTE.c.at,
        _ACCOUNT.c.made_at,
        _ACCOUNT.c.joined_at,
    )
    .join_from(_VOTE, _ACCOUNT, _ACCOUNT.c.id == _VOTE.c.account_id)
    .where(*_COUNTS)
    .order_by(_VOTE.c.at, _VOTE.c.id)
)
_IDS = _EVIDENCE.with_only_columns(_VOTE.c.id)


Votes = dict[str, list[Any]]
"""``ids`` of all votes a flag is about, ``votes`` described, the first hundred."""


async def _evidence(connection: AsyncConnection, *conditions: sa.ColumnElement[bool]) -> Votes:
    ids = await connection.execute(_IDS.where(*conditions))
    rows = await connection.execute(_EVIDENCE.where(*conditions).limit(SHOWN))
    shown = [{name: _plain(value) for name, value in row.items()} for row in rows.mappings()]
    return {"ids": list(ids.scalars()), "votes": shown}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


async def votes_between(
    connection: AsyncConnection, entry_id: int, since: datetime, until: datetime
) -> Votes:
    """Votes for an entry from one moment up to another, with the ages of their accounts."""
    return await _evidence(connection, _VOTE.c.entry_id == entry_id, _VOTE.c.at >= since, _VOTE.c.at < until)


async def new_votes(
    connection: AsyncConnection, entry_id: int, since: datetime, new_since: datetime
) -> Votes:
    """Votes for an entry by new accounts."""
    return await _evidence(connection, _VOTE.c.entry_id == entry_id, _VOTE.c.at >= since, _is_new(new_since))


async def ring_votes(connection: AsyncConnection, contest_id: int, accounts: Collection[int]) -> Votes:
    """Votes of these accounts for each other's entries."""
    entries = sa.select(_ENTRY.c.id).where(
        _ENTRY.c.account_id.in_(list(accounts)), _ENTRY.c.contest_id == contest_id
    )
    return await _evidence(
        connection,
        _VOTE.c.account_id.in_(list(accounts)),
        _VOTE.c.contest_id == contest_id,
        _VOTE.c.entry_id.in_(entries),
    )


_VOTER, _ENTRANT = _ACCOUNT.alias("voter"), _ACCOUNT.alias("entrant")


async def self_votes(
    connection: AsyncConnection,
    phases: Sequence[str],
    *,
    identity_id: int | None = None,
    contest_id: int | None = None,
    since: datetime | None = None,
) -> dict[tuple[int, int], list[int]]:
    """Votes for entries of the same person, by contest and entry, in contests that stand so."""
    statement = (
        sa.select(_VOTE.c.contest_id, _VOTE.c.entry_id, _VOTE.c.id)
        .select_from(
            _VOTE.join(_ENTRY, _ENTRY.c.id == _VOTE.c.entry_id)
            .join(_VOTER, _VOTER.c.id == _VOTE.c.account_id)
            .join(_ENTRANT, _ENTRANT.c.id == _ENTRY.c.account_id)
            .join(_CONTEST, _CONTEST.c.id == _VOTE.c.contest_id)
        )
        .where(
            *_COUNTS,
            sa.or_(_VOTER.c.id == _ENTRANT.c.id, _VOTER.c.identity_id == _ENTRANT.c.identity_id),
            _CONTEST.c.phase.in_(list(phases)),
        )
        .order_by(_VOTE.c.contest_id, _VOTE.c.entry_id, _VOTE.c.id)
    )
    if identity_id is not None:
        statement = statement.where(_VOTER.c.identity_id == identity_id)
    if contest_id is not None:
        statement = statement.where(_VOTE.c.contest_id == contest_id)
    if since is not None:
        statement = statement.where(_VOTE.c.at >= since)
    found: dict[tuple[int, int], list[int]] = {}
    for contest, entry_id, vote_id in await connection.execute(statement):
        found.setdefault((contest, entry_id), []).append(vote_id)
    return found


async def votes_named(connection: AsyncConnection, vote_ids: Sequence[int]) -> Votes:
    """These votes, with the ages of their accounts."""
    return await _evidence(connection, _VOTE.c.id.in_(list(vote_ids)))


# ---- which contests ----


async def seasons_of(connection: AsyncConnection, account_ids: Collection[int]) -> list[int]:
    """Seasons of points, not decided yet, in which these accounts have entries or points."""
    accounts = list(account_ids)
    entered = sa.select(_ENTRY.c.contest_id).where(_ENTRY.c.account_id.in_(accounts))
    ranked = sa.select(_STANDING.c.contest_id).where(_STANDING.c.account_id.in_(accounts))
    statement = sa.select(_CONTEST.c.id).where(
        _CONTEST.c.id.in_(entered.union(ranked)),
        _CONTEST.c.kind == Kind.POINTS.value,
        _CONTEST.c.phase.in_(sorted(MANAGED_IN)),
    )
    return list((await connection.execute(statement.order_by(_CONTEST.c.id))).scalars())


async def running(connection: AsyncConnection, phases: Sequence[str]) -> list[int]:
    """Contests that stand so."""
    statement = sa.select(_CONTEST.c.id).where(_CONTEST.c.phase.in_(list(phases))).order_by(_CONTEST.c.id)
    return list((await connection.execute(statement)).scalars())


async def identities_of(connection: AsyncConnection, account_ids: Collection[int]) -> list[int]:
    """Who these accounts are linked as."""
    statement = sa.select(_ACCOUNT.c.identity_id).where(
        _ACCOUNT.c.id.in_(list(account_ids)), _ACCOUNT.c.identity_id.is_not(None)
    )
    return sorted(set((await connection.execute(statement)).scalars()))
