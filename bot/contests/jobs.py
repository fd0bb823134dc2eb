"""Durable work of contests: phase changes at their time, the draw, prizes that nobody claims, and the check of what
must always hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries, wishes
from bot.contests.beacon import fetch_round
from bot.contests.book import definition_of
from bot.contests.draw import Beacon, DrandRound
from bot.contests.membership import Membership
from bot.contests.order import record_of
from bot.contests.rules import (
    ENTRY_LEADS_TO,
    LEADS_TO,
    AwardStatus,
    ContestAction,
    Kind,
    Phase,
    derive,
    passed,
)
from bot.contests.scoring.jobs import JOBS as SCORING
from bot.contests.service import Contests
from bot.contests.tables import Contest
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks, TryLater
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

SPARE = 5
"""Members asked for beyond the winners needed: some may be passed over for another reason."""
MOST_ASKED = 500
"""People who are asked about before one decision; whoever comes after them counts as a member."""
PATIENCE = timedelta(minutes=15)
"""After which managers are told that the beacon is away, and what they can do."""
NAMED = 5
CHECKED = 1000

T = TypeVar("T")


class Context(Protocol):
    """What these jobs need of the running services."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def contests(self) -> Contests: ...
    @property
    def identities(self) -> Identities: ...
    def outlet(self, kind: type[T]) -> T: ...


async def advance(context: Context, contest_id: int) -> None:
    """Every phase change that is due. Running twice finds nothing due the second time."""
    async with unit_of_work(context.database) as session:
        await context.contests.advance(session, contest_id, context.clock())


async def sweep(context: Context) -> None:
    """Ask for whatever is overdue: what a downtime missed, or a wake-up that was lost. Running twice asks twice for
    what is done once."""
    now = context.clock()
    async with unit_of_work(context.database) as session:
        for contest_id in await queries.overdue(session, now):
            await context.work.enqueue_soon(session, wishes.ADVANCE, contest_id)
        for award in await queries.lapsed(session, now):
            await context.work.enqueue_soon(session, wishes.LAPSE, award.contest_id)


async def decide(context: Context, contest_id: int) -> None:
    """Fetch the named round where there is one, ask who is still a member, and decide. Running twice decides once.

    Raises TryLater while the round isn't there or the beacon can't be reached.
    """
    async with reading(context.database) as session:
        contest = await queries.get(session, contest_id)
    if contest is None or contest.phase != Phase.CLOSED or contest.record is None:
        return
    beacon = await _chance(context, contest)
    members = await _members(context, contest, beacon, definition_of(contest).winners)
    async with unit_of_work(context.database) as session:
        now = context.clock()
        await _keep(context, session, members)
        left, unknown = ([one.id for one in some] for some in (members.left, members.unknown))
        await context.contests.phases.decide(session, contest_id, now, beacon, left, unknown)


async def _chance(context: Context, contest: Contest) -> Beacon | None:
    record = record_of(contest)
    if record is None or record.opening is not None or not definition_of(contest).draws:
        return None
    source = record.frozen.source
    if not isinstance(source, DrandRound):
        return None
    addresses = context.settings.contests.beacons
    try:
        return await fetch_round(
            context.outlet(PoliteClient), addresses, source.chain, source.round, context.clock()
        )
    except (TryLater, NeverWorks) as error:
        if isinstance(error, NeverWorks) or context.clock() - record.frozen.frozen_at > PATIENCE:
            await _tell_away(context, contest, error.message)
        raise


async def _tell_away(context: Context, contest: Contest, problem: str) -> None:
    key = f"beacon-away:{contest.id}"
    async with unit_of_work(context.database) as session:
        values = {"problem": problem}
        await context.work.enqueue(session, wishes.TELL, contest.id, "beacon-away", values, key, key=key)


@dataclass(slots=True)
class Members:
    """What platforms say of the likely winners."""

    there: list[KnownAccount] = field(default_factory=list)
    left: list[KnownAccount] = field(default_factory=list)
    unknown: list[KnownAccount] = field(default_factory=list)  # nobody could be asked: they count as members


async def _members(context: Context, contest: Contest, beacon: Beacon | None, winners: int) -> Members:
    """Ask about those who would win, first to last, until enough of them are members."""
    found = Members()
    if definition_of(contest).leavers_may_win or not winners:
        return found
    membership = context.outlet(Membership)
    for account in await _likely(context, contest, beacon):
        answer = await membership.of(account)
        where = found.left if answer is False else found.unknown if answer is None else found.there
        where.append(account)
        if len(found.there) + len(found.unknown) >= winners + SPARE:
            break
    return found


async def who_left(context: Context, contest_id: int) -> list[int]:
    """The accounts next in order that aren't members any more: to be passed over when a manager draws again."""
    async with reading(context.database) as session:
        contest = await queries.get(session, contest_id)
    if contest is None or Phase(contest.phase) not in (Phase.DECIDED, Phase.AWARDED):
        return []
    return [one.id for one in (await _members(context, contest, None, 1)).left]


async def _likely(context: Context, contest: Contest, beacon: Beacon | None) -> list[KnownAccount]:
    record = record_of(contest)
    if record is not None and record.opening is None and contest.kind == Kind.LOT:
        record = context.contests.phases.opened(contest, context.clock(), beacon)
    accounts: dict[int, None] = {}
    async with reading(context.database) as session:
        async for account in context.contests.awards.likely(session, contest, record):
            accounts[account] = None
            if len(accounts) == MOST_ASKED:
                break
        known = await context.identities.known(session, list(accounts))
    return [known[one] for one in accounts if one in known]


async def _keep(context: Context, session: AsyncSession, members: Members) -> None:
    """Let accounts say what the platforms said."""
    now = context.clock()
    for one in members.left:
        await context.identities.left(session, one.id, now)
    for one in members.there:
        if one.left_at is not None:
            await context.identities.is_back(session, one.id, now)


async def lapse(context: Context, contest_id: int) -> None:
    """Pass on prizes that weren't claimed in time. Running twice finds none the second time."""
    async with reading(context.database) as session:
        contest = await queries.get(session, contest_id)
        awards = await queries.awards(session, contest_id)
    if contest is None or not any(one.status == AwardStatus.OFFERED for one in awards):
        return
    over = sum(
        one.status == AwardStatus.OFFERED
        and one.claim_by is not None
        and passed(one.claim_by, context.clock())
        for one in awards
    )
    members = await _members(context, contest, None, over)
    async with unit_of_work(context.database) as session:
        await _keep(context, session, members)
        left = [one.id for one in members.left]
        await context.contests.awards.lapse(session, contest_id, context.clock(), left)


async def pass_on(context: Context, contest_id: int) -> None:
    """Prizes whose entries don't count any more go to the next in order who is still a member. Running
    twice finds none the second time."""
    async with reading(context.database) as session:
        contest = await queries.get(session, contest_id)
        waiting = len(await context.contests.awards.to_pass_on(session, contest_id))
    if contest is None or Phase(contest.phase) not in (Phase.DECIDED, Phase.AWARDED) or not waiting:
        return
    members = await _members(context, contest, None, waiting)
    async with unit_of_work(context.database) as session:
        await _keep(context, session, members)
        left = [one.id for one in members.left]
        await context.contests.awards.pass_on(session, contest_id, context.clock(), left)


async def check_phases(context: Context) -> None:
    """Compare contests and entries with their events. Only reads, so running twice tells the same twice.

    Raises NeverWorks when something differs, so that it stands with the work that failed until somebody looks.
    """
    problems: list[str] = []
    async with reading(context.database) as session:
        for contest in await queries.contests(session, limit=CHECKED):
            problems += differences(contest, await queries.phase_events(session, contest.id or 0))
            problems += await entry_differences(session, contest.id or 0)
    if problems:
        words = "; ".join(problems[:NAMED] + ["..."] * (len(problems) > NAMED))
        raise NeverWorks(
            f"{len(problems)} things in contests are not what their events say: {words}.",
            remedy="Their events are the truth: was a row changed by hand? Please report it.",
        )


def differences(contest: Contest, events: Sequence[tuple[int, str]]) -> list[str]:
    """What is wrong with a contest's row, in words: its phase, and the number of its events."""
    phases = [ContestAction(action) for _, action in events if action in LEADS_TO]
    found = []
    if derive(phases) != contest.phase:
        found.append(f"contest {contest.id} is {contest.phase}, its events say {derive(phases).value}")
    if [number for number, _ in events] != list(range(1, contest.revision + 1)):
        found.append(f"the events of contest {contest.id} are not numbered 1 to {contest.revision}")
    return found


async def entry_differences(session: AsyncSession, contest_id: int) -> list[str]:
    """Entries that don't stand where their last event led them, in words."""
    leading = {event.value: status.value for event, status in ENTRY_LEADS_TO.items()}
    last = await queries.last_entry_events(session, contest_id, list(leading))
    found = []
    after = 0
    while batch := await queries.entries_page(session, contest_id, after=after, limit=1000):
        for entry in batch:
            told = leading.get(last.get(entry.id or 0, ""), "nothing")
            if told != entry.status:
                found.append(
                    f"entry {entry.number} of contest {contest_id} is {entry.status}, its events say {told}"
                )
        after = batch[-1].number
    return found


ADVANCE = Job(wishes.ADVANCE, advance)
SWEEP = Job(wishes.SWEEP, sweep)
DECIDE = Job(wishes.DECIDE, decide)
LAPSE = Job(wishes.LAPSE, lapse)
HAND_ON = Job(wishes.HAND_ON, pass_on)
CHECK = Job(wishes.CHECK_EVENTS, check_phases, attempts=1)
JOBS = (ADVANCE, SWEEP, DECIDE, LAPSE, HAND_ON, CHECK, *SCORING)
