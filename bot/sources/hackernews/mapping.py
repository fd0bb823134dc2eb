"""A search hit to an item. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.sources.base import Failure, FoundCreator, FoundItem, Kind
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.markup import clean_text, one_line, plain_line, to_text
from bot.sources.words import Matcher

SITE = "https://news.ycombinator.com"


def map_hit(hit: Mapping[str, Any], matcher: Matcher, now: datetime) -> FoundItem | Failure | None:
    """The item; None where the search was looser than the keyword (it also looks at names and addresses)."""
    number = clean_text(str(hit.get("objectID") or ""))
    if not number.isascii() or not number.isdigit():
        return Failure("a hit", "It has no id.", "Nothing to do; the search sent something odd.")
    comment = isinstance(hit.get("comment_text"), str)
    body = to_text(_string(hit, "comment_text") or _string(hit, "story_text"))
    title = plain_line(_string(hit, "title"))
    link, _ = canonical_url(_string(hit, "url"))
    why = matcher.why(f"{title or ''}\n{body.text}\n{link or ''}")
    if not why:
        return None
    if not (title or body.text):
        return Failure(number, "It has neither title nor text.", "Nothing to do.")
    when, date_note = read_date(hit.get("created_at_i") or hit.get("created_at"), now)
    about = plain_line(_string(hit, "story_title"))
    return FoundItem(
        external_id=number,
        kind=Kind.COMMENT if comment else Kind.POST,
        platform="hackernews",
        text=body.text if comment or not link else f"{body.text}\n{link}".strip(),
        url=f"{SITE}/item?id={number}",
        title=f"Comment on: {about}" if comment and about else title,
        creator=_creator(_string(hit, "author")),
        metrics=_metrics(hit),
        published_at=when,
        why=why,
        notes=body.notes + ((date_note,) if date_note else ()),
    )


def _creator(author: str) -> FoundCreator | None:
    name = one_line(author, 100)
    if not name:
        return None
    url, _ = canonical_url(f"{SITE}/user?id={name}")
    return FoundCreator(external_id=name, handle=name, name=name, url=url)


def _metrics(hit: Mapping[str, Any]) -> dict[str, int]:
    """``points`` is null for comments."""
    found = {"likes": hit.get("points"), "comments": hit.get("num_comments")}
    return {name: count for name, count in found.items() if isinstance(count, int) and count >= 0}


def _string(hit: Mapping[str, Any], name: str) -> str:
    value = hit.get(name)
    return value if isinstance(value, str) else ""
