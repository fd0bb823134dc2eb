"""The stage of a contest, with intake before it: real checks, real contents, real reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.content.queries import get_items
from bot.content.service import Contents
from bot.content.tables import Item
from bot.intake.entering.files import File
from bot.intake.entering.pieces import Candidate, ChatMessage, Entered, Entering
from bot.intake.entering.service import ContestEntries
from bot.intake.line import Intake, Taken
from bot.people.accounts import KnownAccount
from bot.screening.registry import load_checks
from bot.sources.base import FoundItem, Removed
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.contests.life.stage import MIA, Stage

PICTURE_BYTES = 10_000_000


def file(**changes: Any) -> File:
    """A small picture as Discord hands it over."""
    url = "https://cdn.discordapp.com/attachments/1/2/cup.png?ex=1"
    values: dict[str, Any] = {"id": "77", "name": "cup.png", "url": url, "size": 5_000}
    return File(**{**values, "content_type": "image/png", **changes})


def message(account: KnownAccount, text: str = "My cup of tea", **changes: Any) -> ChatMessage:
    values: dict[str, Any] = {
        "id": "501",
        "author_id": account.external_id,
        "url": "https://discord.com/channels/1/2/501",
        "text": text,
    }
    return ChatMessage(**{**values, **changes})


class Entrance(Stage):
    """A stage with intake and the ways to enter."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.contents = Contents()
        self.intake = Intake(self.contents, load_checks(), self.reviews, self.work)
        self.intake.tell(self.contests.edited)
        self.entering = ContestEntries(
            self.intake, self.contents, self.reviews, self.identities, self.contests, PICTURE_BYTES
        )

    def by(self, account: KnownAccount, **more: Any) -> Entering:
        return Entering(self.id, account, self.now, "discord", **more)

    async def take(self, source: str, *batch: FoundItem | Removed) -> Taken:
        return await self.intake.run(self.database, source, batch, self.now)

    async def link(self, account: KnownAccount, url: str, text: str | None = None, **more: Any) -> Entered:
        async with self.change() as session:
            return await self.entering.enter_link(session, self.by(account, **more), url, text)

    async def upload(self, account: KnownAccount, sent: File, **more: Any) -> Entered:
        async with self.change() as session:
            return await self.entering.enter_upload(session, self.by(account, **more), sent, "A cup")

    async def message(self, account: KnownAccount, said: ChatMessage, **more: Any) -> Entered:
        async with self.change() as session:
            return await self.entering.enter_message(session, self.by(account, **more), said)

    async def found(self, account: KnownAccount, item_id: int) -> Entered:
        async with self.change() as session:
            return await self.entering.enter_found(session, self.by(account), item_id)

    async def offered(self, *accounts: KnownAccount) -> Sequence[Candidate]:
        async with reading(self.database) as session:
            ids = [one.id for one in accounts]
            return await self.entering.candidates(session, self.id, ids)

    async def poster(self, owner: KnownAccount | None, platform: str, external_id: str) -> KnownAccount:
        """An account elsewhere, one person's with ``owner``."""
        async with self.change() as session:
            account = await self.identities.account(
                session, platform, external_id, self.now, name="Elsewhere"
            )
            if owner is not None:
                await self.identities.link(session, owner.id, account.id, MIA, "slack", self.now)
            return account

    async def item_of(self, entered: Entered) -> Item:
        async with reading(self.database) as session:
            return (await get_items(session, [entered.item_id]))[entered.item_id]
