"""Column types of ours: aware UTC times on every database, and JSON that stays JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlmodel import SQLModel

from bot.kernel.clock import as_utc


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware datetimes in UTC. SQLite drops the time zone, so a naive value read back is UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must be aware; use bot.kernel.clock.utc_now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else as_utc(value)


def json_column() -> sa.types.TypeEngine[Any]:
    """JSON text on SQLite, JSONB on PostgreSQL."""
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def partial_index(name: str, *columns: str, where: str) -> sa.Index:
    """An index of the rows that fit ``where`` alone: the others cost nothing. A statement uses it where it says the
    same with literal values, not with parameters, or compares a column that ``where`` says is not null."""
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def bytewise() -> sa.types.TypeEngine[str]:
    """Text that is compared by its bytes, as SQLite does it, and not as a language sorts words: what begins alike
    stands together in an index, see ``begins_with``."""
    return sa.String().with_variant(sa.String(collation="C"), "postgresql")


def begins_with(column: Any, prefix: str) -> sa.ColumnElement[bool]:
    """That a text kept ``bytewise`` begins with these letters of ASCII, as a stretch of its index: ``LIKE`` is
    answered by one in neither database, since it knows letters' cases or what it is given only later."""
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return sa.and_(column >= prefix, column < after)


def id_column() -> sa.types.TypeEngine[Any]:
    """A 64-bit identifier. SQLite only auto-numbers a column declared plain INTEGER."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def table_of(model: type[SQLModel]) -> sa.Table:
    """The table of a model's rows, for statements over many of them."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]  # made by SQLModel for ``table=True``
    return table
