"""Statements of erasures: whose things they are, how far one is, what is not taken in again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item, Media, Sighting
from bot.contests.tables import ContestEntry, ContestStanding
from bot.intake.privacy.rules import Stage
from bot.intake.privacy.tables import ErasedMark, Erasure
from bot.people.tables import Account, Creator
from bot.review.rules import Status
from bot.review.tables import Review
from bot.sources.tables import SourceFailure, SourceState, WebhookDelivery
from bot.storage.types import table_of

ERASED = "erased"
"""The life of a piece that was erased."""

_MARK = table_of(ErasedMark)
_CHUNK = 500


# ---- erasures ----


async def hold(session: AsyncSession, erasure_id: int) -> Erasure | None:
    """An erasure, changed by nobody else until the unit of work ends."""
    chosen = select(Erasure).where(Erasure.id == erasure_id).with_for_update()
    return (await session.exec(chosen.execution_options(populate_existing=True))).first()


async def get(session: AsyncSession, erasure_id: int) -> Erasure | None:
    return (await session.exec(select(Erasure).where(Erasure.id == erasure_id))).first()


async def running(session: AsyncSession, creator_id: int) -> Erasure | None:
    """The erasure of that creator that is under way."""
    chosen = select(Erasure).where(Erasure.creator_id == creator_id, Erasure.stage != Stage.DONE.value)
    return (await session.exec(chosen.order_by(col(Erasure.id)).limit(1))).first()


async def last(session: AsyncSession, creator_id: int) -> Erasure | None:
    """The newest erasure of that creator."""
    chosen = select(Erasure).where(Erasure.creator_id == creator_id).order_by(col(Erasure.id).desc())
    return (await session.exec(chosen.limit(1))).first()


async def latest(session: AsyncSession, limit: int) -> list[Erasure]:
    chosen = select(Erasure).order_by(col(Erasure.id).desc()).limit(limit)
    return list(await session.exec(chosen))


async def unfinished(session: AsyncSession) -> list[Erasure]:
    chosen = select(Erasure).where(Erasure.stage != Stage.DONE.value).order_by(col(Erasure.id))
    return list(await session.exec(chosen))


async def save(session: AsyncSession, row: Erasure) -> None:
    """Write a row. Flushes."""
    session.add(row)
    await session.flush()


# ---- who it is ----


async def same_creators(session: AsyncSession, accounts: Iterable[tuple[str, str]]) -> list[Creator]:
    """The creators that are these accounts, as (platform, external id)."""
    wanted = sorted(set(accounts))
    rows = await session.exec(
        select(Creator).where(col(Creator.external_id).in_([external for _, external in wanted]))
    )
    return [row for row in rows if (row.platform, row.external_id) in wanted]


async def same_accounts(session: AsyncSession, accounts: Iterable[tuple[str, str]]) -> list[Account]:
    """The accounts that are these, as (platform, external id)."""
    wanted = sorted(set(accounts))
    rows = await session.exec(
        select(Account).where(col(Account.external_id).in_([external for _, external in wanted]))
    )
    return [row for row in rows if (row.platform, row.external_id) in wanted]


async def accounts_of(session: AsyncSession, identities: Collection[int]) -> list[Account]:
    """Every account of these people."""
    rows = await session.exec(select(Account).where(col(Account.identity_id).in_(sorted(identities))))
    return list(rows)


async def creators_named(session: AsyncSession, platform: str, names: Collection[str]) -> list[Creator]:
    """Creators of a platform with one of these handles or ids; "@" and case don't count."""
    folded = sorted(
        {name.casefold().removeprefix("@") for name in names}
        | {f"@{name.casefold().removeprefix('@')}" for name in names}
    )
    chosen = select(Creator).where(
        sa.func.lower(Creator.platform) == platform.casefold(),
        sa.or_(
            sa.func.lower(Creator.handle).in_(folded),
            sa.func.lower(Creator.external_id).in_(folded),
            col(Creator.external_id).in_(sorted(names)),
        ),
    )
    return list(await session.exec(chosen.order_by(col(Creator.id)).limit(20)))


async def creators_called(session: AsyncSession, name: str) -> list[Creator]:
    """Creators of any platform with this handle, id or name; "@" before it and case don't count, as far as the
    database folds it."""
    plain = name.removeprefix("@")
    wanted = sorted({plain, f"@{plain}", plain.casefold(), f"@{plain.casefold()}", plain.lower()})
    columns = (Creator.handle, Creator.external_id, Creator.name)
    chosen = select(Creator).where(
        sa.or_(
            *(sa.func.lower(one).in_(wanted) for one in columns), *(col(one).in_(wanted) for one in columns)
        )
    )
    return list(await session.exec(chosen.order_by(col(Creator.id)).limit(20)))


# ---- pieces ----


def _pieces(creators: Sequence[int]) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Item.creator_id).in_(list(creators)), col(Item.life) != ERASED)


async def next_pieces(session: AsyncSession, creators: Sequence[int], limit: int) -> list[int]:
    """Pieces that are still to be erased, oldest first."""
    chosen = sa.select(col(Item.id)).where(*_pieces(creators)).order_by(col(Item.id)).limit(limit)
    return [int(row[0] or 0) for row in await (await session.connection()).execute(chosen)]


async def count_pieces(session: AsyncSession, creators: Sequence[int]) -> int:
    chosen = sa.select(sa.func.count()).select_from(Item).where(*_pieces(creators))
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def pieces(session: AsyncSession, creators: Sequence[int], *, erased: bool = False) -> list[int]:
    """Ids of all their pieces, or of those that were erased."""
    life = col(Item.life) == ERASED if erased else col(Item.life) != ERASED
    chosen = sa.select(col(Item.id)).where(col(Item.creator_id).in_(list(creators)), life)
    return [
        int(row[0] or 0) for row in await (await session.connection()).execute(chosen.order_by(col(Item.id)))
    ]


async def end_pieces(session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
    """They are erased: nothing brings them back."""
    change = sa.update(Item).where(col(Item.id).in_(list(item_ids)))
    await (await session.connection()).execute(change.values(life=ERASED, ended_at=now, updated_at=now))


async def not_closed(session: AsyncSession, item_ids: Sequence[int]) -> list[int]:
    """Those of them that stand in review as anything but closed."""
    chosen = sa.select(col(Review.item_id)).where(
        col(Review.item_id).in_(list(item_ids)), col(Review.status) != Status.CLOSED.value
    )
    return sorted(int(row[0]) for row in await (await session.connection()).execute(chosen))


async def preview_files(session: AsyncSession, item_ids: Sequence[int]) -> set[str]:
    """Names of the previews of these pieces."""
    chosen = sa.select(col(Media.file)).where(
        col(Media.item_id).in_(list(item_ids)), col(Media.file).is_not(None)
    )
    return {str(row[0]) for row in await (await session.connection()).execute(chosen)}


async def places_of(session: AsyncSession, item_ids: Sequence[int]) -> list[tuple[str, str, str | None]]:
    """Where these pieces were seen: source, id there, address."""
    chosen = sa.select(col(Sighting.source), col(Sighting.external_id), col(Sighting.url)).where(
        col(Sighting.item_id).in_(list(item_ids))
    )
    return [(row[0], row[1], row[2]) for row in await (await session.connection()).execute(chosen)]


async def contests_of(session: AsyncSession, accounts: Sequence[int]) -> list[int]:
    """Contests in which these accounts are shown."""
    found: set[int] = set()
    for table in (ContestEntry, ContestStanding):
        chosen = sa.select(col(table.contest_id)).where(col(table.account_id).in_(list(accounts)))
        found |= {int(row[0]) for row in await (await session.connection()).execute(chosen.distinct())}
    return sorted(found)


# ---- what is not taken in again ----


async def add_marks(session: AsyncSession, erasure_id: int, marks: Iterable[str]) -> None:
    """Keep marks; those that stand already stay as they are."""
    connection = await session.connection()
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"erasure_id": erasure_id, "mark": one, "dropped": 0} for one in sorted(set(marks))]
    for start in range(0, len(rows), _CHUNK):
        statement = build.insert(_MARK).on_conflict_do_nothing(index_elements=["mark"])
        await connection.execute(statement, rows[start : start + _CHUNK])


async def anything_marked(session: AsyncSession) -> bool:
    """Whether anything was ever erased: most installations need not look further."""
    return (await (await session.connection()).execute(_ANY)).first() is not None


_ANY = sa.select(_MARK.c.id).limit(1)
_MARKED = sa.select(_MARK.c.mark).where(_MARK.c.mark.in_(sa.bindparam("marks", expanding=True)))


async def marked(session: AsyncSession, marks: Collection[str]) -> set[str]:
    """Which of these stand for something that was erased."""
    if not marks:
        return set()
    rows = await (await session.connection()).execute(_MARKED, {"marks": sorted(marks)})
    return {str(row[0]) for row in rows}


async def count_dropped(session: AsyncSession, dropped: Mapping[str, int], now: datetime) -> None:
    """Pieces were dropped because of these marks."""
    connection = await session.connection()
    for mark, count in sorted(dropped.items()):
        change = sa.update(_MARK).where(_MARK.c.mark == mark)
        await connection.execute(change.values(dropped=_MARK.c.dropped + count, dropped_at=now))


async def dropped_since(session: AsyncSession, erasure_id: int) -> int:
    """Pieces that were dropped since that erasure."""
    chosen = sa.select(sa.func.coalesce(sa.func.sum(_MARK.c.dropped), 0)).where(
        _MARK.c.erasure_id == erasure_id
    )
    return int((await (await session.connection()).execute(chosen)).scalar_one())


async def erasures_marked(session: AsyncSession, marks: Collection[str]) -> list[int]:
    """The erasures that left one of these marks."""
    chosen = sa.select(_MARK.c.erasure_id).where(_MARK.c.mark.in_(sorted(marks))).distinct()
    return sorted(int(row[0]) for row in await (await session.connection()).execute(chosen))


async def drop_marks(session: AsyncSession, erasures: Sequence[int]) -> int:
    """Forget what stands for what was erased then: it may be taken in again."""
    statement = sa.delete(_MARK).where(_MARK.c.erasure_id.in_(list(erasures)))
    return (await (await session.connection()).execute(statement)).rowcount


# ---- what sources left ----


async def failures_page(session: AsyncSession, after: int, limit: int) -> list[SourceFailure]:
    rows = select(SourceFailure).where(col(SourceFailure.id) > after).order_by(col(SourceFailure.id))
    return list(await session.exec(rows.limit(limit)))


async def drop_failures(session: AsyncSession, ids: Sequence[int]) -> None:
    if ids:
        await session.exec(sa.delete(SourceFailure).where(col(SourceFailure.id).in_(list(ids))))


async def deliveries(session: AsyncSession) -> list[WebhookDelivery]:
    """What waits in inboxes."""
    return list(await session.exec(select(WebhookDelivery).order_by(col(WebhookDelivery.id))))


async def drop_deliveries(session: AsyncSession, ids: Sequence[int]) -> None:
    if ids:
        await session.exec(sa.delete(WebhookDelivery).where(col(WebhookDelivery.id).in_(list(ids))))


async def states(session: AsyncSession) -> list[SourceState]:
    """How sources fare, held until the unit of work ends."""
    rows = select(SourceState).order_by(col(SourceState.name)).with_for_update()
    return list(await session.exec(rows))
