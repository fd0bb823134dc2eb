"""What managers do about odd votes: say what came of a flag, and void votes. Neither happens by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests.rules import Kind, Phase
from bot.contests.scoring import queries
from bot.contests.scoring.events import held, record
from bot.contests.scoring.flagging import queries as flagging
from bot.contests.scoring.flagging.queries import Flag
from bot.contests.scoring.refusals import Why, refused
from bot.contests.scoring.rules import MANAGED_IN
from bot.kernel.text import clean_line
from bot.people.rules import Person

REASON_LIMIT = 300


async def flags(
    session: AsyncSession, contest_id: int, *, waiting: bool = True, limit: int = 50
) -> list[Flag]:
    """A contest's flags, the newest first; those nobody has settled, or all."""
    return await flagging.flags(await session.connection(), contest_id, waiting=waiting, limit=limit)


async def settle(
    session: AsyncSession, flag_id: int, outcome: str, actor: Person, now: datetime, via: str
) -> Flag:
    """Say what came of a flag, in words ("dismissed: a friend's newsletter"). Changes no vote. Raises Refused."""
    connection = await session.connection()
    outcome = clean_line(outcome, REASON_LIMIT)
    if not outcome:
        raise refused(Why.REASON_NEEDED)
    flag = await flagging.flag(connection, flag_id)
    if flag is None:
        raise refused(Why.UNKNOWN_FLAG)
    contest = await held(session, flag.contest_id)
    if not await flagging.settle_flag(connection, flag_id, outcome, actor.id, now):
        settled = await flagging.flag(connection, flag_id)
        raise refused(Why.FLAG_SETTLED, outcome=settled.outcome if settled else "")
    data = {"flag_id": flag_id, "kind": flag.kind}
    await record(
        session, contest, "flag.settled", actor, now, via, reason=outcome, entry_id=flag.entry_id, data=data
    )
    return flag


async def void_votes(
    session: AsyncSession,
    contest_id: int,
    vote_ids: Sequence[int],
    reason: str,
    actor: Person,
    now: datetime,
    via: str,
) -> dict[int, int]:
    """Let these votes count no more, with a reason, and keep them from being cast again: by entry, how many votes it
    lost. Until the contest is decided. Raises Refused."""
    reason = clean_line(reason, REASON_LIMIT)
    if not reason:
        raise refused(Why.REASON_NEEDED)
    contest = await held(session, contest_id)
    if Phase(contest.phase) not in MANAGED_IN:
        raise refused(Why.DECIDED)
    connection = await session.connection()
    voided = await flagging.void(
        connection, contest_id, vote_ids, f"voided by {actor.name}: {reason}", via, now
    )
    if not voided:
        raise refused(Why.NO_VOTES)
    lost = Counter[int]()
    for each in voided:
        lost[each.entry_id] += each.weight
    mixed = contest.kind == Kind.MIX
    for entry_id, weight in sorted(lost.items()):
        await queries.count_votes(connection, contest_id, entry_id, -weight, 0 if mixed else -weight)
    data = {
        "votes": [each.vote_id for each in voided],
        "accounts": sorted({each.account_id for each in voided}),
        "lost": {str(entry_id): weight for entry_id, weight in lost.items()},
    }
    await record(session, contest, "votes.voided", actor, now, via, reason=reason, data=data)
    return dict(lost)


async def votes_by(session: AsyncSession, entry_id: int, account_ids: Sequence[int]) -> list[int]:
    """The votes for an entry by these accounts that count, for ``void_votes``."""
    return await flagging.votes_by(await session.connection(), entry_id, account_ids)
