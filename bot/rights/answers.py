"""What a creator's answer says: a clear yes, a clear no, or something that a person has to read. Pure.

A yes needs the hashtag **and** the brand's handle: either alone is said in passing. Whatever is quoted, is a
question, sets a condition or says no beside it makes the yes unclear, because a wrong yes shows somebody's picture
against their will. A no needs no hashtag: it is what the answer begins with, or a plain "don't use it".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.kernel.text import casefold_text, strip_controls
from bot.rights.drafts import Voice

LONGEST = 10_000
LONG_NO = 12
"""Words after which a "no" at the beginning is seldom the answer: "No filter was used when I ..."."""


class Answer(StrEnum):
    """What it says. The value is stored: never rename one."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is a short name for why: tags, refusal, forbids, quoted, question, doubt, incomplete, contradiction,
    nothing, other. ``never_contact``: they also want to be left alone."""

    answer: Answer
    reason: str
    never_contact: bool = False


@dataclass(frozen=True, slots=True)
class _Lists:
    refuse: re.Pattern[str]
    forbid: re.Pattern[str]
    leave: re.Pattern[str]
    doubt: re.Pattern[str]
    harmless: re.Pattern[str]


_QUOTE_LINE = re.compile(r"^\s*[>|].*$", re.M)
_REPLY_HEADER = re.compile(
    r"^\s*(?:on|am|den|le|el|il|op)\b.{4,200}?\b(?:wrote|schrieb|skrev|a écrit|escribió|ha scritto|schreef)\s*:.*",
    re.I | re.M | re.S,
)
_FORWARDED = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|ursprungligt meddelande|ursprüngliche nachricht|message d'origine|mensaje "
    r"original|messaggio originale|oorspronkelijk bericht|forwarded message)\b.*|_{10,}\s*$.*)",
    re.I | re.M | re.S,
)
_IN_QUOTES = re.compile(
    r"[“„«»”\"][^“„«»”\"]{1,2000}[”“»«\"]|‘[^’\n]{3,300}’(?!\w)|(?<!\w)'[^'\n]{3,300}'(?!\w)"
)
_APOSTROPHES = re.compile(r"[’ʼ`´]")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s+|\n+")
_SIGN = re.compile(r"[#＃@＠][\w.@-]+")
_SIGNS_FIRST = re.compile(r"^(?:[\W_]*[#＃@＠][\w.@-]+)+")
_OURS = "\ufffc"
"""Stands where a sentence of ours stood."""
_URL = re.compile(r"https?://\S+", re.I)
_ADDRESS = re.compile(r"https?://[^\s?？؟⁇#＃]+(?:\?[\w.~%-]+=[^\s?？؟⁇]*)?", re.I)
"""An address whose question mark, if it has one, begins a query; any other question mark beside it asks something."""
_WORDS = re.compile(r"[\w'’-]+")
_QUESTION = re.compile(r"[?？؟⁇]")


def classify(
    text: str, voice: Voice, quoted: Sequence[str] = (), languages: Collection[str] | None = None
) -> Verdict:
    """Read an answer. ``quoted`` are texts that it may repeat, such as our own message, which has the hashtag in it.
    ``languages`` are those to read it in; all of them unless said otherwise."""
    own = own_words(text, quoted)
    if not own.strip():
        return Verdict(Answer.UNCLEAR, "quoted" if text.strip() else "nothing")
    lists = _lists(tuple(sorted(languages)) if languages is not None else None)
    tagged, mentioned = _has_tag(own, voice.hashtag), _has_mention(own, voice.mention)
    plain = _plain(own, voice)
    left_alone = bool(lists.leave.search(plain))
    plain = lists.harmless.sub(" ", plain)
    asks = bool(_QUESTION.search(_ADDRESS.sub(" ", own)))
    if tagged and mentioned:
        return _tagged(lists, plain, asks=asks, left_alone=left_alone)
    said = _says_no(lists, plain)
    if said and asks:
        return Verdict(Answer.UNCLEAR, "question", left_alone)
    if said or left_alone:
        return Verdict(Answer.NO, said or "refusal", left_alone)
    if asks:
        return Verdict(Answer.UNCLEAR, "question")
    return Verdict(Answer.UNCLEAR, "incomplete" if tagged or mentioned else "other")


def own_words(text: str, quoted: Sequence[str] = ()) -> str:
    """What the writer says themselves."""
    return _without_quotes(strip_controls(text)[:LONGEST], quoted)


def says_little(own: str, voice: Voice, most: int) -> bool:
    """Whether somebody's own words are few, and set no condition. Tags and mentions are none."""
    plain = _plain(own, voice)
    return len(_WORDS.findall(plain)) <= most and _lists(None).doubt.search(plain) is None


def _tagged(lists: _Lists, plain: str, *, asks: bool, left_alone: bool) -> Verdict:
    """Both signs of a yes stand there: is it one?"""
    if left_alone or _says_no(lists, plain):
        return Verdict(Answer.UNCLEAR, "contradiction")
    if asks:
        return Verdict(Answer.UNCLEAR, "question")
    return Verdict(Answer.UNCLEAR, "doubt") if lists.doubt.search(plain) else Verdict(Answer.YES, "tags")


def _says_no(lists: _Lists, plain: str) -> str:
    """Why the words are a no; empty when they are none."""
    if lists.forbid.search(plain):
        return "forbids"
    said = " ".join(plain.replace(",", " ").split()).strip(" .!-–—:;")
    if lists.refuse.match(said) is None:
        return ""
    first = re.split(r"[.!;:–—]", said, maxsplit=1)[0]
    brief = len(_WORDS.findall(said)) <= LONG_NO
    return "refusal" if brief or lists.refuse.fullmatch(first.strip()) else ""


def _without_quotes(text: str, quoted: Sequence[str]) -> str:
    """What the writer says in their own words."""
    left = _FORWARDED.sub("\n", _REPLY_HEADER.sub("\n", text))
    left = _IN_QUOTES.sub(" ", _QUOTE_LINE.sub(" ", left))
    folded = casefold_text(left)
    for each in quoted:
        repeated = casefold_text(each)
        if len(repeated) >= 20 and repeated in folded:
            left = folded = folded.replace(repeated, " ")
    return _without_repeated(left, quoted)


def _without_repeated(text: str, quoted: Sequence[str]) -> str:
    """Without lines and sentences of ours that came back with no mark of a quotation. Signs alone are what we ask
    people to write: they count as theirs, unless more of the message is repeated around them."""
    ours = {_line(one) for each in quoted for one in each.splitlines()} - {""}
    sentences = {one for each in quoted for part in _SENTENCE.split(each) if len(one := _line(part)) >= 20}
    sentences = set(filter(_says_more, sentences))
    lines = [(line, _line(line)) for line in text.splitlines()]
    folded = casefold_text(text)
    more = any(plain in ours and _says_more(plain) for _, plain in lines) or any(
        one in folded for one in sentences
    )
    if not more:
        return text
    left = "\n".join(line for line, plain in lines if plain not in ours and not _signs_alone(plain))
    for sentence in sorted(sentences, key=len, reverse=True):
        if sentence in (folded := casefold_text(left)):
            left = folded.replace(sentence, _OURS)
    before, *after = left.split(_OURS)
    theirs = [before, *(_SIGNS_FIRST.sub("", part) for part in after)]
    return " ".join(part for part in theirs if not (after and _signs_alone(part)))


def _line(text: str) -> str:
    """For comparing: without case, and without the name that a reply begins with."""
    return re.sub(r"^(?:@[\w.@-]+\s+)+(?=[^\W\d_])", "", " ".join(casefold_text(text).split()))


def _says_more(line: str) -> bool:
    """Whether there are words beside hashtags and names."""
    return _WORDS.search(_SIGN.sub(" ", line)) is not None


def _signs_alone(line: str) -> bool:
    """Whether there are hashtags and names, and no words beside them."""
    return _SIGN.search(line) is not None and not _says_more(line)


def _has_tag(text: str, hashtag: str) -> bool:
    tag = casefold_text(hashtag).lstrip("#")
    return (
        bool(tag) and re.search(rf"(?<![\w#&/])[#＃]{re.escape(tag)}(?!\w)", casefold_text(text)) is not None
    )


def _has_mention(text: str, mention: str) -> bool:
    """The handle as a mention; behind it a server may stand (@brand@example.social), nothing else."""
    handle = casefold_text(mention).lstrip("@")
    found = rf"(?<![\w@./-])[@＠]{re.escape(handle)}(?![\w-]|\.\w)"
    return bool(handle) and re.search(found, casefold_text(text)) is not None


def _plain(text: str, voice: Voice) -> str:
    """The words alone: tags, mentions and addresses are not what somebody says."""
    folded = _APOSTROPHES.sub("'", casefold_text(_URL.sub(" ", text.replace("\n", " . "))))
    return " ".join(re.sub(r"[#＃@＠][\w.@-]+", " ", folded).split())


@cache
def _lists(languages: tuple[str, ...] | None) -> _Lists:
    raw = tomllib.loads(resources.files("bot.rights").joinpath("answers.toml").read_text(encoding="utf-8"))
    chosen = [raw[one] for one in raw if languages is None or one in languages] or list(raw.values())

    def one_of(name: str) -> re.Pattern[str]:
        phrases = sorted({phrase for words in chosen for phrase in words[name]}, key=len, reverse=True)
        joined = "|".join(re.escape(phrase) for phrase in phrases)
        return re.compile(rf"(?<![\w'])(?:{joined})(?![\w'])")

    return _Lists(*(one_of(name) for name in ("refuse", "forbid", "leave", "doubt", "harmless")))
