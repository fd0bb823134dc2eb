"""Check ``hidden_text``: characters that make a text read differently for a machine than for a person.

Finds: bidirectional overrides (U+202D, U+202E), many zero-width characters, Unicode tag characters outside flag
emoji (they can carry a whole hidden message), letters stacked with combining marks, and words that mix Latin
letters with Cyrillic or Greek lookalikes. Source of the rules: Unicode Technical Reports 36 and 39, emoji sequences
of Technical Standard 51.

Misses: a few zero-width characters (they come with copied web text; the other checks see through them), lookalikes
from other alphabets, words written wholly in another alphabet, and white text on white.

Settings: ``min_zero_width`` (5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.kernel.text import clean_line
from bot.screening.base import CheckSpec, Flag, Piece, Severity, Verdict
from bot.screening.normalise import unmask_word
from bot.screening.options import number

KEY = "hidden_text"
_ODD = re.compile(r"[\u0300-\u052f\u180e\u200b-\u200d\u202d\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_OVERRIDE = re.compile(r"[\u202d\u202e]")
# The zero-width joiner and non-joiner build emoji and are letters of Arabic and Indic writing: they count only
# behind a Latin letter or digit.
_ZERO_WIDTH = re.compile(r"[\u180e\u200b\u2060-\u2064]|(?<!^)\ufeff|(?<=[A-Za-z0-9])[\u200c\u200d]")
_FLAG_EMOJI = re.compile(r"\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f")
_TAGS = re.compile(r"[\U000e0000-\U000e007f]+")
_STACKED = re.compile(r"[\u0300-\u036f]{4,}")
_MIXED_WORD = re.compile(r"[A-Za-z\u0370-\u052f]+")
_LATIN = re.compile(r"[A-Za-z]")
_FOREIGN = re.compile(r"[\u0370-\u052f]")


@dataclass(frozen=True, slots=True)
class HiddenTextCheck:
    """See the module."""

    min_zero_width: int
    key: str = KEY
    version: int = 1

    def run(self, piece: Piece) -> Verdict:
        """One flag for each kind of trick in each part."""
        flags: list[Flag] = []
        for where, text in piece.parts():
            if not text.isascii() and _ODD.search(text):
                flags.extend(self._look(where, text))
        return Verdict(KEY, tuple(flags))

    def _look(self, where: str, text: str) -> list[Flag]:
        flags: list[Flag] = []
        if overrides := list(_OVERRIDE.finditer(text)):
            reason = "Holds characters that reverse the reading direction, so it may read differently than it looks."
            flags.append(_flag("hidden_characters", reason, where, overrides))
        zero_width = list(_ZERO_WIDTH.finditer(text))
        if len(zero_width) >= self.min_zero_width:
            reason = f"Holds {len(zero_width)} invisible characters, often used to slip words past filters."
            flags.append(_flag("hidden_characters", reason, where, zero_width))
        if tags := list(_TAGS.finditer(_FLAG_EMOJI.sub(lambda found: " " * len(found.group()), text))):
            reason = "Holds invisible tag characters, which can carry a hidden message."
            flags.append(_flag("hidden_characters", reason, where, tags))
        if stacked := list(_STACKED.finditer(text)):
            reason = "Stacks many accents on one letter, which can spill over other text on screen."
            flags.append(_flag("stacked_marks", reason, where, stacked))
        if _FOREIGN.search(text):
            flags.extend(_mixed_words(where, text))
        return flags


def _mixed_words(where: str, text: str) -> list[Flag]:
    """Words in which every letter that is not Latin is a lookalike of a Latin one."""
    found = [
        word
        for word in _MIXED_WORD.finditer(text)
        if _LATIN.search(word.group())
        and _FOREIGN.search(word.group())
        and len(word.group()) >= 3
        and unmask_word(word.group()).isascii()
    ]
    if not found:
        return []
    shown = clean_line(found[0].group(), 40)
    reason = (
        f"The word “{shown}” mixes alphabets that look alike, often used to slip words or names past filters."
    )
    return [_flag("mixed_alphabets", reason, where, found, shown)]


def _flag(code: str, reason: str, where: str, found: list[re.Match[str]], excerpt: str | None = None) -> Flag:
    data = {"count": len(found)}
    return Flag(KEY, code, Severity.notice, reason, where, found[0].start(), found[0].end(), excerpt, data)


def build(settings: Mapping[str, object]) -> HiddenTextCheck:
    """The check from its settings."""
    return HiddenTextCheck(min_zero_width=int(number(settings, KEY, "min_zero_width", 5, 1, 1_000)))


CHECK = CheckSpec(
    key=KEY,
    build=build,
    settings={"min_zero_width": "how many zero-width characters make a flag (5)"},
    order=20,
)
