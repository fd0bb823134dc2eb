"""What handlers and durable work are given: the areas' services, built once by ``bot.app``.

Faces add what only they have (a Slack connection, say) with ``provide`` and get it back, typed, with
``outlet``; so nothing below the faces knows a chat SDK.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from bot.content.service import Contents
from bot.contests.service import Contests
from bot.digests.service import Digests
from bot.intake.entering.service import ContestEntries
from bot.intake.line import Intake
from bot.kernel.clock import Clock, utc_now
from bot.kernel.errors import NeverWorks
from bot.links.service import Links
from bot.people.identity.service import Identities
from bot.review.desk import Desk
from bot.review.service import Reviews
from bot.rights.service import Asks
from bot.settings import Settings
from bot.storage.database import Database
from bot.work import Enqueuer

T = TypeVar("T")


@dataclass(slots=True)
class Services:
    """The running parts of the product, by area."""

    settings: Settings
    database: Database
    work: Enqueuer
    contents: Contents
    reviews: Reviews
    desk: Desk
    asks: Asks
    intake: Intake
    identities: Identities
    contests: Contests
    entering: ContestEntries
    digests: Digests
    links: Links
    clock: Clock = utc_now
    _outlets: dict[type, object] = field(default_factory=dict)

    def provide(self, outlet: object) -> None:
        """Make a face's connection known to durable work and other cogs, by its type."""
        self._outlets[type(outlet)] = outlet

    def outlet(self, kind: type[T]) -> T:
        """The connection of that type. Raises NeverWorks when this process runs without that face."""
        found = self._outlets.get(kind)
        if not isinstance(found, kind):
            raise NeverWorks(
                f"This process runs without {kind.__name__}.", remedy="Start it with goodword run."
            )
        return found
