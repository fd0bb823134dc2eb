"""What must always hold in permissions: every row says what its steps add up to, and an item stands on one ask."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights import queries
from bot.rights.rules import AskAction, AskStatus, AskStep, derive
from bot.rights.tables import Ask

PAGE = 200


async def check(session: AsyncSession) -> list[str]:
    """Every ask that is not what its events say, in words."""
    problems: list[str] = []
    after = 0
    while rows := await queries.asks_page(session, after, PAGE):
        for row in rows:
            problems += compare(row, await queries.steps_of(session, row.id or 0))
            session.expunge(row)
        after = rows[-1].id or 0
    return problems


def compare(row: Ask, steps: Sequence[AskStep]) -> list[str]:
    """What is wrong with one row; empty when nothing is."""
    state = derive(steps)
    found = []
    if [step.revision for step in steps] != list(range(1, row.revision + 1)):
        found.append(f"the events of ask {row.id} are not numbered 1 to {row.revision}")
    if (row.status, row.live) != (state.status.value, state.live):
        found.append(f"ask {row.id} is {row.status}, its events say {state.status.value}")
    if row.status == AskStatus.GRANTED.value:
        yes = [step.data for step in steps if step.action is AskAction.GRANTED]
        if not yes or list(yes[-1].get("uses", [])) != row.granted_uses:
            found.append(f"ask {row.id} licenses {', '.join(row.granted_uses)}, its events say otherwise")
    return found
