"""Reading and writing permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.rules import AskAction, AskStatus, AskStep
from bot.rights.tables import Ask, AskEvent, Clearance, CreatorEvent, DoNotContact, Snapshot
from bot.storage.types import table_of

_CHUNK = 1000


async def get_ask(session: AsyncSession, ask_id: int) -> Ask | None:
    return (await session.exec(select(Ask).where(Ask.id == ask_id))).first()


async def asks_of(session: AsyncSession, item_ids: Collection[int]) -> dict[int, Ask]:
    """The ask that each item stands on: the live one (not its renewal), else the latest; items never asked about
    are left out."""
    found: dict[int, Ask] = {}
    ids = sorted(item_ids)
    for start in range(0, len(ids), _CHUNK):
        rows = await session.exec(select(Ask).where(col(Ask.item_id).in_(ids[start : start + _CHUNK])))
        for row in sorted(rows, key=standing):
            found[row.item_id] = row
    return found


def standing(ask: Ask) -> tuple[bool, int]:
    """By which of an item's asks the last counts: one that is live comes after all that are not."""
    return (ask.live and not ask.renewal, ask.id or 0)


async def all_asks(session: AsyncSession, item_id: int) -> list[Ask]:
    """Every ask there ever was about an item, oldest first."""
    rows = await session.exec(select(Ask).where(Ask.item_id == item_id).order_by(col(Ask.id)))
    return list(rows)


async def ask_events(session: AsyncSession, item_id: int) -> list[AskStep]:
    """Every step of every ask about an item, oldest first."""
    rows = await session.exec(
        select(AskEvent).where(AskEvent.item_id == item_id).order_by(col(AskEvent.sequence))
    )
    return [step_of(row) for row in rows]


async def steps_of(session: AsyncSession, ask_id: int) -> list[AskStep]:
    """The steps of one ask, oldest first."""
    rows = await session.exec(
        select(AskEvent).where(AskEvent.ask_id == ask_id).order_by(col(AskEvent.revision))
    )
    return [step_of(row) for row in rows]


async def events_of_ask(session: AsyncSession, ask_id: int) -> list[AskEvent]:
    """The steps of one ask as rows, oldest first."""
    rows = await session.exec(
        select(AskEvent).where(AskEvent.ask_id == ask_id).order_by(col(AskEvent.revision))
    )
    return list(rows)


async def asks_of_creator(session: AsyncSession, creator_id: int) -> list[Ask]:
    """Every ask that ever went to a creator, oldest first."""
    rows = await session.exec(select(Ask).where(Ask.creator_id == creator_id).order_by(col(Ask.id)))
    return list(rows)


async def shown_elsewhere(session: AsyncSession, digest: str) -> bool:
    """Whether a snapshot names these bytes of evidence."""
    media = sa.cast(col(Snapshot.media), sa.Text)
    found = await session.exec(select(Snapshot.id).where(media.contains(digest, autoescape=True)).limit(1))
    return found.first() is not None


async def original_elsewhere(session: AsyncSession, digest: str, asks: Collection[int]) -> bool:
    """Whether somebody sent these bytes along in another ask than these."""
    data = sa.cast(col(AskEvent.data), sa.Text)
    statement = select(AskEvent.id).where(
        data.contains(digest, autoescape=True), col(AskEvent.ask_id).not_in(list(asks))
    )
    return (await session.exec(statement.limit(1))).first() is not None


async def event_rows(session: AsyncSession, item_id: int) -> list[AskEvent]:
    """The same as rows: with their hashes and signatures."""
    rows = await session.exec(
        select(AskEvent).where(AskEvent.item_id == item_id).order_by(col(AskEvent.sequence))
    )
    return list(rows)


async def count_sent(session: AsyncSession, item_id: int) -> int:
    """How many requests about an item were sent."""
    statement = (
        sa.select(sa.func.count())
        .select_from(AskEvent)
        .where(col(AskEvent.item_id) == item_id, col(AskEvent.action) == AskAction.SENT.value)
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def locked_ask(session: AsyncSession, item_id: int) -> Ask | None:
    """The ask that an item stands on, unchanged by others until the unit of work ends."""
    rows = await session.exec(
        select(Ask)
        .where(Ask.item_id == item_id)
        .order_by(col(Ask.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return max(rows, key=standing, default=None)


async def locked(session: AsyncSession, ask_id: int) -> Ask | None:
    """One ask, unchanged by others until the unit of work ends."""
    statement = select(Ask).where(Ask.id == ask_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def live_renewal(session: AsyncSession, item_id: int) -> Ask | None:
    """The renewal that is under way beside an item's licence."""
    statement = select(Ask).where(Ask.item_id == item_id, col(Ask.live), col(Ask.renewal))
    return (await session.exec(statement.with_for_update())).first()


async def seen_request(session: AsyncSession, request_id: str) -> bool:
    """Whether a step was kept for this request before."""
    found = await session.exec(select(AskEvent.id).where(AskEvent.request_id == request_id))
    return found.first() is not None


async def recent_templates(session: AsyncSession, language: str, limit: int) -> list[str]:
    """Ids of the templates used last in a language, the latest first."""
    rows = await session.exec(
        select(Ask.template)
        .where(Ask.language == language, Ask.template != "")
        .order_by(col(Ask.changed_at).desc(), col(Ask.id).desc())
        .limit(limit)
    )
    return list(rows)


async def asked_since(session: AsyncSession, creator_id: int, since: datetime) -> int:
    """How many asks went to a creator from then on."""
    statement = (
        sa.select(sa.func.count())
        .select_from(Ask)
        .where(col(Ask.creator_id) == creator_id, col(Ask.asked_at) >= since)
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def coded(session: AsyncSession, hashes: Collection[str]) -> list[Ask]:
    """The asks whose private page showed one of these codes."""
    rows = await session.exec(select(Ask).where(col(Ask.code_hash).in_(sorted(hashes))).order_by(col(Ask.id)))
    return list(rows)


async def by_reference(session: AsyncSession, platform_reference: str) -> list[Ask]:
    """The asks whose message the platform knows by this id."""
    rows = await session.exec(select(Ask).where(Ask.reference == platform_reference).order_by(col(Ask.id)))
    return list(rows)


async def waiting_of_creator(session: AsyncSession, creator_id: int) -> list[Ask]:
    """The asks that a creator may still answer, the latest asked first."""
    rows = await session.exec(
        select(Ask)
        .where(Ask.creator_id == creator_id, col(Ask.asked_at).is_not(None))
        .order_by(col(Ask.asked_at).desc(), col(Ask.id).desc())
    )
    return list(rows)


async def live_asks(session: AsyncSession, after: int = 0, limit: int = 200) -> list[Ask]:
    """The asks that are out or granted, by id after one: what those who watch for answers look through."""
    rows = await session.exec(
        select(Ask).where(col(Ask.live), col(Ask.id) > after).order_by(col(Ask.id)).limit(limit)
    )
    return list(rows)


async def asks_page(session: AsyncSession, after: int, limit: int) -> list[Ask]:
    """All asks by id, after one."""
    rows = await session.exec(select(Ask).where(col(Ask.id) > after).order_by(col(Ask.id)).limit(limit))
    return list(rows)


async def due(session: AsyncSession, now: datetime, limit: int = 500) -> list[int]:
    """Ids of asks to which something happens by itself until now, the longest due first."""
    rows = await session.exec(
        select(Ask.id).where(col(Ask.due_at) <= now).order_by(col(Ask.due_at)).limit(limit)
    )
    return [one for one in rows if one is not None]


async def save(session: AsyncSession, row: Ask | Snapshot | DoNotContact | Clearance | CreatorEvent) -> None:
    """Write a row. Flushes."""
    session.add(row)
    await session.flush()


async def get_snapshot(session: AsyncSession, snapshot_id: int) -> Snapshot | None:
    return (await session.exec(select(Snapshot).where(Snapshot.id == snapshot_id))).first()


async def latest_snapshot(session: AsyncSession, item_id: int) -> Snapshot | None:
    statement = select(Snapshot).where(Snapshot.item_id == item_id).order_by(col(Snapshot.id).desc())
    return (await session.exec(statement.limit(1))).first()


async def snapshots_of(session: AsyncSession, item_id: int) -> list[Snapshot]:
    rows = await session.exec(select(Snapshot).where(Snapshot.item_id == item_id).order_by(col(Snapshot.id)))
    return list(rows)


async def on_do_not_contact(
    session: AsyncSession, platform: str, hashes: Iterable[str]
) -> DoNotContact | None:
    """The entry that keeps somebody from being asked, under any of the names they go by."""
    statement = select(DoNotContact).where(
        DoNotContact.platform == platform, col(DoNotContact.account_hash).in_(sorted(set(hashes)))
    )
    return (await session.exec(statement)).first()


async def entries_of(session: AsyncSession, platform: str, hashes: Iterable[str]) -> list[DoNotContact]:
    """Every entry on the list under one of these names, oldest first."""
    statement = select(DoNotContact).where(
        DoNotContact.platform == platform, col(DoNotContact.account_hash).in_(sorted(set(hashes)))
    )
    return list(await session.exec(statement.order_by(col(DoNotContact.id))))


async def list_account(session: AsyncSession, row: DoNotContact) -> int:
    """Put a name on the list, unless it stands there; 1 if that changed anything."""
    connection = await session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {name: getattr(row, name) for name in ("platform", "account_hash", "reason", "by", "at")}
    insert = dialect.insert(table_of(DoNotContact)).values(values)
    return (await connection.execute(insert.on_conflict_do_nothing())).rowcount


async def reword_entry(session: AsyncSession, row: DoNotContact, but: Collection[str]) -> int:
    """Say anew why and since when a name stands on the list, unless it does for one of the reasons ``but``."""
    change = (
        sa.update(DoNotContact)
        .where(
            col(DoNotContact.platform) == row.platform,
            col(DoNotContact.account_hash) == row.account_hash,
            col(DoNotContact.reason).not_in(sorted(but)),
        )
        .values(reason=row.reason, by=row.by, at=row.at)
    )
    return (await (await session.connection()).execute(change)).rowcount


async def unlist(session: AsyncSession, platform: str, hashes: Iterable[str]) -> int:
    """Take names off the list; how many were on it."""
    statement = sa.delete(DoNotContact).where(
        col(DoNotContact.platform) == platform, col(DoNotContact.account_hash).in_(sorted(set(hashes)))
    )
    return (await (await session.connection()).execute(statement)).rowcount


async def clearances_of(session: AsyncSession, creator_id: int, now: datetime) -> list[Clearance]:
    """What clears a creator's pieces now, oldest first."""
    rows = await session.exec(
        select(Clearance)
        .where(
            Clearance.creator_id == creator_id,
            col(Clearance.starts_at) <= now,
            sa.or_(col(Clearance.ends_at).is_(None), col(Clearance.ends_at) > now),
        )
        .order_by(col(Clearance.id))
    )
    return list(rows)


async def shown_when_granted(session: AsyncSession, ask_ids: Collection[int]) -> dict[int, Snapshot]:
    """What was kept of the item when these asks were granted, by ask."""
    statement = (
        select(Ask.id, Snapshot)
        .join(Snapshot, col(Snapshot.id) == col(Ask.snapshot_id))
        .where(col(Ask.id).in_(sorted(ask_ids)))
    )
    return {ask_id or 0: row for ask_id, row in await session.exec(statement)}


async def ended_granted(session: AsyncSession, item_ids: Sequence[int]) -> list[Ask]:
    """Of these items, the asks that are granted now."""
    rows = await session.exec(
        select(Ask)
        .where(col(Ask.item_id).in_(list(item_ids)), Ask.status == AskStatus.GRANTED.value, col(Ask.live))
        .order_by(col(Ask.id))
    )
    return list(rows)


def step_of(row: AskEvent) -> AskStep:
    return AskStep(
        AskAction(row.action),
        row.actor,
        row.actor_name or "",
        row.at,
        row.revision,
        row.note,
        row.text,
        row.via,
        row.request_id,
        row.data,
    )
