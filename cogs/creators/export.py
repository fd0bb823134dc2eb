"""Everything that is held about a person, as one file for chat."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy.handing_out import parts_of
from bot.intake.privacy.subject import person_of
from bot.kernel.errors import TellUser
from bot.people.tables import Creator
from bot.services import Services

LARGEST = 100 * 2**20
"""Bytes that are put together in memory, and handed over in a chat."""


async def everything(session: AsyncSession, services: Services, creator: Creator) -> bytes:
    """JSON, as ``goodword export-creator`` writes it. Raises TellUser where that is too much for a chat."""
    subject, brand = await person_of(session, creator), services.settings.brand
    head = {
        "from": brand.name,
        "contact": brand.contact,
        "written_at": services.clock().isoformat(),
        "creators": subject.creator_ids,
        "networks": subject.platforms,
    }
    content = bytearray()
    async for part in parts_of(session, subject, services.asks.kit, head):
        content += part
        if len(content) > LARGEST:
            raise TellUser(
                f"With pictures it is more than {LARGEST // 2**20} MB, which is too much for a chat.",
                remedy=f"Have it written to a file: goodword export-creator {creator.id}",
            )
    return bytes(content)
