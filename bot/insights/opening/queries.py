"""Statements of the rows behind a figure: the same facts that are counted, one row each.

Every statement gives item_id, creator_id, at, value and begun (from when a wait is counted; else nothing).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import Status
from bot.ambassadors.tables import Ambassador, Point, Share
from bot.content.tables import CampaignItem
from bot.contests.tables import ContestEntry, ContestVote
from bot.insights.counting.queries import (
    CREATOR,
    CUSTOMERS,
    END,
    ENGAGEMENT,
    GAINS,
    ITEM,
    MEASUREMENT,
    START,
    facts,
    first_answers,
    first_source,
    tags_of,
)
from bot.links.queries import days_in
from bot.links.tables import Link, LinkConversion, LinkDay
from bot.review.tables import WAITING_ROWS, Review
from bot.storage.types import UtcDateTime, table_of

_CAMPAIGN = table_of(CampaignItem)
_REVIEW = table_of(Review)
_ENTRY = table_of(ContestEntry)
_VOTE = table_of(ContestVote)
_AMBASSADOR = table_of(Ambassador)
_SHARE = table_of(Share)
_POINT = table_of(Point)
_LINK = table_of(Link)
_LINK_DAY = table_of(LinkDay)
_CONVERSION = table_of(LinkConversion)
_FIRST_DAY = sa.bindparam("first_day", type_=sa.Date)
_DAY_AFTER = sa.bindparam("day_after", type_=sa.Date)
_NOTHING = sa.null()
_DECIDED = ("approved", "rejected")
_MOODS = ("positive", "neutral", "negative")
_PLAIN = ("asked", "granted", "declined", "unanswered", "withdrawn", "published", "answered", "followers")
CHUNK = 500
"""How many rows are read at a time."""


def _facts_of() -> dict[str, tuple[tuple[str, ...], Any]]:
    """By figure: which facts it counts, and of which pieces."""
    mood = ITEM.c.sentiment
    found: dict[str, tuple[tuple[str, ...], Any]] = {
        "found": (("found",), sa.true()),
        "judged": (("found",), mood.is_not(None)),
        "unjudged": (("found",), mood.is_(None)),
        "approved": (("approved",), sa.true()),
        "rejected": (("rejected",), sa.true()),
        "decided": (_DECIDED, sa.true()),
        "decisions": (_DECIDED, sa.true()),
        "decided_in": (_DECIDED, sa.true()),
        "ended": (("granted", "declined", "unanswered"), sa.true()),
        **{one: ((one,), sa.true()) for one in _PLAIN},
    }
    for one in _MOODS:
        found[one] = (("found",), mood == one)
        found[f"approved_{one}"] = (("approved",), mood == one)
        found[f"decided_{one}"] = (_DECIDED, mood == one)
    return found


FACTS = _facts_of()
_GAINED: dict[str, Any] = {
    "gained": ENGAGEMENT,
    **{f"gained_{one}": MEASUREMENT.c[f"gained_{one}"] for one in GAINS},
    "gained_viewed": sa.case((MEASUREMENT.c.views.is_not(None), ENGAGEMENT), else_=0),
    "gained_reached": sa.case((MEASUREMENT.c.reach.is_not(None), ENGAGEMENT), else_=0),
    "gained_followed": sa.case((CREATOR.c.followers > 0, ENGAGEMENT), else_=0),
}
_BROUGHT = frozenset({"visitors", "points"})
SUMMED = frozenset({*_GAINED, *_BROUGHT, "followers", "reach_estimate"})
"""Figures that are the sum of their rows' values and not their number."""


def _in_slice(slice: str, sqlite: bool) -> Any:
    """Which pieces belong to a slice; None for one that there isn't."""
    kind, _, name = slice.partition(":")
    if kind == "origin":
        return ITEM.c.origin == name
    tests: dict[str, Callable[[], Any]] = {
        "": sa.true,
        "person": sa.true,  # of the fact, not of the piece
        "platform": lambda: ITEM.c.platform == name,
        "kind": lambda: ITEM.c.kind == name,
        "source": lambda: first_source(ITEM.c.id) == name,
        "campaign": lambda: sa.exists().where(
            _CAMPAIGN.c.item_id == ITEM.c.id, sa.cast(_CAMPAIGN.c.campaign_id, sa.String) == name
        ),
        "creator": lambda: sa.cast(ITEM.c.creator_id, sa.String) == name,
        "tag": lambda: _tagged(name, sqlite),
        "item": lambda: ITEM.c.id == _number(name),
        "contest": lambda: sa.exists().where(
            _ENTRY.c.item_id == ITEM.c.id, _ENTRY.c.contest_id == _number(name)
        ),
    }
    return None if kind not in tests else sa.and_(ITEM.c.origin == CUSTOMERS, tests[kind]())


def _number(name: str) -> int:
    """0, which nothing has, for what is no number."""
    return int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0


def _tagged(name: str, sqlite: bool) -> Any:
    tags = tags_of(sqlite)
    return sa.exists(sa.select(sa.literal(1)).select_from(tags).where(tags.c.value == name))


def _columns(
    item: Any, creator: Any, at: Any, value: Any = _NOTHING, begun: Any = _NOTHING, person: Any = _NOTHING
) -> Any:
    return sa.select(
        sa.cast(item, sa.BigInteger).label("item_id"),
        sa.cast(creator, sa.BigInteger).label("creator_id"),
        sa.type_coerce(at, UtcDateTime).label("at"),
        value.label("value"),
        sa.type_coerce(begun, UtcDateTime).label("begun"),
        sa.cast(person, sa.BigInteger).label("person_id"),
    )


def _of_facts(figure: str, slice: str, belongs: Any) -> Any:
    fact, (measures, moods) = facts(), FACTS[figure]
    value = fact.c.number if figure == "followers" else _NOTHING
    begun = ITEM.c.found_at if figure == "decided_in" else _NOTHING
    found = (
        _columns(ITEM.c.id, ITEM.c.creator_id, fact.c.at, value, begun)
        .select_from(fact.join(ITEM, ITEM.c.id == fact.c.item_id))
        .where(fact.c.measure.in_(measures), moods, belongs)
    )
    kind, _, name = slice.partition(":")
    return found.where(fact.c.who == name) if kind == "person" else found


def _of_answers(belongs: Any) -> Any:
    answer = first_answers()
    return (
        _columns(ITEM.c.id, ITEM.c.creator_id, answer.c.at, begun=answer.c.begun)
        .select_from(answer.join(ITEM, ITEM.c.id == answer.c.item_id))
        .where(belongs)
    )


def _of_gains(figure: str, belongs: Any) -> Any:
    total = sa.func.sum(_GAINED[figure])
    items = ITEM.join(MEASUREMENT, MEASUREMENT.c.item_id == ITEM.c.id)
    return (
        _columns(ITEM.c.id, ITEM.c.creator_id, sa.func.max(MEASUREMENT.c.at), total)
        .select_from(items.outerjoin(CREATOR, CREATOR.c.id == ITEM.c.creator_id))
        .where(MEASUREMENT.c.at >= START, MEASUREMENT.c.at < END, belongs)
        .group_by(ITEM.c.id, ITEM.c.creator_id)
        .having(total != 0)
    )


def _of_creators(figure: str, belongs: Any) -> Any:
    earlier = ITEM.alias()
    before = sa.exists().where(
        earlier.c.creator_id == ITEM.c.creator_id, earlier.c.found_at < START, earlier.c.origin == CUSTOMERS
    )
    wanted: dict[str, Any] = {"creators": sa.true(), "first_timers": ~before, "returning": before}
    return (
        _columns(_NOTHING, ITEM.c.creator_id, sa.func.max(ITEM.c.found_at), sa.func.count())
        .where(ITEM.c.found_at >= START, ITEM.c.found_at < END, ITEM.c.creator_id.is_not(None))
        .where(belongs, wanted[figure])
        .group_by(ITEM.c.creator_id)
    )


def _of_estimate(belongs: Any) -> Any:
    reached = sa.exists().where(MEASUREMENT.c.item_id == ITEM.c.id, MEASUREMENT.c.reach.is_not(None))
    return (
        _columns(_NOTHING, CREATOR.c.id, sa.func.max(ITEM.c.found_at), CREATOR.c.followers)
        .select_from(ITEM.join(CREATOR, CREATOR.c.id == ITEM.c.creator_id))
        .where(ITEM.c.found_at >= START, ITEM.c.found_at < END, belongs)
        .where(CREATOR.c.followers > 0, ~reached)
        .group_by(CREATOR.c.id, CREATOR.c.followers)
    )


def _of_waiting(belongs: Any) -> Any:
    return (
        _columns(ITEM.c.id, ITEM.c.creator_id, _REVIEW.c.queued_at)
        .select_from(_REVIEW.join(ITEM, ITEM.c.id == _REVIEW.c.item_id))
        .where(sa.text(WAITING_ROWS), belongs)
    )


def _of_contests(figure: str, slice: str, belongs: Any) -> Any:
    kind, _, name = slice.partition(":")
    # Whoever entered a contest counts in it, whatever the piece's origin.
    belongs = _ENTRY.c.contest_id == _number(name) if kind == "contest" else belongs
    counts: Any = sa.true()
    entered = _ENTRY.join(ITEM, ITEM.c.id == _ENTRY.c.item_id)
    if figure == "entries":
        at, joined = _ENTRY.c.entered_at, entered
    else:
        at, joined = _VOTE.c.at, entered.join(_VOTE, _VOTE.c.entry_id == _ENTRY.c.id)
        counts = sa.and_(_VOTE.c.ended_at.is_(None), _VOTE.c.weight > 0)
    return (
        _columns(ITEM.c.id, ITEM.c.creator_id, at)
        .select_from(joined)
        .where(at >= START, at < END, counts, belongs)
    )


def _sharing_in(slice: str, sqlite: bool, item: Any, network: Any, person: Any) -> Any:
    """Which shares, links and points belong to a slice. Whoever made the piece: colleagues shared it."""
    kind, _, name = slice.partition(":")
    tests: dict[str, Callable[[], Any]] = {
        "": sa.true,
        "network": lambda: network == name,
        "ambassador": lambda: person == _number(name),
        "item": lambda: item == _number(name),
    }
    return tests[kind]() if kind in tests else _in_slice(slice, sqlite)


def _of_sharing(figure: str, slice: str, sqlite: bool) -> Any:
    if figure in ("shared", "sharers"):
        belongs = _sharing_in(slice, sqlite, _SHARE.c.item_id, _SHARE.c.network, _SHARE.c.ambassador_id)
        when = (_SHARE.c.shared_at >= START, _SHARE.c.shared_at < END)
        joined = _SHARE.join(ITEM, ITEM.c.id == _SHARE.c.item_id)
        if figure == "shared":
            made = _columns(ITEM.c.id, ITEM.c.creator_id, _SHARE.c.shared_at)
            return made.select_from(joined).where(*when, belongs)
        there = _AMBASSADOR.c.status.in_([Status.ACTIVE.value, Status.PAUSED.value])
        last, who = sa.func.max(_SHARE.c.shared_at), _SHARE.c.ambassador_id
        return (
            _columns(_NOTHING, _NOTHING, last, sa.func.count(), person=who)
            .select_from(joined.join(_AMBASSADOR, _AMBASSADOR.c.id == _SHARE.c.ambassador_id))
            .where(*when, belongs, there)
            .group_by(_SHARE.c.ambassador_id)
        )
    if figure == "points":
        belongs = _sharing_in(slice, sqlite, _SHARE.c.item_id, _POINT.c.network, _POINT.c.ambassador_id)
        total = sa.func.sum(_POINT.c.points)
        shared = _POINT.outerjoin(_SHARE, _SHARE.c.id == _POINT.c.share_id)
        return (
            _columns(ITEM.c.id, ITEM.c.creator_id, sa.func.max(_POINT.c.at), total)
            .select_from(shared.outerjoin(ITEM, ITEM.c.id == _SHARE.c.item_id))
            .where(_POINT.c.at >= START, _POINT.c.at < END, belongs)
            .group_by(ITEM.c.id, ITEM.c.creator_id)
            .having(total != 0)
        )
    belongs = _sharing_in(slice, sqlite, _LINK.c.item_id, _LINK.c.network, _LINK.c.owner)
    linked = _LINK.join(ITEM, ITEM.c.id == _LINK.c.item_id)
    if figure == "conversions":
        return (
            _columns(ITEM.c.id, ITEM.c.creator_id, _CONVERSION.c.at)
            .select_from(linked.join(_CONVERSION, _CONVERSION.c.link_id == _LINK.c.id))
            .where(_CONVERSION.c.at >= START, _CONVERSION.c.at < END, _CONVERSION.c.how == "call", belongs)
        )
    total = sa.func.sum(_LINK_DAY.c.visitors)
    return (
        _columns(ITEM.c.id, ITEM.c.creator_id, sa.func.max(_LINK_DAY.c.clicked_at), total)
        .select_from(linked.join(_LINK_DAY, _LINK_DAY.c.link_id == _LINK.c.id))
        .where(_LINK_DAY.c.day >= _FIRST_DAY, _LINK_DAY.c.day < _DAY_AFTER, belongs)
        .group_by(ITEM.c.id, ITEM.c.creator_id)
        .having(total != 0)
    )


_SHARING = frozenset({"sharers", "shared", "visitors", "conversions", "points"})


def _rows_of(figure: str, slice: str, sqlite: bool) -> Any:
    if figure in _SHARING and slice.partition(":")[0] in ("", "network", "ambassador", "item"):
        return _of_sharing(figure, slice, sqlite)
    belongs = _in_slice(slice, sqlite)
    if belongs is None or (slice.startswith("person:") and figure not in FACTS):
        return None
    if figure in FACTS:
        return _of_facts(figure, slice, belongs)
    if figure in _GAINED:
        return _of_gains(figure, belongs)
    others: dict[str, Callable[[], Any]] = {
        "answered_in": lambda: _of_answers(belongs),
        "reach_estimate": lambda: _of_estimate(belongs),
        "waiting": lambda: _of_waiting(belongs),
        "entries": lambda: _of_contests(figure, slice, belongs),
        "votes": lambda: _of_contests(figure, slice, belongs),
        **{one: lambda: _of_sharing(figure, slice, sqlite) for one in _SHARING},
    }
    return others[figure]() if figure in others else _of_creators(figure, belongs)


def _with_details(rows: Any, by_value: bool) -> Any:
    row = rows.subquery("opened")
    first = [row.c.value.desc()] if by_value else []
    return (
        sa.select(*row.c, ITEM.c.title, ITEM.c.text, ITEM.c.kind, ITEM.c.platform)
        .add_columns(ITEM.c.url, ITEM.c.life)
        .add_columns(CREATOR.c.name, CREATOR.c.handle, CREATOR.c.platform.label("home"))
        .add_columns(CREATOR.c.url.label("profile"), _AMBASSADOR.c.name.label("person"))
        .select_from(
            row.outerjoin(ITEM, ITEM.c.id == row.c.item_id)
            .outerjoin(CREATOR, CREATOR.c.id == row.c.creator_id)
            .outerjoin(_AMBASSADOR, sa.and_(_AMBASSADOR.c.id == row.c.person_id, _AMBASSADOR.c.on_board))
        )
        .order_by(
            *first, row.c.at.desc(), row.c.item_id.desc(), row.c.creator_id.desc(), row.c.person_id.desc()
        )
    )


async def page(
    session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime, skip: int, limit: int
) -> list[Any]:
    """Some of a figure's rows with what is shown of each."""
    rows = _rows_of(figure, slice, _is_sqlite(session))
    if rows is None:
        return []
    statement = _with_details(rows, _by_value(figure)).offset(skip).limit(limit)
    return list(await (await session.connection()).execute(statement, _times(statement, start, end)))


async def stream(
    session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime
) -> AsyncIterator[Any]:
    """All of a figure's rows from one statement, a chunk in memory at a time."""
    rows = _rows_of(figure, slice, _is_sqlite(session))
    if rows is None:
        return
    connection = await session.connection()
    found = await connection.stream(
        _with_details(rows, _by_value(figure)),
        _times(rows, start, end),
        execution_options={"yield_per": CHUNK},
    )
    async for row in found:
        yield row


async def measured(
    session: AsyncSession, figure: str, slice: str, start: datetime, end: datetime
) -> tuple[int, int]:
    """How many rows a figure has, and what their values add up to."""
    rows = _rows_of(figure, slice, _is_sqlite(session))
    if rows is None:
        return 0, 0
    row = rows.subquery("opened")
    total = sa.func.coalesce(sa.func.sum(row.c.value), 0) if figure in SUMMED else sa.literal(0)
    statement = sa.select(sa.func.count(), total).select_from(row)
    number, added = (
        await (await session.connection()).execute(statement, _times(statement, start, end))
    ).one()
    return int(number), int(added)


def _times(statement: Any, start: datetime, end: datetime) -> dict[str, Any]:
    """What a statement is given: its moments, or the days that clicks are counted by."""
    first, after = days_in(start, end)
    every = {"start": start, "end": end, "first_day": first, "day_after": after}
    wanted = statement.compile().params
    return {name: value for name, value in every.items() if name in wanted}


def _by_value(figure: str) -> bool:
    return figure in _GAINED or figure in _BROUGHT or figure == "reach_estimate"


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
