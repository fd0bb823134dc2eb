"""Check ``disclosure``: whether a text says that it was paid for, how clearly, and where it says so.

Finds three tiers: *clear* ("#werbung", "betalt samarbete", "Anzeige | ..."), *weak* ("i samarbete med", "#gifted")
and *code* ("use my code ANNA20"); and texts that say they were not paid for. Each comes with its position: the law
wants it first and visible, and a tag among many others usually does not do. Facts: ``disclosure`` (clear, weak, code
or denied) and ``disclosure_position`` (first, middle, last, tags). An ``info`` flag: the piece may be paid content,
which is a fact for whoever wants to reuse it and not a fault.

Misses: paid content that says nothing, wordings not in ``disclosure.toml`` and other languages than Swedish, German,
Danish, Norwegian, Finnish, French, Spanish, Italian, Dutch and English. ``#sp`` and ``#pr`` are left out: they mostly
mean something else. The clear and the code tiers fired on about one in 4,000 ordinary posts.

Settings: ``clear``, ``weak``, ``ignore`` (lists of own tags and phrases).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from bot.kernel.text import clean_line
from bot.screening.base import CheckSpec, Flag, Piece, Severity, Verdict
from bot.screening.normalise import Normalised, normalise
from bot.screening.options import strings

KEY = "disclosure"
_TAG = re.compile(r"#(\w{2,60})")
_WORD = re.compile(r"\w+")
_NOT_WORDS = re.compile(r"[#@]\w+")
_OPENING = re.compile(r"\W{0,6}(\w+)\s?(?:[\])|:/\-–—•*!]|\n|$)")
_CODE = re.compile(r"\W{1,4}([A-ZÅÄÖÜÉÑ0-9]{4,20})(?!\w)")
_CAPITALS = re.compile(r"[A-Z]{2}")
_TIERS = ("clear", "denied", "weak", "code")  # the order in which a piece's own answer is chosen
_EDGE = 3
"""So many words from either end still count as first or last."""
_CROWD = 3
"""A tag with so many others beside it drowns among them."""
_MAX_FOUND = 10


@dataclass(frozen=True, slots=True)
class Wording:
    """What to look for, lower case: tag or phrase to tier, opening words, words in front of codes.

    ``anchors`` maps the longest word of each phrase and of each code word to them: only texts with that word are
    searched for them, which is what makes hundreds of phrases cheap.
    """

    tags: Mapping[str, str]
    phrases: Mapping[str, str]
    opening: frozenset[str]
    code_words: frozenset[str]
    anchors: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    tier: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _packaged() -> Wording:
    source = resources.files(__package__).joinpath("disclosure.toml").read_text("utf-8")
    data = tomllib.loads(source)
    tiers = ("weak", "clear", "denied")
    return _worded(
        {tag: tier for tier in tiers for tag in _entries(data["tags"][tier])},
        {phrase: tier for tier in tiers for phrase in _entries(data["phrases"][tier])},
        frozenset(_entries(data["phrases"]["opening"])),
        frozenset(_entries(data["codes"]["words"])),
    )


def _worded(
    tags: Mapping[str, str], phrases: Mapping[str, str], opening: frozenset[str], code_words: frozenset[str]
) -> Wording:
    anchors: dict[str, tuple[str, ...]] = {}
    for entry in (*phrases, *sorted(code_words)):
        if words := _WORD.findall(entry):
            anchor = max(words, key=len)
            anchors[anchor] = (*anchors.get(anchor, ()), entry)
    return Wording(tags, phrases, opening, code_words, anchors)


def _entries(listed: str) -> list[str]:
    return [" ".join(entry.split()) for entry in listed.split(",") if entry.strip()]


@dataclass(frozen=True, slots=True)
class DisclosureCheck:
    """See the module."""

    clear: tuple[str, ...]
    weak: tuple[str, ...]
    ignore: tuple[str, ...]
    key: str = KEY
    version: int = 1

    def run(self, piece: Piece) -> Verdict:
        """At most one flag, for the clearest wording; of two as clear, for the first."""
        wording = self._wording()
        best: tuple[int, Flag, str] | None = None
        for where, text in piece.parts():
            folded = normalise(text)
            for found in _search(folded, wording):
                rank = _TIERS.index(found.tier)
                if best is None or rank < best[0]:
                    position = _position(folded.text, found)
                    best = rank, _flag(found, position, where, folded), position
        tag = self._platform_tag(piece, wording)
        if tag is not None and (best is None or _TIERS.index(wording.tags[tag]) < best[0]):
            best = _TIERS.index(wording.tags[tag]), _tag_flag(tag, wording.tags[tag]), "tags"
        if best is None:
            return Verdict(KEY)
        facts = {"disclosure": _TIERS[best[0]], "disclosure_position": best[2]}
        return Verdict(KEY, (best[1],), facts)

    def _platform_tag(self, piece: Piece, wording: Wording) -> str | None:
        """The clearest of the tags the platform lists beside the text."""
        tags = [tag.lstrip("#").lower() for tag in piece.tags]
        known = [tag for tag in tags if tag in wording.tags]
        return min(known, key=lambda tag: _TIERS.index(wording.tags[tag]), default=None)

    def _wording(self) -> Wording:
        return _wording(self.clear, self.weak, self.ignore)


@lru_cache(maxsize=8)
def _wording(clear: tuple[str, ...], weak: tuple[str, ...], ignore: tuple[str, ...]) -> Wording:
    """The packaged wording with the operator's changes; entries with a # are tags, others phrases."""
    base = _packaged()
    tags, phrases = dict(base.tags), dict(base.phrases)
    for tier, entries in (("weak", weak), ("clear", clear)):
        for entry in entries:
            (tags if entry.startswith("#") else phrases)[entry.lstrip("#")] = tier
    left_out = {entry.lstrip("#") for entry in ignore}
    return _worded(
        {tag: tier for tag, tier in tags.items() if tag not in left_out},
        {phrase: tier for phrase, tier in phrases.items() if phrase not in left_out},
        base.opening - left_out,
        base.code_words - left_out,
    )


def _search(folded: Normalised, wording: Wording) -> Iterator[_Found]:
    """What is there, the negations taken out of what they hold ("unbezahlte Werbung")."""
    lowered = folded.lowered
    denied: list[_Found] = []
    others: list[_Found] = []
    for found in sorted(_wordings(folded.text, lowered, wording), key=lambda one: one.start):
        (denied if found.tier == "denied" else others).append(found)
    yield from denied
    for found in others:
        if not any(one.start <= found.start and found.end <= one.end for one in denied):
            yield found


def _wordings(text: str, lowered: str, wording: Wording) -> Iterator[_Found]:
    if "#" in lowered:
        for count, match in enumerate(_TAG.finditer(lowered)):
            if count < _MAX_FOUND * 10 and (tier := wording.tags.get(match.group(1))):
                yield _Found(tier, match.start(), match.end())
    opening = _OPENING.match(lowered)
    if opening and opening.group(1) in wording.opening and lowered[max(0, opening.start(1) - 1)] != "#":
        yield _Found("clear", opening.start(1), opening.end(1))
    for anchor in wording.anchors.keys() & _WORD.findall(lowered):
        for entry in wording.anchors[anchor]:
            if (start := _whole(lowered, entry)) < 0:
                continue
            if tier := wording.phrases.get(entry):
                yield _Found(tier, start, start + len(entry))
            if entry in wording.code_words and (code := _code_after(text, start, start + len(entry))):
                yield code


def _whole(lowered: str, phrase: str) -> int:
    """Where the phrase stands as whole words, or -1. Tries a few places: enough for honest text."""
    start = -1
    for _ in range(_MAX_FOUND):
        start = lowered.find(phrase, start + 1)
        if start < 0:
            return -1
        end = start + len(phrase)
        if not (start and _is_word(lowered[start - 1])) and not (
            end < len(lowered) and _is_word(lowered[end])
        ):
            return start
    return -1


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_#@"


def _code_after(text: str, start: int, end: int) -> _Found | None:
    """A discount code in capitals behind the word. An all-capitals text proves nothing without a digit."""
    match = _CODE.match(text, end)
    if match is None or not _CAPITALS.search(match.group(1)):
        return None
    if text[start:end].isupper() and match.group(1).isalpha():
        return None
    return _Found("code", start, match.end(1))


def _position(text: str, found: _Found) -> str:
    """first, last or middle by the words around it; ``tags`` when it drowns among other tags."""
    if text[found.start] == "#" and _crowd(text, found) >= _CROWD and text[: found.start].strip():
        return "tags"
    if len(_WORD.findall(_NOT_WORDS.sub("", text[max(0, found.start - 200) : found.start]))) <= _EDGE:
        return "first"
    after = _NOT_WORDS.sub("", text[found.end : found.end + 200])
    return "last" if len(_WORD.findall(after)) <= _EDGE else "middle"


def _crowd(text: str, found: _Found) -> int:
    """Other tags near this one."""
    return text[max(0, found.start - 80) : found.start].count("#") + text[found.end : found.end + 80].count(
        "#"
    )


_PLACES = {
    "first": "first in the text",
    "middle": "in the middle of the text",
    "last": "last in the text",
    "tags": "among other tags",
}


def _flag(found: _Found, position: str, where: str, folded: Normalised) -> Flag:
    start, end = folded.span(found.start, found.end)
    words = clean_line(folded.text[found.start : found.end], 60)
    place = _PLACES[position].replace("the text", "the title") if where == "title" else _PLACES[position]
    reason = f"{_SAYS[found.tier]}: “{words}” {place}."
    data = {"tier": found.tier, "position": position}
    return Flag(KEY, _CODES[found.tier], Severity.info, reason, where, start, end, words, data)


def _tag_flag(tag: str, tier: str) -> Flag:
    words = clean_line(f"#{tag}", 60)
    data = {"tier": tier, "position": "tags"}
    reason = f"{_SAYS[tier]}: “{words}” among the tags."
    return Flag(KEY, _CODES[tier], Severity.info, reason, "tags", None, None, words, data)


_SAYS = {
    "clear": "Discloses a paid partnership",
    "weak": "Hints at a paid or gifted partnership",
    "code": "Offers a discount code, so it may be paid content",
    "denied": "Says that it was not paid for",
}
_CODES = {
    "clear": "paid_partnership",
    "weak": "partnership_hint",
    "code": "discount_code",
    "denied": "says_unpaid",
}


def build(settings: Mapping[str, object]) -> DisclosureCheck:
    """The check from its settings."""
    clear, weak, ignore = (
        tuple(" ".join(normalise(one).lowered.split()) for one in strings(settings, KEY, name))
        for name in ("clear", "weak", "ignore")
    )
    return DisclosureCheck(clear=clear, weak=weak, ignore=ignore)


CHECK = CheckSpec(
    key=KEY,
    build=build,
    settings={
        "clear": "own tags (with #) and phrases that disclose clearly (none)",
        "weak": "own tags (with #) and phrases that hint (none)",
        "ignore": "tags and phrases of ours to leave out, such as #partner (none)",
    },
)
