"""``goodword rights picture``: a licensed item's picture as a file, with credit and licence in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.credit import Credit, Signature, signature_of
from bot.content.queries import get_items, media_of
from bot.kernel.clock import utc_now
from bot.kernel.errors import TellUser
from bot.operations.rights import open_session, write_file
from bot.people.queries import get_creators
from bot.rights.crediting import credit_of
from bot.rights.kit import kit_of
from bot.rights.licensed import licence, may_publish
from bot.rights.pictures import Held, Pictures, held
from bot.rights.queries import shown_when_granted
from bot.rights.scope import Use
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Exported:
    """What stands in the file. ``unsigned`` says why it has no Content Credentials though they are configured."""

    credit: Credit
    signed: bool
    unsigned: str


async def export_picture(settings: Settings, item_id: int, file: Path, *, use: Use, number: int) -> Exported:
    """Write an item's picture to a file. Raises TellUser where the item may not be used so, has no such picture, or
    the file's name says another format; FixSettings where [credentials] can't be used."""
    signature = await asyncio.to_thread(
        signature_of, settings.credentials.certificate, settings.credentials.key_file
    )
    one, credit = await _allowed(settings, item_id, use, number)
    kit = kit_of(settings)
    pictures = Pictures(settings.pictures_dir, kit.previews, kit.evidence, signature)
    made = await asyncio.to_thread(pictures.make, item_id, one, credit)
    if made is None:
        raise TellUser(
            f"Picture {number} of item {item_id} is no longer held.", remedy="Ask its creator for it."
        )
    suffixes = {made.kind.suffix, ".jpeg"} if made.kind.suffix == ".jpg" else {made.kind.suffix}
    if file.suffix.lower() not in suffixes:
        raise TellUser(
            f"The picture is of the type {made.kind.value}, and {file.name} says something else.",
            remedy=f"Name the file {file.stem}{made.kind.suffix}.",
        )
    await write_file(file, _once(made.data))
    return Exported(credit, _signed(signature, made.unsigned), made.unsigned)


def _signed(signature: Signature | None, unsigned: str) -> bool:
    return signature is not None and not unsigned


async def _allowed(settings: Settings, item_id: int, use: Use, number: int) -> tuple[Held, Credit]:
    async with open_session(settings) as session:
        now = utc_now()
        item = (await get_items(session, [item_id])).get(item_id)
        if item is None:
            raise TellUser(f"There is no item {item_id}.", remedy="Give the number on its card.")
        found = await may_publish(session, item_id, use, now)
        if found is None:
            what = (
                "is not approved"
                if await licence(session, item_id, use, now)
                else f"has no licence for {use}"
            )
            raise TellUser(
                f"Item {item_id} {what}, so its picture is not given out.",
                remedy=f"See what stands: goodword rights show {item_id}",
            )
        creators = await get_creators(session, [item.creator_id] if item.creator_id is not None else [])
        media = (await media_of(session, [item_id])).get(item_id, [])
        asks = [found.ask_id] if found.ask_id is not None else []
        shown = (await shown_when_granted(session, asks)).get(found.ask_id or 0)
    pictures = () if item.media_hidden else held(media, shown)
    if not 1 <= number <= len(pictures):
        have = f"it has {len(pictures)}" if pictures else "it has none that is held"
        raise TellUser(
            f"Item {item_id} has no picture {number}: {have}.", remedy="Choose another with --number."
        )
    one = pictures[number - 1]
    return one, credit_of(item, creators.get(item.creator_id or 0), found, settings.brand.name, one.media)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
