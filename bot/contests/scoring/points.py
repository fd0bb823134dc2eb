"""A season of points: accepted entries for tasks give points, and managers give and take some with a reason.

People are ranked, not pieces. A standing belongs to a person: points stay with the account that earned them, and
accounts that are linked share one standing, that of the account known longest. Unlinked, each has its own again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import Task, read_definition
from bot.contests.queries import event_by_request
from bot.contests.rules import Kind, Phase
from bot.contests.scoring import queries
from bot.contests.scoring.board import queries as board
from bot.contests.scoring.events import held, record
from bot.contests.scoring.parts.queries import accounts_of
from bot.contests.scoring.refusals import Why, refused
from bot.contests.scoring.rules import MANAGED_IN
from bot.contests.scoring.season import queries as season
from bot.contests.scoring.season.queries import Entered, Point
from bot.contests.tables import Contest, ContestEntry
from bot.kernel.text import clean_line
from bot.people.rules import SYSTEM, Person

MOST = 1_000_000
REASON_LIMIT = 300
NO_ENTRY = 2**40
"""Stands in for an entry's number where somebody has points without an entry: they come last among equals."""


async def settle_entry(session: AsyncSession, contest: Contest, entry: ContestEntry, now: datetime) -> bool:
    """Give the entrant what their accepted entries earn, after one was accepted or stopped counting."""
    await session.flush()
    connection = await session.connection()
    await queries.hold_contest(connection, contest.id or 0)
    people = await accounts_of(connection, entry.account_id)
    return await _settle(connection, contest, list(people), now)


async def regroup(
    session: AsyncSession, contest: Contest, account_ids: Collection[int], now: datetime
) -> bool:
    """Bring the standings of these accounts in line with who is one person now. Whether anything changed."""
    connection = await session.connection()
    await queries.hold_contest(connection, contest.id or 0)
    changed = False
    left = set(account_ids)
    while left:
        people = set(await accounts_of(connection, left.pop()))
        left -= people
        changed = await _settle(connection, contest, sorted(people), now) or changed
    return changed


async def give(
    session: AsyncSession,
    contest_id: int,
    account_id: int,
    points: int,
    reason: str,
    actor: Person,
    now: datetime,
    via: str,
    request_id: str | None = None,
) -> int:
    """Give somebody points, or take some (negative), with a reason: the person's points then. The same request gives
    once. Raises Refused."""
    contest = await held(session, contest_id)
    if request_id and await event_by_request(session, request_id) is not None:
        connection = await session.connection()
        return await season.points_sum(
            connection, contest_id, list(await accounts_of(connection, account_id))
        )
    if contest.kind != Kind.POINTS:
        raise refused(Why.NOT_A_SEASON)
    if Phase(contest.phase) not in MANAGED_IN:
        raise refused(Why.CLOSED)
    reason = clean_line(reason, REASON_LIMIT)
    if not reason:
        raise refused(Why.REASON_NEEDED)
    if points == 0 or abs(points) > MOST:
        raise refused(Why.POINTS_RANGE, most=MOST)
    connection = await session.connection()
    people = await accounts_of(connection, account_id)
    if not people:
        raise refused(Why.UNKNOWN_ACCOUNT)
    given = Point(account_id, None, "", points, actor.id, reason)
    await season.add_points(connection, contest_id, [given], now)
    await _settle(connection, contest, list(people), now)
    data = {"account_id": account_id, "points": points}
    action = "points.given" if points > 0 else "points.taken"
    await record(session, contest, action, actor, now, via, reason=reason, data=data, request_id=request_id)
    return await season.points_sum(connection, contest_id, list(people))


async def _settle(
    connection: AsyncConnection, contest: Contest, people: Sequence[int], now: datetime
) -> bool:
    """Make a person's points follow from their accepted entries, and their standing from their points."""
    contest_id = contest.id or 0
    entries = await season.accepted_entries(connection, contest_id, people)
    earned = earned_points(entries, read_definition(contest.definition).tasks)
    kept = {each.entry_id: each for each in await season.task_points(connection, contest_id, people)}
    ended = [each.id for each in kept.values() if earned.get(each.entry_id) != (each.account_id, each.points)]
    by_entry = {each.entry_id: each for each in entries}
    added = [
        Point(account_id, entry_id, by_entry[entry_id].task, points, SYSTEM.id)
        for entry_id, (account_id, points) in earned.items()
        if entry_id not in kept or kept[entry_id].id in ended
    ]
    await season.end_points(connection, ended, now)
    await season.add_points(connection, contest_id, added, now)
    return await _stand(connection, contest_id, people, entries) or bool(ended or added)


def earned_points(entries: Sequence[Entered], tasks: Sequence[Task]) -> dict[int, tuple[int, int]]:
    """By entry, whose account and how many points: of each task the person's first so many entries count."""
    known = {task.key: task for task in tasks}
    counted: dict[str, int] = {}
    earned: dict[int, tuple[int, int]] = {}
    for entry in sorted(entries, key=lambda each: each.number):
        task = known.get(entry.task)
        if task is None:
            continue
        counted[task.key] = counted.get(task.key, 0) + 1
        if counted[task.key] <= task.times:
            earned[entry.entry_id] = (entry.account_id, task.points)
    return earned


async def _stand(
    connection: AsyncConnection, contest_id: int, people: Sequence[int], entries: Sequence[Entered]
) -> bool:
    """One standing for the person, or none."""
    points = await season.points_by_account(connection, contest_id, people)
    before = await season.standings_of(connection, contest_id, people)
    accounts = {*points, *(entry.account_id for entry in entries)}
    number = min((entry.number for entry in entries), default=NO_ENTRY)
    total = sum(points.values())
    wanted: Mapping[int, tuple[int, int]] = {min(accounts): (total, -number)} if accounts else {}
    if {account: (score, tie) for _, account, score, tie in before} == wanted and len(before) == len(wanted):
        return False
    shift: dict[int, int] = {}
    for _, _, score, _ in before:
        shift[score] = shift.get(score, 0) - 1
    for score, _ in wanted.values():
        shift[score] = shift.get(score, 0) + 1
    await season.replace_standings(connection, contest_id, [row[0] for row in before], wanted)
    await board.count_ranked(connection, contest_id, len(wanted) - len(before))
    await queries.shift_scores(connection, contest_id, shift)
    return True
