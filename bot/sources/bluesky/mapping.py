"""A post as the network shows it (app.bsky.feed.defs#postView) to an item. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.sources.base import Failure, FoundCreator, FoundItem, FoundMedia, Kind, Why
from bot.sources.bluesky.facets import Read, read_facets
from bot.sources.bluesky.names import AtUri, is_did, read_uri
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.markup import clean_text, one_line, plain_text
from bot.sources.words import hashtags_in

_COUNTS = {"likeCount": "likes", "repostCount": "shares", "replyCount": "comments", "quoteCount": "quotes"}
_HIDDEN = frozenset({"!hide", "!takedown", "!suspend", "spam"})
_MEMBERS_ONLY = "!no-unauthenticated"
_SENSITIVE = frozenset({"porn", "sexual", "nudity", "graphic-media", "gore", "!warn"})
_MEDIA_LIMIT = 20

View = Mapping[str, Any]
Mapped = FoundItem | Failure | None


def map_post(view: object, why: Why, now: datetime, addressed: bool = False) -> Mapped:
    """The item; a Failure where it can't be one; None where it is not ours to take: hidden by moderation, or by an
    author who asks not to be shown outside the network. ``addressed``: the author wrote to the account, and so
    wanted to be read by it."""
    uri = read_uri(view.get("uri")) if isinstance(view, Mapping) else None
    if not isinstance(view, Mapping) or uri is None:
        return Failure("a post", "It has no address.", "Nothing to do; the server sent something odd.")
    record, author = view.get("record"), view.get("author")
    if not isinstance(record, Mapping) or not isinstance(author, Mapping) or author.get("did") != uri.did:
        return Failure(str(uri), "The post came without its record or its author.", "Nothing to do.")
    labels = labels_of(view)
    if labels & _HIDDEN or (_MEMBERS_ONLY in labels and not addressed):
        return None
    read = read_record(record)
    body = plain_text(read.text)
    media = media_of(view.get("embed"))
    if not (body.text or media):
        return Failure(str(uri), "The post has neither text nor media.", "Nothing to do.")
    when, date_note = read_date(record.get("createdAt"), now)
    notes = [*body.notes, *read.notes, *([date_note] if date_note else []), *_label_notes(labels)]
    return FoundItem(
        external_id=str(uri),
        kind=_kind(media),
        platform="bluesky",
        text=body.text,
        url=canonical_url(uri.web)[0],
        language=language_of(record),
        creator=_creator(author, uri),
        media=media,
        metrics=metrics_of(view),
        tags=_tags(record, read),
        published_at=when or read_date(view.get("indexedAt"), now)[0],
        why=(why,),
        notes=tuple(notes),
        answers_to=answers_to(record),
    )


def answers_to(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The post that it replies to."""
    reply = record.get("reply")
    parent = reply.get("parent") if isinstance(reply, Mapping) else None
    uri = read_uri(parent.get("uri")) if isinstance(parent, Mapping) else None
    return (str(uri),) if uri is not None else ()


def read_record(record: Mapping[str, Any]) -> Read:
    """A post's text with its links written out; a post of nothing but a link is that link."""
    text = record.get("text")
    read = read_facets(text if isinstance(text, str) else "", record.get("facets"))
    if read.text.strip():
        return read
    embed = record.get("embed")
    card = embed.get("external") if isinstance(embed, Mapping) else None
    link = _web(card.get("uri")) if isinstance(card, Mapping) else None
    return Read(link or "", read.tags, read.mentions, read.notes)


def language_of(record: Mapping[str, Any]) -> str | None:
    """The first language that the author's software names."""
    langs = record.get("langs")
    first = langs[0] if isinstance(langs, list) and langs else None
    return one_line(first, 35) if isinstance(first, str) else None


def labels_of(view: View) -> frozenset[str]:
    """What moderation or the author says of the post or the author; labels taken back don't count."""
    author, record = view.get("author"), view.get("record")
    told = [view.get("labels"), author.get("labels") if isinstance(author, Mapping) else None]
    own = record.get("labels") if isinstance(record, Mapping) else None
    told.append(own.get("values") if isinstance(own, Mapping) else None)
    found = [label for labels in told if isinstance(labels, list) for label in labels]
    names = (one.get("val") for one in found if isinstance(one, Mapping) and not one.get("neg"))
    return frozenset(name for name in names if isinstance(name, str))


def metrics_of(view: View) -> dict[str, int]:
    """Counts as the network gives them."""
    found = {name: view.get(field) for field, name in _COUNTS.items()}
    return {name: count for name, count in found.items() if isinstance(count, int) and count >= 0}


def media_of(embed: object) -> tuple[FoundMedia, ...]:
    """Pictures and videos of the post itself; those of a post that it quotes are somebody else's."""
    return tuple(_each_media(embed))[:_MEDIA_LIMIT]


def _each_media(embed: object) -> Iterator[FoundMedia]:
    if not isinstance(embed, Mapping):
        return
    kind = str(embed.get("$type", "")).partition("#")[0]
    if kind == "app.bsky.embed.recordWithMedia":
        inner = embed.get("media")
        if isinstance(inner, Mapping) and "recordWithMedia" not in str(inner.get("$type")):
            yield from _each_media(inner)
    elif kind == "app.bsky.embed.video":
        yield from _medium("video", embed, "playlist", "thumbnail")
    elif kind in ("app.bsky.embed.images", "app.bsky.embed.gallery"):
        images = embed.get("images") or embed.get("items")
        for image in images if isinstance(images, list) else []:
            if isinstance(image, Mapping):
                yield from _medium("image", image, "fullsize", "thumb" if "thumb" in image else "thumbnail")


def _medium(kind: str, view: View, address: str, preview: str) -> Iterator[FoundMedia]:
    url = _web(view.get(address))
    if url is None:
        return
    size, alt = view.get("aspectRatio"), view.get("alt")
    ratio = size if isinstance(size, Mapping) else {}
    yield FoundMedia(
        kind,
        url,
        preview_url=_web(view.get(preview)),
        alt=one_line(alt, 1500) if isinstance(alt, str) else None,
        width=_pixels(ratio.get("width")),
        height=_pixels(ratio.get("height")),
    )


def _pixels(value: object) -> int | None:
    """Often a ratio and no size: small numbers say nothing about pixels."""
    return value if isinstance(value, int) and 32 <= value <= 100_000 else None


def _label_notes(labels: frozenset[str]) -> Iterator[str]:
    if _MEMBERS_ONLY in labels:
        yield "its creator asks that only people who are logged in see it"
    for label in sorted(labels & _SENSITIVE):
        yield f"marked as {label.lstrip('!')}"


def _kind(media: tuple[FoundMedia, ...]) -> Kind:
    """A post has 300 characters at most: with a picture or a video it is about that."""
    return {"image": Kind.PHOTO, "video": Kind.VIDEO}[media[0].kind] if media else Kind.POST


def _creator(author: Mapping[str, Any], uri: AtUri) -> FoundCreator:
    handle = author.get("handle")
    shown = one_line(handle, 253) if isinstance(handle, str) and handle != "handle.invalid" else None
    name = author.get("displayName")
    return FoundCreator(
        external_id=uri.did,
        handle=shown,
        name=(one_line(name, 200) if isinstance(name, str) else None) or shown or uri.did,
        url=f"https://bsky.app/profile/{uri.did}",
        avatar_url=_web(author.get("avatar")),
    )


def _web(url: object) -> str | None:
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or len(url) > 2000:
        return None
    return clean_text(url)


def _tags(record: Mapping[str, Any], read: Read) -> tuple[str, ...]:
    """From facets, from the record's own list, and as they stand in the text: not all software makes facets."""
    listed = record.get("tags")
    others = [tag for tag in listed if isinstance(tag, str)] if isinstance(listed, list) else []
    names = (one_line(tag.lstrip("#"), 100) for tag in (*read.tags, *others))
    return tuple(dict.fromkeys([*(name.lower() for name in names if name), *hashtags_in(read.text)]))[:30]


def author_of(view: object) -> str | None:
    """Whose post it is."""
    author = view.get("author") if isinstance(view, Mapping) else None
    did = author.get("did") if isinstance(author, Mapping) else None
    return did if isinstance(did, str) and is_did(did) else None
