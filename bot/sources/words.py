"""Finding an owner's keywords and hashtags in text: whole words, case ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.sources.base import Why

_HASHTAG = re.compile(r"#(\w{1,100})")


class Matcher:
    """Why a piece is of interest. Without keywords and hashtags everything is."""

    def __init__(self, keywords: Sequence[str] = (), hashtags: Sequence[str] = ()) -> None:
        self._hashtags = frozenset(tag.casefold() for tag in hashtags)
        self._names = {word.casefold(): word for word in keywords}
        alternatives = "|".join(re.escape(word) for word in sorted(self._names, key=len, reverse=True))
        self._words = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None

    @property
    def takes_all(self) -> bool:
        return self._words is None and not self._hashtags

    def why(self, text: str, tags: Iterable[str] = ()) -> tuple[Why, ...]:
        """Each keyword and hashtag found, once, as the owner wrote it."""
        if self.takes_all:
            return ()
        reasons = [Why("hashtag", tag) for tag in sorted(self._hashtags.intersection(tags))]
        if self._words is not None:
            found = dict.fromkeys(self._words.findall(text.casefold()))
            reasons.extend(Why("keyword", self._names[word]) for word in found)
        return tuple(reasons)


def hashtags_in(text: str) -> tuple[str, ...]:
    """The hashtags of a text, lower case, without '#', in order, each once."""
    if "#" not in text:
        return ()
    found = (match for match in _HASHTAG.finditer(text) if _starts_a_tag(text, match.start()))
    return tuple(dict.fromkeys(match[1].lower() for match in found if not match[1].isdigit()))


def _starts_a_tag(text: str, at: int) -> bool:
    """Not in the middle of a word, an entity or an address."""
    before = text[at - 1] if at else " "
    return not (before.isalnum() or before in "_&/")
