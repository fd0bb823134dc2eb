"""What platforms count, turned into a score. A count that falls (a platform's reset, a removed like) is kept as it
was measured and told, for nobody here knows better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.definition import Definition, read_definition
from bot.contests.rules import Kind, Phase
from bot.contests.scoring import queries
from bot.contests.scoring.parts import queries as parts
from bot.contests.scoring.parts.queries import Measurable
from bot.contests.scoring.rules import engagement_of, refuse_phase
from bot.contests.tables import Contest

PAGE = 500
_MOST = 10**12  # a count beyond this is no count


@dataclass(frozen=True, slots=True)
class Fall:
    """A count that is lower than it was."""

    entry_id: int
    number: int
    metric: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What one page of measuring came to. ``after`` is the entry to go on from; None when all are done."""

    changed: int = 0
    falls: tuple[Fall, ...] = ()
    after: int | None = None


async def measure_page(session: AsyncSession, contest: Contest, after: int, now: datetime) -> Measured:
    """Take what the sources last counted for some hundred entries after this one, and keep what has changed.

    Doing it twice changes nothing more. Measures nothing when the contest is over or counts no engagement.
    """
    definition = read_definition(contest.definition)
    if not definition.counts_engagement:
        return Measured()
    connection, contest_id = await session.connection(), contest.id or 0
    await queries.hold_contest(connection, contest_id)
    phase, closes_at = await queries.phase_of(connection, contest_id)
    if refuse_phase(Phase(phase), closes_at, now) is not None:
        return Measured()
    points: Mapping[str, int] = definition.engagement_points.model_dump()
    found = await parts.measurable(connection, contest_id, after, PAGE)
    if not found:
        return Measured()
    latest = await parts.latest_metrics(connection, [each.entry_id for each in found])
    changed = [
        (each, metrics)
        for each in found
        if (metrics := _counts(each.metrics, points)) != latest.get(each.entry_id, {})
    ]
    falls = [
        fall for each, metrics in changed for fall in _falls(each, latest.get(each.entry_id, {}), metrics)
    ]
    if changed:
        await _keep(connection, contest_id, changed, points, now, mixed=definition.kind is Kind.MIX)
    return Measured(len(changed), tuple(falls), found[-1].entry_id if len(found) == PAGE else None)


async def last_or_first(
    connection: AsyncConnection, contest_id: int, entry_id: int, definition: Definition, now: datetime
) -> int:
    """What an entry that is to be ranked has: its last measure, or else its first, of what is known now. An entry
    that review accepts after the closing is measured so too."""
    if not definition.counts_engagement:
        return 0
    latest = await parts.latest_metrics(connection, [entry_id])
    points = definition.engagement_points.model_dump()
    if entry_id in latest:
        return engagement_of(latest[entry_id], points)
    metrics = _counts(await parts.metrics_of(connection, entry_id), points)
    value = engagement_of(metrics, points)
    if metrics:
        about = {"contest_id": contest_id, "entry_id": entry_id, "metrics": metrics}
        await parts.save_measures(connection, [about | {"value": value, "at": now}], [])
    return value


def _counts(metrics: Mapping[str, Any], points: Mapping[str, int]) -> dict[str, int]:
    """The counts that give points, fit to be kept."""
    return {
        name: max(0, min(int(metrics[name]), _MOST))
        for name, each in sorted(points.items())
        if each and isinstance(metrics.get(name), int | float)
    }


def _falls(each: Measurable, before: Mapping[str, int], now: Mapping[str, int]) -> list[Fall]:
    return [
        Fall(each.entry_id, each.number, name, count, now.get(name, 0))
        for name, count in before.items()
        if now.get(name, 0) < count
    ]


async def _keep(
    connection: AsyncConnection,
    contest_id: int,
    changed: list[tuple[Measurable, dict[str, int]]],
    points: Mapping[str, int],
    now: datetime,
    *,
    mixed: bool,
) -> None:
    measures, standings, scores = [], [], Counter[int]()
    for each, metrics in changed:
        value = engagement_of(metrics, points)
        score = each.score if mixed else value
        measures.append(
            {
                "contest_id": contest_id,
                "entry_id": each.entry_id,
                "metrics": metrics,
                "value": value,
                "at": now,
            }
        )
        standings.append({"standing": each.standing_id, "new_engagement": value, "new_score": score})
        scores[each.score] -= 1
        scores[score] += 1
    await parts.save_measures(connection, measures, standings)
    await queries.shift_scores(connection, contest_id, scores)
