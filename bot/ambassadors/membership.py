"""Who takes part: joining, preferences, pausing, leaving, and the turns at which picks come. It flushes; whoever
opened the unit of work commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.ledger import service as ledger
from bot.ambassadors.offers import asked_for, from_channel
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import (
    Cadence,
    Preferences,
    Status,
    at_work,
    interest,
    next_due,
    week_start,
    works_at,
)
from bot.ambassadors.shortening import Shortener
from bot.ambassadors.tables import Ambassador
from bot.curation.programme import Programme
from bot.kernel.text import clean_line
from bot.people.accounts import KnownAccount

PICKS: Mapping[Cadence, int] = {Cadence.INSTANT: 1, Cadence.DAILY: 2, Cadence.WEEKLY: 5}
"""At a turn, at most."""
ENDED_KEPT = timedelta(days=30)
"""How long somebody whose account was deactivated can come back to what they had: an account is switched off by
mistake, or for a leave."""
NAME_LIMIT = 80
WITHDREW = "withdrew"
DEACTIVATED = "left the company"


def wanted_of(row: Ambassador) -> Preferences:
    """What somebody wants, from their row."""
    return Preferences(
        networks=tuple(row.networks),
        interests=tuple(row.interests),
        languages=tuple(row.languages),
        mastodon=row.mastodon,
        cadence=Cadence(row.cadence),
        place=row.place,
        zone=row.zone,
        hours=(row.hours_from, row.hours_to),
        days=tuple(row.days),
        country=row.country,
        on_board=row.on_board,
        public=row.public,
    )


def _put(row: Ambassador, wanted: Preferences) -> None:
    row.networks = list(dict.fromkeys(wanted.networks))
    row.interests = list(dict.fromkeys(filter(None, map(interest, wanted.interests))))
    row.languages = list(dict.fromkeys(wanted.languages))
    row.mastodon, row.cadence, row.place = wanted.mastodon, wanted.cadence.value, wanted.place
    row.zone, (row.hours_from, row.hours_to) = wanted.zone, wanted.hours
    row.days, row.country = sorted(set(wanted.days)), wanted.country.upper()


class Membership:
    """Who takes part. ``public_boards``: people outside the company read the boards, so only those stand on them who
    agreed to that."""

    def __init__(self, shortener: Shortener, *, public_boards: bool = False) -> None:
        self._links = shortener
        self._public_boards = public_boards

    async def join(
        self,
        session: AsyncSession,
        account: KnownAccount,
        wanted: Preferences,
        programme: Programme,
        now: datetime,
    ) -> Ambassador:
        """Take part, or take part again; the first picks are due in the next working hour, and whoever asked for them
        in a chat is given them at once. Whoever takes part already
        changes what they want. Raises Refused while the programme is off."""
        if not programme.enabled:
            raise refused(Why.OFF)
        await ledger.hold(session)
        row = await queries.of_account(session, account.id)
        if row is None:
            row = Ambassador(account_id=account.id, joined_at=now)
        back = row.status != Status.ACTIVE
        if row.status == Status.ENDED:
            row.joined_at = now  # links from before lead nowhere
        row.name, row.status, row.left_at = clean_line(account.name, NAME_LIMIT), Status.ACTIVE.value, None
        _put(row, wanted)
        if back or row.id is None or row.next_at is None:
            row.next_at = at_work(wanted, now)
        row.last_active_at = now
        await self._agreed(session, row, wanted)
        return row

    async def change(
        self, session: AsyncSession, ambassador_id: int, wanted: Preferences, now: datetime
    ) -> Ambassador:
        """Other preferences. The next picks come when they would have come by these, not earlier than now."""
        await ledger.hold(session)
        row = await self._taking_part(session, ambassador_id)
        before = wanted_of(row)
        _put(row, wanted)
        timing = ("cadence", "zone", "hours", "days", "country")
        if row.next_at is not None and any(getattr(before, one) != getattr(wanted, one) for one in timing):
            row.next_at = next_due(wanted, now)
        row.last_active_at = now
        await self._agreed(session, row, wanted)
        return row

    async def hide_who_was_not_asked(self, session: AsyncSession) -> list[int]:
        """Where people outside read the boards: take off whoever agreed to be on them when only colleagues did. Gives
        who they were; twice finds nobody."""
        if not self._public_boards:
            return []
        await ledger.hold(session)
        found = await queries.on_boards_unasked(session)
        for one in found:
            row = await queries.held(session, one)
            if row is not None:
                await self._show(session, row, on_board=False)
        return found

    async def _agreed(self, session: AsyncSession, row: Ambassador, wanted: Preferences) -> None:
        row.public = wanted.on_board and wanted.public
        await self._show(
            session, row, on_board=wanted.on_board and (wanted.public or not self._public_boards)
        )

    async def _show(self, session: AsyncSession, row: Ambassador, *, on_board: bool) -> None:
        """On the boards or off them, where that changes."""
        changes = row.id is not None and row.on_board != on_board
        row.on_board = on_board
        await queries.save(session, row)
        if changes:
            await ledger.show(session, row.id or 0, on_board=on_board)

    async def pause(self, session: AsyncSession, ambassador_id: int, now: datetime) -> None:
        """No picks come until they go on. What they shared goes on counting."""
        row = await self._taking_part(session, ambassador_id)
        row.status, row.next_at, row.last_active_at = Status.PAUSED.value, None, now
        await queries.save(session, row)

    async def go_on(self, session: AsyncSession, ambassador_id: int, now: datetime) -> None:
        """Picks come again."""
        row = await self._taking_part(session, ambassador_id)
        if row.status == Status.PAUSED:
            row.status, row.next_at = Status.ACTIVE.value, at_work(wanted_of(row), now)
            row.last_active_at = now
            await queries.save(session, row)

    async def leave(self, session: AsyncSession, ambassador_id: int, now: datetime) -> bool:
        """Take no part any more: links end, what only concerns the person goes, totals stay and are nobody's. False
        where that was done already. Doing the rest of it after a death takes out what is left."""
        await ledger.hold(session)
        row = await queries.held(session, ambassador_id)
        if row is None or (row.status == Status.LEFT and row.account_id is None):
            return False
        await self._links.end_of_owner(session, ambassador_id, WITHDREW, now)
        await self._links.release_owner(session, ambassador_id, now)
        await ledger.forget(session, ambassador_id)
        await queries.make_nobodys(session, ambassador_id)
        nobody = Ambassador(joined_at=row.joined_at)
        for name in ("account_id", "name", "mastodon", "cadence", "place", "zone", "country", "next_at"):
            setattr(row, name, getattr(nobody, name))
        row.interests, row.languages, row.networks, row.days = [], [], [], []
        row.hours_from, row.hours_to = nobody.hours_from, nobody.hours_to
        row.status, row.left_at, row.last_active_at = Status.LEFT.value, now, None
        row.on_board, row.public, row.reminded_at = False, False, None
        await queries.save(session, row)
        return True

    async def ended(self, session: AsyncSession, account_id: int, now: datetime) -> bool:
        """Their account was deactivated: no picks, no points, off the boards, and their links end at once. Faces and
        directories call this. False where nobody took part by that account. What only concerns them goes a month
        later (``tidy``), unless they join again."""
        await ledger.hold(session)
        row = await queries.of_account(session, account_id)
        if row is None or row.status in (Status.LEFT, Status.ENDED):
            return False
        row.status, row.next_at, row.left_at = Status.ENDED.value, None, now
        await self._show(session, row, on_board=False)
        await self._links.end_of_owner(session, row.id or 0, DEACTIVATED, now)
        return True

    async def tidy(self, session: AsyncSession, now: datetime) -> int:
        """Take out what is left of those who left, were erased, or were deactivated a month ago: of how many."""
        ids = [*await queries.half_left(session), *await queries.ended_before(session, now - ENDED_KEPT)]
        return sum([await self.leave(session, one, now) for one in ids])

    # turns

    async def take_turn(
        self, session: AsyncSession, ambassador_id: int, programme: Programme, now: datetime
    ) -> int:
        """How many picks somebody is to get now; the next turn is set in the same transaction. 0 where nothing is due
        any more, they don't work now, or they had their week's picks."""
        row = await queries.held(session, ambassador_id)
        if row is None or row.status != Status.ACTIVE or row.next_at is None or row.next_at > now:
            return 0
        wanted = wanted_of(row)
        if not works_at(wanted, now):  # it is late: nothing ran when it was due
            row.next_at = at_work(wanted, now)
            await queries.save(session, row)
            return 0
        row.next_at = next_due(wanted, now)
        await queries.save(session, row)
        left = await self.picks_left(session, ambassador_id, programme, now)
        return min(PICKS[wanted.cadence], left) if programme.enabled else 0

    async def picks_left(
        self,
        session: AsyncSession,
        ambassador_id: int,
        programme: Programme,
        now: datetime,
        *,
        asked: bool = False,
    ) -> int:
        """Of somebody's picks of this week, by the programme's zone: of those that come by themselves, or of as many
        again that they may ask for. Who asks for many gets theirs on the promised days all the same."""
        shown = await queries.offers_since(session, ambassador_id, week_start(now, programme.zone))
        had = [one for one in shown if not from_channel(one) and asked_for(one) == asked]
        return max(0, programme.picks_a_week - len(had))

    async def _taking_part(self, session: AsyncSession, ambassador_id: int) -> Ambassador:
        return _checked(await queries.held(session, ambassador_id))


async def taking_part(session: AsyncSession, ambassador_id: int, *, hold: bool = False) -> Ambassador:
    """An ambassador who takes part. ``hold``: nobody makes them leave until the end, so that no link is made for
    somebody who left at that moment. Raises Refused."""
    found = queries.held if hold else queries.get
    return _checked(await found(session, ambassador_id))


def _checked(row: Ambassador | None) -> Ambassador:
    if row is None or row.status == Status.LEFT:
        raise refused(Why.UNKNOWN)
    if row.status == Status.ENDED:
        raise refused(Why.ENDED)
    return row
