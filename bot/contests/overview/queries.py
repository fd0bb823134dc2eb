"""Statements of what managers look at. They only read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.rules import AwardStatus, EntryStatus
from bot.contests.tables import ContestAward, ContestEntry, ContestEvent, ContestFlag, ContestStanding
from bot.people.tables import Account
from bot.storage.types import table_of

_ENTRY = table_of(ContestEntry)
_STANDING = table_of(ContestStanding)
_FLAG = table_of(ContestFlag)
_EVENT = table_of(ContestEvent)
_AWARD = table_of(ContestAward)
_ACCOUNT = table_of(Account)
_ITEM = table_of(Item)
MOST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much there is of a contest. ``flags`` are those nobody has settled."""

    waiting: int = 0
    accepted: int = 0
    others: int = 0  # rejected, withdrawn, disqualified
    votes: int = 0
    ranked: int = 0
    flags: int = 0
    planned: int = 0  # prizes for somebody who isn't announced yet

    @property
    def entries(self) -> int:
        return self.waiting + self.accepted + self.others


async def numbers(session: AsyncSession, contest_ids: Collection[int]) -> dict[int, Numbers]:
    """The numbers of these contests."""
    ids = list(contest_ids)
    found = dict.fromkeys(ids, Numbers())
    connection = await session.connection()
    entries = (
        sa.select(_ENTRY.c.contest_id, _ENTRY.c.status, sa.func.count())
        .where(_ENTRY.c.contest_id.in_(ids))
        .group_by(_ENTRY.c.contest_id, _ENTRY.c.status)
    )
    for contest_id, status, count in await connection.execute(entries):
        known = found[contest_id]
        name = status if status in (EntryStatus.WAITING, EntryStatus.ACCEPTED) else "others"
        found[contest_id] = replace(known, **{name: getattr(known, name) + count})
    standings = (
        sa.select(
            _STANDING.c.contest_id, sa.func.count(), sa.func.coalesce(sa.func.sum(_STANDING.c.votes), 0)
        )
        .where(_STANDING.c.contest_id.in_(ids))
        .group_by(_STANDING.c.contest_id)
    )
    for contest_id, ranked, votes in await connection.execute(standings):
        found[contest_id] = replace(found[contest_id], ranked=int(ranked), votes=int(votes))
    flags = (
        sa.select(_FLAG.c.contest_id, sa.func.count())
        .where(_FLAG.c.contest_id.in_(ids), _FLAG.c.settled_at.is_(None))
        .group_by(_FLAG.c.contest_id)
    )
    for contest_id, count in await connection.execute(flags):
        found[contest_id] = replace(found[contest_id], flags=int(count))
    planned = (
        sa.select(_AWARD.c.contest_id, sa.func.count())
        .where(_AWARD.c.contest_id.in_(ids), _AWARD.c.status == AwardStatus.PLANNED.value)
        .group_by(_AWARD.c.contest_id)
    )
    for contest_id, count in await connection.execute(planned):
        found[contest_id] = replace(found[contest_id], planned=int(count))
    return found


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry with who made it and what it says. Texts are anybody's. The score's parts are None where it isn't
    ranked."""

    id: int
    number: int
    status: EntryStatus
    reason: str | None
    task: str | None
    item_id: int
    url: str | None
    text: str
    account_id: int
    platform: str
    external_id: str
    name: str
    entered_at: datetime
    votes: int | None
    jury: int | None
    engagement: int | None
    score: int | None


_ROWS = (
    sa.select(
        _ENTRY.c.id,
        _ENTRY.c.number,
        _ENTRY.c.status,
        _ENTRY.c.reason,
        _ENTRY.c.task,
        _ENTRY.c.item_id,
        _ITEM.c.url,
        sa.func.substr(sa.func.coalesce(_ITEM.c.title, _ITEM.c.text, ""), 1, MOST_TEXT),
        _ENTRY.c.account_id,
        sa.func.coalesce(_ACCOUNT.c.platform, ""),
        sa.func.coalesce(_ACCOUNT.c.external_id, ""),
        sa.func.coalesce(_ACCOUNT.c.name, _ACCOUNT.c.handle, ""),
        _ENTRY.c.entered_at,
        _STANDING.c.votes,
        _STANDING.c.jury,
        _STANDING.c.engagement,
        _STANDING.c.score,
    )
    .select_from(
        _ENTRY.outerjoin(_ITEM, _ITEM.c.id == _ENTRY.c.item_id)
        .outerjoin(_ACCOUNT, _ACCOUNT.c.id == _ENTRY.c.account_id)
        .outerjoin(
            _STANDING,
            sa.and_(_STANDING.c.contest_id == _ENTRY.c.contest_id, _STANDING.c.entry_id == _ENTRY.c.id),
        )
    )
    .order_by(_ENTRY.c.number)
)


def _entry(row: Sequence[object]) -> EntryRow:
    values = list(row)
    values[2] = EntryStatus(str(values[2]))
    return EntryRow(*values)  # type: ignore[arg-type]  # selected in its order


async def entries(
    session: AsyncSession,
    contest_id: int,
    *,
    after: int = 0,
    limit: int = 10,
    statuses: Collection[EntryStatus] | None = None,
) -> list[EntryRow]:
    """Entries by number, those after the number ``after``."""
    statement = _ROWS.where(_ENTRY.c.contest_id == contest_id, _ENTRY.c.number > after).limit(limit)
    if statuses is not None:
        statement = statement.where(_ENTRY.c.status.in_([one.value for one in statuses]))
    return [_entry(row) for row in await (await session.connection()).execute(statement)]


async def entries_of_ids(session: AsyncSession, entry_ids: Collection[int]) -> dict[int, EntryRow]:
    """Those entries."""
    statement = _ROWS.where(_ENTRY.c.id.in_(list(entry_ids)))
    found = [_entry(row) for row in await (await session.connection()).execute(statement)]
    return {one.id: one for one in found}


async def people_ranked(session: AsyncSession, contest_id: int) -> list[dict[str, object]]:
    """A season's people, best first; in other contests entries are ranked, and this is empty."""
    statement = (
        sa.select(
            _STANDING.c.account_id,
            sa.func.coalesce(_ACCOUNT.c.name, _ACCOUNT.c.handle, ""),
            _ACCOUNT.c.platform,
            _ACCOUNT.c.external_id,
            _STANDING.c.points,
            _STANDING.c.score,
        )
        .select_from(_STANDING.outerjoin(_ACCOUNT, _ACCOUNT.c.id == _STANDING.c.account_id))
        .where(_STANDING.c.contest_id == contest_id, _STANDING.c.entry_id.is_(None))
        .order_by(_STANDING.c.score.desc(), _STANDING.c.tie.desc(), _STANDING.c.id)
    )
    names = ("account_id", "name", "platform", "account", "points", "score")
    rows = await (await session.connection()).execute(statement)
    return [dict(zip(names, row, strict=True)) for row in rows]


async def flags(session: AsyncSession, contest_id: int) -> list[ContestFlag]:
    """What was odd about its votes, and what came of it."""
    statement = select(ContestFlag).where(ContestFlag.contest_id == contest_id).order_by(col(ContestFlag.id))
    return list((await session.exec(statement)).all())


async def number_before(session: AsyncSession, contest_id: int, skip: int, status: EntryStatus | None) -> int:
    """The number after which a page begins that comes behind ``skip`` entries."""
    if skip <= 0:
        return 0
    statement = sa.select(_ENTRY.c.number).where(_ENTRY.c.contest_id == contest_id)
    if status is not None:
        statement = statement.where(_ENTRY.c.status == status.value)
    statement = statement.order_by(_ENTRY.c.number).offset(skip - 1).limit(1)
    return int((await (await session.connection()).execute(statement)).scalar() or 0)


async def last_event(session: AsyncSession, contest_id: int, actions: Collection[str]) -> ContestEvent | None:
    """The latest event of these kinds."""
    statement = (
        sa.select(ContestEvent)
        .where(col(ContestEvent.contest_id) == contest_id, col(ContestEvent.action).in_(list(actions)))
        .order_by(col(ContestEvent.revision).desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def people_named(
    session: AsyncSession, contest_id: int, typed: str, limit: int = 20
) -> list[tuple[int, str, str]]:
    """``(account, name, platform)`` of people whose name or id begins like that; entrants of the contest first."""
    wanted = typed.strip().casefold()
    entered = sa.exists().where(_ENTRY.c.account_id == _ACCOUNT.c.id, _ENTRY.c.contest_id == contest_id)
    statement = sa.select(
        _ACCOUNT.c.id,
        sa.func.coalesce(_ACCOUNT.c.name, _ACCOUNT.c.handle, _ACCOUNT.c.external_id),
        _ACCOUNT.c.platform,
    )
    if wanted:
        begins = [
            sa.func.lower(sa.func.coalesce(column, "")).contains(wanted, autoescape=True)
            for column in (_ACCOUNT.c.name, _ACCOUNT.c.handle)
        ]
        statement = statement.where(sa.or_(*begins, _ACCOUNT.c.external_id == typed.strip()))
    else:
        statement = statement.where(entered)
    statement = statement.order_by(sa.case((entered, 0), else_=1), _ACCOUNT.c.id.desc()).limit(limit)
    rows = await (await session.connection()).execute(statement)
    return [(int(id), str(name), str(platform)) for id, name, platform in rows]
