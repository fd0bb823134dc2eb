"""The pieces and creators that a digest names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.content.tables import Item
from bot.digests.building import queries
from bot.digests.building.figures import Figures, plain
from bot.digests.document import CreatorLine, Number, Piece
from bot.insights.counting.tally import CreatorTally, ItemTally
from bot.kernel.text import clean_line
from bot.people.tables import Creator
from bot.review.rules import LIVE
from bot.rights.crediting import creator_name, credit_line
from bot.rights.licensed.queries import licence, licensed_among
from bot.rights.scope import Use

PIECES = 10
CREATORS = 5
EXAMPLES = 3
AT_ONCE = 50
TITLE = 120  # characters


class Naming:
    """Chooses and words what is named. ``community``: only what is approved and licensed for the website, credited
    as was agreed. ``about``: only pieces of that campaign or contest."""

    def __init__(
        self,
        session: AsyncSession,
        figures: Figures,
        now: datetime,
        *,
        community: bool,
        about: str = "",
    ) -> None:
        self._session, self._figures, self._now = session, figures, now
        self._community, self._about = community, about
        self.known: dict[int, Creator] = {}  # whoever was named

    async def top_pieces(self, start: datetime, end: datetime) -> list[Piece]:
        """What gained most in the period; after that what was approved in it, the newest first."""
        gained = self._figures.now.pieces
        if self._about:
            belonging = queries.belonging(self._about)
            gained = await self._figures.now.pieces_within(self._session, belonging)
        approved = await queries.approved_in(self._session, start, end, self._about)
        return await self._pieces(list(dict.fromkeys([*gained, *approved])), PIECES)

    async def shared_pieces(self, shared: Mapping[int, int], most: int) -> list[Piece]:
        """Of pieces that ambassadors shared so often, those that may be named, in that order."""
        found = await self._pieces(list(shared), most)
        return [
            one.model_copy(
                update={
                    "number": Number(figure="shared", slice=f"item:{one.item_id}", value=shared[one.item_id])
                }
            )
            for one in found
        ]

    async def examples(self, mood: str, start: datetime, end: datetime) -> list[Piece]:
        """Pieces of a mood that were found in the period: what gained most, then the newest."""
        found = await queries.examples(self._session, start, end, mood, self._about)
        tallies = await self._figures.now.pieces_of(self._session, found)
        found.sort(key=lambda one: -tallies.get(one, ItemTally()).gained)
        return await self._pieces(found, EXAMPLES)

    async def _pieces(self, ids: Sequence[int], most: int) -> list[Piece]:
        """The first of these that may be named. Looked up some at a time: mostly the first ones may."""
        shown: list[Item] = []
        creators: dict[int, Creator] = {}
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            if self._community:
                allowed = await licensed_among(self._session, part, Use.WEBSITE, self._now)
                part = [one for one in part if one in allowed]
            rejected = await queries.rejected_among(self._session, part)
            items = await get_items(self._session, part)
            standing = [
                items[one] for one in part if one in items and items[one].life == LIVE and one not in rejected
            ]
            creators |= await queries.creators(self._session, (one.creator_id or 0 for one in standing))
            # What a blocked creator made is not shown, nor is anything of one who is erased.
            shown += [one for one in standing if one.creator_id is None or one.creator_id in creators]
            if len(shown) >= most:
                break
        shown = shown[:most]
        self.known |= creators
        permitted = await licensed_among(
            self._session, [one.id or 0 for one in shown], Use.WEBSITE, self._now
        )
        tallies = await self._figures.now.pieces_of(self._session, (one.id or 0 for one in shown))
        return [
            await self._piece(
                one,
                creators.get(one.creator_id or 0),
                tallies.get(one.id or 0, ItemTally()).gained,
                (one.id or 0) in permitted,
            )
            for one in shown
        ]

    async def _piece(self, item: Item, creator: Creator | None, gained: int, permitted: bool) -> Piece:
        item_id = item.id or 0
        allowed = await licence(self._session, item_id, Use.WEBSITE, self._now) if permitted else None
        credit = credit_line(allowed, creator, item.platform) if allowed else ""
        number = None
        if gained:
            number = Number(figure="gained", slice=f"item:{item_id}", value=gained)
        return Piece(
            item_id=item_id,
            title=clean_line(item.title or item.text, TITLE),
            creator=credit or (creator_name(creator) if creator is not None else ""),
            creator_id=item.creator_id,
            platform=item.platform,
            kind=item.kind,
            url=item.url,
            number=number,
            sentiment=item.sentiment,
            permitted=permitted,
        )

    async def creators(self) -> tuple[list[CreatorLine], list[CreatorLine]]:
        """Those who brought most, and of the others those who are new or brought more than twice what they did."""
        if self._about:
            return [], []
        now = self._figures.now.creators
        known, known_ids = await self._known(list(now))
        self.known |= known
        earlier = self._figures.before
        was = {} if earlier is None else await earlier.creators_of(self._session, known_ids)
        top = known_ids[:CREATORS]
        # In a first period everybody is new, and nobody rises.
        later = known_ids[CREATORS:] if self._figures.before is not None else []
        rising = [
            one
            for one in later
            if now[one].first or now[one].gained > 2 * was.get(one, CreatorTally()).gained
        ][:CREATORS]

        permitted = await licensed_among(
            self._session, [*top, *rising], Use.WEBSITE, self._now, creators=True
        )

        async def lines(chosen: Collection[int]) -> list[CreatorLine]:
            return [
                await self._creator(known[one], was.get(one, CreatorTally()), one in permitted)
                for one in chosen
            ]

        return await lines(top), await lines(rising)

    async def _known(self, order: Sequence[int]) -> tuple[dict[int, Creator], list[int]]:
        """The first creators that may be named; enough that some of them rise."""
        known: dict[int, Creator] = {}
        for start in range(0, len(order), AT_ONCE):
            part = await queries.creators(self._session, order[start : start + AT_ONCE])
            if self._community:
                allowed = await licensed_among(
                    self._session, list(part), Use.WEBSITE, self._now, creators=True
                )
                part = {one: creator for one, creator in part.items() if one in allowed}
            known |= part
            if len(known) >= AT_ONCE:
                break
        return known, [one for one in order if one in known]

    async def _credit(self, creator: Creator) -> str:
        """What they are called: in the community's edition as was agreed for a piece of theirs that is licensed."""
        if not self._community:
            return creator_name(creator)
        ids = await queries.pieces_of(self._session, creator.id or 0)
        for item_id in sorted(await licensed_among(self._session, ids, Use.WEBSITE, self._now), reverse=True):
            allowed = await licence(self._session, item_id, Use.WEBSITE, self._now)
            if allowed is not None:
                return credit_line(allowed, creator, creator.platform)
        return creator_name(creator)

    async def _creator(self, creator: Creator, earlier: CreatorTally, permitted: bool) -> CreatorLine:
        creator_id = creator.id or 0
        tally = self._figures.now.creators[creator_id]
        slice = f"creator:{creator_id}"
        was = None if self._figures.before is None else (earlier.found, earlier.gained)
        return CreatorLine(
            creator_id=creator_id,
            name=await self._credit(creator),
            platform=creator.platform,
            pieces=plain("found", tally.found, None if was is None else was[0], slice),
            gained=Number(
                figure="gained", slice=slice, value=tally.gained, before=None if was is None else was[1]
            )
            if tally.gained
            else None,
            first_time=tally.first,
            permitted=permitted,
        )
