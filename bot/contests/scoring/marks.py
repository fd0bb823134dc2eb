"""Judges' marks. A changed mark is an ended row and a new one; a judge counts for an entry once every criterion is
marked. A person named twice, by linked accounts, is one judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import Criterion, Definition, read_definition
from bot.contests.rules import Kind, Phase
from bot.contests.scoring import queries
from bot.contests.scoring.board import queries as board
from bot.contests.scoring.parts import queries as parts
from bot.contests.scoring.parts.queries import Judging, ToJudge
from bot.contests.scoring.refusals import Why, refused
from bot.contests.scoring.rules import refuse_phase
from bot.contests.scoring.votes import Voter
from bot.contests.tables import Contest


@dataclass(frozen=True, slots=True)
class Marked:
    """What marks came to. ``jury`` is the entry's mean in hundredths of a mark out of 100; ``complete`` whether this
    judge's marks count already; ``done`` of ``of`` entries the judge has marked in full."""

    contest_id: int
    jury: int
    complete: bool
    done: int
    of: int
    changed: bool
    mixed: bool


async def mark(
    session: AsyncSession, entry_id: int, judge: Voter, marks: Mapping[str, int], now: datetime
) -> Marked:
    """Mark an entry by these criteria; others keep the mark they had. Raises Refused with the reason."""
    connection = await session.connection()
    found = await parts.find_judging(connection, entry_id)
    if found is None:
        raise refused(Why.UNKNOWN_ENTRY)
    criteria = found.definition.criteria
    accounts = await parts.accounts_of(connection, judge.id)
    judge_id = judge_among(accounts, found.definition)
    _check(found, accounts, judge_id, criteria, marks, now)
    assert judge_id is not None  # checked
    await queries.hold_voter(connection, found.contest_id, f"judge {judge_id}")
    kept = await parts.marks_of(connection, entry_id, judge_id)
    changed = {key: value for key, value in marks.items() if key not in kept or kept[key][1] != value}
    ended = [kept[key][0] for key in changed if key in kept]
    about = {"contest_id": found.contest_id, "entry_id": entry_id, "account_id": judge_id, "at": now}
    added = [{**about, "criterion": key, "value": value} for key, value in changed.items()]
    await parts.save_marks(connection, ended, added, now)
    mixed = found.kind is Kind.MIX
    jury = await _settle(connection, found.contest_id, entry_id, criteria, mixed=mixed)
    done, of = await _progress(connection, found.contest_id, judge_id, list(accounts), criteria)
    complete = {*kept, *marks} >= {each.key for each in criteria}
    return Marked(found.contest_id, jury, complete, done, of, changed=bool(changed), mixed=mixed)


def judge_among(accounts: Mapping[int, str], definition: Definition) -> int | None:
    """The account under which a person judges: of those that the contest names, the one known longest."""
    return min((id for id, name in accounts.items() if name in definition.judges), default=None)


def _check(
    found: Judging,
    accounts: Mapping[int, str],
    judge_id: int | None,
    criteria: Sequence[Criterion],
    marks: Mapping[str, int],
    now: datetime,
) -> None:
    if not found.definition.counts_marks:
        raise refused(Why.NOT_BY_JURY)
    if judge_id is None:
        raise refused(Why.NOT_A_JUDGE)
    if (closed := refuse_phase(found.phase, found.closes_at, now)) is not None:
        raise refused(closed[0], **closed[1])
    if not found.accepted:
        raise refused(Why.NOT_ACCEPTED)
    if found.entrant in accounts:
        raise refused(Why.MARK_OWN)
    known = {each.key: each for each in criteria}
    for key, value in marks.items():
        if key not in known:
            names = ", ".join(each.name for each in criteria)
            raise refused(Why.MARK_CRITERION, criterion=key, criteria=names)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= known[key].best:
            raise refused(Why.MARK_RANGE, criterion=known[key].name, best=known[key].best)


async def _settle(
    connection: AsyncConnection,
    contest_id: int,
    entry_id: int,
    criteria: Sequence[Criterion],
    *,
    mixed: bool,
) -> int:
    """Bring the entry's standing to what its marks come to. It is locked first: another judge's marks, committed
    while we waited, are then counted."""
    standing = await parts.lock_standing(connection, contest_id, entry_id)
    if standing is None:
        raise refused(Why.NOT_ACCEPTED)
    standing_id, score = standing
    jury = await parts.jury_of(connection, contest_id, entry_id, criteria)
    new_score = score if mixed else jury
    await parts.set_jury(connection, standing_id, jury, new_score)
    await queries.move_score(connection, contest_id, score, new_score)
    return jury


async def progress(session: AsyncSession, contest: Contest, judge: Voter) -> tuple[int, int] | None:
    """How many entries a judge has marked in full, and of how many; None for somebody who is no judge."""
    connection = await session.connection()
    accounts = await parts.accounts_of(connection, judge.id)
    definition = read_definition(contest.definition)
    judge_id = judge_among(accounts, definition)
    if judge_id is None:
        return None
    return await _progress(connection, contest.id or 0, judge_id, list(accounts), definition.criteria)


async def _progress(
    connection: AsyncConnection,
    contest_id: int,
    judge_id: int,
    accounts: Sequence[int],
    criteria: Sequence[Criterion],
) -> tuple[int, int]:
    done = await parts.judged_by(connection, contest_id, judge_id, criteria)
    everybody = await board.count_standings(connection, contest_id)
    return done, everybody - await parts.count_own(connection, contest_id, accounts)


async def to_judge(session: AsyncSession, contest: Contest, judge: Voter, now: datetime) -> list[ToJudge]:
    """Every entry that a judge may mark now, by number. Raises Refused for somebody who is no judge, and where marks
    aren't taken."""
    connection = await session.connection()
    accounts = await parts.accounts_of(connection, judge.id)
    definition = read_definition(contest.definition)
    judge_id = judge_among(accounts, definition)
    if not definition.counts_marks:
        raise refused(Why.NOT_BY_JURY)
    if judge_id is None:
        raise refused(Why.NOT_A_JUDGE)
    if (closed := refuse_phase(Phase(contest.phase), contest.closes_at, now)) is not None:
        raise refused(closed[0], **closed[1])
    return await parts.to_judge(connection, contest.id or 0, judge_id, list(accounts), definition.criteria)


async def marks_by(session: AsyncSession, contest: Contest, entry_id: int, judge: Voter) -> dict[str, int]:
    """What a judge has marked an entry with so far, by criterion."""
    connection = await session.connection()
    accounts = await parts.accounts_of(connection, judge.id)
    judge_id = judge_among(accounts, read_definition(contest.definition))
    if judge_id is None:
        return {}
    kept = await parts.marks_of(connection, entry_id, judge_id)
    return {key: value for key, (_, value) in kept.items()}
