"""Where the shared links of a piece lead."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import campaigns_of
from bot.curation import queries
from bot.curation.programme import Programme
from bot.curation.rules import slug_of


@dataclass(frozen=True, slots=True)
class Leads:
    """``target`` None: to the page of the piece here. ``campaign`` is the name of whatever decided, as
    ``utm_campaign`` has it; "" where it was the programme. ``of``: the same name as people wrote it."""

    target: str | None = None
    campaign: str = ""
    of: str = ""


async def leads(session: AsyncSession, programme: Programme, item_id: int) -> Leads:
    """The open collection with an address of its own that was made last decides, among those that the piece is in;
    else the first campaign of the settings with one; else the programme. Nothing that a request or an ambassador
    says has a part in it."""
    if programme.collections_lead:
        for row in await queries.open_collections_of(session, item_id):
            if target := programme.collections_lead.get(row.id or 0):
                return Leads(target, row.slug, row.name)
    if programme.campaigns_lead:
        names = {one.name for one in (await campaigns_of(session, [item_id])).get(item_id, [])}
        for name, target in programme.campaigns_lead.items():
            if name in names:
                return Leads(target, slug_of(name), name)
    return Leads(programme.leads_to or None)
