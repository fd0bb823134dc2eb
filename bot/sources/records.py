"""Our own JSON shape of an item, for webhooks and imports. Pure; unknown fields are ignored.

``id, text | html, title, url, kind, platform, language, published_at, rating, rating_scale, tags, removed,
creator {id, handle, name, url, avatar_url, followers}, media [{kind, url, preview_url, alt, width, height}],
metrics {likes, comments, shares, views, ...}``. A text, a title, a rating or media must be there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sources.base import Failure, FoundCreator, FoundItem, FoundMedia, Kind, Removed, Why
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.identity import digest
from bot.sources.markup import clean_text, one_line, plain_text, to_text
from bot.sources.words import hashtags_in

_KINDS = {kind.value: kind for kind in Kind}
_ID_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a record does not say."""

    now: datetime
    why: Why
    platform: str
    kind: Kind | None = None  # None: review where there is a rating, else post
    language: str | None = None
    rating_scale: float | None = None


def map_record(record: object, defaults: Defaults, what: str) -> FoundItem | Removed | Failure:
    """The item; that it was removed; or a Failure. ``what`` names the record in a failure: 'line 7'."""
    if not isinstance(record, Mapping):
        return Failure(what, "It is not an object with named fields.", 'Send {"id": ..., "text": ...}.')
    identity = _text(record.get("id"), _ID_LIMIT)
    if record.get("removed") is True:
        return Removed(identity) if identity else Failure(what, "Removed, but without an id.", "Send the id.")
    html = record.get("html")
    body = to_text(html) if isinstance(html, str) and html else plain_text(_string(record.get("text")))
    title = _text(record.get("title"), 500)
    media = _media(record.get("media"))
    rating, rating_note = _rating(record.get("rating"))
    if not (body.text or title or media or rating is not None):
        return Failure(what, "It has neither text nor title, rating or media.", "Fill at least one of them.")
    url, url_note = canonical_url(_string(record.get("url")))
    when, date_note = read_date(record.get("published_at"), defaults.now)
    kind, kind_note = _kind(record.get("kind"), rating, defaults.kind)
    creator = _creator(record.get("creator"))
    platform = _text(record.get("platform"), 40)
    platform = platform.lower() if platform else defaults.platform
    notes = (note for note in (rating_note, url_note, date_note, kind_note) if note)
    if identity is None:
        parts = (platform, creator.external_id if creator else "", url, title, body.text, rating, when)
        identity = f"row:{digest('|'.join(str(part) for part in parts))}"
    return FoundItem(
        external_id=identity,
        kind=kind,
        platform=platform,
        text=body.text,
        url=url,
        title=title,
        language=_text(record.get("language"), 35) or defaults.language,
        creator=creator,
        media=media or body.images,
        rating=rating,
        rating_scale=_scale(record.get("rating_scale"), rating, defaults.rating_scale),
        metrics=_metrics(record.get("metrics")),
        tags=_tags(record.get("tags"), body.text),
        published_at=when,
        why=(defaults.why,),
        notes=body.notes + tuple(notes),
    )


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(value: object, limit: int) -> str | None:
    """One line; a number counts as text (ids are numbers in places)."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return one_line(value, limit) if isinstance(value, str) else None


def _number(value: object) -> float | None:
    if isinstance(value, str):
        value = value.strip().replace(",", ".")
    try:
        number = (
            float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
        )
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _rating(value: object) -> tuple[float | None, str | None]:
    """Also '4/5' and stars written out."""
    if value is None or value == "":
        return None, None
    if isinstance(value, str) and set(value.strip()) <= set("★⭐☆\ufe0f"):
        return float(value.count("★") + value.count("⭐")), None
    first = value.partition("/")[0] if isinstance(value, str) else value
    number = _number(first)
    if number is None or not 0 <= number <= 100:
        return None, f"the rating was unreadable: '{one_line(str(value), 30)}'"
    return number, None


def _scale(value: object, rating: float | None, default: float | None) -> float | None:
    """As said; else as configured; else the usual scale the rating fits into (5, 10, 100)."""
    if rating is None:
        return None
    told = _number(value)
    if told is not None and told >= rating and told > 0:
        return told
    if default is not None and default >= rating:
        return default
    return next(scale for scale in (5.0, 10.0, 100.0) if rating <= scale)


def _kind(value: object, rating: float | None, default: Kind | None) -> tuple[Kind, str | None]:
    fallback = default or (Kind.REVIEW if rating is not None else Kind.POST)
    if value is None or value == "":
        return fallback, None
    kind = _KINDS.get(_string(value).strip().lower())
    return (kind, None) if kind else (fallback, f"the kind was unknown: '{one_line(str(value), 30)}'")


def _creator(value: object) -> FoundCreator | None:
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, Mapping):
        return None
    handle, name = _text(value.get("handle"), 200), _text(value.get("name"), 200)
    identity = _text(value.get("id"), _ID_LIMIT) or handle or (name.casefold() if name else None)
    if identity is None:
        return None
    followers = _number(value.get("followers"))
    url, _ = canonical_url(_string(value.get("url")))
    return FoundCreator(
        external_id=identity,
        handle=handle.lstrip("@") if handle else None,
        name=name or handle,
        url=url,
        avatar_url=_web(value.get("avatar_url")),
        followers=int(followers) if followers is not None and 0 <= followers < 1e12 else None,
    )


def _web(url: object) -> str | None:
    text = clean_text(_string(url).strip())
    return text if text.startswith(("http://", "https://")) and len(text) <= 2000 else None


def _media(value: object) -> tuple[FoundMedia, ...]:
    if isinstance(value, str | Mapping):
        value = [value]
    if not isinstance(value, list):
        return ()
    found = (_one_media({"url": one} if isinstance(one, str) else one) for one in value)
    return tuple(media for media in found if media is not None)[:20]


def _one_media(value: Any) -> FoundMedia | None:
    if not isinstance(value, Mapping) or (url := _web(value.get("url"))) is None:
        return None
    kind = _string(value.get("kind")).lower() or "image"
    if kind not in ("image", "video", "audio"):
        return None
    sizes = [_number(value.get(side)) for side in ("width", "height")]
    width, height = (int(size) if size is not None and 0 < size < 100_000 else None for size in sizes)
    return FoundMedia(kind, url, _web(value.get("preview_url")), _text(value.get("alt"), 1500), width, height)


def _metrics(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {}
    numbers = {str(name)[:40]: _number(count) for name, count in list(value.items())[:20]}
    return {name: int(count) for name, count in numbers.items() if count is not None and 0 <= count < 1e15}


def _tags(value: object, text: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(",", " ").replace(";", " ").split()
    given = [one_line(tag, 100) for tag in value if isinstance(tag, str)] if isinstance(value, list) else []
    named = (tag.lstrip("#").lower() for tag in given if tag)
    return tuple(dict.fromkeys(tag for tag in (*named, *hashtags_in(text)) if tag))[:30]
