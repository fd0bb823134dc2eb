"""Reading and writing which messages of ours are looked at for answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.reaching.tables import HeardAnswer, Watch
from bot.rights.tables import Ask

Gap = Callable[[Watch, Ask], timedelta | None]
"""How long to wait before the next look; None: there is none."""


async def watching(session: AsyncSession, reference: str) -> Watch | None:
    return (await session.exec(select(Watch).where(Watch.reference == reference))).first()


async def locked(session: AsyncSession, watch_id: int) -> Watch | None:
    """One message, unchanged by others until the unit of work ends."""
    statement = select(Watch).where(Watch.id == watch_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).first()


async def claim(session: AsyncSession, now: datetime, limit: int, gap: Gap) -> list[Watch]:
    """Messages that are due to be looked at, longest overdue first. Their next look is set, so that nobody else is
    given them; what need not be looked at any more is left out and never due again."""
    statement = (
        select(Watch, Ask)
        .join(Ask, col(Ask.id) == col(Watch.ask_id))
        .where(col(Watch.next_at) <= now)
        .order_by(col(Watch.next_at), col(Watch.id))
        .limit(limit)
        .with_for_update(of=Watch, skip_locked=True)
    )
    found = []
    for watch, ask in (await session.exec(statement)).all():
        wait = gap(watch, ask)
        watch.next_at = now + wait if wait is not None else None
        if wait is not None:
            found.append(watch)
    await session.flush()
    return found


async def about(session: AsyncSession, ids: Collection[str]) -> dict[str, Watch]:
    """The messages of ours that these ids name, or an answer to which they name."""
    wanted = sorted(set(ids))
    rows = await session.exec(select(Watch).where(col(Watch.reference).in_(wanted)))
    found = {row.reference: row for row in rows}
    answers = (
        select(HeardAnswer.external_id, Watch)
        .join(Watch, col(Watch.id) == col(HeardAnswer.watch_id))
        .where(col(HeardAnswer.external_id).in_(wanted))
    )
    return dict((await session.exec(answers)).all()) | found


async def beginning(session: AsyncSession, prefix: str) -> list[tuple[Watch, Ask]]:
    """The messages of ours whose references begin so, with what they ask."""
    statement = (
        select(Watch, Ask)
        .join(Ask, col(Ask.id) == col(Watch.ask_id))
        .where(col(Watch.reference).startswith(prefix, autoescape=True))
        .order_by(col(Watch.id))
    )
    return list((await session.exec(statement)).all())


async def looked_at(session: AsyncSession, source: str) -> list[Watch]:
    """The messages whose answers a source sees and still looks for."""
    statement = select(Watch).where(Watch.source == source, col(Watch.next_at).is_not(None))
    return list((await session.exec(statement)).all())


async def hasten(session: AsyncSession, watches: Iterable[Watch], now: datetime) -> None:
    """Look at these at once, also at those that nobody looks at any more."""
    for watch in watches:
        watch.next_at = now
    await session.flush()


async def heard(session: AsyncSession, watch_id: int) -> dict[str, HeardAnswer]:
    """The answers to a message that were taken in, by id."""
    rows = await session.exec(select(HeardAnswer).where(HeardAnswer.watch_id == watch_id))
    return {row.external_id: row for row in rows}


async def failing_since(session: AsyncSession, source: str) -> datetime | None:
    """Since when answers can't be read from a source; None where they can."""
    statement = sa.select(sa.func.min(col(Watch.failing_since))).where(col(Watch.source) == source)
    found: datetime | None = (await (await session.connection()).execute(statement)).scalar_one()
    return found


async def works_again(session: AsyncSession, source: str) -> None:
    """What was wrong with a source is over."""
    change = sa.update(Watch).where(col(Watch.source) == source, col(Watch.failing_since).is_not(None))
    await (await session.connection()).execute(change.values(failing_since=None, failures=0))


async def save(session: AsyncSession, row: Watch | HeardAnswer) -> None:
    """Write a row. Flushes."""
    session.add(row)
    await session.flush()


async def forget(session: AsyncSession, ask_ids: Collection[int]) -> int:
    """Delete what is kept about the messages of these asks, as when their creator is erased; how many messages
    that were."""
    mine = sa.select(col(Watch.id)).where(col(Watch.ask_id).in_(sorted(ask_ids)))
    connection = await session.connection()
    await connection.execute(sa.delete(HeardAnswer).where(col(HeardAnswer.watch_id).in_(mine)))
    gone = await connection.execute(sa.delete(Watch).where(col(Watch.ask_id).in_(sorted(ask_ids))))
    return int(gone.rowcount)
