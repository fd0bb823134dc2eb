"""Durable work of scoring: mixing, measuring, watching, and the check that all adds up."""

from __future__ import annotations

from typing import Protocol

from bot.contests.rules import Kind
from bot.contests.scoring import mix as mixing
from bot.contests.scoring.events import get
from bot.contests.scoring.measures import Fall, measure_page
from bot.contests.scoring.recount import Difference, recount
from bot.contests.scoring.rules import MANAGED_IN, VOTED_ON
from bot.contests.scoring.service import MIX, SHOW, TELL, Scoring
from bot.contests.scoring.totals.queries import tidy_scores
from bot.contests.scoring.watching.queries import running
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

MEASURE = "contests.measure"
WATCH = "contests.watch"
CHECK = "contests.check"
NAMED = 5  # differences spelled out in the message; the number says how many there are

log = get_logger(__name__)


class Context(Protocol):
    """What these jobs need of the running services."""

    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...


async def mix(context: Context, contest_id: int) -> None:
    """Work out a contest's mixed scores. Running twice finds the same. Shows them when any has changed."""
    async with unit_of_work(context.database) as session:
        if await mixing.mix(session, await get(session, contest_id)):
            await context.work.enqueue_soon(session, SHOW, contest_id)


async def measure(context: Context, contest_id: int | None = None) -> None:
    """Take what platforms count by now, of one contest or of all that run. Running twice keeps nothing twice.

    One transaction for some hundred entries; a run that is cut short begins anew and finds those done unchanged.
    """
    for each in await _running(context, contest_id):
        await _measure(context, each)


async def _measure(context: Context, contest_id: int) -> None:
    after: int | None = 0
    while after is not None:
        async with unit_of_work(context.database) as session:
            contest = await get(session, contest_id)
            measured = await measure_page(session, contest, after, context.clock())
            if measured.changed:
                mixed = contest.kind == Kind.MIX
                await context.work.enqueue_soon(session, MIX if mixed else SHOW, contest_id)
            for fall in measured.falls:
                key = f"{contest_id}:fall:{fall.entry_id}:{fall.metric}:{fall.before}:{fall.now}"
                await context.work.enqueue(session, TELL, contest_id, "fall", _data(fall), key, key=key)
            after = measured.after


def _data(fall: Fall) -> dict[str, int | str]:
    return {
        "entry_id": fall.entry_id,
        "number": fall.number,
        "metric": fall.metric,
        "before": fall.before,
        "now": fall.now,
    }


async def watch(context: Context, contest_id: int | None = None) -> None:
    """Look for odd votes in one contest or in all that run, and tell managers. Running twice tells nothing twice."""
    scoring = Scoring(context.work)
    for each in await _running(context, contest_id):
        async with unit_of_work(context.database) as session:
            found = await scoring.find(session, await get(session, each), context.clock())
        if found:
            log.info("contest_votes_flagged", contest=each, kinds=sorted({one.kind for one in found}))


async def check(context: Context) -> None:
    """Compare the standings of all contests not decided yet with what they add up to. Running twice tells the same
    twice.

    Raises NeverWorks when something differs, so that it stands with the work that failed until somebody looks.
    """
    async with reading(context.database) as session:
        contests = await running(await session.connection(), sorted(MANAGED_IN))
    found: list[tuple[int, Difference]] = []
    for contest_id in contests:
        async with unit_of_work(context.database) as session:
            await mixing.mix(session, await get(session, contest_id))
            await tidy_scores(session, contest_id)
        async with reading(context.database) as session:
            found += [(contest_id, each) for each in await recount(session, contest_id)]
    if found:
        raise NeverWorks(
            f"{len(found)} standings of contests are not what they add up to: {_words(found)}.",
            remedy="Votes, marks, measures and points are the truth: was a row changed by hand? Please report it.",
        )


def _words(found: list[tuple[int, Difference]]) -> str:
    named = [f"contest {contest_id}: {each}" for contest_id, each in found[:NAMED]]
    return "; ".join(named + ["..."] * (len(found) > NAMED))


async def _running(context: Context, contest_id: int | None) -> list[int]:
    if contest_id is not None:
        return [contest_id]
    async with reading(context.database) as session:
        return await running(await session.connection(), sorted(VOTED_ON))


JOBS = (
    Job(MIX, mix),
    Job(MEASURE, measure),
    Job(WATCH, watch),
    Job(CHECK, check, attempts=1),
)
"""``contests.measure``, ``contests.watch`` and ``contests.check`` are for the calendar too, without a contest."""
