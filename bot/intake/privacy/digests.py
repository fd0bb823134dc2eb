"""Digests that name somebody who is erased: their documents are rewritten here, their messages drawn anew."""

from __future__ import annotations

from bot.digests import queries
from bot.digests.leaving import take_out
from bot.digests.queries import Leaving
from bot.intake.privacy.places import Cleared, Traces
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer


class DigestPlace:
    """See ``intake.privacy.places.Place``. A mail that went out can't be changed; the receipt says so."""

    name = "digests"

    def __init__(self, database: Database, work: Enqueuer) -> None:
        self._database = database
        self._work = work

    async def clear(self, traces: Traces) -> Cleared:
        """Take words and names out of every document, then wait for the messages."""
        rewritten, last = 0, 0
        async with reading(self._database) as session:
            # One that is being built may have read others' words about them before those were erased. Asked before
            # documents are looked through: one that is stored meanwhile is waited for, and looked through next time.
            unbuilt = await queries.unbuilt(session)
        while True:
            async with unit_of_work(self._database) as session:
                rows = await queries.built(session, last)
                for row in rows:
                    done = await take_out(session, self._work, row, Leaving(set(traces.items)), traces.named)
                    rewritten += done
            if not rows:
                break
            last = rows[-1].id or 0
        async with reading(self._database) as session:
            waiting = len(await queries.stale(session)) + unbuilt
            mails = await queries.mailed(session, traces.items)
        left = (f"digests sent by mail: {mails}",) if mails else ()
        return Cleared(rewritten, waiting, left)
