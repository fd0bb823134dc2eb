"""Statements of a contest's life: itself, its events, entries and awards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.rules import COUNTING, AwardStatus, EntryStatus, Phase
from bot.contests.tables import Contest, ContestAward, ContestEntry, ContestEvent
from bot.people.tables import Account
from bot.review.tables import Review

_COUNTING = [status.value for status in COUNTING]


async def hold(session: AsyncSession, contest_id: int) -> Contest | None:
    """The contest, held alone until the unit of work ends."""
    statement = select(Contest).where(Contest.id == contest_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def get(session: AsyncSession, contest_id: int) -> Contest | None:
    return await session.get(Contest, contest_id)


async def by_slug(session: AsyncSession, slug: str) -> Contest | None:
    return (await session.exec(select(Contest).where(Contest.slug == slug))).one_or_none()


async def named(session: AsyncSession, name: str, limit: int = 100) -> list[Contest]:
    """Contests of that slug or name, in any case as far as the database knows letters, the newest first."""
    statement = (
        select(Contest)
        .where(
            sa.or_(
                col(Contest.slug) == name.casefold(),
                col(Contest.name) == name,
                sa.func.lower(col(Contest.name)) == name.lower(),
            )
        )
        .order_by(col(Contest.id).desc())
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def slugs_like(session: AsyncSession, stem: str) -> set[str]:
    """Slugs that begin like this."""
    statement = select(Contest.slug).where(col(Contest.slug).startswith(stem, autoescape=True))
    return set((await session.exec(statement)).all())


async def contests(
    session: AsyncSession, phases: Collection[Phase] | None = None, limit: int = 100
) -> list[Contest]:
    """Contests, the newest first."""
    statement = select(Contest).order_by(col(Contest.id).desc()).limit(limit)
    if phases is not None:
        statement = statement.where(col(Contest.phase).in_([phase.value for phase in phases]))
    return list((await session.exec(statement)).all())


async def overdue(session: AsyncSession, now: datetime) -> list[int]:
    """Contests with a phase change that is due."""
    statement = select(Contest.id).where(col(Contest.due_at).is_not(None), col(Contest.due_at) <= now)
    return [found for found in (await session.exec(statement)).all() if found is not None]


async def event_by_request(session: AsyncSession, request_id: str) -> ContestEvent | None:
    statement = select(ContestEvent).where(ContestEvent.request_id == request_id)
    return (await session.exec(statement)).one_or_none()


async def events(
    session: AsyncSession, contest_id: int, after: int = 0, limit: int = 10_000
) -> list[ContestEvent]:
    """A contest's events in order."""
    statement = (
        select(ContestEvent)
        .where(ContestEvent.contest_id == contest_id, col(ContestEvent.revision) > after)
        .order_by(col(ContestEvent.revision))
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def entry(session: AsyncSession, entry_id: int) -> ContestEntry | None:
    return await session.get(ContestEntry, entry_id)


async def held_entry(session: AsyncSession, entry_id: int) -> ContestEntry | None:
    """The entry, held; its contest must be held already."""
    statement = select(ContestEntry).where(ContestEntry.id == entry_id).with_for_update()
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def entry_numbered(session: AsyncSession, contest_id: int, number: int) -> ContestEntry | None:
    statement = select(ContestEntry).where(
        ContestEntry.contest_id == contest_id, ContestEntry.number == number
    )
    return (await session.exec(statement)).one_or_none()


async def entry_of_item(session: AsyncSession, contest_id: int, item_id: int) -> ContestEntry | None:
    statement = select(ContestEntry).where(
        ContestEntry.contest_id == contest_id, ContestEntry.item_id == item_id
    )
    return (await session.exec(statement)).one_or_none()


async def entries_of_items(session: AsyncSession, item_ids: Collection[int]) -> list[ContestEntry]:
    """Every entry of these items, in whatever contest."""
    statement = select(ContestEntry).where(col(ContestEntry.item_id).in_(list(item_ids)))
    return list((await session.exec(statement.order_by(col(ContestEntry.contest_id)))).all())


async def entries_of(
    session: AsyncSession, account_ids: Collection[int], contest_id: int | None = None
) -> list[ContestEntry]:
    """What these accounts entered, the newest first."""
    statement = select(ContestEntry).where(col(ContestEntry.account_id).in_(list(account_ids)))
    if contest_id is not None:
        statement = statement.where(ContestEntry.contest_id == contest_id)
    return list((await session.exec(statement.order_by(col(ContestEntry.id).desc()).limit(200))).all())


async def entries_page(
    session: AsyncSession,
    contest_id: int,
    statuses: Collection[EntryStatus] | None = None,
    after: int = 0,
    limit: int = 25,
) -> list[ContestEntry]:
    """Entries by their numbers."""
    statement = (
        select(ContestEntry)
        .where(ContestEntry.contest_id == contest_id, col(ContestEntry.number) > after)
        .order_by(col(ContestEntry.number))
        .limit(limit)
    )
    if statuses is not None:
        statement = statement.where(col(ContestEntry.status).in_([one.value for one in statuses]))
    return list((await session.exec(statement)).all())


async def note_looked(session: AsyncSession, entry_ids: Sequence[int], now: datetime) -> None:
    """Where these were entered was asked just now whether they still stand."""
    for start in range(0, len(entry_ids), 500):
        chosen = col(ContestEntry.id).in_(entry_ids[start : start + 500])
        await (await session.connection()).execute(
            sa.update(ContestEntry).where(chosen).values(looked_at=now)
        )


async def count_entries(session: AsyncSession, contest_id: int) -> dict[EntryStatus, int]:
    """How many entries stand where."""
    statement = (
        sa.select(col(ContestEntry.status), sa.func.count())
        .where(col(ContestEntry.contest_id) == contest_id)
        .group_by(col(ContestEntry.status))
    )
    rows = await (await session.connection()).execute(statement)
    return {EntryStatus(status): int(number) for status, number in rows}


async def count_by_accounts(
    session: AsyncSession,
    contest_id: int,
    account_ids: Collection[int],
    task: str | None = None,
    but: int | None = None,
) -> int:
    """How many entries of these accounts wait or count, one left out."""
    statement = (
        sa.select(sa.func.count())
        .select_from(ContestEntry)
        .where(
            col(ContestEntry.contest_id) == contest_id,
            col(ContestEntry.account_id).in_(list(account_ids)),
            col(ContestEntry.status).in_(_COUNTING),
        )
    )
    if task is not None:
        statement = statement.where(col(ContestEntry.task) == task)
    if but is not None:
        statement = statement.where(col(ContestEntry.id) != but)
    return int((await (await session.connection()).execute(statement)).scalar_one())


async def accepted(session: AsyncSession, contest_id: int) -> list[tuple[int, int, int]]:
    """``(number, entry, account)`` of every entry that counts, by number."""
    statement = (
        sa.select(col(ContestEntry.number), col(ContestEntry.id), col(ContestEntry.account_id))
        .where(
            col(ContestEntry.contest_id) == contest_id,
            col(ContestEntry.status) == EntryStatus.ACCEPTED.value,
        )
        .order_by(col(ContestEntry.number))
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(number), int(entry_id or 0), int(account)) for number, entry_id, account in rows]


async def identities_of(session: AsyncSession, account_ids: Collection[int]) -> dict[int, int]:
    """For each account a number that all accounts of one person share: the identity's, or minus the account's own."""
    found: dict[int, int] = {}
    ids = list(account_ids)
    for start in range(0, len(ids), 1000):
        statement = sa.select(col(Account.id), col(Account.identity_id)).where(
            col(Account.id).in_(ids[start : start + 1000])
        )
        rows = await (await session.connection()).execute(statement)
        found |= {int(one or 0): identity or -int(one or 0) for one, identity in rows}
    return found


async def departed(session: AsyncSession, account_ids: Collection[int]) -> set[int]:
    """Those of the accounts that have left, as far as their rows say."""
    found: set[int] = set()
    ids = list(account_ids)
    for start in range(0, len(ids), 1000):
        statement = sa.select(col(Account.id)).where(
            col(Account.id).in_(ids[start : start + 1000]), col(Account.left_at).is_not(None)
        )
        found |= {int(one or 0) for (one,) in await (await session.connection()).execute(statement)}
    return found


async def review_states(session: AsyncSession, item_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The review status and the life of items."""
    statement = (
        sa.select(col(Item.id), sa.func.coalesce(col(Review.status), "queued"), col(Item.life))
        .join_from(Item, Review, col(Review.item_id) == col(Item.id), isouter=True)
        .where(col(Item.id).in_(list(item_ids)))
    )
    rows = await (await session.connection()).execute(statement)
    return {int(item or 0): (str(status), str(life)) for item, status, life in rows}


async def awards(session: AsyncSession, contest_id: int) -> list[ContestAward]:
    """Prizes in order: by place, and by who came next."""
    statement = (
        select(ContestAward)
        .where(ContestAward.contest_id == contest_id)
        .order_by(
            col(ContestAward.place), col(ContestAward.prize), col(ContestAward.attempt), col(ContestAward.id)
        )
    )
    return list((await session.exec(statement)).all())


async def award(session: AsyncSession, award_id: int) -> ContestAward | None:
    return await session.get(ContestAward, award_id)


async def awards_of(session: AsyncSession, account_ids: Collection[int]) -> list[ContestAward]:
    """Prizes of these accounts that were announced, the newest first."""
    statement = (
        select(ContestAward)
        .where(
            col(ContestAward.account_id).in_(list(account_ids)),
            col(ContestAward.status) != AwardStatus.PLANNED.value,
        )
        .order_by(col(ContestAward.id).desc())
        .limit(50)
    )
    return list((await session.exec(statement)).all())


async def lapsed(session: AsyncSession, now: datetime) -> list[ContestAward]:
    """Prizes whose time to be claimed is over."""
    statement = select(ContestAward).where(
        ContestAward.status == AwardStatus.OFFERED.value, col(ContestAward.claim_by) < now
    )
    return list((await session.exec(statement)).all())


async def contests_of(session: AsyncSession, ids: Collection[int]) -> dict[int, Contest]:
    found: Sequence[Contest] = (
        await session.exec(select(Contest).where(col(Contest.id).in_(list(ids))))
    ).all()
    return {one.id: one for one in found if one.id is not None}


async def accounts_of_entries(session: AsyncSession, entry_ids: Sequence[int]) -> dict[int, int]:
    """The entrant's account of each entry."""
    found: dict[int, int] = {}
    for start in range(0, len(entry_ids), 1000):
        statement = sa.select(col(ContestEntry.id), col(ContestEntry.account_id)).where(
            col(ContestEntry.id).in_(entry_ids[start : start + 1000])
        )
        rows = await (await session.connection()).execute(statement)
        found |= {int(entry or 0): int(account) for entry, account in rows}
    return found


async def standing_of_entries(
    session: AsyncSession, entry_ids: Sequence[int]
) -> dict[int, tuple[EntryStatus, str | None]]:
    """Where each entry stands, and why."""
    found: dict[int, tuple[EntryStatus, str | None]] = {}
    for start in range(0, len(entry_ids), 1000):
        statement = sa.select(col(ContestEntry.id), col(ContestEntry.status), col(ContestEntry.reason)).where(
            col(ContestEntry.id).in_(entry_ids[start : start + 1000])
        )
        rows = await (await session.connection()).execute(statement)
        found |= {int(entry or 0): (EntryStatus(status), reason) for entry, status, reason in rows}
    return found


async def last_entry_events(
    session: AsyncSession, contest_id: int, actions: Collection[str]
) -> dict[int, str]:
    """The last of these events of every entry."""
    statement = (
        sa.select(col(ContestEvent.entry_id), col(ContestEvent.action))
        .where(
            col(ContestEvent.contest_id) == contest_id,
            col(ContestEvent.entry_id).is_not(None),
            col(ContestEvent.action).in_(list(actions)),
        )
        .order_by(col(ContestEvent.revision))
    )
    rows = await (await session.connection()).execute(statement)
    return {int(entry or 0): str(action) for entry, action in rows}


async def award_events(session: AsyncSession, contest_id: int) -> list[ContestEvent]:
    """What happened to a contest's prizes, in order."""
    statement = (
        select(ContestEvent)
        .where(ContestEvent.contest_id == contest_id, col(ContestEvent.action).startswith("award."))
        .order_by(col(ContestEvent.revision))
    )
    return list((await session.exec(statement)).all())


async def phase_events(session: AsyncSession, contest_id: int) -> list[tuple[int, str]]:
    """The number and the action of every event, in order."""
    statement = (
        sa.select(col(ContestEvent.revision), col(ContestEvent.action))
        .where(col(ContestEvent.contest_id) == contest_id)
        .order_by(col(ContestEvent.revision))
    )
    rows = await (await session.connection()).execute(statement)
    return [(int(number), str(action)) for number, action in rows]
