"""Statements of membership, offers and shares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import OfferState, Status
from bot.ambassadors.tables import Ambassador, Badge, Offer, Point, Progress, Share, Suggestion
from bot.content.tables import Item
from bot.people.tables import Creator
from bot.storage.types import table_of

_OFFER = table_of(Offer)
_ITEM = table_of(Item)
_SHARE = table_of(Share)
_POINT = table_of(Point)
_SUGGESTION = table_of(Suggestion)
_PROGRESS = table_of(Progress)
_DIALECT = {"sqlite": sqlite, "postgresql": postgresql}
_AT_ONCE = 500
_PIECE_LOCK = 0x676F6470
"""Of pieces with a limit, among PostgreSQL's advisory locks of two numbers."""

# ---- membership ----


async def save(session: AsyncSession, row: Ambassador | Offer | Share | Suggestion | Badge) -> None:
    session.add(row)
    await session.flush()


async def get(session: AsyncSession, ambassador_id: int) -> Ambassador | None:
    """An ambassador, read anew."""
    statement = select(Ambassador).where(Ambassador.id == ambassador_id)
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def held(session: AsyncSession, ambassador_id: int) -> Ambassador | None:
    """An ambassador whom nobody else changes until the end."""
    statement = select(Ambassador).where(Ambassador.id == ambassador_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def of_account(session: AsyncSession, account_id: int) -> Ambassador | None:
    """The ambassador of an account, held until the end."""
    statement = select(Ambassador).where(Ambassador.account_id == account_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def of_accounts(session: AsyncSession, account_ids: Collection[int]) -> list[Ambassador]:
    """The ambassadors of these accounts, whatever became of them."""
    statement = select(Ambassador).where(col(Ambassador.account_id).in_(sorted(account_ids)))
    return list(await session.exec(statement.order_by(col(Ambassador.id))))


async def who_takes_part(session: AsyncSession, account_ids: Collection[int]) -> int | None:
    """Who takes part by one of these accounts; None where nobody does."""
    statement = (
        select(Ambassador.id)
        .where(
            col(Ambassador.account_id).in_(sorted(account_ids)),
            col(Ambassador.status).in_([Status.ACTIVE.value, Status.PAUSED.value]),
        )
        .order_by(col(Ambassador.id))
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def due(session: AsyncSession, now: datetime, limit: int = 100) -> list[int]:
    """Ambassadors whose picks are due, those that wait longest first."""
    statement = (
        select(Ambassador.id)
        .where(col(Ambassador.next_at).is_not(None), col(Ambassador.next_at) <= now)
        .order_by(col(Ambassador.next_at))
        .limit(limit)
    )
    return [one for one in await session.exec(statement) if one is not None]


async def half_left(session: AsyncSession) -> list[int]:
    """Those who left, or were erased, and of whom something is still to be taken out."""
    statement = select(Ambassador.id).where(
        col(Ambassador.status) == Status.LEFT.value, col(Ambassador.account_id).is_not(None)
    )
    return [one for one in await session.exec(statement) if one is not None]


async def ended_before(session: AsyncSession, moment: datetime) -> list[int]:
    """Those whose account was deactivated before then."""
    statement = select(Ambassador.id).where(
        col(Ambassador.status) == Status.ENDED.value, col(Ambassador.left_at) < moment
    )
    return [one for one in await session.exec(statement) if one is not None]


async def on_boards_unasked(session: AsyncSession) -> list[int]:
    """Who stands on the boards and never agreed that people outside read them."""
    statement = select(Ambassador.id).where(col(Ambassador.on_board), sa.not_(col(Ambassador.public)))
    return [one for one in await session.exec(statement.order_by(col(Ambassador.id))) if one is not None]


async def languages_of(session: AsyncSession, ids: Collection[int]) -> list[tuple[int, list[str]]]:
    """The languages of these ambassadors."""
    statement = select(Ambassador.id, Ambassador.languages).where(col(Ambassador.id).in_(sorted(ids)))
    return [(one or 0, list(languages)) for one, languages in await session.exec(statement)]


async def taking_part(session: AsyncSession) -> list[tuple[int, int]]:
    """Everybody who takes part: their number and that of their account."""
    statement = select(Ambassador.id, Ambassador.account_id).where(
        col(Ambassador.status).in_([Status.ACTIVE.value, Status.PAUSED.value])
    )
    return [(one, account) for one, account in await session.exec(statement) if one and account]


async def make_nobodys(session: AsyncSession, ambassador_id: int) -> None:
    """What was counted stays and belongs to nobody; what only concerns the person goes."""
    connection = await session.connection()
    key = sa.literal("gone:") + sa.cast(_POINT.c.id, sa.String)
    for table, values in (
        (_SHARE, {"ambassador_id": None}),
        (_POINT, {"ambassador_id": None, "key": key}),
        (_SUGGESTION, {"ambassador_id": None, "note": None}),
    ):
        await connection.execute(
            sa.update(table).where(table.c.ambassador_id == ambassador_id).values(values)
        )
    for table in (_OFFER, table_of(Badge)):
        await connection.execute(sa.delete(table).where(table.c.ambassador_id == ambassador_id))


# ---- offers ----


async def add_offers(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> int:
    """How many were not there yet; those that were stay as they are."""
    connection = await session.connection()
    added = 0
    for row in rows:
        insert = _DIALECT[connection.dialect.name].insert(_OFFER).values(row)
        statement = insert.on_conflict_do_nothing(index_elements=["ambassador_id", "item_id"])
        added += (await connection.execute(statement.returning(_OFFER.c.id))).first() is not None
    return added


async def offer(session: AsyncSession, ambassador_id: int, item_id: int) -> Offer | None:
    statement = select(Offer).where(Offer.ambassador_id == ambassador_id, Offer.item_id == item_id)
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def set_offer(
    session: AsyncSession,
    ambassador_id: int,
    item_id: int,
    state: OfferState,
    now: datetime,
    *,
    only: Collection[OfferState] = tuple(OfferState),
) -> bool:
    """False where there is no such offer in one of these states."""
    statement = (
        sa.update(_OFFER)
        .where(
            _OFFER.c.ambassador_id == ambassador_id,
            _OFFER.c.item_id == item_id,
            _OFFER.c.state.in_([one.value for one in only]),
        )
        .values(state=state.value, changed_at=now)
    )
    return (await (await session.connection()).execute(statement)).rowcount > 0


async def was_offered(session: AsyncSession, item_id: int) -> bool:
    """Whether anybody was ever shown a piece."""
    statement = sa.select(_OFFER.c.id).where(_OFFER.c.item_id == item_id).limit(1)
    return (await (await session.connection()).execute(statement)).first() is not None


async def end_offers(session: AsyncSession, item_id: int, now: datetime) -> None:
    """Nobody can share a piece any more: whatever they saved or were shown of it is over."""
    still_open = [OfferState.SHOWN.value, OfferState.SAVED.value]
    statement = sa.update(_OFFER).where(_OFFER.c.item_id == item_id, _OFFER.c.state.in_(still_open))
    gone = {"state": OfferState.GONE.value, "changed_at": now}
    await (await session.connection()).execute(statement.values(gone))


async def drop_drafts(session: AsyncSession, item_id: int, ambassador_id: int | None = None) -> None:
    """Forget what people, or one of them, would write with a piece: they may quote it."""
    statement = sa.update(_OFFER).where(_OFFER.c.item_id == item_id, _OFFER.c.draft != "")
    if ambassador_id is not None:
        statement = statement.where(_OFFER.c.ambassador_id == ambassador_id)
    await (await session.connection()).execute(statement.values(draft=""))


async def offers(
    session: AsyncSession, ambassador_id: int, states: Collection[OfferState], limit: int = 50
) -> list[Offer]:
    """Somebody's offers in these states, those changed last first."""
    statement = (
        select(Offer)
        .where(Offer.ambassador_id == ambassador_id, col(Offer.state).in_([one.value for one in states]))
        .order_by(col(Offer.changed_at).desc(), col(Offer.id).desc())
        .limit(limit)
    )
    return list(await session.exec(statement))


async def count_offers(session: AsyncSession, ambassador_id: int, state: OfferState) -> int:
    """How many of somebody's offers are in that state."""
    statement = sa.select(sa.func.count()).where(
        _OFFER.c.ambassador_id == ambassador_id, _OFFER.c.state == state.value
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def offers_since(session: AsyncSession, ambassador_id: int, since: datetime) -> list[Offer]:
    """The pieces that somebody was shown since then."""
    statement = select(Offer).where(Offer.ambassador_id == ambassador_id, col(Offer.at) >= since)
    return list(await session.exec(statement))


async def open_offers(session: AsyncSession, ambassador_id: int, item_ids: Collection[int]) -> list[Offer]:
    """Somebody's offers of these pieces that they neither shared nor skipped."""
    states = [OfferState.SHOWN.value, OfferState.SAVED.value]
    statement = select(Offer).where(
        Offer.ambassador_id == ambassador_id,
        col(Offer.item_id).in_(sorted(item_ids)),
        col(Offer.state).in_(states),
    )
    return list(await session.exec(statement))


async def creators_of(session: AsyncSession, item_ids: Collection[int]) -> dict[int, int | None]:
    """Who made each of these pieces; None where nobody is known."""
    statement = sa.select(_ITEM.c.id, _ITEM.c.creator_id).where(_ITEM.c.id.in_(sorted(item_ids)))
    return {int(row[0]): row[1] for row in await (await session.connection()).execute(statement)}


async def lessons(
    session: AsyncSession, ambassador_id: int, limit: int
) -> list[tuple[int, str, int | None, str, list[str]]]:
    """What somebody did with the pieces they were shown, the latest first: item, state, creator, kind, tags."""
    statement: Any = (
        sa.select(_OFFER.c.item_id, _OFFER.c.state, _ITEM.c.creator_id, _ITEM.c.kind, _ITEM.c.tags)
        .join(_ITEM, _ITEM.c.id == _OFFER.c.item_id)
        .where(_OFFER.c.ambassador_id == ambassador_id)
        .order_by(_OFFER.c.at.desc(), _OFFER.c.id.desc())
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(row[0]), str(row[1]), row[2], str(row[3]), list(row[4] or [])) for row in rows]


async def offered_items(session: AsyncSession, ambassador_id: int) -> set[int]:
    """Pieces that somebody was shown."""
    statement = sa.select(_OFFER.c.item_id).where(_OFFER.c.ambassador_id == ambassador_id)
    return set((await (await session.connection()).execute(statement)).scalars())


# ---- shares ----


async def share(session: AsyncSession, share_id: int) -> Share | None:
    """A share that nobody else changes until the end."""
    statement = select(Share).where(Share.id == share_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def shares_of_links(session: AsyncSession, link_ids: Collection[int]) -> list[Share]:
    """The shares of links, held until the end."""
    found, ids = list[Share](), sorted(link_ids)
    for start in range(0, len(ids), _AT_ONCE):
        statement = (
            select(Share)
            .where(col(Share.link_id).in_(ids[start : start + _AT_ONCE]))
            .order_by(col(Share.id))
            .with_for_update()
        )
        found += await session.exec(statement.execution_options(populate_existing=True))
    return found


async def latest_share(session: AsyncSession, ambassador_id: int, item_id: int, network: str) -> Share | None:
    statement = (
        select(Share)
        .where(Share.ambassador_id == ambassador_id, Share.item_id == item_id, Share.network == network)
        .order_by(col(Share.id).desc())
        .limit(1)
    )
    return (await session.exec(statement)).first()


async def shares_of_pieces(
    session: AsyncSession, ambassador_id: int, item_ids: Collection[int]
) -> list[Share]:
    """What somebody did with these pieces, the earliest first."""
    statement = (
        select(Share)
        .where(Share.ambassador_id == ambassador_id, col(Share.item_id).in_(sorted(item_ids)))
        .order_by(col(Share.id))
    )
    return list(await session.exec(statement))


async def sharers_of_links(session: AsyncSession, link_ids: Collection[int]) -> set[int]:
    """Whose links these are."""
    statement = sa.select(_SHARE.c.ambassador_id).where(
        _SHARE.c.link_id.in_(sorted(link_ids)), _SHARE.c.ambassador_id.is_not(None)
    )
    return set((await (await session.connection()).execute(statement)).scalars())


async def count_shares(session: AsyncSession, item_id: int, since: datetime) -> int:
    """How often a piece was shared since then, by everybody."""
    statement = sa.select(sa.func.count()).where(_SHARE.c.item_id == item_id, _SHARE.c.shared_at >= since)
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def hold_piece(session: AsyncSession, item_id: int) -> None:
    """One at a time takes of what a piece's limit leaves, until the end. SQLite has one writer."""
    connection = await session.connection()
    if connection.dialect.name != "sqlite":
        room, piece = sa.literal(_PIECE_LOCK, sa.Integer), sa.literal(item_id % 2**31, sa.Integer)
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(room, piece)))


async def count_opened(session: AsyncSession, item_id: int, since: datetime, besides: tuple[int, str]) -> int:
    """Composers that were opened with a piece since then without its being known to be shared, besides that of one
    person and network."""
    ambassador_id, network = besides
    own = sa.and_(_SHARE.c.ambassador_id == ambassador_id, _SHARE.c.network == network)
    statement = sa.select(sa.func.count()).where(
        _SHARE.c.item_id == item_id,
        _SHARE.c.shared_at.is_(None),
        _SHARE.c.how.is_(None),
        _SHARE.c.opened_at >= since,
        sa.not_(sa.func.coalesce(own, sa.false())),
    )
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def creator_of(session: AsyncSession, item_id: int) -> tuple[Item, Creator | None] | None:
    """A piece and who made it; None where there is no such piece."""
    statement: Any = (
        select(Item, Creator)
        .outerjoin(Creator, col(Creator.id) == col(Item.creator_id))
        .where(Item.id == item_id)
    )
    row = (await session.exec(statement)).first()
    return None if row is None else (row[0], row[1])


# ---- how far recurring work got ----


async def begin_once(session: AsyncSession, what: str, at: datetime) -> bool:
    """Note that this is done. False where it was noted before: of two who begin, one is first."""
    connection = await session.connection()
    insert = _DIALECT[connection.dialect.name].insert(_PROGRESS).values(what=what, at=at)
    statement = insert.on_conflict_do_nothing(index_elements=["what"]).returning(_PROGRESS.c.what)
    return (await connection.execute(statement)).first() is not None


async def progress(session: AsyncSession, what: str) -> datetime | None:
    return (await session.exec(select(Progress.at).where(Progress.what == what))).one_or_none()


async def set_progress(session: AsyncSession, what: str, at: datetime) -> None:
    connection = await session.connection()
    insert = _DIALECT[connection.dialect.name].insert(_PROGRESS).values(what=what, at=at)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=["what"], set_={"at": insert.excluded.at})
    )
