"""Keeping and reading what the checks raised, always many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.screening.base import Flag, Severity
from bot.screening.tables import ScreeningFlag
from bot.storage.rows import write_rows
from bot.storage.types import table_of

_INSERT = sa.insert(table_of(ScreeningFlag))


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag raised on one version of an item."""

    item_id: int
    version: int
    flag: Flag
    raised_at: datetime


async def save_flags(session: AsyncSession, rows: Sequence[FlagRow]) -> None:
    """Keep flags; one statement. Those of earlier versions stay, as part of the item's history."""
    if not rows:
        return
    values = [
        {
            "item_id": row.item_id,
            "version": row.version,
            "check_key": row.flag.check,
            "code": row.flag.code,
            "severity": int(row.flag.severity),
            "reason": row.flag.reason,
            "field": row.flag.where,
            "start_offset": row.flag.start,
            "end_offset": row.flag.end,
            "excerpt": row.flag.excerpt,
            "raised_at": row.raised_at,
        }
        for row in rows
    ]
    await write_rows(await session.connection(), _INSERT, values)


async def flags_of(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[ScreeningFlag]]:
    """Flags on what items say now, worst first; items without any are left out."""
    statement = (
        select(ScreeningFlag)
        .join(Item, col(Item.id) == col(ScreeningFlag.item_id))
        .where(col(ScreeningFlag.item_id).in_(set(ids)), col(ScreeningFlag.version) == col(Item.version))
        .order_by(col(ScreeningFlag.severity).desc(), col(ScreeningFlag.id))
    )
    found: dict[int, list[ScreeningFlag]] = defaultdict(list)
    for flag in await session.exec(statement):
        found[flag.item_id].append(flag)
    return dict(found)


def flagged(check: str | None = None, among: sa.Select[Any] | None = None) -> sa.Select[Any]:
    """A select of the ids of items whose present version a check (or any) has a worry about, for a search to
    restrict by; ``among`` is another such select, and items have to be in both."""
    statement = (
        sa.select(col(ScreeningFlag.item_id))
        .join(Item, col(Item.id) == col(ScreeningFlag.item_id))
        .where(
            col(ScreeningFlag.version) == col(Item.version), col(ScreeningFlag.severity) > int(Severity.info)
        )
    )
    if check is not None:
        statement = statement.where(col(ScreeningFlag.check_key) == check)
    return statement if among is None else statement.where(col(ScreeningFlag.item_id).in_(among))
