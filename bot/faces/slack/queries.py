"""What was posted where, and what has to be posted or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.faces.slack.tables import DRAWN, SlackMessage, SlackMessageItem
from bot.review.rules import Status
from bot.review.tables import Review
from bot.storage.rows import write_rows
from bot.storage.types import UtcDateTime

SHOWN_WAITING = (Status.QUEUED.value, Status.ESCALATED.value)
ESCALATION = "escalation"  # a direct message, which only its own feature changes
_MESSAGE = SlackMessage
_ITEM = SlackMessageItem
_IS_DRAWN = col(_MESSAGE.kind).in_(DRAWN)
JOINED_FOR = timedelta(hours=1)  # how long new items join a summary rather than start another


@dataclass(frozen=True, slots=True)
class Waiting:
    """A queued item that no message of a channel shows yet."""

    item_id: int
    priority: int
    severity: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What has become of a summary's items."""

    total: int = 0
    waiting: int = 0
    flagged: int = 0  # of those waiting
    approved: int = 0
    rejected: int = 0
    escalated: int = 0  # of those waiting
    closed: int = 0
    platforms: Mapping[str, int] = field(default_factory=dict)  # of those waiting


_BEGIN = sa.insert(_MESSAGE).returning(col(_MESSAGE.id))
_ADD_ITEMS = sa.insert(_ITEM)
_CHANNEL_BACK = (
    sa.update(_MESSAGE)
    .where(col(_MESSAGE.key) == sa.bindparam("note"), col(_MESSAGE.lost).is_not(None))
    .values(lost=None)
)
_DRAWN = (
    sa.update(_MESSAGE)
    .where(col(_MESSAGE.id) == sa.bindparam("message"))
    .values(rendered=sa.bindparam("digest"))
)
_POSTED = _DRAWN.values(ts=sa.bindparam("new_ts"), posted_at=sa.bindparam("now"))
_SHOWN = (
    sa.update(_ITEM)
    .where(col(_ITEM.message_id) == sa.bindparam("message"), col(_ITEM.item_id) == sa.bindparam("item"))
    .values(shown_revision=sa.bindparam("revision"))
)
_STALE_ITEM = col(_ITEM.shown_revision) < col(Review.display_revision)
_CONTENTS = (
    sa.select(col(_ITEM.item_id), sa.case((_STALE_ITEM, col(Review.display_revision))))
    .join_from(_ITEM, Review, col(Review.item_id) == col(_ITEM.item_id), isouter=True)
    .where(col(_ITEM.message_id) == sa.bindparam("message"))
    .order_by(col(_ITEM.position), col(_ITEM.item_id))
)


async def stale_message(
    session: AsyncSession, channel: str, since: datetime | None
) -> tuple[SlackMessage, datetime] | None:
    """The message whose change is oldest, among those that show less than there is to show, and when that was.

    With ``since``, only items that changed since then, and messages since then that were found again or joined.
    Without, everything ever posted in the channel.
    """
    values: dict[str, Any] = {"channel": channel}
    if since is not None:
        values |= {"since": since, "since_ts": _ts(since - JOINED_FOR)}
    row = (await (await session.connection()).execute(_oldest_stale(since is not None), values)).first()
    if row is None:
        return None
    message = (await session.exec(select(_MESSAGE).where(_MESSAGE.id == row[0]))).first()
    return None if message is None else (message, row[1])


@cache
def _oldest_stale(only_since: bool) -> sa.Select[Any]:
    """Built once: this is asked before every call, and building it costs more than running it."""
    found: sa.Select[Any] | sa.CompoundSelect[Any] = _stale()
    if only_since:
        again = (
            col(_MESSAGE.ts) >= sa.bindparam("since_ts", type_=sa.String),
            sa.or_(col(_MESSAGE.kind) == "summary", col(_MESSAGE.rendered) == ""),
        )
        found = sa.union_all(_stale_of_changed(), _stale(*again))
    look = found.subquery()
    oldest: sa.Select[Any] = sa.select(look.c.id, look.c.changed_at)
    return oldest.order_by(look.c.changed_at, look.c.id).limit(1)


def _look(message_id: Any) -> sa.Select[Any]:
    columns: list[sa.ColumnElement[Any]] = [
        message_id.label("id"),
        col(Review.changed_at).label("changed_at"),
    ]
    return sa.select(*columns)


def _stale(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Stale items of the channel's messages, from the messages."""
    return (
        _look(col(_MESSAGE.id))
        .join_from(_MESSAGE, _ITEM, col(_ITEM.message_id) == col(_MESSAGE.id))
        .join(Review, col(Review.item_id) == col(_ITEM.item_id))
        .where(*_standing(), col(_ITEM.shown_revision) < col(Review.display_revision), *conditions)
    )


def _stale_of_changed() -> sa.Select[Any]:
    """Stale items, from the reviews that changed. All states are named so that the index on state and time of
    change serves; as an EXISTS the message can't come first (see ``_in_message``)."""
    message = sa.exists().where(col(_MESSAGE.id) == col(_ITEM.message_id), *_standing())
    return (
        _look(col(_ITEM.message_id))
        .join_from(Review, _ITEM, col(_ITEM.item_id) == col(Review.item_id))
        .where(
            col(Review.status).in_([status.value for status in Status]),
            col(Review.changed_at) >= sa.bindparam("since", type_=UtcDateTime()),
            col(_ITEM.shown_revision) < col(Review.display_revision),
            message,
        )
    )


def _standing() -> tuple[sa.ColumnElement[bool], ...]:
    in_channel = col(_MESSAGE.channel) == sa.bindparam("channel", type_=sa.String)
    return (in_channel, _IS_DRAWN, col(_MESSAGE.ts).is_not(None), col(_MESSAGE.lost).is_(None))


def _ts(moment: datetime) -> str:
    """Slack's name for the first message of a moment. They sort as text: ten digits until the year 2286."""
    return f"{max(0.0, moment.timestamp()):017.6f}"


async def unconfirmed(session: AsyncSession, channel: str) -> list[SlackMessage]:
    """Messages of the delivery whose post was begun and whose answer never came."""
    statement = select(_MESSAGE).where(
        _MESSAGE.channel == channel, _IS_DRAWN, col(_MESSAGE.ts).is_(None), col(_MESSAGE.lost).is_(None)
    )
    return list((await session.exec(statement.order_by(col(_MESSAGE.id)))).all())


async def uncarded(session: AsyncSession, channel: str, limit: int) -> list[Waiting]:
    """Queued items without a message in this channel: most urgent first, then oldest."""
    statement = (
        sa.select(col(Review.item_id), col(Review.priority), col(Review.severity))
        .where(*_without_message(channel))
        .order_by(col(Review.priority).desc(), col(Review.queued_at), col(Review.item_id))
        .limit(limit)
    )
    return [Waiting(*row) for row in (await (await session.connection()).execute(statement)).all()]


async def still_uncarded(session: AsyncSession, channel: str, item_ids: Sequence[int]) -> list[int]:
    """Those of the items that are queued and without a message in this channel, in the order given."""
    connection = await session.connection()
    values = {"ids": list(item_ids), "channel": channel}
    found = set((await connection.execute(_still_uncarded(), values)).scalars())
    return [item_id for item_id in item_ids if item_id in found]


@cache
def _still_uncarded() -> sa.Select[Any]:
    channel: Any = sa.bindparam("channel", type_=sa.String)
    ids = col(Review.item_id).in_(sa.bindparam("ids", expanding=True))
    return sa.select(col(Review.item_id)).where(ids, *_without_message(channel))


async def open_priorities(
    session: AsyncSession, channel: str, kinds: Sequence[str], since: datetime
) -> list[int]:
    """The priorities of the items in the channel's messages of these kinds, posted since then, that still wait for
    a decision."""
    standing = (
        col(_MESSAGE.kind).in_(list(kinds)),
        col(_MESSAGE.posted_at) >= since,
        col(_MESSAGE.lost).is_(None),
    )
    statement = sa.select(col(Review.priority)).where(
        col(Review.status).in_(SHOWN_WAITING), _in_message(channel, *standing)
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def open_summary(session: AsyncSession, channel: str, since: datetime) -> SlackMessage | None:
    """The channel's newest summary, if it was posted since then."""
    statement = (
        select(_MESSAGE)
        .where(
            _MESSAGE.channel == channel,
            _MESSAGE.kind == "summary",
            col(_MESSAGE.ts).is_not(None),
            col(_MESSAGE.lost).is_(None),
            col(_MESSAGE.posted_at) >= since,
            col(_MESSAGE.ts) >= _ts(since - JOINED_FOR),
        )
        .order_by(col(_MESSAGE.ts).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def tally(session: AsyncSession, message_id: int) -> Tally:
    """Counts over a message's items."""
    statement = (
        sa.select(
            col(Review.status),
            sa.func.count(),
            sa.func.sum(sa.case((col(Review.severity) > 1, 1), else_=0)),
        )
        .join_from(_ITEM, Review, col(Review.item_id) == col(_ITEM.item_id))
        .where(col(_ITEM.message_id) == message_id)
        .group_by(col(Review.status))
    )
    counts = {row[0]: (row[1], row[2] or 0) for row in await (await session.connection()).execute(statement)}

    def number(status: Status) -> int:
        return int(counts.get(status.value, (0, 0))[0])

    return Tally(
        total=sum(count for count, _ in counts.values()),
        waiting=sum(counts.get(status, (0, 0))[0] for status in SHOWN_WAITING),
        flagged=sum(int(counts.get(status, (0, 0))[1]) for status in SHOWN_WAITING),
        approved=number(Status.APPROVED),
        rejected=number(Status.REJECTED),
        escalated=number(Status.ESCALATED),
        closed=number(Status.CLOSED),
        platforms=await _platforms(session, message_id),
    )


async def _platforms(session: AsyncSession, message_id: int) -> dict[str, int]:
    """Where a message's waiting items are from, the most frequent first."""
    statement = (
        sa.select(col(Item.platform), sa.func.count())
        .join_from(_ITEM, Review, col(Review.item_id) == col(_ITEM.item_id))
        .join(Item, col(Item.id) == col(_ITEM.item_id))
        .where(col(_ITEM.message_id) == message_id, col(Review.status).in_(SHOWN_WAITING))
        .group_by(col(Item.platform))
        .order_by(sa.func.count().desc(), col(Item.platform))
    )
    return {row[0]: row[1] for row in await (await session.connection()).execute(statement)}


async def message_at(session: AsyncSession, channel: str, ts: str) -> SlackMessage | None:
    """Our message at that place, if it is one of ours."""
    statement = select(_MESSAGE).where(
        _MESSAGE.channel == channel, _MESSAGE.ts == ts, _MESSAGE.kind != ESCALATION
    )
    return (await session.exec(statement)).first()


async def message_of(session: AsyncSession, item_id: int) -> SlackMessage | None:
    """A standing message that shows the item, a card before a list before a summary."""
    rank = sa.case({"card": 0, "list": 1}, value=col(_MESSAGE.kind), else_=2)
    statement = (
        select(_MESSAGE)
        .join(_ITEM, col(_ITEM.message_id) == col(_MESSAGE.id))
        .where(_ITEM.item_id == item_id, _IS_DRAWN, col(_MESSAGE.ts).is_not(None))
        .where(col(_MESSAGE.lost).is_(None))
        .order_by(rank, col(_MESSAGE.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def begin_message(
    session: AsyncSession, key: str, kind: str, channel: str, item_ids: Sequence[int], now: datetime
) -> SlackMessage:
    """Note that a message is about to be posted, so that its answer may get lost."""
    values: dict[str, Any] = {
        "key": key,
        "kind": kind,
        "channel": channel,
        "rendered": "",
        "attempted_at": now,
    }
    made = await (await session.connection()).execute(_BEGIN, values)
    message = SlackMessage(id=made.scalar_one(), **values)
    assert message.id is not None
    await add_items(session, message.id, item_ids)
    return message


async def add_items(session: AsyncSession, message_id: int, item_ids: Sequence[int], start: int = 0) -> None:
    """Put items into a message, after those it has."""
    rows = [
        {"message_id": message_id, "item_id": item_id, "position": start + at, "shown_revision": -1}
        for at, item_id in enumerate(item_ids)
    ]
    await write_rows(await session.connection(), _ADD_ITEMS, rows)


async def keep_items(session: AsyncSession, message_id: int, item_ids: Sequence[int]) -> None:
    """Take all other items out of a message."""
    await (await session.connection()).execute(
        sa.delete(_ITEM).where(col(_ITEM.message_id) == message_id, col(_ITEM.item_id).not_in(list(item_ids)))
    )


async def save_drawn(
    session: AsyncSession,
    message_id: int,
    digest: str,
    shown: Mapping[int, int] | None,
    *,
    ts: str | None = None,
    now: datetime | None = None,
) -> None:
    """Note what a message shows now: by item its revision, or everything up to date when ``shown`` is None."""
    connection = await session.connection()
    values: dict[str, Any] = {"message": message_id, "digest": digest}
    if ts:
        await connection.execute(_POSTED, values | {"new_ts": ts, "now": now})
    else:
        await connection.execute(_DRAWN, values)
    if shown:
        rows = [{"message": message_id, "item": one, "revision": revision} for one, revision in shown.items()]
        await write_rows(connection, _SHOWN, rows)


async def contents_of(session: AsyncSession, message_id: int) -> tuple[list[int], dict[int, int]]:
    """The items a message shows, in their order, and the present display revision of each stale one."""
    rows = (await (await session.connection()).execute(_CONTENTS, {"message": message_id})).all()
    return [row[0] for row in rows], {row[0]: row[1] for row in rows if row[1] is not None}


async def mark_lost(session: AsyncSession, message_id: int, why: str) -> None:
    """Note that a message can't be changed any more."""
    update = sa.update(_MESSAGE).where(col(_MESSAGE.id) == message_id).values(lost=why)
    await (await session.connection()).execute(update)


async def note_channel(session: AsyncSession, channel: str, why: str | None) -> bool:
    """Note that a channel can't be written to (``why``) or can again (None). Whether that is new."""
    key = f"channel:{channel}"
    if why is None:  # after every post, so it is cheap where there is nothing to note
        mended = await (await session.connection()).execute(_CHANNEL_BACK, {"note": key})
        return bool(mended.rowcount)
    row = (await session.exec(select(_MESSAGE).where(_MESSAGE.key == key))).first()
    if row is None:
        session.add(SlackMessage(key=key, kind="channel", channel=channel, ts="-", lost=why))
        return True
    changed = row.lost != why
    row.lost = why
    return changed


def _without_message(channel: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Review.status) == Status.QUEUED.value, ~_in_message(channel))


def _in_message(channel: str, *conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Whether a message of the channel shows the review's item. One EXISTS within the other, because of a join
    SQLite makes a walk through every message the channel ever had, for each item that waits."""
    message = sa.exists().where(
        col(_MESSAGE.id) == col(_ITEM.message_id), col(_MESSAGE.channel) == channel, _IS_DRAWN, *conditions
    )
    return sa.exists().where(col(_ITEM.item_id) == col(Review.item_id), message)


async def drop_message(session: AsyncSession, message_id: int) -> None:
    """Take back a message that was never posted: its items are without one again."""
    connection = await session.connection()
    await connection.execute(sa.delete(_ITEM).where(col(_ITEM.message_id) == message_id))
    await connection.execute(sa.delete(_MESSAGE).where(col(_MESSAGE.id) == message_id))


async def message_with_key(session: AsyncSession, key: str) -> SlackMessage | None:
    """The message that shows what the key names."""
    return (await session.exec(select(_MESSAGE).where(_MESSAGE.key == key))).first()


async def note_posted(session: AsyncSession, key: str, channel: str, ts: str, now: datetime) -> None:
    """Note where a message that was begun without a place stands."""
    update = sa.update(_MESSAGE).where(col(_MESSAGE.key) == key)
    await (await session.connection()).execute(update.values(channel=channel, ts=ts, posted_at=now))
