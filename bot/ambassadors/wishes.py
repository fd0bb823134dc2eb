"""Work that faces do for the programme, by name: whoever changes rows asks for it in the same unit of work."""

from __future__ import annotations

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
