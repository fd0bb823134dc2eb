"""What must always hold in review, checked against the rows of a running bot.

Every row equals what its events add up to, events are counted without gaps, and nobody was asked to decide
what is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.review import queries
from bot.review.rules import Event, derive

PAGE = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not as it must be: which item, and what differs."""

    item_id: int
    what: str


async def check(session: AsyncSession, after: int = 0, limit: int | None = None) -> list[Problem]:
    """Compare the rows of all items, or of ``limit`` items after one, with their events, in pages."""
    problems: list[Problem] = []
    left = limit
    while left is None or left > 0:
        rows = await queries.review_page(session, after, PAGE if left is None else min(PAGE, left))
        if not rows:
            break
        events = await queries.events_of(session, list(rows))
        found = ((item_id, compare(row, events.get(item_id, []))) for item_id, row in rows.items())
        problems += [Problem(item_id, what) for item_id, what in found if what]
        after = max(rows)
        left = None if left is None else left - len(rows)
    return problems


def compare(row: dict[str, Any], events: Sequence[Event]) -> str:
    """What is wrong with a row, in words; empty when nothing is."""
    if [event.revision for event in events] != list(range(1, len(events) + 1)):
        return f"its events are numbered {[event.revision for event in events]}"
    expected = queries.columns(derive(events))
    wrong = [name for name, value in expected.items() if row[name] != value]
    return "; ".join(f"{name} is {row[name]!r}, its events say {expected[name]!r}" for name in wrong)
