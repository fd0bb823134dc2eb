"""Taking in reports of conversions. Flushes, never commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.links import queries as links
from bot.links.conversions import queries
from bot.links.conversions.rules import How, Outcome, Report, Window, key_of
from bot.links.tables import LinkConversion
from bot.links.tokens import read


class Conversions:
    """``key`` gives the 32 bytes by which tokens of clicks are made."""

    def __init__(self, key: Callable[[], bytes], window: Window) -> None:
        self._key = key
        self._window = window

    async def report(self, session: AsyncSession, report: Report, how: How, now: datetime) -> Outcome:
        """Keep what a click led to. The same id again changes nothing, whatever else it says."""
        click = read(self._key(), report.click)
        if click is None or await links.get(session, click.link_id) is None:
            return Outcome.UNKNOWN
        if not self._window.holds(click, now):
            return Outcome.LATE
        row = LinkConversion(
            key=key_of(report.id),
            link_id=click.link_id,
            clicked_at=click.at,
            at=now,
            how=how.value,
            value_micros=report.micros,
            currency=report.currency,
        )
        return Outcome.KEPT if await queries.keep(session, row) else Outcome.REPEATED
