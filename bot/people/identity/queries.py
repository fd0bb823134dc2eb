"""Statements of accounts and of who is one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.people.accounts import KnownAccount
from bot.people.tables import Account, Identity, IdentityEvent, LinkCode
from bot.storage.types import table_of

_ACCOUNT = table_of(Account)
_CODE = table_of(LinkCode)
_KNOWN = tuple(
    _ACCOUNT.c[name]
    for name in (
        "id",
        "platform",
        "external_id",
        "name",
        "handle",
        "locale",
        "identity_id",
        "made_at",
        "joined_at",
        "left_at",
    )
)
_FIND = sa.select(*_KNOWN).where(
    _ACCOUNT.c.platform == sa.bindparam("platform"), _ACCOUNT.c.external_id == sa.bindparam("external")
)
_BY_IDS = sa.select(*_KNOWN).where(_ACCOUNT.c.id.in_(sa.bindparam("ids", expanding=True)))
_OF_IDENTITY = sa.select(*_KNOWN).where(_ACCOUNT.c.identity_id == sa.bindparam("identity"))


def _known(row: Any) -> KnownAccount:
    return KnownAccount(row[0], row[1], row[2], row[3] or row[4] or row[2], *row[4:])


async def find(session: AsyncSession, platform: str, external_id: str) -> KnownAccount | None:
    """The account with a platform's own id."""
    connection = await session.connection()
    row = (await connection.execute(_FIND, {"platform": platform, "external": external_id})).first()
    return None if row is None else _known(row)


async def by_ids(session: AsyncSession, ids: Collection[int]) -> dict[int, KnownAccount]:
    """Accounts by id; unknown ids are left out."""
    if not ids:
        return {}
    rows = await (await session.connection()).execute(_BY_IDS, {"ids": list(ids)})
    return {row[0]: _known(row) for row in rows}


async def of_identity(session: AsyncSession, identity_id: int) -> list[KnownAccount]:
    """Every account of one person."""
    rows = await (await session.connection()).execute(
        _OF_IDENTITY.order_by(_ACCOUNT.c.id), {"identity": identity_id}
    )
    return [_known(row) for row in rows]


async def insert(session: AsyncSession, values: dict[str, Any]) -> None:
    """Make an account known; another replica may be sooner, and then theirs stands."""
    connection = await session.connection()
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(_ACCOUNT).on_conflict_do_nothing(index_elements=["platform", "external_id"])
    await connection.execute(statement, values)


async def update(session: AsyncSession, account_id: int, values: dict[str, Any]) -> None:
    """Change an account's columns."""
    connection = await session.connection()
    await connection.execute(sa.update(_ACCOUNT).where(_ACCOUNT.c.id == account_id).values(values))


async def hold(session: AsyncSession, ids: Collection[int]) -> dict[int, KnownAccount]:
    """Accounts, held until the unit of work ends; everybody holds in the same order."""
    rows = await (await session.connection()).execute(
        _BY_IDS.order_by(_ACCOUNT.c.id).with_for_update(), {"ids": list(ids)}
    )
    return {row[0]: _known(row) for row in rows}


async def new_identity(session: AsyncSession, now: datetime) -> int:
    """A person without accounts."""
    made = Identity(made_at=now)
    session.add(made)
    await session.flush()
    return made.id or 0


async def join(session: AsyncSession, from_identity: int, to_identity: int) -> list[int]:
    """Every account of one person becomes the other's; gives the accounts that moved."""
    moved = [one.id for one in await of_identity(session, from_identity)]
    connection = await session.connection()
    await connection.execute(
        sa.update(_ACCOUNT).where(_ACCOUNT.c.identity_id == from_identity).values(identity_id=to_identity)
    )
    return moved


async def note(session: AsyncSession, event: IdentityEvent) -> None:
    """Keep an event."""
    session.add(event)
    await session.flush()


async def add_code(session: AsyncSession, code: LinkCode) -> None:
    """Keep a new code; those that the account had before end."""
    connection = await session.connection()
    await connection.execute(
        sa.update(_CODE)
        .where(
            _CODE.c.account_id == code.account_id,
            _CODE.c.used_at.is_(None),
            _CODE.c.expires_at > code.made_at,
        )
        .values(expires_at=code.made_at)
    )
    session.add(code)
    await session.flush()


async def use_code(session: AsyncSession, code_hash: str, now: datetime) -> int | None:
    """Take a code out of use and give the account it was made for; None when it is unknown, used or expired."""
    connection = await session.connection()
    statement = (
        sa.update(_CODE)
        .where(_CODE.c.code_hash == code_hash, _CODE.c.used_at.is_(None), _CODE.c.expires_at > now)
        .values(used_at=now)
        .returning(_CODE.c.account_id)
    )
    found: int | None = (await connection.execute(statement)).scalar_one_or_none()
    return found


async def code_state(session: AsyncSession, code_hash: str) -> tuple[datetime | None, datetime] | None:
    """When a code was used and when it expires."""
    connection = await session.connection()
    row = (
        await connection.execute(
            sa.select(_CODE.c.used_at, _CODE.c.expires_at).where(_CODE.c.code_hash == code_hash)
        )
    ).first()
    return None if row is None else (row[0], row[1])
