"""When two found pieces are the same piece: pure digests of what a source gave.

Comparing is by exact match of normalised words. It finds the same text with other links, hashtag signs, emoji,
punctuation or case; a reworded text is another piece.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bot.kernel.text import strip_invisible
from bot.sources.base import FoundItem
from bot.sources.canonical import canonical_url

SHORTEST_MATCH = 24
"""Characters of normalised text below which two people may well write the same: "love it", "great service"."""

_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_RESHARE = re.compile(r"^\s*rt\s+@\S+:?\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


def normalised(text: str) -> str:
    """The words alone: compatibility form, case folded; links, signs, emoji and invisible characters gone."""
    if not text.isascii():
        text = strip_invisible(unicodedata.normalize("NFKC", text))
    if "://" in text or "www." in text.lower():
        text = _URL.sub(" ", text)
    return " ".join(_WORD.findall(_RESHARE.sub("", text).casefold()))


def fingerprint(text: str) -> str:
    """Digest of the normalised text; empty when that is under 24 characters, too short to match by."""
    return fingerprint_of(normalised(text))


def fingerprint_of(words: str) -> str:
    """The same of words that are normalised already."""
    return _digest(words) if len(words) >= SHORTEST_MATCH else ""


def content_hash(found: FoundItem) -> str:
    """Digest of what an edit would change: title, text and which media there are.

    White space doesn't count, nor do the host and query of a media address: networks sign them anew each time.
    Rating and counts don't either; they change without anybody having edited.
    """
    media = "\n".join(f"{one.kind} {media_key(one.url)}" for one in found.media)
    return _digest(" ".join((found.title or "").split()), " ".join(found.text.split()), media)


def url_key(url: str | None) -> str:
    """Digest of the canonical address; empty where there is no usable one."""
    return url_key_of(canonical_url(url)[0])


def url_key_of(canonical: str | None) -> str:
    """The same of an address that is canonical already."""
    return _digest(canonical) if canonical else ""


def piece_key(address: str, identity: str, words: str, rating: float | None) -> str:
    """Digest that stays the same when a source gives a piece a new id or date.

    ``address`` is a ``url_key``, ``words`` the normalised title and text: different pieces under one URL stay
    apart. Creator and rating are part of it, because "Great!" is said by many. Empty without an address.
    """
    return _digest(address, identity, words, "" if rating is None else f"{rating:g}") if address else ""


class Match(NamedTuple):
    """What recognises a piece on another network. ``by`` says which of the creator's identities it rests on."""

    by: Literal["creator", "name"]
    fingerprint: str
    identity: str


def matches_of(text_fingerprint: str, identity: str, name: str) -> tuple[Match, ...]:
    """Every match of a text by a creator, the surest first: by creator identity, then by the display name."""
    if not text_fingerprint:
        return ()
    by_creator = (Match("creator", text_fingerprint, identity),) if identity else ()
    return (*by_creator, Match("name", text_fingerprint, name)) if name else by_creator


def match_key(text_fingerprint: str, identity: str) -> str:
    """Digest that is the same for the same words of the same creator, wherever; empty when either is unknown.

    One column for each kind of identity, because SQLite finds pairs of values by scanning a whole index.
    """
    return _digest(text_fingerprint, identity) if text_fingerprint and identity else ""


def media_key(url: str) -> str:
    """What of a media address names the picture: its path, without the host and the signature."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:200]
    return parts.path if len(parts.path) > 1 else f"{parts.path}?{parts.query}"


def _digest(*parts: str) -> str:
    # Lone surrogates can't be stored but may still arrive here: they must not stop anything.
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
