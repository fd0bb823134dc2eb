"""Pieces that ambassadors saw and propose. They join the queue like anything a source found; people decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.ledger import service as ledger
from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.membership import taking_part, wanted_of
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import Kind, Status, may_arrive
from bot.ambassadors.suggestions import queries as suggestions
from bot.ambassadors.tables import Suggestion
from bot.content.queries import find_by_url
from bot.curation.programme import Programme
from bot.kernel.hosts import is_private_host
from bot.kernel.text import clean_line
from bot.people.rules import Person
from bot.review.rules import Status as ReviewStatus
from bot.sources.canonical import URL_LIMIT, canonical_url

A_DAY = 20
"""Suggestions of one person within a day, at most: people look at each."""
NOTE_LIMIT = 300
AT_ONCE = 200
WAITING = 40
"""Times as many are looked through as are told: some wait for the morning."""


class Added(Protocol):
    """The item of an address; ``known``: it was there before."""

    @property
    def item_id(self) -> int: ...
    @property
    def known(self) -> bool: ...


class Taker(Protocol):
    """Takes an address in, as if somebody of the team had added it; ``bot.intake.add`` does."""

    async def __call__(
        self, session: AsyncSession, url: str, actor: Person, now: datetime, *, note: str | None = None
    ) -> Added: ...


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of a suggestion at once. ``known``: that piece was here already, so it gives no points."""

    suggestion_id: int
    item_id: int
    known: bool


async def suggest(
    session: AsyncSession,
    take: Taker,
    ambassador_id: int,
    actor: Person,
    url: str,
    note: str,
    now: datetime,
) -> Proposed:
    """Propose what stands at an address. Nothing is fetched. Raises Refused for an address that is none or that
    nobody outside can reach, and after too many in a day; TellUser where it may not be taken in."""
    await taking_part(session, ambassador_id, hold=True)
    address, problem = canonical_url(url.strip().strip("<>").partition("|")[0])
    if address is None:
        given = clean_line(url, 60)
        reason = "none" if not given else "long" if len(url.strip()) > URL_LIMIT else "other"
        said = clean_line(problem or "there is no address", 120)
        raise refused(Why.SUGGEST_ADDRESS, problem=said, reason=reason, address=given)
    if is_private_host(urlsplit(address).hostname or ""):
        raise refused(Why.SUGGEST_PRIVATE)
    if await suggestions.count(session, ambassador_id, now - timedelta(days=1)) >= A_DAY:
        raise refused(Why.SUGGEST_TOO_MANY, most=A_DAY)
    words = clean_line(note, NOTE_LIMIT) or None
    standing = await find_by_url(session, address)
    if standing is not None:
        item_id, known = standing, True
    else:
        added = await take(session, address, actor, now, note=words)
        item_id, known = added.item_id, added.known
    row = Suggestion(
        ambassador_id=ambassador_id,
        item_id=item_id,
        note=words,
        state="known" if known else "waiting",
        at=now,
        settled_at=now if known else None,
        told_at=now if known else None,  # the answer says so
    )
    await queries.save(session, row)
    return Proposed(row.id or 0, item_id, known)


async def settle(session: AsyncSession, programme: Programme, now: datetime) -> int:
    """What people decided by now about suggestions: points for those they approved, once each. How many."""
    waiting = await suggestions.waiting(session, AT_ONCE)
    if waiting:
        await ledger.hold(session)  # before any row of the programme
    for row, status in waiting:
        accepted = status == ReviewStatus.APPROVED
        row.state, row.settled_at = "accepted" if accepted else "rejected", now
        await queries.save(session, row)
        if accepted and row.ambassador_id is not None:
            person = await queries.get(session, row.ambassador_id)
            if person is not None and person.status in (Status.ACTIVE, Status.PAUSED):
                key, points = key_of(row.item_id), programme.points.suggestion
                given = Award(Kind.SUGGESTION, key, row.ambassador_id, points)
                await award(session, given, programme.zone, now)
    return len(waiting)


def key_of(item_id: int) -> str:
    """Of the points for a suggestion: a piece gives them once."""
    return f"suggestion:{item_id}"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a suggestion, for whoever made it. ``points`` are what they got for it."""

    suggestion_id: int
    item_id: int
    account_id: int
    accepted: bool
    points: int


async def untold(session: AsyncSession, now: datetime, limit: int) -> list[Decided]:
    """What people decided and whoever suggested it is to be told now: within their working hours, or just after they
    did something."""
    found = list[Decided]()
    for row, who in await suggestions.untold(session, limit * WAITING):
        taking_part = who.status in (Status.ACTIVE, Status.PAUSED) and who.account_id is not None
        if not taking_part or not may_arrive(wanted_of(who), who.last_active_at or who.joined_at, now):
            continue
        points = await suggestions.points_for(session, key_of(row.item_id), who.id or 0)
        decided = Decided(row.id or 0, row.item_id, who.account_id or 0, row.state == "accepted", points)
        found.append(decided)
        if len(found) == limit:
            break
    return found
