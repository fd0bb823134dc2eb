"""Pieces as rows, permitted or not, written straight into a database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import SQLModel

from bot.content.tables import Campaign, CampaignItem, Item, Media
from bot.people.tables import Creator
from bot.review.tables import Review
from bot.rights.scope import Use, mask, names
from bot.rights.tables import Ask, Clearance, RightsChain, Takedown
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.ambassadors.picking.pieces import NOW

EMPLOYEES = frozenset({Use.SOCIAL, Use.EMPLOYEES})


class Shelf:
    """Short ways to put pieces on and take them off. Each kind of row begins at id 1."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, *rows: SQLModel) -> list[int]:
        async with unit_of_work(self.database) as session:
            for row in rows:
                session.add(row)
                await session.flush()
            return [getattr(row, "id", None) or 0 for row in rows]

    async def change(self, table: type[Any], row_id: int, **changes: Any) -> None:
        async with unit_of_work(self.database) as session:
            row = await session.get_one(table, row_id)
            for name, value in changes.items():
                setattr(row, name, value)

    async def creator(self, followers: int | None = None) -> int:
        creator = Creator(
            platform="mastodon", external_id="", followers=followers, first_seen_at=NOW, updated_at=NOW
        )
        (found,) = await self.add(creator)
        await self.change(Creator, found, external_id=str(found))
        return found

    async def found(self, *, status: str = "approved", media: str = "", **values: Any) -> int:
        """A piece that was decided about, without any permission."""
        values.setdefault("creator_id", await self.creator())
        plain = {
            "kind": "post",
            "platform": "mastodon",
            "text": "",
            "found_at": NOW - timedelta(days=5),
            "updated_at": NOW,
        }
        (item,) = await self.add(Item(**{**plain, **values}))
        await self.add(Review(item_id=item, status=status, queued_at=NOW, changed_at=NOW))
        if media:
            await self.add(Media(item_id=item, kind=media, url="https://piece.example/1.jpg"))
        return item

    async def granted(
        self, *, uses: frozenset[Use] = EMPLOYEES, until: datetime | None = None, **values: Any
    ) -> int:
        """A piece that people approved and its creator permitted."""
        item = await self.found(**values)
        await self.grant(item, uses=uses, until=until)
        return item

    async def grant(
        self, item: int, *, uses: frozenset[Use] = EMPLOYEES, until: datetime | None = None, **values: Any
    ) -> int:
        """A permission, and the link of the chain that each of them adds."""
        ask = Ask(
            item_id=item,
            status="granted",
            live=True,
            granted_uses=names(uses),
            granted_mask=mask(uses),
            licence_from=NOW - timedelta(days=3),
            licence_until=until,
            changed_at=NOW,
        )
        for name, value in values.items():
            setattr(ask, name, value)
        (made,) = await self.add(ask)
        async with unit_of_work(self.database) as session:
            chain = await session.get(RightsChain, 1) or RightsChain(id=1)
            chain.sequence += 1
            session.add(chain)
        return made

    async def cleared(self, creator: int, *, ends: datetime | None = None) -> int:
        clearance = Clearance(
            creator_id=creator,
            kind="paid",
            uses=names(EMPLOYEES),
            mask=mask(EMPLOYEES),
            starts_at=NOW - timedelta(days=1),
            ends_at=ends,
            by="U1",
            at=NOW,
        )
        return (await self.add(clearance))[0]

    async def take_down(self, item: int) -> None:
        await self.add(Takedown(item_id=item, ask_id=1, revision=1, at=NOW))

    async def campaign(self, name: str, *items: int) -> None:
        (made,) = await self.add(Campaign(name=name, created_at=NOW))
        await self.add(
            *(CampaignItem(campaign_id=made, item_id=one, added_by="U1", added_at=NOW) for one in items)
        )
