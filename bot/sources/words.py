"""Finding an owner's keywords and hashtags in text: whole words, case ignored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.sources.base import Why

_HASHTAG = re.compile(r"(?<![\w&/])#(\w{1,100})")


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
    return tuple(dict.fromkeys(tag.lower() for tag in _HASHTAG.findall(text) if not tag.isdigit()))
