"""What of a person goes and what stays when they are erased, counted now and said by the lists beside the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy.overview import Row, overview
from bot.intake.privacy.subject import person_of
from bot.people.queries import get_creators
from bot.rights.creators import queries
from bot.rights.creators.rules import CreatorAct
from bot.rights.rules import LIVE_ASKS
from bot.rights.tables import CreatorEvent
from bot.storage.personal import Stays, all_held


@dataclass(frozen=True, slots=True)
class Holding:
    """``live``: permissions that are asked for or run. ``exports``: who was handed a copy, which is out of reach."""

    goes: Sequence[Row]
    stays: Sequence[tuple[str, str]]  # what, and why that may be
    live: int
    exports: Sequence[CreatorEvent]


async def holding(session: AsyncSession, creator_id: int) -> Holding | None:
    """None for somebody who isn't there any more."""
    creator = (await get_creators(session, [creator_id])).get(creator_id)
    if creator is None:
        return None
    subject = await person_of(session, creator)
    rows = await overview(session, subject)
    statuses = await queries.asks_by_status(session, subject.creator_ids)
    tables = {one.table for one in rows}
    reasons: dict[str, list[str]] = {}
    for held in all_held():
        if held.name in tables:
            for fate in held.columns.values():
                if isinstance(fate, Stays):
                    reasons.setdefault(fate.why, []).append(fate.what.rstrip("."))
    return Holding(
        goes=[one for one in rows if one.goes],
        stays=[("; ".join(dict.fromkeys(what)), why) for why, what in reasons.items()],
        live=sum(statuses.get(status.value, 0) for status in LIVE_ASKS),
        exports=await queries.events_named(session, subject.creator_ids, CreatorAct.EXPORTED.value),
    )
