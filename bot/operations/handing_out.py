"""``goodword export-creator``: everything that is held about a person, as one file for them."""

from __future__ import annotations

from pathlib import Path

from bot.intake.privacy.handing_out import parts_of
from bot.intake.privacy.overview import overview
from bot.intake.privacy.subject import find_creator, person_of
from bot.kernel.clock import utc_now
from bot.operations.rights import open_session, write_file
from bot.rights.kit import kit_of
from bot.settings import Settings


async def export_creator(settings: Settings, given: str, file: Path) -> str:
    """Write it; gives what was written, in words. Raises TellUser where nobody, or more than one, is meant."""
    async with open_session(settings) as session:
        subject = await person_of(session, await find_creator(session, given))
        head = {
            "from": settings.brand.name,
            "contact": settings.brand.contact,
            "written_at": utc_now().isoformat(),
            "creators": subject.creator_ids,
            "networks": subject.platforms,
        }
        await write_file(file, parts_of(session, subject, kit_of(settings), head))
        rows = sum(one.count for one in await overview(session, subject))
    return f"{rows} rows about {', '.join(subject.keys)}"
