"""Which previews were uploaded to Slack, and as what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Media
from bot.faces.slack.tables import SlackFile


async def files_of(session: AsyncSession, media_ids: Collection[int]) -> dict[int, str]:
    """The uploaded pictures of these media, by media."""
    if not media_ids:
        return {}
    statement = select(SlackFile).where(col(SlackFile.media_id).in_(list(media_ids)))
    return {row.media_id: row.file_id for row in (await session.exec(statement)).all()}


async def save_file(session: AsyncSession, media_id: int, file_id: str, now: datetime) -> None:
    """Remember an uploaded picture. A second one of the same media replaces it."""
    await session.merge(SlackFile(media_id=media_id, file_id=file_id, uploaded_at=now))


async def orphaned_files(session: AsyncSession, limit: int = 20) -> dict[int, str]:
    """Uploaded pictures whose media are no longer kept: replaced by an edit, expired, or gone with the item."""
    kept = sa.exists().where(col(Media.id) == col(SlackFile.media_id), col(Media.state) == "cached")
    rows = (await session.exec(select(SlackFile).where(~kept).limit(limit))).all()
    return {row.media_id: row.file_id for row in rows}


async def drop_file(session: AsyncSession, media_id: int) -> None:
    """Forget an uploaded picture that was deleted in Slack."""
    await (await session.connection()).execute(
        sa.delete(SlackFile).where(col(SlackFile.media_id) == media_id)
    )
