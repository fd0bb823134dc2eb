"""Giving somebody files of ours, in their direct messages with the bot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.errors import NETWORK, as_ours


@dataclass(frozen=True, slots=True)
class OurFile:
    """A file by its name, what it is, and its content."""

    name: str
    title: str
    content: bytes


async def hand(client: AsyncWebClient, user_id: str, files: Sequence[OurFile], comment: str) -> None:
    """Upload the files as one message to that person; ``comment`` is mrkdwn. Twice, it is sent twice. Raises
    TryLater, FixCredentials or NeverWorks."""
    try:
        opened = await client.conversations_open(users=user_id)
        await client.files_upload_v2(
            channel=str(opened["channel"]["id"]),
            initial_comment=comment,
            file_uploads=[
                {"content": one.content, "filename": one.name, "title": one.title} for one in files
            ],
        )
    except (SlackApiError, *NETWORK) as error:
        raise as_ours(error, "sending you a file (files:write, im:write)") from error
