"""Everything that is held about a person, as one file: the tables' own lists say what that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy.subject import Subject
from bot.rights.creators import queries
from bot.storage.personal import TOLD, Held, Whose, all_held, rows_of

_PLAIN = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


async def everything(session: AsyncSession, subject: Subject, now: datetime) -> bytes:
    """JSON: for each table what it is about, what its columns are, and the rows."""
    ids = {
        Whose.ITEM: await queries.items_of(session, subject.creator_ids),
        Whose.CREATOR: subject.creator_ids,
        Whose.ACCOUNT: subject.account_ids,
    }
    connection, held = await session.connection(), []
    for one in all_held():
        if one.whose is None:
            continue
        rows = [_told(one, row) async for row in rows_of(connection, one, ids[one.whose])]
        if rows:
            held.append(_table(one, rows))
    known = [{"number": one.id, "platform": one.platform} for one in subject.creators]
    made = {"made_at": now.isoformat(), "creators": known, "held": held}
    return orjson.dumps(made, default=str, option=_PLAIN)


def _table(held: Held, rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns = {name: fate.what for name, fate in held.columns.items() if isinstance(fate, TOLD)}
    return {"table": held.name, "about": held.about, "columns": columns, "rows": rows}


def _told(held: Held, row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what says nothing about the person: words of ours, hashes, who of the team acted."""
    return {
        name: value
        for name, value in row.items()
        if name not in held.columns or isinstance(held.columns[name], TOLD)
    }
