"""Reading links and what was counted of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import ContentEvent
from bot.links.tables import Link, LinkConversion, LinkDay, LinkSource
from bot.review.tables import ReviewEvent
from bot.rights.tables import AskEvent, Clearance
from bot.storage.database import Database
from bot.storage.lean import fetch_alone
from bot.storage.types import UtcDateTime, table_of

_AT_ONCE = 500
LONG = 100
"""Days from which on a time is long."""
DOUBTFUL = 10
"""Clicks that were left out, from which on a link is doubtful: fewer are somebody who looks twice."""
_LOCK = 0x676F6F646C696E6B  # of changes of links, among PostgreSQL's advisory locks
_LINK, _DAY = table_of(Link), table_of(LinkDay)


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a link, a network or a piece was followed. ``visitors`` are different ones of each day, added up.
    ``machines`` (programs, previews) and ``ignored`` (more of one visitor than count) are in neither number."""

    clicks: int = 0
    visitors: int = 0
    first_click_at: datetime | None = None
    last_click_at: datetime | None = None  # when the latest was written
    machines: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Converted:
    """What clicks led to. ``values`` by currency, in millionths; of ``unvalued`` the shop said no value."""

    number: int
    values: tuple[tuple[str, int], ...] = ()
    unvalued: int = 0


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A link of whose clicks more were left out than count. ``owner``: see ``Link``."""

    item_id: int
    network: str
    owner: int | None
    clicked: Clicked


async def by_codes(session: AsyncSession, codes: Collection[str]) -> dict[str, Link]:
    """The links of those codes that are anybody's."""
    found: dict[str, Link] = {}
    wanted = sorted(codes)
    for at in range(0, len(wanted), _AT_ONCE):
        rows = await session.exec(select(Link).where(col(Link.code).in_(wanted[at : at + _AT_ONCE])))
        found |= {row.code: row for row in rows}
    return found


async def get(session: AsyncSession, link_id: int) -> Link | None:
    return await session.get(Link, link_id)


async def get_many(session: AsyncSession, link_ids: Collection[int]) -> dict[int, Link]:
    found: dict[int, Link] = {}
    for part in _parts(link_ids):
        rows = await session.exec(select(Link).where(col(Link.id).in_(part)))
        found |= {row.id or 0: row for row in rows}
    return found


async def codes_taken(session: AsyncSession, codes: Collection[str]) -> set[str]:
    return set((await session.exec(select(Link.code).where(col(Link.code).in_(list(codes))))).all())


async def of_owner(session: AsyncSession, owner: int) -> Sequence[Link]:
    """Somebody's links, oldest first."""
    return (await session.exec(select(Link).where(Link.owner == owner).order_by(col(Link.id)))).all()


async def live_of_item(session: AsyncSession, item_id: int, limit: int = 20) -> Sequence[Link]:
    """The newest links to a piece that nobody ended."""
    statement = select(Link).where(Link.item_id == item_id, col(Link.ended_at).is_(None))
    return (await session.exec(statement.order_by(col(Link.id).desc()).limit(limit))).all()


async def end(session: AsyncSession, owner: int, why: str, now: datetime) -> int:
    """End somebody's links; how many were running."""
    statement = sa.update(_LINK).where(_LINK.c.owner == owner, _LINK.c.ended_at.is_(None))
    connection = await _one_change_at_a_time(session)
    ended = statement.values(ended_at=now, why_ended=why, changed=_NEXT_CHANGE)
    return (await connection.execute(ended)).rowcount


async def change(session: AsyncSession, link_id: int, values: Mapping[str, Any]) -> None:
    """Write columns of a link, so that whoever leads people on notices."""
    connection = await _one_change_at_a_time(session)
    statement = sa.update(_LINK).where(_LINK.c.id == link_id)
    await connection.execute(statement.values(**values, changed=_NEXT_CHANGE))


async def _one_change_at_a_time(session: AsyncSession) -> AsyncConnection:
    """Until the end of the transaction, so that a later number is never seen before an earlier one. SQLite has one
    writer. What the session has to write is written first, so that whoever holds this waits for no row that
    somebody else holds who waits for this."""
    await session.flush()
    connection = await session.connection()
    if connection.dialect.name != "sqlite":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(_LOCK, sa.BigInteger))))
    return connection


def _last_change() -> Any:
    every = _LINK.alias("every_link")  # else an UPDATE of links would mean the row itself
    # A literal nought, so that the partial index answers.
    return sa.select(sa.func.max(every.c.changed)).where(every.c.changed > sa.literal_column("0"))


_NEXT_CHANGE = sa.func.coalesce(_last_change().scalar_subquery(), 0) + 1


async def release(session: AsyncSession, owner: int) -> None:
    """Links of somebody become links of nobody."""
    statement = sa.update(_LINK).where(_LINK.c.owner == owner)
    await (await session.connection()).execute(statement.values(owner=None, disclosure=""))


@dataclass(frozen=True, slots=True)
class Marks:
    """``happened`` is equal where between two looks nothing became visible that ends, opens or changes a link.

    PostgreSQL gives numbers to rows before they commit: of two transactions that write at the same time the one with
    the lower number may commit last, and the ends of the indexes don't move then. So ``writing`` is the oldest
    transaction that still writes, and ``following`` comes after the latest that has ended: what moved at one look is
    settled at the first one whose ``writing`` has reached its ``following``. Both are 0 on SQLite, which has one
    writer."""

    happened: Sequence[Any]
    writing: int = 0
    following: int = 0


async def marks(database: Database, now: datetime) -> Marks:
    """What tells whether anything happened to links, but for a permission's own end by time. One short statement,
    whatever there is: each mark is the end of an index, or counts clearances, which are few."""
    if database.read_engine.dialect.name == "sqlite":
        (row,) = await fetch_alone(database.read_engine, _MARKS, {"now": now})
        return Marks(row)
    (row,) = await fetch_alone(database.read_engine, _MARKS_OF_MANY, {"now": now})
    return Marks(row[:-2], row[-2], row[-1])


def _last(column: Any) -> Any:
    return sa.select(column).order_by(column.desc()).limit(1).scalar_subquery()


def _clearances(moment: Any) -> Any:
    return (
        sa.select(sa.func.count()).where(moment <= sa.bindparam("now", type_=UtcDateTime())).scalar_subquery()
    )


_MARKS = sa.select(
    _last(col(AskEvent.sequence)).label("rights"),
    _last(col(ReviewEvent.id)).label("review"),
    _last(col(ContentEvent.id)).label("content"),
    _last_change().scalar_subquery().label("links"),
    sa.select(sa.func.max(col(Clearance.id))).scalar_subquery().label("clearance"),
    _clearances(col(Clearance.starts_at)).label("begun"),
    _clearances(col(Clearance.ends_at)).label("over"),
)


def _transaction(which: Any) -> Any:
    """A transaction's whole number, which never comes again."""
    return sa.cast(sa.cast(which(sa.func.pg_current_snapshot()), sa.Text), sa.BigInteger)


_MARKS_OF_MANY = _MARKS.add_columns(
    _transaction(sa.func.pg_snapshot_xmin).label("writing"),
    _transaction(sa.func.pg_snapshot_xmax).label("following"),
)


# ---- what was counted ----


async def totals(session: AsyncSession, link_ids: Collection[int]) -> dict[int, Clicked]:
    """What each of these links was followed so far; one that nobody followed has noughts."""
    found = dict.fromkeys(link_ids, Clicked())
    connection = await session.connection()
    for part in _parts(link_ids):
        rows = await connection.execute(_sums(_DAY.c.link_id).where(_DAY.c.link_id.in_(part)))
        found |= {row.name: _clicked(row) for row in rows}
    return found


async def changed_since(
    session: AsyncSession, since: datetime, limit: int
) -> tuple[list[int], datetime | None]:
    """Links of which clicks were written after that moment, in the order of their latest; about ``limit`` of them: of
    those that were written together all are given. And the moment up to which that is, at which the next look begins:
    not what ``totals`` says, since a link may be clicked again on a later day than others that are still to come.

    A transaction of another process may be seen a little after its moment. Whoever must miss nothing looks back some
    seconds, and copes with a link that comes twice.
    """
    connection = await session.connection()
    after = _DAY.c.clicked_at > since
    last = (
        await connection.execute(
            sa.select(_DAY.c.clicked_at).where(after).order_by(_DAY.c.clicked_at).offset(limit - 1).limit(1)
        )
    ).scalar()
    statement = sa.select(_DAY.c.link_id, _DAY.c.clicked_at).where(after).order_by(_DAY.c.clicked_at)
    if last is not None:
        statement = statement.where(_DAY.c.clicked_at <= last)
    latest = {row.link_id: row.clicked_at for row in await connection.execute(statement)}
    links = sorted(latest, key=lambda link_id: (latest[link_id], link_id))
    return links, max(latest.values(), default=None)


async def brought(
    session: AsyncSession, start: datetime, end: datetime
) -> tuple[dict[str, Clicked], dict[int, Clicked]]:
    """Clicks and visitors by network, and by piece, of the days (UTC) that begin in the period."""
    networks, pieces = dict[str, Clicked](), dict[int, Clicked]()
    for row in await (await session.connection()).execute(brought_statement(*_days(start, end))):
        if row.network is not None:
            networks[row.network] = _clicked(row)
        else:
            pieces[row.item_id] = _clicked(row)
    return networks, pieces


def brought_statement(first: date, after: date) -> Any:
    """The days of a link are added up before it is looked up. Of a long time they are read in the order in which
    they are kept: by an index it takes SQLite four times as long."""
    day = _day(first, after)
    link = _sums(_DAY.c.link_id).where(day >= first, day < after).subquery("days_of_link")
    each = sa.select(_LINK.c.network, _LINK.c.item_id, *(link.c[name] for name in _ADDED))
    links = each.join_from(link, _LINK, _LINK.c.id == link.c.name).cte("links")
    added = [function(links.c[name]).label(name) for name, function in _ADDED.items()]
    by_network = sa.select(links.c.network, sa.null().label("item_id"), *added).group_by(links.c.network)
    by_piece = sa.select(sa.null().label("network"), links.c.item_id, *added).group_by(links.c.item_id)
    return sa.union_all(by_network, by_piece)


async def doubtful(session: AsyncSession, start: datetime, end: datetime, limit: int) -> list[Doubtful]:
    """Links that one visitor or one address followed more often in these days than all others together, those first
    of whose clicks most were left out. Where a few were left out, nothing is to be said."""
    first, after = _days(start, end)
    ignored, day = sa.func.sum(_DAY.c.ignored), _day(first, after)
    sums = (
        _sums(_DAY.c.link_id)
        .where(day >= first, day < after)
        .having(sa.and_(ignored >= DOUBTFUL, ignored > sa.func.sum(_DAY.c.clicks)))
        .order_by(ignored.desc(), _DAY.c.link_id)
        .limit(limit)
        .subquery("doubtful")
    )
    each = sa.select(_LINK.c.network, _LINK.c.item_id, _LINK.c.owner, *(sums.c[name] for name in _ADDED))
    statement = each.join_from(sums, _LINK, _LINK.c.id == sums.c.name).order_by(
        sums.c.ignored.desc(), sums.c.name
    )
    rows = await (await session.connection()).execute(statement)
    return [Doubtful(row.item_id, row.network, row.owner, _clicked(row)) for row in rows]


async def sources(session: AsyncSession, start: datetime, end: datetime) -> dict[str, dict[str, int]]:
    """Where the clicks of these days came from, over all links: ``referrer`` and ``country`` to names and clicks.
    Most clicks say neither."""
    first, after = _days(start, end)
    statement = (
        select(LinkSource.kind, LinkSource.name, sa.func.sum(LinkSource.clicks))
        .where(col(LinkSource.day) >= first, col(LinkSource.day) < after)
        .group_by(col(LinkSource.kind), col(LinkSource.name))
    )
    found: dict[str, dict[str, int]] = {"referrer": {}, "country": {}}
    for kind, name, clicks in await session.exec(statement):
        found.setdefault(kind, {})[name] = int(clicks)
    return found


async def conversions(session: AsyncSession, start: datetime, end: datetime, how: str = "call") -> Converted:
    """What clicks led to in a period; ``how`` tells what was signed (``call``) from what anybody could forge
    (``pixel``)."""
    statement = (
        select(
            LinkConversion.currency,
            sa.func.count(),
            sa.func.count(col(LinkConversion.value_micros)),
            sa.func.sum(LinkConversion.value_micros),
        )
        .where(col(LinkConversion.at) >= start, col(LinkConversion.at) < end, LinkConversion.how == how)
        .group_by(col(LinkConversion.currency))
        .order_by(col(LinkConversion.currency))
    )
    rows = (await session.exec(statement)).all()
    values = tuple((currency, int(value)) for currency, _, _, value in rows if currency and value is not None)
    number, valued = sum(one for _, one, _, _ in rows), sum(one for _, _, one, _ in rows)
    return Converted(number, values, number - valued)


def _day(first: date, after: date) -> Any:
    """The day, for a statement about these: of a long time by no index."""
    return _DAY.c.day if (after - first).days < LONG else sa.func.coalesce(_DAY.c.day, None)


def days_in(start: datetime, end: datetime) -> tuple[date, date]:
    """The days (UTC) that begin in a period: the first of them, and the one after the last."""
    return _days(start, end)


def _sums(name: Any) -> Any:
    columns = [function(_DAY.c[column]).label(column) for column, function in _ADDED.items()]
    return sa.select(name.label("name"), *columns).group_by(name)


_ADDED: dict[str, Any] = {
    "clicks": sa.func.sum,
    "visitors": sa.func.sum,
    "first_at": sa.func.min,
    "clicked_at": sa.func.max,
    "machines": sa.func.sum,
    "ignored": sa.func.sum,
}


def _clicked(row: Any) -> Clicked:
    return Clicked(
        int(row.clicks), int(row.visitors), row.first_at, row.clicked_at, int(row.machines), int(row.ignored)
    )


def _days(start: datetime, end: datetime) -> tuple[date, date]:
    """The first day that begins at or after the start, and the first that begins at or after the end."""

    def first_from(moment: datetime) -> date:
        utc = moment.astimezone(UTC)
        midnight = utc.replace(hour=0, minute=0, second=0, microsecond=0)
        return utc.date() if utc == midnight else utc.date() + timedelta(days=1)

    return first_from(start), first_from(end)


def _parts(ids: Collection[int]) -> list[list[int]]:
    wanted = sorted(set(ids))
    return [wanted[at : at + _AT_ONCE] for at in range(0, len(wanted), _AT_ONCE)]
