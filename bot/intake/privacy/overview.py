"""What is held about a person, in numbers: shown before anything is erased."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy import queries
from bot.intake.privacy.subject import Subject
from bot.storage.personal import Elsewhere, Gone, Held, Whose, Words, all_held, count_rows


@dataclass(frozen=True, slots=True)
class Row:
    """``goes``: whether erasing takes anything of it."""

    table: str
    about: str
    count: int
    goes: bool


async def overview(session: AsyncSession, subject: Subject) -> list[Row]:
    """A row for each table that holds something of them."""
    ids = await ids_of(session, subject)
    connection, found = await session.connection(), list[Row]()
    for held in all_held():
        count = await count_rows(connection, held, ids[held.whose]) if held.whose is not None else 0
        if count:
            found.append(Row(held.name, held.about, count, _goes(held)))
    return found


async def ids_of(session: AsyncSession, subject: Subject) -> dict[Whose, list[int]]:
    """By which numbers their rows are found."""
    creators = subject.creator_ids
    items = await queries.pieces(session, creators) + await queries.pieces(session, creators, erased=True)
    return {Whose.ITEM: sorted(items), Whose.CREATOR: creators, Whose.ACCOUNT: subject.account_ids}


def _goes(held: Held) -> bool:
    return held.row_goes or any(isinstance(fate, Gone | Words | Elsewhere) for fate in held.columns.values())
