"""Statements of digests and their schedules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import Status as Taking
from bot.ambassadors.tables import Ambassador
from bot.content.tables import Item
from bot.digests.document import Document
from bot.digests.rules import State
from bot.digests.tables import Digest, DigestAmbassador, DigestCreator, DigestItem, DigestSchedule
from bot.people.tables import Account, Creator
from bot.review.rules import LIVE
from bot.rights.licensed.queries import licensed_among
from bot.rights.scope import Use
from bot.rights.takedowns.queries import taken_down
from bot.storage.personal import SOMEBODY
from bot.storage.types import table_of

_NAMED: tuple[tuple[type[DigestItem | DigestCreator | DigestAmbassador], str], ...] = (
    (DigestItem, "item_id"),
    (DigestCreator, "creator_id"),
    (DigestAmbassador, "ambassador_id"),
)


@dataclass(slots=True)
class Leaving:
    """What a digest may not name any more."""

    items: set[int] = field(default_factory=set)
    creators: set[int] = field(default_factory=set)
    ambassadors: set[int] = field(default_factory=set)


async def save(session: AsyncSession, row: SQLModel) -> None:
    session.add(row)
    await session.flush()


async def _added(session: AsyncSession, row: SQLModel) -> bool:
    """Whether it was new. What else the session holds stays."""
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
    except IntegrityError:
        return False
    return True


# schedules


async def schedules(session: AsyncSession) -> list[DigestSchedule]:
    order = (col(DigestSchedule.face), col(DigestSchedule.place), col(DigestSchedule.id))
    return list(await session.exec(select(DigestSchedule).order_by(*order)))


async def schedule(session: AsyncSession, schedule_id: int) -> DigestSchedule | None:
    return await session.get(DigestSchedule, schedule_id)


async def hold_schedule(session: AsyncSession, schedule_id: int) -> DigestSchedule | None:
    """The schedule, held alone until the unit of work ends."""
    chosen = select(DigestSchedule).where(DigestSchedule.id == schedule_id).with_for_update()
    return (await session.exec(chosen.execution_options(populate_existing=True))).one_or_none()


async def schedule_of(
    session: AsyncSession, face: str, place: str, edition: str, cadence: str
) -> DigestSchedule | None:
    chosen = select(DigestSchedule).where(
        DigestSchedule.face == face,
        DigestSchedule.place == place,
        DigestSchedule.edition == edition,
        DigestSchedule.cadence == cadence,
    )
    return (await session.exec(chosen)).one_or_none()


async def add_schedule(session: AsyncSession, row: DigestSchedule) -> bool:
    """Whether it was added: False where the place has one of its edition and cadence."""
    return await _added(session, row)


async def due_schedules(session: AsyncSession, now: datetime) -> list[int]:
    """Those whose moment has come."""
    due = (col(DigestSchedule.next_due_at).is_not(None), col(DigestSchedule.next_due_at) <= now)
    found = await session.exec(select(DigestSchedule.id).where(*due).order_by(col(DigestSchedule.id)))
    return [one for one in found if one is not None]


# digests


async def get(session: AsyncSession, digest_id: int) -> Digest | None:
    return await session.get(Digest, digest_id)


async def hold(session: AsyncSession, digest_id: int) -> Digest | None:
    """The digest, held alone until the unit of work ends."""
    chosen = select(Digest).where(Digest.id == digest_id).with_for_update()
    return (await session.exec(chosen.execution_options(populate_existing=True))).one_or_none()


async def add_digest(session: AsyncSession, row: Digest) -> bool:
    """Whether it was added: False where its schedule has one of its name, or its request was heard already."""
    return await _added(session, row)


async def by_request(session: AsyncSession, request: str) -> Digest | None:
    return (await session.exec(select(Digest).where(Digest.request_key == request))).one_or_none()


async def of_schedule(session: AsyncSession, schedule_id: int, name: str) -> Digest | None:
    chosen = select(Digest).where(Digest.schedule_id == schedule_id, Digest.name == name)
    return (await session.exec(chosen)).one_or_none()


async def digests(
    session: AsyncSession,
    *,
    face: str | None = None,
    place: str | None = None,
    name: str | None = None,
    states: Collection[State] | None = None,
    limit: int = 50,
    before: int | None = None,
) -> list[Digest]:
    """Digests, the newest first. What is None doesn't restrict."""
    chosen = select(Digest).order_by(col(Digest.id).desc()).limit(limit)
    for column, value in ((Digest.face, face), (Digest.place, place), (Digest.name, name)):
        if value is not None:
            chosen = chosen.where(col(column) == value)
    if states is not None:
        chosen = chosen.where(col(Digest.state).in_([one.value for one in states]))
    if before is not None:
        chosen = chosen.where(col(Digest.id) < before)
    return list(await session.exec(chosen))


async def latest_over(session: AsyncSession, schedule_id: int, now: datetime) -> Digest | None:
    """The digest of the latest period of a schedule that is over."""
    chosen = (
        select(Digest)
        .where(Digest.schedule_id == schedule_id, col(Digest.ends_at) <= now)
        .order_by(col(Digest.ends_at).desc())
        .limit(1)
    )
    return (await session.exec(chosen)).first()


async def waiting_since(session: AsyncSession, before: datetime) -> list[int]:
    """Digests that should have been sent long ago."""
    unsent = sa.text("digest.state IN ('due', 'sending')")  # literal: the index says the same
    found = await session.exec(
        select(Digest.id).where(unsent, col(Digest.made_at) < before).order_by(col(Digest.id))
    )
    return [one for one in found if one is not None]


async def name_in(session: AsyncSession, digest_id: int, document: Document) -> None:
    """Keep which pieces, creators and ambassadors a digest names. Doing it twice keeps them once."""
    named = (document.item_ids(), document.creator_ids(), document.ambassador_ids())
    for (table, name), ids in zip(_NAMED, named, strict=True):
        column = getattr(table, name)
        kept = set(await session.exec(select(column).where(table.digest_id == digest_id)))
        new = [{"digest_id": digest_id, name: one} for one in sorted(ids - kept)]
        session.add_all(table.model_validate(row) for row in new)
    await session.flush()


async def later_one(session: AsyncSession, digest: Digest, now: datetime) -> bool:
    """Whether its schedule has a digest of a later period that is due by now, sent or to be sent."""
    chosen = (
        select(Digest.id)
        .where(
            Digest.schedule_id == digest.schedule_id,
            col(Digest.starts_at) > digest.starts_at,
            col(Digest.due_at) <= now,
            col(Digest.state) != State.SKIPPED.value,
        )
        .limit(1)
    )
    return (await session.exec(chosen)).first() is not None


async def leaving(session: AsyncSession, now: datetime) -> dict[int, Leaving]:
    """Digest -> what it names and may not name any more."""
    found: dict[int, Leaving] = defaultdict(Leaving)
    for digest_id, item_id in await session.exec(_ended().where(_standing(DigestItem))):
        found[digest_id].items.add(item_id)
    for digest_id, creator_id in await session.exec(_erased().where(_standing(DigestCreator))):
        found[digest_id].creators.add(creator_id)
    for digest_id, item_id in await _unpermitted(session, DigestItem, DigestItem.item_id, now):
        found[digest_id].items.add(item_id)
    for digest_id, creator_id in await _unpermitted(session, DigestCreator, DigestCreator.creator_id, now):
        found[digest_id].creators.add(creator_id)
    for digest_id, ambassador_id in await session.exec(_off_boards().where(_standing(DigestAmbassador))):
        found[digest_id].ambassadors.add(ambassador_id)
    return dict(found)


async def left(session: AsyncSession, digest_id: int) -> Leaving:
    """What a digest names and what is gone."""
    items = await session.exec(_ended().where(DigestItem.digest_id == digest_id))
    creators = await session.exec(_erased().where(DigestCreator.digest_id == digest_id))
    ambassadors = await session.exec(_off_boards().where(DigestAmbassador.digest_id == digest_id))
    return Leaving(*({one for _, one in rows} for rows in (items, creators, ambassadors)))


async def erased_accounts(session: AsyncSession, ids: Collection[int]) -> set[int]:
    """Those of these accounts whose person was erased."""
    erased = select(Account.id).where(
        col(Account.id).in_(sorted(ids)), col(Account.external_id).startswith(f"{SOMEBODY}:")
    )
    return {one or 0 for one in await session.exec(erased)} if ids else set()


async def unbuilt(session: AsyncSession) -> int:
    """How many digests are to be sent and hold nothing yet: one of them may be being built."""
    unsent = sa.text("digest.state IN ('due', 'sending')")  # literal: the index says the same
    rows = await session.exec(select(Digest.document).where(unsent))
    return sum(one is None for one in rows)


def _ended() -> Any:
    return (
        select(DigestItem.digest_id, DigestItem.item_id)
        .join(Item, col(Item.id) == col(DigestItem.item_id))
        .where(sa.or_(col(Item.life) != LIVE, taken_down(col(DigestItem.item_id))))
    )


def _erased() -> Any:
    return (
        select(DigestCreator.digest_id, DigestCreator.creator_id)
        .join(Creator, col(Creator.id) == col(DigestCreator.creator_id))
        .where(col(Creator.external_id).startswith(f"{SOMEBODY}:"))
    )


def _off_boards() -> Any:
    there = col(Ambassador.status).in_([Taking.ACTIVE.value, Taking.PAUSED.value])
    return (
        select(DigestAmbassador.digest_id, DigestAmbassador.ambassador_id)
        .join(Ambassador, col(Ambassador.id) == col(DigestAmbassador.ambassador_id))
        .where(sa.not_(sa.and_(col(Ambassador.on_board), there)))
    )


def _standing(table: type[DigestItem | DigestCreator | DigestAmbassador]) -> Any:
    """Literal: the index says the same."""
    return sa.text(f"NOT {table.__tablename__}.gone")


async def _unpermitted(
    session: AsyncSession, table: type[DigestItem] | type[DigestCreator], column: Any, now: datetime
) -> list[tuple[int, int]]:
    """Of the community's editions: what no licence lets us show any more."""
    chosen = (
        select(table.digest_id, column)
        .join(Digest, col(Digest.id) == col(table.digest_id))
        .where(_standing(table), Digest.edition == "community")
    )
    rows = [(digest_id, one) for digest_id, one in await session.exec(chosen)]
    items = table is DigestItem
    shown = await licensed_among(session, {one for _, one in rows}, Use.WEBSITE, now, creators=not items)
    return [(digest_id, one) for digest_id, one in rows if one not in shown]


async def mark_gone(session: AsyncSession, digest_id: int, leaving: Leaving) -> None:
    """Remember what was taken out, so that it isn't looked for again."""
    connection = await session.connection()
    gone = (leaving.items, leaving.creators, leaving.ambassadors)
    for (table, name), ids in zip(_NAMED, gone, strict=True):
        rows = table_of(table)
        if ids:
            chosen = (rows.c.digest_id == digest_id, rows.c[name].in_(sorted(ids)))
            await connection.execute(sa.update(rows).where(*chosen).values(gone=True))


async def naming(session: AsyncSession, items: Sequence[int], chunk: int = 500) -> list[int]:
    """The digests that name any of these pieces."""
    found: set[int] = set()
    for start in range(0, len(items), chunk):
        named = col(DigestItem.item_id).in_(items[start : start + chunk])
        found |= set(await session.exec(select(DigestItem.digest_id).where(named)))
    return sorted(found)


async def built(session: AsyncSession, after: int = 0, limit: int = 50) -> list[Digest]:
    """The next digests in the order of their ids, held until the unit of work ends."""
    chosen = (
        select(Digest).where(col(Digest.id) > after).order_by(col(Digest.id)).limit(limit).with_for_update()
    )
    return list(await session.exec(chosen))


async def stale(session: AsyncSession) -> list[Digest]:
    """Sent ones whose message shows an older revision."""
    old = sa.text("digest.state = 'sent' AND digest.shown_revision < digest.revision")
    return list(await session.exec(select(Digest).where(old)))


async def mailed(session: AsyncSession, items: Sequence[int]) -> int:
    """How many mails went out that named any of these pieces."""
    named = set(await naming(session, items))
    sent = await session.exec(
        select(Digest.id).where(Digest.face == "mail", Digest.state == State.SENT.value)
    )
    return len(named & set(sent))
