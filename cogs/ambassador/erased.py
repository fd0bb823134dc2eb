"""Posts that name somebody who is erased: the work that their leaving asked for takes the names out; an erasure waits
for it."""

from __future__ import annotations

from bot.intake.privacy.places import Cleared, Traces
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from cogs.ambassador import queries


class NamedPlace:
    """See ``intake.privacy.places.Place``."""

    name = "celebrations and boards in Slack"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def clear(self, traces: Traces) -> Cleared:
        """Whoever was erased has left the programme: their numbers and accounts tell nothing of one another any
        more, so everybody's who left are waited for, and told of where they stay."""
        async with reading(self._database) as session:
            waiting = await queries.left_named(session)
            lost = await queries.left_named(session, lost=True)
        left = (f"{self.name} that can't be changed any more: {lost}",) if lost and not waiting else ()
        return Cleared(0, waiting, left)
