"""How long a text is, as networks count it. Pure. Where a network counts finer than this, this counts more, so what
fits here fits there.

X: twitter-text's configuration version 3 (https://docs.x.com/fundamentals/counting-characters). Bluesky: grapheme
clusters (https://docs.bsky.app/docs/advanced-guides/intent-links), put together by the main rules of Unicode Standard
Annex 29. Threads: https://developers.facebook.com/docs/threads/overview
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.ambassadors.networks import Counting

SHORT_ADDRESS = 23
"""Characters that X and Mastodon count for any address."""
_ADDRESS = re.compile(r"https?://\S+")
_ADDRESS_LIKE = re.compile(r"https?://\S+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that X counts as one; all others are two."""
_JOINER = "\u200d"
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u3030\u303d\ufe0f\u200d\u20e3]")


def length(text: str, counting: Counting) -> int:
    """How long a network says that a text is."""
    return _LENGTHS[counting](text)


def utf16_units(text: str) -> int:
    """As browsers and forms count: what is outside the basic plane is two. A lone surrogate is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _weighted(text: str) -> int:
    """Every address is 23, also one without "https://" that X would make a link of."""
    addresses = _ADDRESS_LIKE.findall(text)
    rest = _ADDRESS_LIKE.sub("", text)
    light = sum(any(first <= ord(one) <= last for first, last in _LIGHT) for one in rest)
    return light + 2 * (len(rest) - light) + SHORT_ADDRESS * len(addresses)


def _address_23(text: str) -> int:
    return len(_ADDRESS.sub("", text)) + SHORT_ADDRESS * len(_ADDRESS.findall(text))


def graphemes(text: str) -> int:
    """Clusters that a reader sees as one character."""
    count, before, flags = 0, "", 0
    for one in text:
        regional = "\U0001f1e6" <= one <= "\U0001f1ff"
        flags = flags + 1 if regional else 0
        joined = before == _JOINER and _EMOJI.match(one) is not None
        extends = _extends(one) or joined or (regional and flags % 2 == 0)
        if not before or before in "\r\n" or not extends:
            count += 1
        before = one
    return count


def _extends(one: str) -> bool:
    """Whether a code point belongs to the one before it: marks, joiners, skin tones."""
    if one.isascii():
        return False
    return (
        unicodedata.category(one) in ("Mn", "Me", "Mc")
        or one == _JOINER
        or "\U0001f3fb" <= one <= "\U0001f3ff"
    )


def _emoji_bytes(text: str) -> int:
    return sum(len(one.encode()) if _EMOJI.match(one) else 1 for one in text)


_LENGTHS: Mapping[Counting, Callable[[str], int]] = {
    Counting.CHARACTERS: len,
    Counting.WEIGHTED: _weighted,
    Counting.GRAPHEMES: graphemes,
    Counting.ADDRESS_23: _address_23,
    Counting.EMOJI_BYTES: _emoji_bytes,
}
