"""Work that faces do for the programme, by name: whoever changes rows asks for it in the same unit of work."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.work import Enqueuer

SHOW = "ambassadors.show"
"""Make somebody's messages show what the rows say. Its argument is the ambassador."""


async def ask_to_show(
    session: AsyncSession, work: Enqueuer, ambassador_id: int, *, window: float = 0.0
) -> None:
    """Asking twice is asking once. ``window`` in seconds lets further changes gather first."""
    await work.enqueue_soon(
        session, SHOW, ambassador_id, window=window, partition=f"ambassador:{ambassador_id}"
    )
