"""Durable work of the programme: clicks become points, what people decided about suggestions, recognition of a month,
what is left of those who left, the nudge, and the check of the boards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.activity.service import tell_when_fading
from bot.ambassadors.badges.service import find_of_month
from bot.ambassadors.ledger.service import recount
from bot.ambassadors.membership import ENDED_KEPT, Membership
from bot.ambassadors.rules import day_start
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.suggesting import settle
from bot.ambassadors.wishes import OPENED, ask_to_close, ask_to_show
from bot.kernel.clock import Clock
from bot.kernel.errors import NeverWorks
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

AT_ONCE = 50
"""Links in one transaction: clicks of buttons wait for it."""
LOOKS_BACK = timedelta(seconds=30)
"""Clicks of another process may be seen a little after their moment."""
AT_FIRST = timedelta(days=400)
LATE_DAYS = 3
NAMED = 5
CLICKS = "clicks"

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
    def outlet(self, kind: type[T]) -> T: ...


async def count_clicks(context: Context, days_back: int = 0) -> None:
    """Give points for new visitors of links. How far it got stands in the same transaction as what it gave; what is
    looked at twice counts once. ``days_back`` looks at the days before again, for what was seen late."""
    programme_of = context.outlet(Ambassadors)
    begin: datetime | None = None
    links: list[int] = []
    while begin is None or len(links) >= AT_ONCE:
        now = context.clock()
        async with unit_of_work(context.database) as session:
            kept = await queries.progress(session, CLICKS) or now - AT_FIRST
            since = begin or kept - LOOKS_BACK - timedelta(days=days_back)
            links, until = await programme_of.clicks.changed_since(session, since, AT_ONCE)
            totals = dict(await programme_of.clicks.totals(session, links))
            programme = await programme_of.programme(session)
            if await programme_of.sharing.clicked(session, totals, programme, now):
                for one in sorted(await queries.sharers_of_links(session, totals)):
                    await ask_to_show(session, context.work, one)
            reached = until or since
            await queries.set_progress(session, CLICKS, max(kept, reached))
        if begin is not None and reached <= begin:
            return
        begin = reached


async def keep_public_boards(
    session: AsyncSession, work: Enqueuer, membership: Membership, now: datetime
) -> None:
    """Where people outside read the boards: whoever didn't agree to that is off them, and is asked. It is done before
    anybody can read them, and again in case a copy of the process with other settings put somebody there."""
    for one in await membership.hide_who_was_not_asked(session):
        await work.enqueue_soon(session, OPENED, one, int(now.timestamp()))
        await ask_to_show(session, work, one)  # which takes their name out of posts that stand


async def tidy(context: Context) -> None:
    """Keep public boards to those who agreed, take out what is left of those who left, and tell
    managers when the programme fades. Running twice finds nothing left to do."""
    programme_of, now = context.outlet(Ambassadors), context.clock()
    async with unit_of_work(context.database) as session:
        programme = await programme_of.programme(session)
        await keep_public_boards(session, context.work, programme_of.membership, now)
    async with unit_of_work(context.database) as session:
        for one, languages in await queries.languages_of(
            session,
            [*await queries.half_left(session), *await queries.ended_before(session, now - ENDED_KEPT)],
        ):
            await ask_to_close(session, context.work, one, next(iter(languages), ""))
        await programme_of.membership.tidy(session, now)
    async with unit_of_work(context.database) as session:
        await tell_when_fading(session, context.work, programme, now)


async def settle_suggestions(context: Context) -> None:
    """Points for suggestions that people approved, and the note of those that they rejected. Running twice finds
    nothing left to do."""
    async with unit_of_work(context.database) as session:
        programme = await context.outlet(Ambassadors).programme(session)
        await settle(session, programme, context.clock())


async def recognise(context: Context) -> None:
    """The most helpful find of the month that is over. Running twice gives it once."""
    now = context.clock()
    async with unit_of_work(context.database) as session:
        programme = await context.outlet(Ambassadors).programme(session)
        start, end, month = month_before(now, programme.zone)
        await find_of_month(session, month, start, end, now)


def month_before(now: datetime, zone: str) -> tuple[datetime, datetime, str]:
    """The month that is over: its first moment, its end, and its name ("2026-10")."""
    first = now.astimezone(ZoneInfo(zone)).replace(day=1)
    last = first - timedelta(days=1)
    return day_start(last.replace(day=1), zone), day_start(first, zone), f"{last:%Y-%m}"


async def check(context: Context) -> None:
    """Compare the boards with what points add up to. Only reads. Raises NeverWorks when something differs, so that it
    stands with the work that failed until somebody looks."""
    async with reading(context.database) as session:
        found = await recount(session)
    if found:
        named = "; ".join([*map(str, found[:NAMED]), *(["..."] if len(found) > NAMED else [])])
        raise NeverWorks(
            f"The ambassadors' boards are not what their points add up to: {named}.",
            remedy="The points are the truth: was a row changed by hand? Please report it.",
        )


async def count_late_clicks(context: Context) -> None:
    """The clicks of the last days once more: what was written late is counted then. Running twice counts once."""
    await count_clicks(context, LATE_DAYS)


COUNT = Job("ambassadors.clicks", count_clicks)
COUNT_LATE = Job("ambassadors.late_clicks", count_late_clicks)
TIDY = Job("ambassadors.tidy", tidy)
SETTLE = Job("ambassadors.settle", settle_suggestions)
RECOGNISE = Job("ambassadors.recognise", recognise)
CHECK = Job("ambassadors.check", check, attempts=1)
JOBS = (COUNT, COUNT_LATE, SETTLE, TIDY, RECOGNISE, CHECK)
EVERY = {
    COUNT.name: 15,  # a person who shared something looks whether anybody comes
    COUNT_LATE.name: 24 * 3600,
    SETTLE.name: 60,
    TIDY.name: 3600,
    RECOGNISE.name: 6 * 3600,
    CHECK.name: 24 * 3600,
}
"""Seconds between two runs."""
