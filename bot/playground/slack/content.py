"""Is what an app wants to say acceptable: text, blocks, metadata, attachments."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import file_named
from bot.playground.slack.state import SlackWorld
from bot.playground.slack.validate import block_problems, message_size
from bot.playground.slack.validate.surfaces import MESSAGE_CHARACTERS

Json = dict[str, Any]
POST_TEXT = 40_000
UPDATE_TEXT = 4_000


def check_content(world: SlackWorld, args: Json, *, needs_words: bool = True) -> None:
    """Refuse what Slack refuses, with its error."""
    blocks, text = args.get("blocks"), args.get("text")
    if (
        needs_words
        and not text
        and not blocks
        and not args.get("attachments")
        and not args.get("markdown_text")
    ):
        raise SlackError("no_text")
    if args.get("markdown_text") and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if blocks is not None:
        check_blocks(world, blocks)
    if args.get("metadata") is not None:
        _check_metadata(args["metadata"])
    attachments = args.get("attachments")
    if attachments is not None and (
        not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments)
    ):
        raise SlackError("invalid_attachments")
    if attachments and len(attachments) > 100:
        raise SlackError("too_many_attachments")


def check_blocks(world: SlackWorld, blocks: Any) -> None:
    """Refuse a message's blocks as Slack does, every problem named."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = block_problems(blocks, lambda reference: file_named(world, reference) is not None)
    if problems:
        raise SlackError("invalid_blocks", messages=problems, extra={"errors": problems})
    if message_size(blocks) > MESSAGE_CHARACTERS:
        raise SlackError("msg_blocks_too_long")


def _check_metadata(metadata: Any) -> None:
    valid = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not valid:
        raise SlackError("invalid_metadata_format")
