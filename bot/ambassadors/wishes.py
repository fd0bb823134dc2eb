"""Work that faces do for the programme, by name: whoever changes rows asks for it in the same unit of work."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.work import Enqueuer

SHOW = "ambassadors.show"
"""Make somebody's messages show what the rows say. Its argument is the ambassador."""


CLOSE = "ambassadors.close"
"""Take somebody's words and names out of their messages: they left. Its arguments are the ambassador, and the
language in which their messages say so ("": the programme's), which nobody knows once they are gone."""


OPENED = "ambassadors.opened"
"""Tell somebody that people outside read the boards now, and ask whether they want to stand on them. Its arguments
are the ambassador, and when they were taken off (seconds of the epoch)."""


REMIND = "ambassadors.remind"
"""Ask somebody who faded whether they still like to share. Its arguments are the ambassador, and when a manager asked
for it (seconds of the epoch)."""


UNSAY = "ambassadors.unsay"
"""Take back the post that celebrates somebody. Its argument is the badge."""


UNTHANK = "ambassadors.unthank"
"""Take back the message that thanks somebody, unless they are thanked for the piece again. Its arguments are the
ambassador and the piece."""
_BEING_SAID = timedelta(minutes=2)


async def ask_to_remind(
    session: AsyncSession,
    work: Enqueuer,
    ambassador_id: int,
    asked: datetime,
    comes: datetime,
    now: datetime,
) -> None:
    """``comes``: in their working hours."""
    moment = int(asked.timestamp())
    key = f"remind:{ambassador_id}:{moment}:{int(comes.timestamp())}"
    delay = max(0.0, (comes - now).total_seconds())
    await work.enqueue(session, REMIND, ambassador_id, moment, key=key, delay=delay)


async def ask_to_unsay(
    session: AsyncSession, work: Enqueuer, badge_id: int, told: datetime, now: datetime
) -> None:
    """At once; and again where it may just be on its way there."""
    for delay in _moments(told, now):
        await work.enqueue(session, UNSAY, badge_id, delay=delay)


async def ask_to_unthank(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, item_id: int, told: datetime, now: datetime
) -> None:
    """The same of what the person alone was told."""
    for delay in _moments(told, now):
        await work.enqueue(session, UNTHANK, ambassador_id, item_id, delay=delay)


def _moments(told: datetime, now: datetime) -> tuple[float, ...]:
    return (0.0, _BEING_SAID.total_seconds()) if now - told < _BEING_SAID else (0.0,)


async def ask_to_show(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, *, window: float = 0.0
) -> None:
    """Asking twice is asking once. ``window`` in seconds lets further changes gather first."""
    await work.enqueue_soon(
        session, SHOW, ambassador_id, window=window, partition=f"ambassador:{ambassador_id}"
    )


async def ask_to_close(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, language: str, *, window: float = 0.0
) -> None:
    """Asked in the transaction in which they leave. ``window`` as above."""
    await work.enqueue_soon(
        session, CLOSE, ambassador_id, language, window=window, partition=f"ambassador:{ambassador_id}"
    )
