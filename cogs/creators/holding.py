"""What of a person goes and what stays when they are erased, counted now and said by the lists beside the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy.subject import Subject, person_of
from bot.people.queries import get_creators
from bot.rights.creators import queries
from bot.rights.creators.rules import CreatorAct
from bot.rights.rules import LIVE_ASKS
from bot.rights.tables import CreatorEvent
from bot.storage.personal import Elsewhere, Gone, Held, Stays, Whose, Words, all_held, count_rows


@dataclass(frozen=True, slots=True)
class Going:
    """Rows of one table that lose what they say."""

    about: str
    count: int


@dataclass(frozen=True, slots=True)
class Holding:
    """``live``: permissions that are asked for or run. ``exports``: who was handed a copy, which is out of reach."""

    goes: Sequence[Going]
    stays: Sequence[tuple[str, str]]  # what, and why that may be
    live: int
    exports: Sequence[CreatorEvent]


async def holding(session: AsyncSession, creator_id: int) -> Holding | None:
    """None for somebody who isn't there any more."""
    creator = (await get_creators(session, [creator_id])).get(creator_id)
    if creator is None:
        return None
    subject = await person_of(session, creator)
    counted = await _counted(session, subject)
    statuses = await queries.asks_by_status(session, subject.creator_ids)
    reasons: dict[str, list[str]] = {}
    for held, _ in counted:
        for fate in held.columns.values():
            if isinstance(fate, Stays):
                reasons.setdefault(fate.why, []).append(fate.what.rstrip("."))
    return Holding(
        goes=[Going(held.about, count) for held, count in counted if _goes(held)],
        stays=[("; ".join(dict.fromkeys(what)), why) for why, what in reasons.items()],
        live=sum(statuses.get(status.value, 0) for status in LIVE_ASKS),
        exports=await queries.events_named(session, subject.creator_ids, CreatorAct.EXPORTED.value),
    )


async def _counted(session: AsyncSession, subject: Subject) -> list[tuple[Held, int]]:
    ids = {
        Whose.ITEM: await queries.items_of(session, subject.creator_ids),
        Whose.CREATOR: subject.creator_ids,
        Whose.ACCOUNT: subject.account_ids,
    }
    connection, found = await session.connection(), []
    for held in all_held():
        if held.whose is None:
            continue
        if count := await count_rows(connection, held, ids[held.whose]):
            found.append((held, count))
    return found


def _goes(held: Held) -> bool:
    return held.row_goes or any(isinstance(fate, Gone | Words | Elsewhere) for fate in held.columns.values())
