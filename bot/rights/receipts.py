"""Receipts of what is in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.people.queries import get_creators
from bot.rights import queries
from bot.rights.book import Kit
from bot.rights.chain import Link
from bot.rights.links.queries import link_of
from bot.rights.receipt import ANSWERS, Facts, Issuer, receipt
from bot.rights.receipt_fields import Notice, Receipt
from bot.rights.tables import Ask
from bot.settings import Settings


class Receipts:
    """Makes receipts; writes nothing."""

    def __init__(self, kit: Kit, settings: Settings) -> None:
        self._kit = kit
        self._settings = settings

    @cached_property
    def _issuer(self) -> Issuer:
        brand, rights = self._settings.brand, self._settings.rights
        return Issuer(
            brand.name,
            brand.contact or brand.handle,
            brand.website,
            self._kit.signer().public,
            rights.jurisdiction,
            rights.storage_locations,
        )

    @property
    def public_key(self) -> str:
        """Of the key that signs the events; it is read, or made, here."""
        return self._issuer.public_key

    async def of(self, session: AsyncSession, ask: Ask, *, theirs: bool = True) -> Receipt | None:
        """The receipt of an ask as it stands; None where nothing was answered yet. ``theirs``: it is for the creator
        alone, so the link to withdraw is in it."""
        links = [link_of(row) for row in await queries.events_of_ask(session, ask.id or 0)]
        if not any(one.action in ANSWERS for one in links):
            return None
        item = (await get_items(session, [ask.item_id])).get(ask.item_id)
        creators = await get_creators(session, [ask.creator_id] if ask.creator_id is not None else [])
        creator = creators.get(ask.creator_id or 0)
        shown = await queries.get_snapshot(session, ask.snapshot_id) if ask.snapshot_id is not None else None
        platform = creator.platform if creator is not None else item.platform if item is not None else ""
        facts = Facts(
            platform=platform,
            account=creator.external_id if creator is not None else "",
            name=(creator.name or creator.handle or "") if creator is not None else "",
            url=(creator.url or "") if creator is not None else "",
            terms=await self.terms(links),
            shown=shown,
            withdraw=self._kit.links.withdraw(ask) if theirs else "",
        )
        return receipt(ask, links, self._issuer, facts)

    async def terms(self, links: Sequence[Link]) -> Notice:
        """The terms that the last request or yes names, as they were worded then."""
        for link in reversed(links):
            if "terms_version" in link.data:
                digest = str(link.data.get("terms_sha256", ""))
                text = await asyncio.to_thread(self._kit.evidence.get, digest) if digest else None
                return Notice(
                    version=str(link.data["terms_version"]),
                    sha256=digest,
                    text=text.decode() if text is not None else "",
                )
        return Notice(version="", sha256="", text="")
