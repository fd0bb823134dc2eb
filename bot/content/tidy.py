"""What may be stored of what a source gave: a last net under the sources' own cleaning.

One odd value must never cost the batch it came in: control characters and lone surrogates break databases,
numbers can be too large for a column, and a list can be endless.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from bot.kernel.clock import as_utc
from bot.kernel.text import clean_line, strip_controls, truncate
from bot.sources.base import FoundItem, FoundMedia
from bot.sources.canonical import canonical_url

TEXT_LIMIT = 50_000
TITLE_LIMIT = 500
ID_LIMIT = 500
MEDIA_LIMIT = 20
TAG_LIMIT = 50
METRIC_LIMIT = 20
NOTE_LIMIT = 20
_BIGGEST = 2**53  # the largest count that every JSON reader keeps exact


def tidy(found: FoundItem) -> FoundItem:
    """The piece with every value fit to be stored; what had to be left out is said in its notes."""
    notes = [clean_line(note, 300) for note in found.notes[:NOTE_LIMIT]]
    text = strip_controls(found.text)
    if len(text) > TEXT_LIMIT:
        notes.append(f"the text was cut at {TEXT_LIMIT:,} of {len(text):,} characters")
        text = truncate(text, TEXT_LIMIT)
    if len(found.media) > MEDIA_LIMIT:
        notes.append(f"only the first {MEDIA_LIMIT} of {len(found.media)} media were kept")
    url, problem = canonical_url(found.url)
    if problem:
        notes.append(clean_line(problem, 300))
    return replace(
        found,
        external_id=tidy_id(found.external_id),
        platform=clean_line(found.platform, 60),
        text=text,
        title=clean_line(found.title, TITLE_LIMIT) or None if found.title else None,
        url=url,
        language=clean_line(found.language, 35) or None if found.language else None,
        media=tuple(_media(one) for one in found.media[:MEDIA_LIMIT]),
        rating=_number(found.rating),
        rating_scale=_number(found.rating_scale),
        metrics=_metrics(found.metrics) if found.metrics else {},
        tags=tuple(clean_line(tag, 100) for tag in found.tags[:TAG_LIMIT]),
        published_at=_time(found.published_at, notes),
        notes=tuple(notes),
    )


def tidy_id(external_id: str) -> str:
    """An id as it is stored: no controls, and a digest in place of one that is very long."""
    plain = strip_controls(external_id).replace("\n", " ").strip()
    if plain and len(plain) <= ID_LIMIT:
        return plain
    return "digest:" + blake2b(external_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _media(media: FoundMedia) -> FoundMedia:
    return replace(
        media,
        kind=media.kind if media.kind in ("image", "video", "audio") else "image",
        url=strip_controls(media.url)[:2000],
        preview_url=strip_controls(media.preview_url)[:2000] if media.preview_url else None,
        alt=truncate(strip_controls(media.alt), 2000) if media.alt else None,
        width=_pixels(media.width),
        height=_pixels(media.height),
    )


def _pixels(value: int | None) -> int | None:
    return value if value is not None and 0 < value < 2**31 else None


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _metrics(metrics: Mapping[str, int]) -> dict[str, int]:
    kept = list(metrics.items())[:METRIC_LIMIT]
    return {clean_line(name, 60): max(-_BIGGEST, min(int(count), _BIGGEST)) for name, count in kept}


def _time(value: datetime | None, notes: list[str]) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    try:
        return as_utc(value)
    except OverflowError:
        notes.append("the date was outside the calendar")
        return None
