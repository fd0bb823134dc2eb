"""What review reads and writes. Decisions and intake use Core statements over many rows at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Sighting
from bot.review.rules import BLOCKED, DECISIONS, WAITING, Action, Event, Life, State, Status
from bot.review.tables import WAITING_ROWS, Review, ReviewEvent
from bot.storage.rows import write_rows
from bot.storage.types import table_of

_REVIEW = table_of(Review)
_EVENT = table_of(ReviewEvent)
_CHUNK = 1000  # ids in one statement; SQLite takes 32,766 values, PostgreSQL 65,535
FACT = 1  # severity of what a check only states; whatever is above it counts as flagged
_WAITING = sorted(status.value for status in WAITING)
_IS_WAITING = sa.text(WAITING_ROWS)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An item as a decision needs it, its review row locked until the unit of work ends."""

    state: State
    life: Life
    followed: bool = False


_LOAD = (
    sa.select(
        _REVIEW.c.item_id,
        _REVIEW.c.status,
        _REVIEW.c.revision,
        _REVIEW.c.decided_by,
        _REVIEW.c.decided_by_name,
        _REVIEW.c.decided_at,
        _REVIEW.c.reason,
        _REVIEW.c.escalated_to,
        col(Item.life),
        _REVIEW.c.followed,
    )
    .join_from(_REVIEW, Item, col(Item.id) == _REVIEW.c.item_id)
    .where(_REVIEW.c.item_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_REVIEW.c.item_id)  # everybody locks in the same order, so nobody waits in a circle
    .with_for_update(of=_REVIEW)
)
_EVENT_COLUMNS = [column for column in _EVENT.c if column.name != "id"]
_BY_REQUEST = sa.select(*_EVENT_COLUMNS).where(
    _EVENT.c.request_id.in_(sa.bindparam("requests", expanding=True))
)
_BY_ITEM = (
    sa.select(*_EVENT_COLUMNS)
    .where(_EVENT.c.item_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_EVENT.c.item_id, _EVENT.c.revision)
)
_ADD_EVENTS = sa.insert(_EVENT)
_ADD_REVIEWS = sa.insert(_REVIEW)
_STAYS_QUEUED = sa.bindparam("new_status", type_=sa.String) == Status.QUEUED.value
_SAVE = (
    sa.update(_REVIEW)
    .where(_REVIEW.c.item_id == sa.bindparam("key"))
    .values(
        status=sa.bindparam("new_status"),
        revision=sa.bindparam("new_revision"),
        display_revision=_REVIEW.c.display_revision + sa.bindparam("events"),
        decided_by=sa.bindparam("new_decided_by"),
        decided_by_name=sa.bindparam("new_decided_by_name"),
        decided_at=sa.bindparam("new_decided_at"),
        reason=sa.bindparam("new_reason"),
        escalated_to=sa.bindparam("new_escalated_to"),
        # Whatever is decided is no longer anybody's; a note leaves the claim alone.
        claimed_by=sa.case((_STAYS_QUEUED, _REVIEW.c.claimed_by), else_=None),
        claimed_until=sa.case((_STAYS_QUEUED, _REVIEW.c.claimed_until), else_=None),
        changed_at=sa.bindparam("now"),
    )
)


def columns(state: State) -> dict[str, Any]:
    """What the row of an item in this state holds: the projection that ``invariants`` checks."""
    return {
        "status": state.status.value,
        "revision": state.revision,
        "decided_by": state.decided_by,
        "decided_by_name": state.decided_by_name,
        "decided_at": state.decided_at,
        "reason": state.reason,
        "escalated_to": state.escalated_to,
    }


async def load_for_deciding(session: AsyncSession, item_ids: Collection[int]) -> dict[int, Loaded]:
    """States (without ``before``) and lives of items that are in review, locked until the end."""
    connection = await session.connection()
    loaded: dict[int, Loaded] = {}
    for ids in _chunks(sorted(item_ids)):
        for row in await connection.execute(_LOAD, {"ids": ids}):
            item_id, status, revision, by, by_name, at, reason, escalated_to, life, followed = row
            state = State(Status(status), revision, by, by_name, at, reason, escalated_to)
            loaded[item_id] = Loaded(state, life, followed)
    return loaded


async def follow(session: AsyncSession, item_ids: Collection[int]) -> None:
    """Mark items whose decisions somebody beside review wants to know."""
    connection = await session.connection()
    await connection.execute(
        sa.update(_REVIEW).where(_REVIEW.c.item_id.in_(list(item_ids))).values(followed=True)
    )


async def events_by_request(session: AsyncSession, requests: Sequence[str]) -> dict[str, tuple[int, Event]]:
    """What each of these requests led to, if it was seen before: the item and the event."""
    if not requests:
        return {}
    connection = await session.connection()
    rows = await connection.execute(_BY_REQUEST, {"requests": list(requests)})
    return {row.request_id: (row.item_id, _event(row)) for row in rows}


async def events_of(session: AsyncSession, item_ids: Collection[int]) -> dict[int, list[Event]]:
    """The events of each item, oldest first."""
    if not item_ids:
        return {}
    connection = await session.connection()
    found: dict[int, list[Event]] = {}
    for ids in _chunks(sorted(item_ids)):
        for row in await connection.execute(_BY_ITEM, {"ids": ids}):
            found.setdefault(row.item_id, []).append(_event(row))
    return found


async def history(session: AsyncSession, item_id: int) -> list[Event]:
    """Everything that happened to one item in review, oldest first."""
    return (await events_of(session, [item_id])).get(item_id, [])


def _event(row: Any) -> Event:
    _, revision, action, actor, actor_name, via, reason, note, data, request_id, at = row
    return Event(Action(action), actor, actor_name, at, revision, reason, note, data or {}, via, request_id)


async def add_events(session: AsyncSession, events: Iterable[tuple[int, Event]]) -> None:
    """Keep events: item and event."""
    rows = [
        {
            "item_id": item_id,
            "revision": event.revision,
            "action": event.action.value,
            "actor": event.actor,
            "actor_name": event.actor_name,
            "via": event.via,
            "reason": event.reason,
            "note": event.note,
            "data": event.data,
            "request_id": event.request_id,
            "at": event.at,
        }
        for item_id, event in events
    ]
    await write_rows(await session.connection(), _ADD_EVENTS, rows)


async def add_reviews(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """New rows of the queue."""
    await write_rows(await session.connection(), _ADD_REVIEWS, rows)


async def save_states(session: AsyncSession, states: Mapping[int, tuple[State, int]], now: datetime) -> None:
    """Write where items stand, each with the number of events that led there."""
    rows = [
        {"key": item_id, "events": count, "now": now}
        | {f"new_{name}": value for name, value in columns(state).items()}
        for item_id, (state, count) in states.items()
    ]
    await write_rows(await session.connection(), _SAVE, rows)


async def save_scores(session: AsyncSession, scores: Sequence[tuple[int, int, int]]) -> None:
    """Write item, severity, priority."""
    statement = (
        sa.update(_REVIEW)
        .where(_REVIEW.c.item_id == sa.bindparam("key"))
        .values(severity=sa.bindparam("new_severity"), priority=sa.bindparam("new_priority"))
    )
    rows = [{"key": key, "new_severity": worst, "new_priority": first} for key, worst, first in scores]
    await (await session.connection()).execute(statement, rows)


async def touch(session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
    """Count up what the items' cards show."""
    connection = await session.connection()
    for ids in _chunks(sorted(set(item_ids))):
        await connection.execute(
            sa.update(_REVIEW)
            .where(_REVIEW.c.item_id.in_(ids))
            .values(display_revision=_REVIEW.c.display_revision + 1, changed_at=now)
        )


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which part of the queue somebody wants to work on. None: all."""

    source: str | None = None
    language: str | None = None  # BCP 47, as screening decided it
    flagged: bool = False  # only what a check flagged

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.flagged:
            found.append(_REVIEW.c.severity > FACT)
        if self.language is not None:
            found.append(
                sa.exists().where(col(Item.id) == _REVIEW.c.item_id, col(Item.language) == self.language)
            )
        if self.source is not None:
            seen = (col(Sighting.item_id) == _REVIEW.c.item_id, col(Sighting.source) == self.source)
            found.append(sa.exists().where(*seen))
        return found


EVERYTHING = QueueFilter()


async def creator_of(session: AsyncSession, item_id: int) -> int | None:
    """The creator of an item, where the platform tells."""
    return (await session.exec(select(Item.creator_id).where(col(Item.id) == item_id))).first()


async def waiting_by_creator(session: AsyncSession, creator_id: int) -> list[int]:
    """Items of a creator that are not decided yet."""
    return await _by_creator(session, creator_id, _REVIEW.c.status.in_(_WAITING))


async def blocked_by_creator(session: AsyncSession, creator_id: int) -> list[int]:
    """Items of a creator that were closed because the creator was blocked."""
    closed = sa.and_(_REVIEW.c.status == Status.CLOSED.value, _REVIEW.c.reason == BLOCKED)
    return await _by_creator(session, creator_id, closed)


async def _by_creator(session: AsyncSession, creator_id: int, condition: sa.ColumnElement[bool]) -> list[int]:
    rows = await (await session.connection()).execute(
        sa.select(_REVIEW.c.item_id)
        .join_from(_REVIEW, Item, col(Item.id) == _REVIEW.c.item_id)
        .where(col(Item.creator_id) == creator_id, condition)
        .order_by(_REVIEW.c.item_id)
    )
    return list(rows.scalars())


async def reviews_of(session: AsyncSession, item_ids: Collection[int]) -> dict[int, Review]:
    """The review rows of these items."""
    found: dict[int, Review] = {}
    for ids in _chunks(sorted(item_ids)):
        for row in await session.exec(select(Review).where(col(Review.item_id).in_(ids))):
            found[row.item_id] = row
    return found


async def review_page(session: AsyncSession, after: int, limit: int) -> dict[int, dict[str, Any]]:
    """What the rows of the items after this one say of their standing, by item."""
    rows = await (await session.connection()).execute(
        sa.select(_REVIEW.c.item_id, *(_REVIEW.c[name] for name in columns(State())))
        .where(_REVIEW.c.item_id > after)
        .order_by(_REVIEW.c.item_id)
        .limit(limit)
    )
    return {row["item_id"]: dict(row) for row in rows.mappings()}


async def display_revisions(session: AsyncSession, item_ids: Collection[int]) -> dict[int, int]:
    """How often what each item's card shows has changed so far."""
    found: dict[int, int] = {}
    for ids in _chunks(sorted(item_ids)):
        statement = select(Review.item_id, Review.display_revision).where(col(Review.item_id).in_(ids))
        found.update(dict((await session.exec(statement)).all()))
    return found


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An item that waits."""

    item_id: int
    severity: int
    priority: int
    queued_at: datetime
    claimed_by: str | None


async def queue_page(
    session: AsyncSession, limit: int, offset: int = 0, only: QueueFilter = EVERYTHING
) -> list[QueueRow]:
    """The queue in the order in which it is worked off: most urgent first, then oldest."""
    waits = (_REVIEW.c.status == Status.QUEUED.value, *only.conditions())
    rows = await (await session.connection()).execute(
        sa.select(*(_REVIEW.c[name] for name in QueueRow.__dataclass_fields__))
        .where(*waits)
        .order_by(_REVIEW.c.priority.desc(), _REVIEW.c.queued_at, _REVIEW.c.item_id)
        .limit(limit)
        .offset(offset)
    )
    return [QueueRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The queue at a glance. ``by_age`` counts waiting items by the bounds of ``AGES``; sources by name, of the
    ``BY_SOURCE_OF`` newest: more would keep a person waiting who only looks."""

    by_age: Mapping[str, int]
    by_source: Mapping[str, int]
    flagged: int
    oldest: datetime | None

    @property
    def waiting(self) -> int:
        return sum(self.by_age.values())


AGES = {
    "under an hour": timedelta(hours=1),
    "1 to 4 hours": timedelta(hours=4),
    "4 to 24 hours": timedelta(days=1),
}
OLDER = "over a day"
BY_SOURCE_OF = 20_000


async def counts(session: AsyncSession, now: datetime) -> QueueCounts:
    """Counts of what waits by age and source (an item seen in two sources counts in both)."""
    connection = await session.connection()
    age = sa.case(*((_REVIEW.c.queued_at > now - span, name) for name, span in AGES.items()), else_=OLDER)
    flagged = sa.func.sum(sa.case((_REVIEW.c.severity > FACT, 1), else_=0))
    ages = await connection.execute(
        sa.select(age, sa.func.count(), flagged, sa.func.min(_REVIEW.c.queued_at))
        .where(_IS_WAITING)
        .group_by(age)
    )
    by_age = {name: (count, marked, oldest) for name, count, marked, oldest in ages}
    newest = sa.select(_REVIEW.c.item_id).where(_IS_WAITING).order_by(_REVIEW.c.queued_at.desc())
    looked_at = newest.limit(BY_SOURCE_OF).subquery()
    # By an expression: grouped by the column, SQLite walks all sightings ever in the order of its index.
    source = sa.func.coalesce(col(Sighting.source), col(Sighting.source))
    sources = await connection.execute(
        sa.select(source, sa.func.count(sa.distinct(looked_at.c.item_id)))
        .join_from(looked_at, Sighting, col(Sighting.item_id) == looked_at.c.item_id)
        .group_by(source)
    )
    return QueueCounts(
        by_age={name: by_age[name][0] for name in (*AGES, OLDER) if name in by_age},
        by_source={row[0]: row[1] for row in sources},
        flagged=sum(marked for _, marked, _ in by_age.values()),
        oldest=min((oldest for _, _, oldest in by_age.values()), default=None),
    )


async def today(session: AsyncSession, since: datetime, actor: str | None = None) -> dict[Status, int]:
    """Decisions since a moment (the person's midnight) that stand, by outcome; of one person, or of all."""
    conditions = [_REVIEW.c.changed_at >= since, _REVIEW.c.decided_at >= since]
    if actor is not None:
        conditions.append(_REVIEW.c.decided_by == actor)
    rows = await (await session.connection()).execute(
        sa.select(_REVIEW.c.status, sa.func.count())
        .where(_REVIEW.c.status.in_([status.value for status in DECISIONS.values()]), *conditions)
        .group_by(_REVIEW.c.status)
    )
    return {Status(status): count for status, count in rows}


async def waiting_for(session: AsyncSession, actor: str, limit: int = 100) -> list[int]:
    """Items escalated to a person and not decided yet, the oldest first."""
    rows = await (await session.connection()).execute(
        sa.select(_REVIEW.c.item_id)
        .where(_REVIEW.c.status == Status.ESCALATED.value, _REVIEW.c.escalated_to == actor)
        .order_by(_REVIEW.c.decided_at, _REVIEW.c.item_id)
        .limit(limit)
    )
    return list(rows.scalars())


def with_status(status: Status) -> sa.Select[Any]:
    """A select of the ids of items that stand so, for a search to restrict by."""
    return sa.select(_REVIEW.c.item_id).where(_REVIEW.c.status == status.value)


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
