"""Every step of a permission is said where the team looks at its item. A feature of the chat says it; this asks."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.outcomes import AskDone
from bot.rights.rules import AskAction
from bot.work import Enqueuer

SAY = "rights.say"
"""Arguments: the ask, and the revision of the step."""

QUIET = frozenset({AskAction.DRAFT, AskAction.ERASED})
"""What nobody needs to be told."""


class Saying:
    """Told of every step of every permission."""

    def __init__(self, work: Enqueuer) -> None:
        self._work = work

    async def __call__(self, session: AsyncSession, done: AskDone) -> None:
        if done.step.action in QUIET:
            return
        ask_id, revision = done.ask.id or 0, done.step.revision
        await self._work.enqueue(
            session, SAY, ask_id, revision, key=f"{ask_id}:{revision}", partition="permissions"
        )
