"""Points: given once each, by a key that says for what. Scores follow in the same transaction, and so do the counts
by which a rank costs the same however many take part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.ledger import queries
from bot.ambassadors.ledger.queries import Counted, Key
from bot.ambassadors.rules import Kind, Periods, counts_for, periods_of

NAMED = 20


@dataclass(frozen=True, slots=True)
class Award:
    """Something that counts. ``key`` is unique for what it is for: given again it counts nothing. ``count`` is how
    many there were (of clicks, unique visitors)."""

    kind: Kind
    key: str
    ambassador_id: int
    points: int
    network: str = ""
    share_id: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Difference:
    """Something kept that isn't what the points add up to."""

    what: str
    kept: int
    right: int

    def __str__(self) -> str:
        return f"{self.what}: kept {self.kept}, adds up to {self.right}"


async def hold(session: AsyncSession) -> None:
    """Let nobody else change points and scores until the end. Whoever holds other rows of the programme too takes
    this first, so that nobody waits in a circle."""
    await queries.hold(await session.connection())


async def award(session: AsyncSession, given: Award, zone: str, now: datetime) -> bool:
    """Count it, in the week and season of the programme's zone. False where its key counts already."""
    await session.flush()
    connection = await session.connection()
    await queries.hold(connection)
    periods = periods_of(now, zone)
    row = {
        "ambassador_id": given.ambassador_id,
        "kind": given.kind.value,
        "key": given.key,
        "share_id": given.share_id,
        "network": given.network,
        "count": given.count,
        "points": given.points,
        "week": periods.week,
        "season": periods.season,
        "at": now,
    }
    if not await queries.add_point(connection, row):
        return False
    await _change(session, given.ambassador_id, given.kind, given.count, given.points, periods)
    return True


async def take_back(session: AsyncSession, share_id: int) -> list[Counted]:
    """Let nothing that a share gave count any more: what that was."""
    await session.flush()
    connection = await session.connection()
    await queries.hold(connection)
    given = await queries.points_of_share(connection, share_id)
    await queries.drop_points(connection, [one.id for one in given])
    for one in given:
        if one.ambassador_id is not None:
            periods = Periods(one.week, one.season)
            await _change(session, one.ambassador_id, one.kind, -one.count, -one.points, periods)
    return given


async def _change(
    session: AsyncSession, ambassador_id: int, kind: Kind, count: int, points: int, periods: Periods
) -> None:
    connection = await session.connection()
    more = counts_for(kind, count, points)
    before = await queries.scores_in(connection, ambassador_id, periods.week, periods.season)
    after: dict[Key, int] = {
        (period, measure.value): before.get((period, measure.value), 0) + by
        for period in periods.boards
        for measure, by in more.items()
    }
    on_board = await queries.is_on_board(connection, ambassador_id)
    await queries.set_scores(connection, ambassador_id, after, on_board=on_board)
    if on_board:
        await queries.shift_counts(
            connection, [(key, before.get(key), score or None) for key, score in after.items()]
        )


async def show(session: AsyncSession, ambassador_id: int, *, on_board: bool) -> None:
    """Put somebody on the boards, or off them, after their row says so. Their own view keeps what they have."""
    await session.flush()
    connection = await session.connection()
    await queries.hold(connection)
    scores = await queries.scores_of(connection, ambassador_id)
    await queries.set_on_board(connection, ambassador_id, on_board=on_board)
    moved = [(key, None if on_board else score, score if on_board else None) for key, score in scores.items()]
    await queries.shift_counts(connection, moved)


async def forget(session: AsyncSession, ambassador_id: int) -> None:
    """Take somebody off every board for good. Their points are made nobody's by whoever calls this."""
    await session.flush()
    connection = await session.connection()
    await queries.hold(connection)
    scores = await queries.scores_on_board(connection, ambassador_id)
    await queries.shift_counts(connection, [(key, score, None) for key, score in scores.items()])
    await queries.drop_scores(connection, ambassador_id)


async def recount(session: AsyncSession) -> list[Difference]:
    """The first differences of each kind; none is what must be."""
    connection = await session.connection()
    found = [
        Difference(f"{measure} of {ambassador} in {period}", kept, right)
        for period, measure, ambassador, kept, right in await queries.wrong_scores(connection, NAMED)
    ]
    found += [
        Difference(
            f"people with {measure} {bucket * width} to {(bucket + 1) * width - 1} in {period}", kept, right
        )
        for period, measure, width, bucket, kept, right in await queries.wrong_counts(connection, NAMED)
    ]
    for period, measure, ambassador in await queries.wrong_boards(connection, NAMED):
        found.append(Difference(f"{measure} of {ambassador} on the board of {period}", 1, 0))
    return found
