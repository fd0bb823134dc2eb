"""Folding of disguised text, with a way back to the original positions.

NFKC (Unicode Standard Annex 15), invisible and bidirectional controls removed, lone surrogates replaced, Cyrillic
and Greek lookalikes inside Latin words read as Latin (a small part of Unicode Technical Standard 39). Accents are
kept: in Swedish or Spanish they tell words apart. Linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

INVISIBLE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef"
)
"""Body of a character class: what takes no room on screen (controls, fillers, selectors, tags)."""

_DROP = re.compile(f"[{INVISIBLE}]")
_ODD = re.compile(f"[{INVISIBLE}\\ud800-\\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ODD_RUN = re.compile(r"[\x20-\x7e]?[^\t\n\r\x20-\x7e]+")
_ODD_ASCII = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Letters and signs of European writing that stand for themselves: nothing to fold, nothing foreign, no marks.
_BEYOND_EUROPEAN = re.compile(
    r"[^\t\n\r\x20-\x7e\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e"
    r"\u0141-\u0148\u014a-\u017e\u2010\u2012-\u2016\u2018-\u2022\u20ac]"
)
_FOREIGN = re.compile(r"[\u0370-\u052f]")
_MIXED = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_MIXED_WORD = re.compile(r"[A-Za-z\u0370-\u052f]+")
_LATIN = re.compile(r"[A-Za-z]")
_LOOKALIKE = str.maketrans(
    "аАвВсСеЕёЁіІїЇјЈкКмМоОрРѕЅтТхХуУнНһԁԛԝӏαΑβΒεΕιΙκΚνΝοΟρΡτΤυΥχΧηΗΖΜ",
    "aAbBcCeEeEiIiIjJkKmMoOpPsStTxXyYhHhdqwlaAbBeEiIkKvNoOpPtTuYxXnHZM",
)
_SHORT = 1_000
_LONG_RUN = 256
"""Above these, text is folded in small clusters: ordering thousands of stacked marks at once is quadratic."""
_MARKS_KEPT = 8


class Normalised:
    """A folded text. ``lowered`` has the same length as ``text``; ``span`` leads back to the original."""

    __slots__ = ("_copied", "_folded_starts", "_original_ends", "_original_starts", "lowered", "text")

    def __init__(self, text: str, segments: list[tuple[int, int, int, bool]]) -> None:
        """``segments`` are (start in folded, start in original, end in original, copied one to one)."""
        self.text = text
        self.lowered = _lower(text)
        self._folded_starts = [one[0] for one in segments]
        self._original_starts = [one[1] for one in segments]
        self._original_ends = [one[2] for one in segments]
        self._copied = [one[3] for one in segments]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded characters ``start`` to ``end`` (not included, above start) stood originally."""
        if not self._folded_starts:
            return start, end
        first, last = self._segment(start), self._segment(end - 1)
        begin = self._original_starts[first]
        if self._copied[first]:
            begin += start - self._folded_starts[first]
        if not self._copied[last]:
            return begin, self._original_ends[last]
        return begin, self._original_starts[last] + end - self._folded_starts[last]

    def _segment(self, index: int) -> int:
        return max(0, bisect_right(self._folded_starts, index) - 1)


def _lower(text: str) -> str:
    """Lower case of the same length: only the dotted capital I of Turkish grows when lowered."""
    return text.replace("\u0130", "I").lower()


@lru_cache(maxsize=8)
def normalise(text: str) -> Normalised:
    """The folded text. The last few are kept, because several checks look at the same piece in turn."""
    if not (_ODD_ASCII if text.isascii() else _BEYOND_EUROPEAN).search(text):
        return Normalised(text, [])
    if len(text) <= _SHORT and not _ODD.search(text) and unicodedata.is_normalized("NFKC", text):
        return Normalised(_unmask(text), [])
    pieces: list[str] = []
    segments: list[tuple[int, int, int, bool]] = []
    length = position = 0
    changed = False
    for run in _ODD_RUN.finditer(text):
        if _is_plain(run.group()):
            continue
        changed = True
        if run.start() > position:
            pieces.append(text[position : run.start()])
            segments.append((length, position, run.start(), True))
            length += run.start() - position
        for start, end, folded in _clusters(run.group()):
            if folded:
                pieces.append(folded)
                segments.append((length, run.start() + start, run.start() + end, False))
                length += len(folded)
        position = run.end()
    if not changed:
        return Normalised(_unmask(text), [])
    if position < len(text):
        pieces.append(text[position:])
        segments.append((length, position, len(text), True))
    return Normalised(_unmask("".join(pieces)), segments)


def _is_plain(run: str) -> bool:
    return len(run) <= _LONG_RUN and not _ODD.search(run) and unicodedata.is_normalized("NFKC", run)


def _clusters(run: str) -> list[tuple[int, int, str]]:
    """A run as (start, end, folded): each a base with its marks, so that folding stays local and cheap."""
    found: list[tuple[int, int, str]] = []
    start = 0
    while start < len(run):
        end = start + 1
        while end < len(run) and (unicodedata.combining(run[end]) or _DROP.match(run[end])):
            end += 1
        visible = _DROP.sub("", run[start:end])[: 1 + _MARKS_KEPT]
        folded = unicodedata.normalize("NFKC", _SURROGATE.sub("\ufffd", visible))
        found.append((start, end, folded))
        start = end
    return found


def _unmask(text: str) -> str:
    """Lookalike letters inside words that also hold Latin letters become Latin; one for one."""
    if text.isascii() or not _FOREIGN.search(text) or not _MIXED.search(text):
        return text
    return _MIXED_WORD.sub(lambda word: unmask_word(word.group()), text)


def unmask_word(word: str) -> str:
    """The word with Cyrillic and Greek lookalikes read as Latin, if it holds a Latin letter at all."""
    return word.translate(_LOOKALIKE) if _LATIN.search(word) else word
