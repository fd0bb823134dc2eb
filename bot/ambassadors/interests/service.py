"""Interests to choose from, for what somebody typed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.interests import queries
from bot.ambassadors.rules import interest
from bot.kernel.text import casefold_text

OFFERED = 30


@dataclass(frozen=True, slots=True)
class Interest:
    """``key`` is kept, ``name`` is shown; ``kind`` is tag, campaign or collection. Names come from people."""

    key: str
    name: str
    kind: str


async def choices(
    session: AsyncSession, typed: str, now: datetime, common: Collection[str] = ()
) -> list[Interest]:
    """What there is of it, collections and campaigns first; a tag that no piece has yet can be typed. Tags in
    ``common`` (case folded, without "#") stand on nearly every piece, and are none."""
    every = [
        Interest(f"collection:{slug}", name, "collection")
        for slug, name in await queries.collections(session)
    ]
    every += [Interest(f"campaign:{name}", name, "campaign") for name in await queries.campaigns(session)]
    every += [
        Interest(f"#{tag}", f"#{tag}", "tag") for tag in await queries.tags(session, now) if tag not in common
    ]
    wanted = casefold_text(typed).strip().lstrip("#")
    found = [one for one in every if wanted in casefold_text(one.name)][:OFFERED]
    own = interest(f"#{typed.strip().lstrip('#')}") if wanted else ""
    if own and wanted not in common and all(one.key != own for one in found):
        found.append(Interest(own, own, "tag"))
    return [one for one in found if interest(one.key) == one.key]
