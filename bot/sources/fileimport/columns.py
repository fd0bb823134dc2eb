"""Column names as exports have them, to our fields. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

_NAMES = {
    "id": "id external_id review_id comment_id post_id item_id uuid guid",
    "text": "text comment comments review body content message review_text review_body comment_text feedback caption"
    " description review_content post tweet bewertung kommentar commentaire reseña comentario",
    "title": "title review_title headline subject summary titel titre titulo",
    "url": "url link permalink review_url source_url href address",
    "rating": "rating stars score star_rating review_rating rate sterne note_sur_5 puntuacion",
    "rating_scale": "rating_scale scale max_rating best_rating out_of",
    "kind": "kind type content_type",
    "origin": "origin herkunft ursprung",
    "platform": "platform source network channel site",
    "language": "language lang locale sprache langue idioma",
    "published_at": "published_at date created_at created published time timestamp review_date posted_at datetime"
    " submitted_at updated_at datum fecha",
    "tags": "tags hashtags labels keywords",
    "creator.name": "author creator name reviewer user author_name reviewer_name display_name customer user_name"
    " autor auteur customer_name",
    "creator.handle": "handle username screen_name author_handle user_handle",
    "creator.id": "author_id user_id creator_id reviewer_id customer_id",
    "creator.url": "author_url profile_url profile user_url",
    "creator.followers": "followers follower_count followers_count",
    "media": "image image_url photo photo_url media media_url picture images photos",
    "metrics.likes": "likes like_count favourites favorites helpful upvotes",
    "metrics.comments": "replies reply_count comment_count",
    "metrics.shares": "shares share_count reposts retweets",
    "metrics.views": "views view_count impressions",
}
_FIELD_OF = {synonym: field for field, synonyms in _NAMES.items() for synonym in synonyms.split()}
_ENOUGH = frozenset({"text", "title", "rating", "media"})


def field_of(column: str) -> str | None:
    """Our field for a column's name, or None. Case, spaces and punctuation don't matter."""
    plain = re.sub(r"\W+", "_", column.strip().lower()).strip("_")
    return _FIELD_OF.get(plain)


def fields_of(header: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """For each column our field (the first column that means it wins), and the columns that are not used."""
    taken: set[str] = set()
    fields: list[str | None] = []
    unused: list[str] = []
    for column in header:
        field = field_of(column)
        if field is None or field in taken:
            fields.append(None)
            unused.append(column.strip()[:60])
        else:
            taken.add(field)
            fields.append(field)
    return fields, [name for name in unused if name]


def is_enough(fields: Sequence[str | None]) -> bool:
    """Whether there is a column with content at all."""
    return not _ENOUGH.isdisjoint(fields)


def nested(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Fields such as ``creator.name`` as the record shape has them. Empty cells are left out."""
    record: dict[str, Any] = {}
    for field, value in pairs:
        if value is None or value == "":
            continue
        outer, dot, inner = field.partition(".")
        if not dot:
            record[outer] = (
                value.replace(" ", ",").split(",") if outer == "media" and "," in str(value) else value
            )
        else:
            record.setdefault(outer, {})
            if isinstance(record[outer], dict):
                record[outer][inner] = value
    if isinstance(record.get("media"), list):
        record["media"] = [part for part in record["media"] if part]
    return record


def renamed(record: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON object whose keys may be synonyms; nested objects of our own shape stay as they are."""
    own = {
        key: value
        for key, value in record.items()
        if key in ("creator", "metrics", "media", "removed", "html")
    }
    named = [
        (field, value) for key, value in record.items() if (field := field_of(str(key))) and key not in own
    ]
    flat = nested([(field, value) for field, value in named if not isinstance(value, dict)])
    for key, value in own.items():
        merged = (
            {**flat[key], **value} if isinstance(flat.get(key), dict) and isinstance(value, dict) else value
        )
        flat[key] = merged
    return flat
