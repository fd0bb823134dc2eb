"""Telling managers about the product itself: one job, asked for by any area, posted by whichever face runs."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.work.enqueue import Enqueuer

NOTICE = "notices.post"
"""The face's job: ``notices.post(what, remedy)``."""


async def tell_managers(session: AsyncSession, work: Enqueuer, what: str, remedy: str, *, key: str) -> None:
    """Tell once per ``key``, if and only if the session commits."""
    await work.enqueue(session, NOTICE, what, remedy, key=key)
