"""The durable work of the digest in Slack. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job

FORGET_FILES = "digest.forget_files"
"""Arguments: Slack's ids of pictures that nothing shows any more."""
PREVIEWED = 86400.0
"""Seconds for which a preview keeps its pictures. Slack shows it for as long as its window is open."""
log = get_logger(__name__)


async def forget_files(services: Services, files: list[str]) -> None:
    """Delete pictures in Slack; one that Slack keeps for good costs the others nothing. Running twice deletes them
    once. Raises TryLater while Slack is away."""
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.files import delete

    for file in files:
        try:
            await delete(services.outlet(SlackFace).client, file)
        except NeverWorks as error:
            log.warning("digest_picture_not_deleted", file=file, reason=str(error))


async def forget_later(services: Services, files: Sequence[str], delay: float = 0.0) -> None:
    """Have pictures deleted after ``delay`` seconds, whatever becomes of this process until then."""
    if not files:
        return
    async with unit_of_work(services.database) as session:
        await services.work.enqueue(session, FORGET_FILES, list(files), key="+".join(files), delay=delay)


JOBS = (Job(FORGET_FILES, forget_files),)
