"""Keeping conversions, each id once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.links.conversions.rules import How
from bot.links.tables import LinkConversion
from bot.storage.types import table_of

_TABLE = table_of(LinkConversion)


async def keep(session: AsyncSession, row: LinkConversion) -> bool:
    """Keep it; False where that id is known. What was signed takes the place of what a pixel said before."""
    connection = await session.connection()
    build: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = build.insert(_TABLE).values(row.model_dump(exclude={"id"}))
    new = insert.excluded
    better = (_TABLE.c.how == How.PIXEL.value) & (new.how == How.CALL.value)
    taken = ("link_id", "clicked_at", "at", "how", "value_micros", "currency")
    statement = insert.on_conflict_do_update(
        index_elements=["key"], set_={name: new[name] for name in taken}, where=better
    ).returning(_TABLE.c.id)
    return (await connection.execute(statement)).first() is not None
