"""A message's content, embeds, components, mentions and uploads."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.errors import DiscordError, Problems, empty_message
from bot.playground.discord.parts import FILE, GALLERY, THUMBNAIL, walk
from bot.playground.discord.validate.components import check_components
from bot.playground.discord.validate.embeds import check_embeds
from bot.playground.discord.validate.shapes import items, number, text

Json = dict[str, Any]
CONTENT, FILES, NONCE, DESCRIPTION = 2000, 10, 25, 1024
VERSION_2 = 1 << 15
LOADING = 1 << 7
_MENTIONED = ("users", "roles", "everyone")


def check_body(body: Json) -> None:
    """Refuse a body that isn't shaped as a message, before anything is made of it."""
    problems = Problems()
    text(body.get("content"), ("content",), problems, high=CONTENT, needed=False)
    if body.get("flags") is not None:
        number(body["flags"], ("flags",), problems, low=0, high=(1 << 53) - 1)
    for key, most in (("embeds", 10), ("components", 40)):
        items(body.get(key), (key,), problems, high=most)
    for at, each in enumerate(items(body.get("attachments"), ("attachments",), problems, high=FILES)):
        where = ("attachments", at, "description")
        text(each.get("description"), where, problems, high=DESCRIPTION, needed=False)
    if isinstance(body.get("nonce"), str):
        text(body["nonce"], ("nonce",), problems, high=NONCE)
    _mentions(body.get("allowed_mentions"), problems)
    problems.raise_any()


def _mentions(allowed: Any, problems: Problems) -> None:
    if allowed is None:
        return
    path = ("allowed_mentions",)
    if not isinstance(allowed, dict):
        problems.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    for key in ("parse", "users", "roles"):
        if not isinstance(allowed.get(key) or [], list):
            told = "Only iterables may be used in a ListType"
            problems.add((*path, key), "LIST_TYPE_CONVERT", told)
            return
    parse = allowed.get("parse") or []
    for at, each in enumerate(parse):
        if each not in _MENTIONED:
            told = f"Value must be one of {{{', '.join(_MENTIONED)}}}."
            problems.add((*path, "parse", at), "BASE_TYPE_CHOICES", told)
    for key in ("users", "roles"):
        listed = allowed.get(key) or []
        if listed and key in parse:
            told = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", told)
        if len(listed) > 100:
            problems.add((*path, key), "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")


def check_message(body: Json, draft: Json, files: list[str], *, was_version_2: bool = False) -> None:
    """Refuse what Discord refuses: ``draft`` as the message would be, with attachments of these names."""
    problems = Problems()
    version_2 = bool(draft["flags"] & VERSION_2)
    if "embeds" in body:
        check_embeds(draft["embeds"], problems)
    if "components" in body or version_2 != was_version_2:
        check_components(draft["components"], problems, version_2=version_2)
    if version_2:
        for key in ("content", "embeds", "poll", "sticker_ids"):
            if draft.get(key) or body.get(key):
                told = "The 'content', 'embeds', 'stickers' and 'poll' fields cannot be used with IS_COMPONENTS_V2"
                problems.add((key,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", told)
    if was_version_2 and not version_2:
        told = "The IS_COMPONENTS_V2 flag cannot be removed"
        problems.add(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", told)
    _uploads(draft, files, problems)
    problems.raise_any()
    if not (draft["content"].strip() or draft["embeds"] or draft["components"] or files):
        raise empty_message()


def _uploads(draft: Json, files: list[str], problems: Problems) -> None:
    if len(files) > FILES:
        problems.add(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    named = {f"attachment://{each}" for each in files}
    for each in walk(draft["components"]):
        kind = each.get("type")
        if kind == GALLERY:
            media = [one.get("media") for one in each.get("items") or [] if isinstance(one, dict)]
        else:
            media = [each.get({FILE: "file", THUMBNAIL: "media"}.get(kind or 0, ""))]
        for one in media:
            url = str(one.get("url", "")) if isinstance(one, dict) else ""
            if url.startswith("attachment://") and url not in named:
                told = f"The referenced attachment {url.removeprefix('attachment://')!r} was not found"
                problems.add(("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", told)


def check_size(total: int, largest: int, limit: int) -> None:
    """Refuse an upload that is larger than the guild allows; in all a request takes ten of the largest."""
    if largest > limit or total > FILES * limit:
        raise DiscordError(413, 40005, "Request entity too large")
