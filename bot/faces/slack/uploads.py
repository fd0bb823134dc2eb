"""Pictures as files of ours in Slack that stand nowhere yet: nobody sees them but in the blocks that name them."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.digests.faces import Picture
from bot.faces.slack.errors import ANY, name_of
from bot.kernel.log import get_logger

ALT = 1000  # characters of a file's own description

log = get_logger(__name__)


async def upload(client: AsyncWebClient, pictures: Sequence[Picture]) -> tuple[str, ...]:
    """Slack's ids of the pictures; none where one of them can't be uploaded. Slack may still look at a file that it
    took: blocks that name it are refused for a moment."""
    if not pictures:
        return ()
    uploads = [
        {"content": one.png, "filename": _file_name(one.name), "title": one.name, "alt_txt": one.alt[:ALT]}
        for one in pictures
    ]
    try:
        answer = await client.files_upload_v2(file_uploads=uploads)
    except ANY as error:
        reason = name_of(error) if isinstance(error, SlackApiError) else type(error).__name__
        log.warning("picture_upload_failed", reason=reason)
        return ()
    return tuple(str(one["id"]) for one in answer["files"])


def _file_name(name: str) -> str:
    return name if name.endswith(".png") else f"{name}.png"
