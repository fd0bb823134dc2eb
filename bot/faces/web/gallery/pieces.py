"""What the gallery shows of an item, as plain values; how a page of them is read: a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items, media_of
from bot.content.tables import Item, Media
from bot.faces.web.gallery.tokens import Tokens
from bot.kernel.text import clean_line, strip_controls, strip_invisible, truncate
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights.crediting import creator_name, credit_line
from bot.rights.licensed import licensed_items, may_publish
from bot.rights.pictures import Held, held
from bot.rights.queries import shown_when_granted
from bot.rights.scope import Licence, Use
from bot.rights.tables import Snapshot
from bot.rights.where import web_address

USE = Use.WEBSITE
MOST_PICTURES = 10
TEXT_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: its name in addresses, its size where that is known, and what is in it."""

    token: str
    kind: str  # image | video | audio: of a video this is a still
    width: int | None
    height: int | None
    alt: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An item with the licence by which it is shown."""

    token: str
    title: str
    text: str
    url: str  # where its creator posted it; "" where that is no address
    platform: str
    kind: str
    language: str
    published_at: datetime
    author: str
    author_url: str
    credit: str
    licence: Licence
    pictures: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some pieces, the newest first. ``before`` names the page that follows; ``until`` is when the first of their
    licences ends."""

    pieces: tuple[Piece, ...]
    before: str | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """One item that may be shown, with all that its pictures need."""

    item: Item
    creator: Creator | None
    licence: Licence
    held: Sequence[Held]


async def read_page(
    session: AsyncSession, tokens: Tokens, now: datetime, after: int | None, size: int
) -> Page:
    """The pieces after an item (None: from the newest on)."""
    found = await licensed_items(session, USE, now, after, size + 1)
    more, found = len(found) > size, found[:size]
    ids = [item.id or 0 for item, _ in found]
    creators = await get_creators(
        session, {item.creator_id for item, _ in found if item.creator_id is not None}
    )
    media = await media_of(session, ids)
    shown = await shown_when_granted(session, [one.ask_id for _, one in found if one.ask_id is not None])
    pieces = tuple(
        _piece(
            tokens,
            item,
            creators.get(item.creator_id or 0),
            licence,
            _held(item, media.get(item.id or 0, ()), shown.get(licence.ask_id or 0)),
        )
        for item, licence in found
    )
    ends = [licence.until for _, licence in found if licence.until is not None]
    return Page(pieces, tokens.item(ids[-1]) if more else None, min(ends, default=None))


async def read_item(session: AsyncSession, item_id: int, now: datetime, use: Use = USE) -> Found | None:
    """An item as it may be shown now; None where it may not."""
    licence = await may_publish(session, item_id, use, now)
    item = (await get_items(session, [item_id])).get(item_id) if licence is not None else None
    if licence is None or item is None:
        return None
    creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
    media = (await media_of(session, [item_id])).get(item_id, ())
    asks = [licence.ask_id] if licence.ask_id is not None else []
    shown = (await shown_when_granted(session, asks)).get(licence.ask_id or 0)
    return Found(item, creators.get(item.creator_id or 0), licence, _held(item, media, shown))


def piece_of(tokens: Tokens, found: Found) -> Piece:
    """One item as a page shows it."""
    return _piece(tokens, found.item, found.creator, found.licence, found.held)


def _held(item: Item, media: Sequence[Media], shown: Snapshot | None) -> Sequence[Held]:
    return () if item.media_hidden else held(media, shown)[:MOST_PICTURES]


def _piece(
    tokens: Tokens, item: Item, creator: Creator | None, licence: Licence, pictures: Sequence[Held]
) -> Piece:
    item_id = item.id or 0
    return Piece(
        token=tokens.item(item_id),
        title=clean_line(item.title or ""),
        text=truncate(strip_invisible(strip_controls(item.text)).strip(), TEXT_LIMIT),
        url=web_address(item.url),
        platform=clean_line(item.platform, 40),
        kind=item.kind,
        language=_language(item.language or item.declared_language),
        published_at=item.published_at or item.found_at,
        author=creator_name(creator),
        author_url=web_address(creator.url) if creator is not None else "",
        credit=credit_line(licence, creator, item.platform),
        licence=licence,
        pictures=tuple(
            Shown(
                tokens.picture(item_id, one.media.id or 0),
                one.media.kind,
                one.media.width,
                one.media.height,
                clean_line(one.media.alt or "", 1000),
            )
            for one in pictures
        ),
    )


def _language(said: str | None) -> str:
    """A language tag as HTML and JSON take it; "" for what is none."""
    tag = (said or "").replace("_", "-")
    fits = tag.isascii() and 2 <= len(tag) <= 35 and tag.replace("-", "").isalnum()
    return tag if fits and len(tag.split("-")[0]) in (2, 3) else ""
