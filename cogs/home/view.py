"""What App Home shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from bot.digests.charts import Course
from bot.digests.document import Number
from bot.faces.item_view import ItemView
from bot.intake.standing import Standing
from bot.review.queries import QueueCounts
from bot.review.rules import Status
from bot.work.tables import FailedWork
from cogs.home.ambassador import Own

FAILED_FOR = timedelta(days=7)
"""How long App Home shows managers work that gave up."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The queue as one person sees it. ``mine`` and ``team`` count today's decisions by outcome."""

    now: datetime
    may_decide: bool
    counts: QueueCounts
    mine: Mapping[Status, int]
    team: Mapping[Status, int]
    escalated: Sequence[ItemView]
    held: int
    sources: Sequence[Standing]
    failed: Sequence[FailedWork] = ()
    week: Sequence[Number] | None = ()  # the figures of the last seven days; None: not for this person to see
    course: Course | None = None  # how they went; None where nothing happened
    ambassador: Own | None = None  # None: there is no programme for them

    @property
    def decided_today(self) -> int:
        return sum(self.team.values())


def midnight(now: datetime, offset: int) -> datetime:
    """When the person's day began; ``offset`` from UTC in seconds."""
    local = now.astimezone(timezone(timedelta(seconds=offset)))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
