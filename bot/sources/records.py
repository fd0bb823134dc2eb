"""Our own JSON shape of an item, for webhooks and imports. Pure; unknown fields are ignored.

``id, text | html, title, url, kind, origin, platform, language, published_at, rating, rating_scale, tags, removed,
creator {id, handle, name, url, avatar_url, followers}, media [{kind, url, preview_url, alt, width, height}],
metrics {likes, comments, shares, views, ...}``. A text, a title, a rating or media must be there.

A value that can't be right is left out, never guessed, and a note on the item says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.kernel.origin import Origin
from bot.sources.base import Failure, FoundCreator, FoundItem, FoundMedia, Kind, Removed, Why
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.identity import digest
from bot.sources.markup import clean_text, one_line, plain_text, to_text
from bot.sources.words import hashtags_in

_KINDS = {kind.value: kind for kind in Kind}
_ORIGINS = {origin.value: origin for origin in Origin}
_ID_LIMIT = 300
_SHAPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(("text", "html"), ((str,), "text")),
    **dict.fromkeys(("id", "title", "platform", "language"), ((str, int), "text")),
    "creator": ((str, Mapping), "name and no object with named fields"),
    "metrics": ((Mapping,), "object with named counts"),
    "tags": ((str, list), "text and no list"),
}
_MEDIA_LIMIT = 20
_USUAL_SCALES = (5.0, 10.0)
_LARGEST_SCALE = 100.0


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
    notes = _strays(record)
    media = _media(record.get("media"), notes)
    rating, scale = _rating(record.get("rating"), record.get("rating_scale"), defaults.rating_scale, notes)
    if not (body.text or title or media or rating is not None):
        said = "".join(f" Left out: {note}." for note in notes)
        reason = f"It has neither text nor title, rating or media.{said}"
        return Failure(what, reason, "Fill at least one of them.")
    url = _address(record.get("url"), "url", notes)
    when, date_note = read_date(record.get("published_at"), defaults.now)
    if date_note:
        notes.append(_emptied(date_note))
    kind = _kind(record.get("kind"), rating, defaults.kind, notes)
    creator = _creator(record.get("creator"), notes)
    platform = _text(record.get("platform"), 40)
    platform = platform.lower() if platform else defaults.platform
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
        rating_scale=scale,
        metrics=_metrics(record.get("metrics"), notes),
        tags=_tags(record.get("tags"), body.text),
        published_at=when,
        why=(defaults.why,),
        origin=_origin(record.get("origin"), notes),
        notes=body.notes + tuple(notes),
    )


def _strays(record: Mapping[str, Any]) -> list[str]:
    """What has another shape than the field it stands in."""
    return [
        _emptied(f"{name} is no {wanted}")
        for name, (types, wanted) in _SHAPES.items()
        if record.get(name) is not None and not isinstance(record[name], types)
    ]


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


def _rating(
    value: object, told: object, default: float | None, notes: list[str]
) -> tuple[float | None, float | None]:
    """The rating and its best. Also '4/5' and stars written out.

    The scale is the one said, or else configured, or else 5 or 10, whichever the rating fits into. A rating that
    lies outside is left out: 99 without a scale may be a percentage as well as a slip.
    """
    if value is None or value == "":
        return None, None
    shown = f"rating '{one_line(str(value), 30)}'"
    first, own = _rating_parts(value)
    rating = _number(first)
    scale = own if own is not None else _told_scale(told, default, notes)
    if rating is None:
        notes.append(_emptied(f"{shown} is no number"))
    elif rating < 0:
        notes.append(_emptied(f"{shown} is below 0"))
    elif scale is not None and rating > scale:
        notes.append(_emptied(f"{shown} is above {scale:g}, the best of its scale"))
    elif scale is None and rating > _USUAL_SCALES[-1]:
        notes.append(_emptied(f"{shown} is above 10 and comes without a scale (rating_scale)"))
    else:
        return rating, scale or next(usual for usual in _USUAL_SCALES if rating <= usual)
    return None, None


def _rating_parts(value: object) -> tuple[object, float | None]:
    """The rating, and the scale where it is written with it: '4/5', '★★★☆☆'."""
    if not isinstance(value, str):
        return value, None
    if (stars := value.strip()) and set(stars) <= set("★⭐☆\ufe0f"):
        given = stars.count("★") + stars.count("⭐")
        return given, float(given + stars.count("☆")) if "☆" in stars else None
    first, _, second = value.partition("/")
    scale = _number(second)
    return first, scale if scale is not None and scale > 0 else None


def _told_scale(told: object, default: float | None, notes: list[str]) -> float | None:
    if told is None or told == "":
        return default
    scale = _number(told)
    if scale is not None and 0 < scale <= _LARGEST_SCALE:
        return scale
    problem = f"is not between 0 and {_LARGEST_SCALE:g}" if scale is not None else "is no number"
    notes.append(_emptied(f"rating_scale '{one_line(str(told), 30)}' {problem}"))
    return default


def _kind(value: object, rating: float | None, default: Kind | None, notes: list[str]) -> Kind:
    fallback = default or (Kind.REVIEW if rating is not None else Kind.POST)
    if value is None or value == "":
        return fallback
    kind = _KINDS.get(_string(value).strip().lower())
    if kind is None:
        notes.append(f"the kind was unknown: '{one_line(str(value), 30)}'; taken as {fallback}")
    return kind or fallback


def _origin(value: object, notes: list[str]) -> Origin | None:
    if value is None or value == "":
        return None
    origin = _ORIGINS.get(_string(value).strip().lower())
    if origin is None:
        notes.append(
            f"the origin was unknown: '{one_line(str(value), 30)}'; left empty. It is one of {', '.join(_ORIGINS)}"
        )
    return origin


def _creator(value: object, notes: list[str]) -> FoundCreator | None:
    if isinstance(value, str):
        value = {"name": value}
    if not isinstance(value, Mapping):
        return None
    handle, name = _text(value.get("handle"), 200), _text(value.get("name"), 200)
    identity = _text(value.get("id"), _ID_LIMIT) or handle or (name.casefold() if name else None)
    if identity is None:
        if any(value.values()):
            notes.append(_emptied("the creator has neither a name nor a handle nor an id"))
        return None
    return FoundCreator(
        external_id=identity,
        handle=handle.lstrip("@") if handle else None,
        name=name or handle,
        url=_address(value.get("url"), "the creator's url", notes),
        avatar_url=_web(value.get("avatar_url"), "the creator's avatar_url", notes),
        followers=_count(value.get("followers"), "the creator's followers", notes),
    )


def _emptied(problem: str) -> str:
    """A note that a value was left out. A date's or address's own note says what was wrong."""
    return f"{problem}; left empty"


def _address(value: object, name: str, notes: list[str]) -> str | None:
    """The canonical form of a page's address."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        notes.append(_emptied(f"{name} is no text"))
        return None
    url, problem = canonical_url(value)
    if problem:
        notes.append(_emptied(f"{name}: {problem}"))
    return url


def _web(value: object, name: str, notes: list[str]) -> str | None:
    """A picture's or file's address, which is kept as it is."""
    if value is None or value == "":
        return None
    text = clean_text(_string(value).strip())
    if text.startswith(("http://", "https://")) and len(text) <= 2000:
        return text
    notes.append(f"{name} was no web address; left out")
    return None


def _count(value: object, name: str, notes: list[str]) -> int | None:
    if value is None or value == "":
        return None
    number = _number(value)
    if number is not None and 0 <= number < 1e15:
        return int(number)
    notes.append(_emptied(f"{name} '{one_line(str(value), 30)}' is no count"))
    return None


def _media(value: object, notes: list[str]) -> tuple[FoundMedia, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str | Mapping):
        value = [value]
    if not isinstance(value, list):
        notes.append(_emptied("media is neither an address nor a list"))
        return ()
    found = (_one_media({"url": one} if isinstance(one, str) else one, notes) for one in value[:_MEDIA_LIMIT])
    if len(value) > _MEDIA_LIMIT:
        notes.append(f"only the first {_MEDIA_LIMIT} of {len(value)} media were taken")
    return tuple(media for media in found if media is not None)


def _one_media(value: Any, notes: list[str]) -> FoundMedia | None:
    if not isinstance(value, Mapping) or not value.get("url"):
        notes.append("a picture without an address; left out")
        return None
    if (url := _web(value.get("url"), "a picture's address", notes)) is None:
        return None
    kind = _string(value.get("kind")).lower() or "image"
    if kind not in ("image", "video", "audio"):
        notes.append(f"media of the unknown kind '{one_line(kind, 30)}'; left out")
        return None
    sizes = [_number(value.get(side)) for side in ("width", "height")]
    width, height = (int(size) if size is not None and 0 < size < 100_000 else None for size in sizes)
    preview = _web(value.get("preview_url"), "a preview's address", notes)
    return FoundMedia(kind, url, preview, _text(value.get("alt"), 1500), width, height)


def _metrics(value: object, notes: list[str]) -> dict[str, int]:
    if not isinstance(value, Mapping):
        return {}
    counts = {
        str(name)[:40]: _count(count, str(name)[:40], notes) for name, count in list(value.items())[:20]
    }
    return {name: count for name, count in counts.items() if count is not None}


def _tags(value: object, text: str) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.replace(",", " ").replace(";", " ").split()
    given = [one_line(tag, 100) for tag in value if isinstance(tag, str)] if isinstance(value, list) else []
    named = (tag.lstrip("#").lower() for tag in given if tag)
    return tuple(dict.fromkeys(tag for tag in (*named, *hashtags_in(text)) if tag))[:30]
