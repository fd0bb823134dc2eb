"""Facets (app.bsky.richtext.facet): which bytes of a post's UTF-8 are a link, a mention or a hashtag. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FACET_LIMIT = 100
GRAPHEMES = 300
"""What people see as characters, at most, in one post."""

BYTES = 3000
_KIND = "app.bsky.richtext.facet#"
_LINK = re.compile(r"https?://[^\s<>\"'`]{3,1900}")
_MENTION = re.compile(
    r"(?<![\w@.])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63})(?![\w@-])"
)
_TAG = re.compile(r"(?<![\w#&/])#(\w{1,64})")
_AFTER_LINK = ".,;:!?"
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Read:
    """A post's text as a person reads it with its links in full, its hashtags and what was odd."""

    text: str
    tags: tuple[str, ...]
    mentions: tuple[str, ...]  # identities
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Slice:
    start: int
    end: int
    feature: Mapping[str, Any]


def read_facets(text: str, facets: object) -> Read:
    """Shortened links are written out, since text alone keeps no link behind it. Facets that reach outside the
    text, cut a character or overlap an earlier one are left out, with a note."""
    raw = text.encode("utf-8", "replace")
    slices, odd = _slices(raw, facets)
    parts: list[str] = []
    tags: list[str] = []
    mentions: list[str] = []
    at = 0
    for one in slices:
        shown = raw[one.start : one.end].decode()
        parts.append(raw[at : one.start].decode())
        parts.append(_written_out(shown, one.feature))
        at = one.end
        if isinstance(tag := one.feature.get("tag"), str):
            tags.append(tag)
        if isinstance(did := one.feature.get("did"), str):
            mentions.append(did)
    parts.append(raw[at:].decode())
    notes = (f"{odd} of its links or hashtags did not fit the text",) if odd else ()
    return Read("".join(parts), tuple(tags), tuple(mentions), notes)


def _slices(raw: bytes, facets: object) -> tuple[list[_Slice], int]:
    """Those that fit, in order, and how many don't."""
    found, odd = [], 0
    for facet in facets[:FACET_LIMIT] if isinstance(facets, list) else []:
        one = _slice(raw, facet)
        if one is None:
            odd += 1
        else:
            found.append(one)
    found.sort(key=lambda one: (one.start, one.end))
    kept: list[_Slice] = []
    for one in found:
        if kept and one.start < kept[-1].end:
            odd += 1
        else:
            kept.append(one)
    return kept, odd


def _slice(raw: bytes, facet: object) -> _Slice | None:
    index = facet.get("index") if isinstance(facet, Mapping) else None
    features = facet.get("features") if isinstance(facet, Mapping) else None
    if not isinstance(index, Mapping) or not isinstance(features, list) or not features:
        return None
    start, end, feature = index.get("byteStart"), index.get("byteEnd"), features[0]
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(feature, Mapping):
        return None
    if not 0 <= start < end <= len(raw) or _inside(raw, start) or _inside(raw, end):
        return None
    return _Slice(start, end, feature)


def _inside(raw: bytes, at: int) -> bool:
    """Whether a character of several bytes would be cut there."""
    return at < len(raw) and raw[at] & 0xC0 == 0x80


def _written_out(shown: str, feature: Mapping[str, Any]) -> str:
    uri = feature.get("uri")
    if not isinstance(uri, str) or not uri.startswith(("https://", "http://")) or len(uri) > 2000:
        return shown
    bare = shown.strip().removesuffix("...").removesuffix("…")
    if uri.partition("://")[2].startswith(bare.partition("://")[2] or bare):
        return uri  # the same address, shortened or without its scheme
    return f"{shown} ({uri})"


@dataclass(frozen=True, slots=True)
class Found:
    """Something in a text of ours that should be more than text. ``kind``: link, mention (``value`` is a handle,
    whose identity must be asked for) or tag."""

    start: int  # bytes
    end: int
    kind: str
    value: str


def find_facets(text: str) -> list[Found]:
    """Links, mentions and hashtags of a text, in order, none within another."""
    found: list[Found] = []
    for one in sorted(_all(text), key=lambda one: one.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _all(text: str) -> Iterator[Found]:
    for match in _LINK.finditer(text):
        link = match[0].rstrip(_AFTER_LINK)
        if link.endswith(")") and "(" not in link:
            link = link[:-1].rstrip(_AFTER_LINK)
        yield _found(text, match.start(), match.start() + len(link), "link", link)
    for match in _MENTION.finditer(text):
        yield _found(text, match.start(), match.end(), "mention", match[1].lower())
    for match in _TAG.finditer(text):
        if not match[1].isdigit():
            yield _found(text, match.start(), match.end(), "tag", match[1])


def _found(text: str, start: int, end: int, kind: str, value: str) -> Found:
    before = len(text[:start].encode("utf-8", "replace"))
    return Found(before, before + len(text[start:end].encode("utf-8", "replace")), kind, value)


def as_facet(found: Found, did: str | None = None) -> dict[str, Any]:
    """The record's form. ``did``: whose the handle of a mention is."""
    field, value = {"link": ("uri", found.value), "mention": ("did", did), "tag": ("tag", found.value)}[
        found.kind
    ]
    return {
        "index": {"byteStart": found.start, "byteEnd": found.end},
        "features": [{"$type": f"{_KIND}{found.kind}", field: value}],
    }


def graphemes(text: str) -> int:
    """About how many characters a person sees: marks, variation selectors, skin tones and what a joiner joins belong
    to the character before. Flags count as two; the account's server has the last word."""
    count, joined = 0, False
    for character in text:
        if character == _JOINER:
            joined = True
            continue
        follows = (
            unicodedata.category(character) in ("Mn", "Me", "Mc") or "\U0001f3fb" <= character <= "\U0001f3ff"
        )
        count += not (follows or joined)
        joined = False
    return count
