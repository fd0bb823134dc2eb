"""A feed's entry to an item. Pure: the same entry gives the same item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from bot.sources.base import Failure, FoundCreator, FoundItem, FoundMedia, Kind, Why
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.feed.parse import Entry, Feed
from bot.sources.feed.podcast import Extra
from bot.sources.identity import digest
from bot.sources.markup import Plain, clean_text, one_line, plain_line, to_text
from bot.sources.words import Matcher, hashtags_in

ID_LIMIT = 300
"""Characters of an id kept as it is; a longer one is replaced by its hash."""

_MAIL = re.compile(
    r"^\s*<?([^\s<>()@]+@[^\s<>()@]+)>?\s*\((.+)\)\s*$|^\s*(.+?)\s*[<(][^<>()@\s]+@[^<>()\s]+[>)]\s*$"
)
_BARE_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_MEDIA_KINDS = frozenset({"image", "video", "audio"})
_SUFFIXES = {
    "audio": (".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac", ".aac"),
    "video": (".mp4", ".m4v", ".webm", ".mov"),
    "image": (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the mapping of a feed's entries depends on besides the entry."""

    feed: Feed
    base: str  # address the feed was read from
    now: datetime
    matcher: Matcher
    kind: Kind | None = None
    platform: str | None = None
    language: str | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.base).hostname or "feed"


def map_entries(reading: Reading, extras: Sequence[Extra] = ()) -> Iterator[FoundItem | Failure]:
    """Items of interest and failures, in the feed's order. Ids are unique within one reading."""
    entries = reading.feed.entries
    matched = extras if len(extras) == len(entries) else ()
    name = plain_line(reading.feed.title, 200) or reading.host
    fallback = (Why("feed", name),)
    seen: set[str] = set()
    for position, entry in enumerate(entries, 1):
        extra = matched[position - 1] if matched else None
        mapped = _map(entry, extra, reading, name, fallback, position)
        if isinstance(mapped, FoundItem):
            if mapped.external_id in seen:
                mapped = _told_apart(mapped)
            seen.add(mapped.external_id)
        if mapped is not None:
            yield mapped


def _map(
    entry: Entry,
    extra: Extra | None,
    reading: Reading,
    feed_name: str,
    fallback: tuple[Why, ...],
    position: int,
) -> FoundItem | Failure | None:
    title = plain_line(entry.get("title"))
    plain = _body(entry, extra)
    url, url_note = _link(entry, reading)
    media = _media(entry, extra, reading.base, plain)
    if not (title or plain.text or media):
        return Failure(
            f"entry {position}", "It has neither title nor text nor media.", "Ask the feed's owner."
        )
    tags = _tags(entry, extra, plain.text)
    why = fallback
    if not reading.matcher.takes_all:
        why = reading.matcher.why(f"{title or ''}\n{plain.text}", tags)
        if not why:
            return None
    when, date_note = read_date(entry.get("published"), reading.now)
    kind = reading.kind or (Kind.PODCAST if any(m.kind == "audio" for m in media) else Kind.BLOG)
    notes = [*plain.notes, *(note for note in (url_note, date_note) if note)]
    if extra is not None and extra.explicit:
        notes.append("its maker marks it as explicit")
    if reading.feed.repaired:
        notes.append("the feed was damaged and had to be repaired")
    return FoundItem(
        external_id=_identity(entry, title, plain.text, url),
        kind=kind,
        platform=reading.platform or ("podcast" if kind is Kind.PODCAST else "blog"),
        text=plain.text,
        url=url,
        title=title,
        language=reading.language or _language(entry, reading.feed),
        creator=_creator(entry, extra, reading, feed_name),
        media=media,
        tags=tags,
        published_at=when,
        why=why,
        notes=tuple(notes),
    )


def _body(entry: Entry, extra: Extra | None) -> Plain:
    """The longest of content, description and summary."""
    markup = entry.get("description") or ""
    for content in entry.get("content") or ():
        value = content.get("value")
        if isinstance(value, str) and len(value) > len(markup):
            markup = value
    if not markup and extra is not None and extra.summary:
        markup = extra.summary
    return to_text(markup)


def _link(entry: Entry, reading: Reading) -> tuple[str | None, str | None]:
    link = entry.get("link")
    if not link or not isinstance(link, str):
        return None, None
    return canonical_url(_absolute(link, reading.base))


def _absolute(url: str, base: str) -> str:
    if url.startswith(("http://", "https://")):
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def _identity(entry: Entry, title: str | None, text: str, url: str | None) -> str:
    """The entry's own id, else its address, else its words; never its date, which feeds change at will."""
    given = entry.get("id") or url
    if isinstance(given, int | float):
        given = str(given)  # JSON Feed asks readers to take a number as its text
    if not given or not isinstance(given, str):
        return f"words:{digest(f'{title}|{text}')}"
    given = " ".join(clean_text(given).split())
    return given if len(given) <= ID_LIMIT else f"long:{digest(given)}"


def _told_apart(item: FoundItem) -> FoundItem:
    """An item whose id was used before in the same feed, under an id of its own."""
    own = digest(f"{item.url}|{item.title}|{item.text}")
    return replace(
        item,
        external_id=f"{item.external_id}#{own}",
        notes=(*item.notes, "the feed gives its id to several entries"),
    )


def _tags(entry: Entry, extra: Extra | None, text: str) -> tuple[str, ...]:
    found = dict.fromkeys(hashtags_in(text))
    for tag in entry.get("tags") or ():
        term = one_line(tag.get("term"), 60)
        if term:
            found[term.lstrip("#").lower()] = None
    if extra is not None:
        found.update(dict.fromkeys(extra.keywords))
    return tuple(found)[:30]


def _language(entry: Entry, feed: Feed) -> str | None:
    for content in entry.get("content") or ():
        language = content.get("language")
        if language:
            return one_line(language, 35)
    return one_line(feed.language, 35)


def _creator(entry: Entry, extra: Extra | None, reading: Reading, feed_name: str) -> FoundCreator:
    name = (
        author_name(entry.get("author") or (extra.author if extra else None) or reading.feed.author)
        or feed_name
    )
    return FoundCreator(external_id=f"{reading.host}:{name.casefold()}"[:ID_LIMIT], name=name)


def author_name(author: str | None) -> str | None:
    """The name in 'mail@host (Name)' or 'Name <mail@host>'. A bare mail address is nobody's name: None."""
    if not author or not isinstance(author, str):
        return None
    if "@" not in author:
        return plain_line(author, 200)
    found = _MAIL.match(author[:400])
    name = (found.group(2) or found.group(3)) if found else author
    return None if _BARE_MAIL.fullmatch(name.strip()) else plain_line(name, 200)


def _media(entry: Entry, extra: Extra | None, base: str, plain: Plain) -> tuple[FoundMedia, ...]:
    enclosures, described = entry.get("enclosures"), entry.get("media_content")
    if not enclosures and not described and extra is None:
        return plain.images
    preview = _address(extra.image, base) if extra else None
    found: dict[str, FoundMedia] = {}
    for enclosure in enclosures or ():
        _add(found, enclosure, base, preview)
    for media in described or ():
        _add(found, media, base, None)
    for image in plain.images:
        found.setdefault(image.url, image)
    if preview and not found:
        found[preview] = FoundMedia("image", preview)
    return tuple(found.values())[:20]


def _add(found: dict[str, FoundMedia], media: Any, base: str, preview: str | None) -> None:
    url = _address(media.get("url"), base)
    if url is None:
        return
    kind = _media_kind(media, url)
    if kind is not None:
        found.setdefault(
            url,
            FoundMedia(
                kind,
                url,
                preview_url=preview if kind != "image" else None,
                alt=one_line(media.get("title") or media.get("description"), 1000)
                if kind == "image"
                else None,
                width=_pixels(media.get("width")),
                height=_pixels(media.get("height")),
            ),
        )


def _address(url: object, base: str) -> str | None:
    """Absolute and http(s), else None. Not canonical: a picture's parameters choose its size."""
    if not isinstance(url, str) or not url.strip():
        return None
    whole = _absolute(clean_text(url.strip()), base)
    return whole if whole.startswith(("http://", "https://")) and len(whole) <= 2000 else None


def _media_kind(media: Any, url: str) -> str | None:
    for hint in (media.get("medium"), (media.get("type") or "").partition("/")[0]):
        if hint in _MEDIA_KINDS:
            return str(hint)
    path = url.partition("?")[0].lower()
    return next((kind for kind, suffixes in _SUFFIXES.items() if path.endswith(suffixes)), None)


def _pixels(value: object) -> int | None:
    try:
        pixels = int(str(value))
    except (TypeError, ValueError):
        return None
    return pixels if 0 < pixels < 100_000 else None
