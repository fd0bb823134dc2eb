"""What was erased is not taken in again: its maker's account, or the piece at its source, is recognised by a hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.pieces import Entry, Piece
from bot.intake.privacy import queries
from bot.intake.privacy.rules import account_marks, piece_mark
from bot.people.queries import creator_key

HANDED_IN = frozenset({"contest"})
"""Sources that are people who hand in what is theirs: whoever does that wants it taken."""


async def drop_erased(
    session: AsyncSession, source: str, entries: Sequence[Entry], now: datetime
) -> tuple[Sequence[Entry], int]:
    """The entries without those of people who were erased, and how many those were, which is counted."""
    if source in HANDED_IN or not await queries.anything_marked(session):
        return entries, 0
    marks = [(one, _marks(source, one)) for one in entries]
    known = await queries.marked(session, {mark for _, found in marks for mark in found})
    if not known:
        return entries, 0
    dropped: dict[str, int] = {}
    kept: list[Entry] = []
    for one, found in marks:
        mark = next((each for each in found if each in known), None)
        if mark is None:
            kept.append(one)
        else:
            dropped[mark] = dropped.get(mark, 0) + 1
    await queries.count_dropped(session, dropped, now)
    return kept, len(entries) - len(kept)


def _marks(source: str, entry: Entry) -> list[str]:
    if not isinstance(entry, Piece):
        return []
    found = entry.found
    marks = [piece_mark(source, found.external_id)]
    if found.creator is not None:
        key = creator_key(found.platform, found.creator)
        marks += account_marks(found.platform, key[1] if key else "", found.creator.handle)
    return marks
