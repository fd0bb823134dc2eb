"""Where to look for messages that show less than there is to show, without looking through all history."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.slack import queries
from bot.faces.slack.tables import SlackMessage
from bot.kernel.clock import Clock

LATE = timedelta(minutes=15)  # covers changes committed late, and clocks of replicas that differ


class Looks:
    """Remembers for each channel since when to look. The first look after a start is through everything; the
    oldest change it finds, or the look itself, is where later ones begin. Looks at one channel are one after
    the other (the queue's partition), also among replicas, and none ends well while a post is unconfirmed."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: dict[str, datetime] = {}

    async def stale(self, session: AsyncSession, channel: str) -> SlackMessage | None:
        """The channel's message whose change is oldest, None when all show what there is to show."""
        start = self._clock()
        found = await queries.stale_message(session, channel, self._since.get(channel))
        oldest = start if found is None else min(start, found[1])
        # A joined item may have changed long ago: such a change never moves the mark back.
        self._since[channel] = max(oldest - LATE, self._since.get(channel, oldest - LATE))
        return None if found is None else found[0]
