"""Statements of votes and standings. A vote is five short ones, and none of them grows with the contest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.contests.rules import EntryStatus, Kind, Phase
from bot.contests.scoring.rules import Ballot, Terms
from bot.contests.tables import Contest, ContestEntry, ContestScore, ContestStanding, ContestVote
from bot.people.tables import Account
from bot.storage.lean import Step, fetch, run_together
from bot.storage.types import UtcDateTime, table_of

_CONTEST = table_of(Contest)
_ENTRY = table_of(ContestEntry)
_STANDING = table_of(ContestStanding)
_SCORE = table_of(ContestScore)
_VOTE = table_of(ContestVote)
_ACCOUNT = table_of(Account)
_LIVE = _VOTE.c.ended_at.is_(None)
_TIME = UtcDateTime()


def _number(*path: str, default: int) -> sa.ColumnElement[int]:
    """A whole number of the contest's definition."""
    found: Any = _CONTEST.c.definition
    return sa.func.coalesce((found[path] if len(path) > 1 else found[path[0]]).as_integer(), default)


# ---- the locks that keep a frozen contest frozen ----

_HOLD = sa.select(_CONTEST.c.id).where(_CONTEST.c.id == sa.bindparam("contest")).with_for_update()


async def hold_contest(connection: AsyncConnection, contest_id: int) -> None:
    """Let nothing change the contest's standings until the end: votes hold the row shared. SQLite has one writer."""
    if connection.dialect.name != "sqlite":
        await connection.execute(_HOLD, {"contest": contest_id})


_PHASE = sa.select(_CONTEST.c.phase, _CONTEST.c.closes_at).where(_CONTEST.c.id == sa.bindparam("contest"))


async def phase_of(connection: AsyncConnection, contest_id: int) -> tuple[str, datetime]:
    """Where a contest stands and when it closes, as it is now."""
    row = (await connection.execute(_PHASE, {"contest": contest_id})).one()
    return row.phase, row.closes_at


async def hold_voter(connection: AsyncConnection, contest_id: int, person: str) -> None:
    """One vote of a person at a time in a contest, so that a budget can't be spent twice."""
    await _hold(connection, f"contest {contest_id} voter {person}")


async def hold_mix(connection: AsyncConnection, contest_id: int) -> None:
    """Let nobody else work out mixed scores, or rank an entry, until the end. Votes go on."""
    await _hold(connection, f"contest {contest_id} mix")


async def _hold(connection: AsyncConnection, what: str) -> None:
    if connection.dialect.name == "sqlite":
        return
    digest = blake2b(what.encode(), digest_size=8).digest()
    key = int.from_bytes(digest, signed=True)
    await connection.execute(_ADVISORY, {"key": key})


_ADVISORY = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))


# ---- a vote ----


@dataclass(frozen=True, slots=True)
class Found:
    """What a vote is about. ``vote_id`` is the voter's vote for the entry so far, ``person`` who the voter is with
    all their accounts."""

    contest_id: int
    ballot: Ballot
    vote_id: int | None
    person: str
    several: bool  # whether the voter has other accounts


_ENTRANT = _ACCOUNT.alias("entrant")
_VOTER = _ACCOUNT.alias("voter")
_FIND = (
    sa.select(
        _CONTEST.c.id,
        _CONTEST.c.kind,
        _CONTEST.c.phase,
        _CONTEST.c.closes_at,
        _number("votes_per_member", default=0),
        _number("votes_per_entry", default=1),
        _number("min_account_days", default=0),
        _number("min_member_days", default=0),
        _number("weights", "votes", default=0),
        _ENTRY.c.status,
        _ENTRY.c.account_id,
        _ENTRANT.c.identity_id,
        _VOTER.c.id,
        _VOTER.c.identity_id,
        _VOTER.c.made_at,
        _VOTER.c.joined_at,
        _VOTER.c.left_at,
        _VOTE.c.id,
        _VOTE.c.weight,
    )
    .select_from(
        _ENTRY.join(_CONTEST, _CONTEST.c.id == _ENTRY.c.contest_id)
        .join(_VOTER, _VOTER.c.id == sa.bindparam("voter"))
        .outerjoin(_ENTRANT, _ENTRANT.c.id == _ENTRY.c.account_id)
        .outerjoin(
            _VOTE,
            sa.and_(
                _VOTE.c.account_id == _VOTER.c.id,
                _VOTE.c.contest_id == _ENTRY.c.contest_id,
                _VOTE.c.entry_id == _ENTRY.c.id,
                _LIVE,
            ),
        )
    )
    .where(_ENTRY.c.id == sa.bindparam("entry"))
    .with_for_update(read=True, of=_CONTEST)
)


async def find_ballot(connection: AsyncConnection, entry_id: int, voter_id: int) -> Found | None:
    """What a vote is judged by, with the contest held open until the end. None for an unknown entry or account."""
    rows = await fetch(connection, _FIND, {"entry": entry_id, "voter": voter_id})
    if not rows:
        return None
    row = rows[0]
    contest_id, kind, phase, closes_at, budget, per_entry, account_days, member_days, weight = row[:9]
    status, entrant, entrant_identity, voter, identity, made_at, joined_at, left_at, vote_id, held = row[9:]
    votes_count = kind == Kind.VOTES or (kind == Kind.MIX and weight > 0)
    terms = Terms(
        Kind(kind), Phase(phase), closes_at, votes_count, budget, per_entry, account_days, member_days
    )
    ballot = Ballot(
        terms=terms,
        accepted=status == EntryStatus.ACCEPTED,
        own=entrant == voter,
        linked=identity is not None and identity == entrant_identity,
        held=held,
        made_at=made_at,
        joined_at=joined_at,
        left_at=left_at,
    )
    person = f"account {voter}" if identity is None else f"identity {identity}"
    return Found(contest_id, ballot, vote_id, person, identity is not None)


def own_identity(parameter: str) -> sa.ScalarSelect[int | None]:
    """The identity of the account that the parameter names; equal to nothing when it has none."""
    own = _ACCOUNT.alias("own")
    return sa.select(own.c.identity_id).where(own.c.id == sa.bindparam(parameter)).scalar_subquery()


_SAME_PERSON = sa.select(_VOTER.c.id).where(
    sa.or_(_VOTER.c.id == sa.bindparam("voter"), _VOTER.c.identity_id == own_identity("voter"))
)
_IS_HERE = _VOTE.c.entry_id == sa.bindparam("entry")
_IS_MINE = _VOTE.c.account_id == sa.bindparam("voter")
_SPENT = sa.select(
    sa.func.coalesce(sa.func.sum(sa.case((_IS_HERE, 0), else_=_VOTE.c.weight)), 0),
    sa.func.max(sa.case((sa.and_(_IS_HERE, sa.not_(_IS_MINE)), _VOTE.c.weight), else_=0)),
    sa.func.max(sa.case((sa.and_(_IS_HERE, _IS_MINE), _VOTE.c.id))),
    sa.func.max(sa.case((sa.and_(_IS_HERE, _IS_MINE), _VOTE.c.weight))),
    sa.func.max(sa.case((sa.and_(_IS_HERE, _VOTE.c.weight == 0), 1), else_=0)),
).where(_VOTE.c.account_id.in_(_SAME_PERSON), _VOTE.c.contest_id == sa.bindparam("contest"), _LIVE)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a person's accounts have given in a contest: to other entries, and to this one."""

    elsewhere: int
    twin: bool
    vote_id: int | None
    held: int | None
    barred: bool  # a manager voided a vote of the person for this entry


async def spent(connection: AsyncConnection, contest_id: int, entry_id: int, voter_id: int) -> Spent:
    """Ask after ``hold_voter``: then it stays so until the end."""
    values = {"contest": contest_id, "entry": entry_id, "voter": voter_id}
    ((elsewhere, twin, vote_id, held, barred),) = await fetch(connection, _SPENT, values)
    return Spent(int(elsewhere), bool(twin), vote_id, held, bool(barred))


_END_VOTE = (
    sa.update(_VOTE)
    .where(_VOTE.c.id == sa.bindparam("vote"), _LIVE)
    .values(ended_at=sa.bindparam("now", type_=_TIME), why_ended=sa.bindparam("why"))
    .returning(_VOTE.c.id)
)
_VOTE_COLUMNS = ("contest_id", "entry_id", "account_id", "weight", "via", "at")


def _add_vote(dialect: Any) -> Any:
    columns: dict[str, Any] = {name: sa.bindparam(name, type_=_VOTE.c[name].type) for name in _VOTE_COLUMNS}
    return (
        dialect.insert(_VOTE)
        .values(columns)
        .on_conflict_do_nothing(index_elements=["account_id", "contest_id", "entry_id"], index_where=_LIVE)
        .returning(_VOTE.c.id)
    )


_ADD_VOTE = {"sqlite": _add_vote(sqlite), "postgresql": _add_vote(postgresql)}
_BY_ENTRY = (
    _STANDING.c.contest_id == sa.bindparam("contest"),
    _STANDING.c.entry_id == sa.bindparam("entry"),
)
_COUNT_VOTES = (
    sa.update(_STANDING)
    .where(*_BY_ENTRY)
    .values(
        votes=_STANDING.c.votes + sa.bindparam("votes_more"),
        score=_STANDING.c.score + sa.bindparam("score_more"),
    )
    .returning(_STANDING.c.votes, _STANDING.c.score)
)
# From what the entry's score is by now. As text, for it is the same on both databases.
_FOLLOW_SCORE = sa.text(
    "INSERT INTO contest_score (contest_id, score, standings)"
    " SELECT contest_id, score + :low_by, :at_low FROM contest_standing"
    " WHERE contest_id = :contest AND entry_id = :entry"
    " UNION ALL SELECT contest_id, score + :high_by, :at_high FROM contest_standing"
    " WHERE contest_id = :contest AND entry_id = :entry"
    " ON CONFLICT (contest_id, score) DO UPDATE SET standings = contest_score.standings + excluded.standings"
).bindparams(**{name: sa.bindparam(name, type_=sa.BigInteger) for name in ("low_by", "high_by")})


@dataclass(frozen=True, slots=True)
class Change:
    """What a vote changes: ``ends`` is the voter's vote so far, ``more`` what the entry gains; ``mixed`` leaves its
    score alone."""

    contest_id: int
    entry_id: int
    account_id: int
    weight: int
    more: int
    ends: int | None
    mixed: bool
    via: str
    why: str
    now: datetime


async def change_vote(connection: AsyncConnection, change: Change) -> tuple[bool, tuple[int, int] | None]:
    """Put a vote in the place of another, or take it back: whether nobody was sooner, and the entry's votes and score
    then (None when it isn't ranked)."""
    steps = _steps(change, connection.dialect.name)
    found = await run_together(connection, steps)
    before = (change.ends is not None) + (change.weight > 0)
    if len(found) <= before:
        return False, None
    counted = found[before]
    return True, (counted[0][0], counted[0][1]) if counted else None


def _steps(change: Change, dialect: str) -> list[Step]:
    steps: list[Step] = []
    if change.ends is not None:
        steps.append((_END_VOTE, {"vote": change.ends, "why": change.why, "now": change.now}))
    if change.weight:
        values = (
            change.contest_id,
            change.entry_id,
            change.account_id,
            change.weight,
            change.via,
            change.now,
        )
        steps.append((_ADD_VOTE[dialect], dict(zip(_VOTE_COLUMNS, values, strict=True))))
    return steps + _counting(
        change.contest_id, change.entry_id, change.more, 0 if change.mixed else change.more
    )


def _counting(contest_id: int, entry_id: int, votes: int, score: int) -> list[Step]:
    """Add to an entry's votes and score. The rows that count scores are taken in the order of the scores, as
    everybody takes them, so that nobody waits in a circle."""
    about = {"contest": contest_id, "entry": entry_id}
    steps: list[Step] = [(_COUNT_VOTES, about | {"votes_more": votes, "score_more": score})]
    if score:
        old, new = {"by": -score, "at": -1}, {"by": 0, "at": 1}
        low, high = (old, new) if score > 0 else (new, old)
        values = {"low_by": low["by"], "at_low": low["at"], "high_by": high["by"], "at_high": high["at"]}
        steps.append((_FOLLOW_SCORE, about | values))
    return steps


async def count_votes(
    connection: AsyncConnection, contest_id: int, entry_id: int, votes: int, score: int
) -> None:
    """Add to an entry's votes and score, if it is ranked."""
    await run_together(connection, _counting(contest_id, entry_id, votes, score))


_VOTES = sa.select(_STANDING.c.votes, _STANDING.c.score).where(*_BY_ENTRY)


async def votes_of(connection: AsyncConnection, contest_id: int, entry_id: int) -> tuple[int, int]:
    """An entry's votes and score; nothing when it isn't ranked."""
    row = (await connection.execute(_VOTES, {"contest": contest_id, "entry": entry_id})).first()
    return (0, 0) if row is None else (row[0], row[1])


_CAST = (
    sa.select(_VOTE.c.entry_id, sa.func.sum(_VOTE.c.weight))
    .where(
        _VOTE.c.account_id.in_(_SAME_PERSON),
        _VOTE.c.contest_id == sa.bindparam("contest"),
        _VOTE.c.weight > 0,
        _LIVE,
    )
    .group_by(_VOTE.c.entry_id)
    .order_by(_VOTE.c.entry_id)
)


async def votes_cast(connection: AsyncConnection, contest_id: int, account_id: int) -> dict[int, int]:
    """What a person gave each entry, by any of their accounts."""
    rows = await connection.execute(_CAST, {"contest": contest_id, "voter": account_id})
    return {entry_id: int(weight) for entry_id, weight in rows}


# ---- how many standings have a score ----


def _shift(dialect: Any) -> Any:
    insert = dialect.insert(_SCORE)
    return insert.on_conflict_do_update(
        index_elements=["contest_id", "score"],
        set_={"standings": _SCORE.c.standings + insert.excluded.standings},
    )


_SHIFT = {"sqlite": _shift(sqlite), "postgresql": _shift(postgresql)}
# As text, for it is the same on both databases, and SQLAlchemy works out several rows of values anew each time.
_MOVE = sa.text(
    "INSERT INTO contest_score (contest_id, score, standings)"
    " VALUES (:contest, :low, :at_low), (:contest, :high, :at_high)"
    " ON CONFLICT (contest_id, score) DO UPDATE SET standings = contest_score.standings + excluded.standings"
)


async def move_score(connection: AsyncConnection, contest_id: int, old: int, new: int) -> None:
    """One standing's score has changed. Both rows are taken in the order of the scores, as everybody takes them, so
    that nobody waits in a circle."""
    if old == new:
        return
    low, high = min(old, new), max(old, new)
    await connection.execute(
        _MOVE,
        {
            "contest": contest_id,
            "low": low,
            "at_low": 1 if low == new else -1,
            "high": high,
            "at_high": 1 if high == new else -1,
        },
    )


async def shift_scores(connection: AsyncConnection, contest_id: int, more: Mapping[int, int]) -> None:
    """Add to the numbers of standings by score, in the order of the scores."""
    rows = [
        {"contest_id": contest_id, "score": score, "standings": count}
        for score, count in sorted(more.items())
        if count
    ]
    if rows:
        await connection.execute(_SHIFT[connection.dialect.name], rows)
