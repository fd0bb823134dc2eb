"""Which messages stand in Discord, and what it was told of our commands."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.contests.rules import EntryStatus
from bot.contests.tables import ContestEntry
from bot.faces.discord.tables import DiscordCommands, DiscordKept, DiscordMessage, DiscordRoleGiven

KEPT_FOR = timedelta(days=1)


async def commands_told(session: AsyncSession, guild_id: int) -> str | None:
    """The digest of what the server was last told, None when it wasn't."""
    row = await session.get(DiscordCommands, guild_id)
    return None if row is None else row.digest


async def note_commands(session: AsyncSession, guild_id: int, digest: str, now: datetime) -> None:
    await session.merge(DiscordCommands(guild_id=guild_id, digest=digest, told_at=now))


# ---- one message ----


async def message(session: AsyncSession, key: str) -> DiscordMessage | None:
    return (await session.exec(select(DiscordMessage).where(DiscordMessage.key == key))).one_or_none()


async def messages(session: AsyncSession, keys: Collection[str]) -> dict[str, DiscordMessage]:
    """Those of these messages that were begun."""
    rows = await session.exec(select(DiscordMessage).where(col(DiscordMessage.key).in_(list(keys))))
    return {row.key: row for row in rows}


async def begin(
    session: AsyncSession,
    key: str,
    kind: str,
    channel_id: int,
    now: datetime,
    *,
    contest_id: int | None = None,
    entry_id: int | None = None,
    account_id: int | None = None,
    replaces: int | None = None,
) -> DiscordMessage:
    """Keep that a message is about to be posted; ``replaces`` is deleted once it stands."""
    row = await message(session, key) or DiscordMessage(key=key, kind=kind, channel_id=channel_id)
    row.contest_id, row.entry_id, row.channel_id = contest_id, entry_id, channel_id
    row.message_id, row.attempted_at, row.lost = None, now, None
    row.account_id = account_id
    row.replaces = replaces if replaces is not None else row.replaces
    session.add(row)
    await session.flush()
    return row


def nonce_of(row: DiscordMessage) -> str:
    """The same for each try of one post; Discord answers a repeated one with the first. It takes 25 characters."""
    begun = row.attempted_at.isoformat() if row.attempted_at else ""
    return hashlib.sha256(f"{row.key}|{begun}".encode()).hexdigest()[:24]


async def posted(
    session: AsyncSession, key: str, channel_id: int, message_id: int, digest: str, now: datetime
) -> None:
    values = {"channel_id": channel_id, "message_id": message_id, "drawn": digest, "posted_at": now}
    await _change(session, key, **values, edited_at=now, attempted_at=None, lost=None)


async def replaced(session: AsyncSession, key: str) -> None:
    await _change(session, key, replaces=None)


async def edited(session: AsyncSession, key: str, digest: str, now: datetime) -> None:
    await _change(session, key, drawn=digest, edited_at=now, lost=None)


async def not_posted(session: AsyncSession, key: str, why: str | None, digest: str) -> None:
    await _change(session, key, attempted_at=None, lost=why, drawn=digest if why else "")


async def lost(session: AsyncSession, key: str, why: str, digest: str) -> None:
    await _change(session, key, lost=why, drawn=digest)


async def forget(session: AsyncSession, key: str) -> None:
    await (await session.connection()).execute(
        sa.delete(DiscordMessage).where(col(DiscordMessage.key) == key)
    )


async def _change(session: AsyncSession, key: str, **values: Any) -> None:
    statement = sa.update(DiscordMessage).where(col(DiscordMessage.key) == key).values(**values)
    await (await session.connection()).execute(statement)


# ---- what a contest's channel lacks ----


async def uncarded(session: AsyncSession, contest_id: int, limit: int) -> list[int]:
    """Accepted entries that no message shows, by their numbers."""
    shown = sa.exists().where(
        col(DiscordMessage.entry_id) == col(ContestEntry.id),
        sa.or_(col(DiscordMessage.message_id).is_not(None), col(DiscordMessage.lost).is_not(None)),
    )
    statement = (
        sa.select(col(ContestEntry.id))
        .where(
            col(ContestEntry.contest_id) == contest_id,
            col(ContestEntry.status) == EntryStatus.ACCEPTED.value,
            ~shown,
        )
        .order_by(col(ContestEntry.number))
        .limit(limit)
    )
    rows = await (await session.connection()).execute(statement)
    return [int(row[0] or 0) for row in rows]


async def overdue_cards(session: AsyncSession, contest_id: int, limit: int) -> list[DiscordMessage]:
    """Messages of entries that take part no more."""
    statement = (
        select(DiscordMessage)
        .join(ContestEntry, col(ContestEntry.id) == col(DiscordMessage.entry_id))
        .where(
            DiscordMessage.contest_id == contest_id,
            DiscordMessage.kind == "entry",
            col(ContestEntry.status) != EntryStatus.ACCEPTED.value,
        )
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def changed_cards(session: AsyncSession, contest_id: int, limit: int) -> list[DiscordMessage]:
    """Messages of entries whose content changed since they were made true."""
    return list(
        (await session.exec(_changed().where(DiscordMessage.contest_id == contest_id).limit(limit))).all()
    )


async def cards_not_drawn(
    session: AsyncSession, contest_id: int, beginning: str, limit: int
) -> list[DiscordMessage]:
    """Messages of entries whose digest doesn't begin so, and that Discord can still be told to change."""
    statement = (
        select(DiscordMessage)
        .where(
            DiscordMessage.contest_id == contest_id,
            DiscordMessage.kind == "entry",
            col(DiscordMessage.message_id).is_not(None),
            col(DiscordMessage.lost).is_(None),
            sa.func.coalesce(col(DiscordMessage.drawn), "").not_like(f"{beginning}%"),
        )
        .order_by(col(DiscordMessage.entry_id))
        .limit(limit)
    )
    return list((await session.exec(statement)).all())


async def contests_with_changes(session: AsyncSession, limit: int = 50) -> list[int]:
    """Contests with such messages."""
    found = (await session.exec(_changed().limit(limit))).all()
    return sorted({row.contest_id for row in found if row.contest_id is not None})


def _changed() -> Any:
    return (
        select(DiscordMessage)
        .join(ContestEntry, col(ContestEntry.id) == col(DiscordMessage.entry_id))
        .join(Item, col(Item.id) == col(ContestEntry.item_id))
        .where(DiscordMessage.kind == "entry", col(Item.updated_at) > col(DiscordMessage.edited_at))
    )


async def standing_messages(session: AsyncSession) -> list[DiscordMessage]:
    """The standings that are shown, of all contests."""
    statement = select(DiscordMessage).where(
        DiscordMessage.kind == "standings", col(DiscordMessage.message_id).is_not(None)
    )
    return list((await session.exec(statement)).all())


async def unheard(session: AsyncSession, account_id: int) -> bool:
    """Whether a private message could not be given to this account."""
    statement = select(DiscordMessage.id).where(
        DiscordMessage.kind == "dm",
        DiscordMessage.account_id == account_id,
        col(DiscordMessage.lost).is_not(None),
    )
    return (await session.exec(statement.limit(1))).first() is not None


# ---- what somebody gave, kept until they have chosen what it is for ----


async def keep(session: AsyncSession, interaction_id: int, given: dict[str, Any], now: datetime) -> None:
    """Keep it for a while."""
    await session.merge(DiscordKept(interaction_id=interaction_id, given=given, kept_at=now))
    await session.flush()


async def forget_kept(session: AsyncSession, now: datetime) -> int:
    """Forget what nobody came back to; gives how much it was."""
    statement = sa.delete(DiscordKept).where(col(DiscordKept.kept_at) < now - KEPT_FOR)
    return int((await (await session.connection()).execute(statement)).rowcount)


async def kept(session: AsyncSession, interaction_id: int) -> dict[str, Any] | None:
    row = await session.get(DiscordKept, interaction_id)
    return None if row is None else row.given


# ---- roles of winners ----


async def roles_given(session: AsyncSession, award_ids: Collection[int]) -> dict[int, DiscordRoleGiven]:
    """The roles given with these prizes, by prize."""
    statement = select(DiscordRoleGiven).where(col(DiscordRoleGiven.award_id).in_(list(award_ids)))
    return {row.award_id: row for row in await session.exec(statement)}


async def role_kept(session: AsyncSession, row: DiscordRoleGiven, but: Collection[int]) -> bool:
    """Whether they have the same role by another prize too, in whatever contest; some prizes are left out."""
    statement = select(DiscordRoleGiven.award_id).where(
        DiscordRoleGiven.user_id == row.user_id,
        DiscordRoleGiven.role_id == row.role_id,
        col(DiscordRoleGiven.taken_at).is_(None),
        col(DiscordRoleGiven.award_id).not_in([row.award_id, *but]),
    )
    return (await session.exec(statement.limit(1))).first() is not None


async def note_role(session: AsyncSession, row: DiscordRoleGiven) -> None:
    await session.merge(row)
