"""Sharing a piece: what must hold, the post for the network's composer, and how it is known that it was shared. It
flushes; whoever opened the unit of work commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.badges import service as badges
from bot.ambassadors.ledger import queries as counted
from bot.ambassadors.ledger import service as ledger
from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.membership import taking_part
from bot.ambassadors.networks import NETWORKS
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import Kind, OfferState, Status, clock_of, day_start, week_start
from bot.ambassadors.shortening import Clicked, NewLink, Shortener
from bot.ambassadors.tables import Ambassador, Share
from bot.ambassadors.texts import (
    About,
    Suggested,
    Wording,
    credit_of,
    disclosure_of,
    load_wordings,
    nearest,
    post,
    says_paid,
    suggestions,
)
from bot.content.tables import Item
from bot.curation import queries as curated
from bot.curation.leading import leads
from bot.curation.programme import Programme
from bot.curation.rules import Limit, Mark, standing
from bot.kernel.origin import Origin
from bot.people.tables import Creator
from bot.rights.licensed import may_publish
from bot.rights.scope import Licence, Use

CLICK = "click"
SAID = "said"
NOT_POSTED = "not"
"""They opened its composer, and said that they posted nothing."""
COMPOSING = timedelta(minutes=15)
"""For how long an opened composer takes up one of the shares that a piece's limit leaves."""


class Said(StrEnum):
    """What became of a share that somebody told of."""

    COUNTS = "counts"
    FULL = "full"  # it counts, but the day's points for shares were given
    WAITS = "waits"  # it counts once somebody follows its link: enough counted on their word this week
    NOTHING = "nothing"  # nothing is rewarded on that network


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a Share button leads to. ``text`` is the whole post; where ``copied``, the person copies it, since the
    composer takes none. ``address`` "" where there is no composer. ``shortened``: their words were cut to fit."""

    share_id: int
    link_id: int
    network: str
    text: str
    address: str
    link: str
    copied: bool
    shortened: bool


@dataclass(frozen=True, slots=True)
class Sharable:
    """A piece that somebody may share now, with what a post about it needs."""

    item: Item
    creator: Creator | None
    licence: Licence
    limit: Limit | None = None

    @property
    def credit(self) -> str:
        """How to name who made it: as the licence says, else by name, else by handle."""
        creator = self.creator
        return self.licence.credit or (creator and (creator.name or creator.handle)) or ""

    @property
    def paid(self) -> bool:
        """Whether its creator was paid, as far as anybody says."""
        paid = self.item.origin in (Origin.INFLUENCER, Origin.PAID) or self.licence.kind == "paid"
        return paid or says_paid(self.item.text, self.item.tags)

    def about(self, whose: int = 0) -> About:
        """For somebody: neighbours among pieces and among people begin with different texts."""
        item, seed = self.item, crc32(f"{whose}:{self.item.id}".encode())
        return About(item.text, item.title or "", item.kind, seed)


@dataclass(frozen=True, slots=True)
class Sayable:
    """Suggested texts, and what is added to each: who made it, and that the person works here, as the network has
    it."""

    texts: list[Suggested]
    credit: str
    disclosure: str


class Sharing:
    """What ambassadors do with a piece."""

    def __init__(self, shortener: Shortener, wordings: Mapping[str, Wording] | None = None) -> None:
        self._links = shortener
        self._wordings = load_wordings() if wordings is None else wordings

    async def sharable(
        self, session: AsyncSession, item_id: int, programme: Programme, now: datetime
    ) -> Sharable:
        """The piece, where it may be shared now: people approved it, its licence covers employees and runs, curation
        neither hides nor holds it, and it wasn't shared too often. Raises Refused, which says what stands against
        it."""
        licence = await may_publish(session, item_id, Use.EMPLOYEES, now)
        found = await queries.creator_of(session, item_id)
        if licence is None or found is None:
            raise refused(Why.NOT_LICENSED)
        marks = await curated.live_marks(session, [item_id])
        stands = standing(marks, now)
        if item_id in stands.hidden:
            raise refused(Why.HIDDEN)
        if item_id in stands.held:
            until = max(mark.until for mark in marks if mark.kind is Mark.HOLD and mark.until is not None)
            raise refused(Why.HELD, when=clock_of(until, programme.zone))
        limit = stands.limit_of.get(item_id, programme.piece_limit)
        if limit is not None:
            since = now - timedelta(days=limit.days)
            if await queries.count_shares(session, item_id, since) >= limit.shares:
                raise refused(Why.LIMIT)
        return Sharable(found[0], found[1], licence, limit)

    async def _take_room(
        self, session: AsyncSession, piece: Sharable, ambassador_id: int, network: str, now: datetime
    ) -> None:
        """Of a piece that may be shared only so often, take one of what is left, until the end by nobody else.
        Composers that others opened and that are open still take theirs. Raises Refused."""
        if piece.limit is None:
            return
        item_id = piece.item.id or 0
        await queries.hold_piece(session, item_id)
        since = now - timedelta(days=piece.limit.days)
        shared = await queries.count_shares(session, item_id, since)
        opened = await queries.count_opened(session, item_id, now - COMPOSING, (ambassador_id, network))
        if shared + opened >= piece.limit.shares:
            raise refused(Why.LIMIT)

    async def suggest_texts(
        self, session: AsyncSession, ambassador_id: int, item_id: int, programme: Programme, now: datetime
    ) -> list[Suggested]:
        """Two or three texts in the person's language. Each is shared with credit and disclosure. Raises Refused."""
        row = await taking_part(session, ambassador_id)
        piece = await self.sharable(session, item_id, programme, now)
        return suggestions(nearest(self._wordings, row.languages), piece.about(ambassador_id), programme)

    async def offered(
        self,
        session: AsyncSession,
        row: Ambassador,
        item_id: int,
        programme: Programme,
        now: datetime,
        network: str = "",
    ) -> Sayable:
        """What somebody may say with a piece, as it is shown to them before they share it. ``network`` "": as the
        first of theirs has it on which they may share. Raises Refused."""
        piece = await self.sharable(session, item_id, programme, now)
        wording = nearest(self._wordings, row.languages)
        network = network or next((one for one in row.networks if one in programme.networks), "")
        return Sayable(
            suggestions(wording, piece.about(row.id or 0), programme),
            credit_of(wording, piece.credit),
            disclosure_of(programme, wording, network, row.country, paid=piece.paid).line,
        )

    async def share(
        self,
        session: AsyncSession,
        ambassador_id: int,
        item_id: int,
        network_key: str,
        text: str,
        programme: Programme,
        now: datetime,
        *,
        room: int | None = None,
    ) -> Prepared:
        """Prepare a post: the person's words with credit, disclosure and a tracked link, and the composer's address.
        Where the link leads is what managers and settings say (``leads``), nobody else. ``room``: see ``texts.post``.

        Pressed again for the same network, it is the same share with the same link, which leads and says what it
        would if it were new. Raises Refused where the piece
        may not be shared (``sharable``), the network is off, or a blocked word stands in the text.
        """
        if not programme.enabled:
            raise refused(Why.OFF)
        row = await taking_part(session, ambassador_id, hold=True)
        network = NETWORKS.get(network_key)
        if network is None or network_key not in programme.networks:
            raise refused(Why.NETWORK_OFF, network=network.name if network else network_key[:30])
        if network_key == "mastodon" and not row.mastodon:
            raise refused(Why.NO_SERVER)
        if (word := programme.blocked_in(text)) is not None:
            raise refused(Why.BLOCKED, word=word)
        piece = await self.sharable(session, item_id, programme, now)
        await self._take_room(session, piece, ambassador_id, network_key, now)
        wording = nearest(self._wordings, row.languages)
        disclosure = disclosure_of(programme, wording, network_key, row.country, paid=piece.paid)
        credit = credit_of(wording, piece.credit)
        where = await leads(session, programme, item_id)
        new = NewLink(
            item_id=item_id,
            network=network_key,
            owner=ambassador_id,
            target=where.target,
            disclosure=disclosure.line,
            credit=credit,
            language=wording.language,
            campaign=where.campaign,
        )
        share = await self._share(session, new, row.joined_at, now)
        if share.shared_at is None:
            share.opened_at, share.how = now, None
        link = self._links.address(share.code)
        title = piece.item.title or programme.company
        made = post(network, text, credit, disclosure, link, title=title, server=row.mastodon, room=room)
        row.last_active_at = now
        await queries.save(session, row)
        copied = not network.takes.value.startswith("text")
        return Prepared(
            share.id or 0, share.link_id, network_key, made.text, made.address, link, copied, made.shortened
        )

    async def _share(self, session: AsyncSession, new: NewLink, joined_at: datetime, now: datetime) -> Share:
        """The share of that piece on that network, the same as before where there is one in this language, whose link
        runs: links end when somebody's account is deactivated. Its link is brought up to date."""
        owner = new.owner or 0
        share = await queries.latest_share(session, owner, new.item_id, new.network)
        known = share is not None and share.language == new.language and share.opened_at >= joined_at
        if share is not None and known and await self._links.renew(session, share.link_id, new):
            return share
        made = await self._links.make(session, new, now)
        share = Share(
            ambassador_id=owner,
            item_id=new.item_id,
            link_id=made.id or 0,
            code=made.code,
            network=new.network,
            language=new.language,
            opened_at=now,
        )
        await queries.save(session, share)
        return share

    # how it is known

    async def said(
        self, session: AsyncSession, ambassador_id: int, share_id: int, programme: Programme, now: datetime
    ) -> Said | None:
        """ "I shared it". None where that was known already. Raises Refused where it isn't theirs."""
        await ledger.hold(session)
        await taking_part(session, ambassador_id, hold=True)  # before the share, as whoever shares does
        share = await queries.share(session, share_id)
        if share is None or share.ambassador_id != ambassador_id:
            raise refused(Why.UNKNOWN_SHARE)
        if not await self._shared(session, share, SAID, now):
            return None
        return await self._reward(session, share, programme, now)

    async def clicked(
        self, session: AsyncSession, totals: Mapping[int, Clicked], programme: Programme, now: datetime
    ) -> int:
        """Count new visitors of links; the first shows that the piece was shared. By link, what it got in all, so
        that asking twice counts once. How many were new."""
        await ledger.hold(session)
        found = 0
        for share in await queries.shares_of_links(session, totals):
            visitors = totals[share.link_id].visitors
            new = visitors - share.visitors
            if new <= 0:
                continue
            at = totals[share.link_id].first_click_at or now
            await self._shared(session, share, CLICK, now, min(at, now))
            if not share.visitors:
                await self._reward(session, share, programme, now, seen=True)
            await self._count(session, share, new, programme, now)
            share.visitors = visitors
            await queries.save(session, share)
            found += new
        return found

    async def converted(
        self, session: AsyncSession, link_id: int, key: str, programme: Programme, now: datetime
    ) -> bool:
        """A visitor of a link did what the operator counts. ``key`` is the conversion's own, which counts once."""
        await ledger.hold(session)
        for share in await queries.shares_of_links(session, [link_id]):
            person = await self._person(session, share)
            if person is not None and programme.rewards(share.network):
                points = programme.points.conversion
                given = Award(
                    Kind.CONVERSION, f"conversion:{key}", person.id or 0, points, share.network, share.id
                )
                return await award(session, given, programme.zone, now)
        return False

    async def _shared(
        self, session: AsyncSession, share: Share, how: str, now: datetime, at: datetime | None = None
    ) -> bool:
        """Note that it was shared. False where that was known."""
        if share.shared_at is not None:
            return False
        share.shared_at, share.how = at or now, how
        await queries.save(session, share)
        person = await self._person(session, share)
        if person is None:
            return True
        await queries.set_offer(session, person.id or 0, share.item_id, OfferState.SHARED, now)
        if how == SAID:
            person.last_active_at = now
            await queries.save(session, person)
        return True

    async def _reward(
        self,
        session: AsyncSession,
        share: Share,
        programme: Programme,
        now: datetime,
        *,
        seen: bool = False,
    ) -> Said:
        """Let a share count, once for a person, piece and network, however many links they made for it. What nobody
        followed counts on the person's word, so many times a week; a visitor lets it count whatever was said. Points
        are given up to the day's number of shares."""
        person = await self._person(session, share)
        if person is None or not programme.rewards(share.network):
            return Said.NOTHING
        rules, who, connection = programme.points, person.id or 0, await session.connection()
        if not seen:
            since = week_start(now, programme.zone)
            if await counted.shares_on_word(connection, who, since) >= rules.said_a_week:
                return Said.WAITS
        today = await counted.shares_with_points(connection, who, day_start(now, programme.zone))
        full = today >= rules.shares_a_day
        key, points = f"share:{who}:{share.item_id}:{share.network}", 0 if full else rules.share
        given = Award(Kind.SHARE, key, who, points, share.network, share.id)
        if await award(session, given, programme.zone, now) and not full:
            first = Award(Kind.FIRST, f"first:{share.item_id}", who, rules.first, share.network, share.id)
            await award(session, first, programme.zone, now)
        await badges.after_share(session, who, share, now)
        return Said.FULL if full else Said.COUNTS

    async def _count(
        self, session: AsyncSession, share: Share, new: int, programme: Programme, now: datetime
    ) -> None:
        """Give points for visitors, up to the day's most; all of them count on the board of clicks."""
        person = await self._person(session, share)
        if person is None or not programme.rewards(share.network):
            return
        rules, who = programme.points, person.id or 0
        connection = await session.connection()
        got = await counted.click_points_since(connection, who, day_start(now, programme.zone))
        points = max(0, min(new * rules.click, rules.clicks_a_day * rules.click - got))
        key = f"click:{share.link_id}:{share.visitors}"  # from which visitor on: two who count at once count once
        given = Award(Kind.CLICK, key, who, points, share.network, share.id, new)
        if await award(session, given, programme.zone, now):
            await badges.after_click(session, who, share, now)

    async def _person(self, session: AsyncSession, share: Share) -> Ambassador | None:
        """Whose share it is, as long as they take part."""
        if share.ambassador_id is None:
            return None
        row = await queries.get(session, share.ambassador_id)
        return row if row is not None and row.status in (Status.ACTIVE, Status.PAUSED) else None
