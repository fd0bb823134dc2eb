"""How a licensed item names its creator, on a page and inside its pictures. Pure."""

from __future__ import annotations

from bot.content.credit import Credit
from bot.content.tables import Item, Media
from bot.kernel.text import clean_line
from bot.people.tables import Creator
from bot.rights.scope import Licence, names
from bot.rights.where import platform_name, web_address

NOBODY = "Unknown creator"


def creator_name(creator: Creator | None) -> str:
    """The creator's own name, else the one they go by."""
    if creator is None:
        return NOBODY
    return clean_line(creator.name or "") or clean_line(creator.handle or "") or NOBODY


def credit_line(licence: Licence, creator: Creator | None, platform: str) -> str:
    """How to name them: as was agreed, else by their handle and where it is theirs."""
    if agreed := clean_line(licence.credit):
        return agreed
    handle = clean_line(creator.handle or "").removeprefix("@") if creator is not None else ""
    name = f"@{handle}" if handle else creator_name(creator)
    return f"{name} ({clean_line(platform_name(platform), 40)})" if platform else name


def usage_terms(licence: Licence, brand: str) -> str:
    """What the licence allows, in one line that travels with the picture."""
    uses = ", ".join(names(licence.uses))
    where = clean_line(licence.territory) or "worldwide"
    until = f"until {licence.until:%Y-%m-%d}" if licence.until is not None else "until withdrawn"
    return f"Licensed to {clean_line(brand)} for: {uses}; {where}; {until}. All other rights reserved."


def credit_of(
    item: Item, creator: Creator | None, licence: Licence, brand: str, media: Media | None = None
) -> Credit:
    """What is written into the item's pictures."""
    name = creator_name(creator)
    page = web_address(item.url)
    return Credit(
        creator=name,
        line=credit_line(licence, creator, item.platform),
        source=clean_line(platform_name(item.platform), 40),
        rights=f"© {name}",
        usage=usage_terms(licence, brand),
        statement=page,
        licensor=name,
        licensor_url=(web_address(creator.url) if creator is not None else "") or page,
        headline=(media.alt or "") if media is not None else "",
    )
