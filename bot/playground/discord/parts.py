"""Embeds and components as Discord gives them back: numbered, defaults filled in, attachments resolved."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
ROW, BUTTON, STRING, TEXT_INPUT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE = 1, 2, 3, 4, 9, 10, 11, 12, 13
SEPARATOR, CONTAINER, LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 14, 17, 18, 19, 21, 22, 23
SELECTS = frozenset({3, 5, 6, 7, 8})
_MEDIA_FACTS = ("url", "proxy_url", "width", "height", "content_type")
_SHOWN: Json = {"description": None, "spoiler": False}
_EMBED_MEDIA = ("image", "thumbnail", "video")


def walk(components: Any) -> Iterator[Json]:
    """Every component in order, with those inside others."""
    for each in components if isinstance(components, list) else [components]:
        if not isinstance(each, dict):
            continue
        yield each
        for key in ("components", "accessory", "component"):
            if key in each:
                yield from walk(each[key])


def finished(draft: Json, attachments: list[Json]) -> Json:
    """The draft of a message with its parts in the form Discord gives back."""
    by_name = {f"attachment://{each['filename']}": each for each in attachments}
    return {
        **draft,
        "embeds": [_embed(each, by_name) for each in draft["embeds"]],
        "components": numbered(draft["components"], by_name),
    }


def _embed(embed: Json, by_name: dict[str, Json]) -> Json:
    made: Json = {"type": "rich"}
    made |= {key: value for key, value in embed.items() if value is not None}
    if "fields" in made:
        made["fields"] = [{"inline": False, **each} for each in made["fields"]]
    for key in _EMBED_MEDIA:
        if isinstance(made.get(key), dict):
            found = by_name.get(str(made[key].get("url")), {})
            told = {"description": found["description"]} if "description" in found else {}
            made[key] = told | _media(made[key], by_name)
    for key in ("author", "footer"):
        icon = made.get(key, {}).get("icon_url") if isinstance(made.get(key), dict) else None
        if icon in by_name:
            made[key] = {**made[key], "icon_url": by_name[icon]["url"]}
    return made


def _media(item: Json, by_name: dict[str, Json]) -> Json:
    found = by_name.get(str(item.get("url")))
    if found is None:
        return {**item, "proxy_url": item.get("proxy_url") or item.get("url")}
    return item | {key: found[key] for key in _MEDIA_FACTS if key in found}


def numbered(components: list[Json], by_name: dict[str, Json] | None = None) -> list[Json]:
    """Components with an ``id`` each, unique in the message, and their defaults."""
    taken = {each["id"] for each in walk(components) if each.get("id")}
    numbers = (number for number in itertools.count(1) if number not in taken)
    return [_component(each, numbers, by_name or {}) for each in components]


def _component(each: Json, numbers: Iterator[int], by_name: dict[str, Json]) -> Json:
    made: Json = {"type": each["type"], "id": each.get("id") or next(numbers)}
    made |= {key: value for key, value in each.items() if value is not None and key != "id"}
    if isinstance(made.get("components"), list):
        made["components"] = [_component(one, numbers, by_name) for one in made["components"]]
    for key in ("accessory", "component"):
        if isinstance(made.get(key), dict):
            made[key] = _component(made[key], numbers, by_name)
    return _defaults(made, by_name)


def _unfurled(item: Json, by_name: dict[str, Json]) -> Json:
    """Media of a component: besides what an embed's says, an identifier."""
    found = by_name.get(str(item.get("url")))
    identity = found["id"] if found else str(zlib.crc32(str(item.get("url")).encode()))
    made = {"id": identity, **_media(item, by_name)}
    return made if found is None else {**made, "attachment_id": found["id"]}


def _defaults(made: Json, by_name: dict[str, Json]) -> Json:
    kind = made["type"]
    if kind in SELECTS:
        return {"min_values": 1, "max_values": 1, **made}
    if kind == THUMBNAIL:
        return {**_SHOWN, **made, "media": _unfurled(made["media"], by_name)}
    if kind == GALLERY:
        items = [{**_SHOWN, **each, "media": _unfurled(each["media"], by_name)} for each in made["items"]]
        return {**made, "items": items}
    if kind == FILE:
        found = by_name.get(str(made["file"].get("url")), {})
        about = {"name": found.get("filename", ""), "size": found.get("size"), "spoiler": False}
        return {**about, **made, "file": _unfurled(made["file"], by_name)}
    if kind == SEPARATOR:
        return {"divider": True, "spacing": 1, **made}
    return {"accent_color": None, "spoiler": False, **made} if kind == CONTAINER else made


def interactive(components: list[Json]) -> dict[str, Json]:
    """What can be pressed or chosen from, by its custom id."""
    return {each["custom_id"]: each for each in walk(components) if each.get("custom_id")}
