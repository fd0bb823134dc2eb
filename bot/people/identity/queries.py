"""Statements of accounts and of who is one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.people.accounts import KnownAccount
from bot.people.creators import creator_identity
from bot.people.tables import Account, Creator, Identity, IdentityEvent, LinkCode
from bot.storage.types import table_of

_ACCOUNT = table_of(Account)
_CODE = table_of(LinkCode)
# Any number that nobody else on this database takes.
_LOCK = 0x6777_6964656E
_MOST_NAMED = 20
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


async def serialise(session: AsyncSession) -> None:
    """Wait until no other change of who is one person is under way; holds until the transaction ends."""
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


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


async def use_code(session: AsyncSession, code_hash: str, now: datetime) -> bool:
    """Take a code out of use. False when it is unknown, used or expired: of many who say it, one is first."""
    connection = await session.connection()
    statement = (
        sa.update(_CODE)
        .where(_CODE.c.code_hash == code_hash, _CODE.c.used_at.is_(None), _CODE.c.expires_at > now)
        .values(used_at=now)
    )
    return (await connection.execute(statement)).rowcount == 1


async def code(session: AsyncSession, code_hash: str) -> LinkCode | None:
    """A code as it stands, read anew."""
    statement = select(LinkCode).where(LinkCode.code_hash == code_hash)
    return (await session.exec(statement.execution_options(populate_existing=True))).one_or_none()


async def open_codes(session: AsyncSession, hashes: Collection[str], now: datetime) -> list[str]:
    """Which of these hashes are of codes that can be redeemed."""
    statement = sa.select(_CODE.c.code_hash).where(
        _CODE.c.code_hash.in_(list(hashes)), _CODE.c.used_at.is_(None), _CODE.c.expires_at > now
    )
    return [row[0] for row in await (await session.connection()).execute(statement)]


async def drop_codes(session: AsyncSession, before: datetime) -> int:
    """Forget codes that ended before then; they tell nothing any more but who asked for one."""
    statement = sa.delete(_CODE).where(_CODE.c.expires_at < before)
    return (await (await session.connection()).execute(statement)).rowcount


async def by_handle(session: AsyncSession, platform: str, handle: str) -> list[KnownAccount]:
    """Accounts of a platform with that handle, in lower case and without "@"."""
    column = sa.func.lower(_ACCOUNT.c.handle)
    statement = sa.select(*_KNOWN).where(_ACCOUNT.c.platform == platform, column.in_([handle, f"@{handle}"]))
    rows = await (await session.connection()).execute(statement.order_by(_ACCOUNT.c.id).limit(_MOST_NAMED))
    return [_known(row) for row in rows]


async def creators_named(session: AsyncSession, platform: str, handle: str) -> list[Creator]:
    """Creators of a platform with that handle, with or without its server."""
    identity = creator_identity(handle, None, platform)
    if not identity:
        return []
    statement = select(Creator).where(Creator.platform == platform, Creator.identity == identity)
    rows = (await session.exec(statement.order_by(col(Creator.id)).limit(_MOST_NAMED))).all()
    own = [one for one in rows if one.handle]
    exact = [one for one in own if (one.handle or "").lstrip("@").casefold() == handle]
    return exact or [
        one for one in own if (one.handle or "").lstrip("@").casefold().partition("@")[0] == handle
    ]
