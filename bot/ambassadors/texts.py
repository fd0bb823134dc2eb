"""What an ambassador may say: suggested texts, and a post made of their words with what must stand in it. Pure, but
for reading the packaged wordings.

Credit and disclosure stand below the person's words, whatever they wrote or took out. Where a network allows less
than all that, the person's words are shortened; credit, disclosure and link never are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from bot.ambassadors.lengths import length, utf16_units
from bot.ambassadors.networks import Network, Takes, address_limit, composer
from bot.ambassadors.refusals import Why, refused
from bot.curation.programme import Disclosure, Programme
from bot.kernel.text import clean_line, strip_controls, strip_invisible
from bot.sources.words import hashtags_in

SUGGESTED = 3
QUOTE_LIMIT = 140
"""Characters: a short quotation, not the piece."""
CREDIT_LIMIT = 200
"""Of a name in the credit: as long as a permission may word it."""
TEXT_LIMIT = 5000
DEFAULT_LANGUAGE = "en"
PAID_TAGS = frozenset(
    [
        "ad",
        "advert",
        "advertisement",
        "paidad",
        "paidpartnership",
        "sponsored",
        "sponsoredpost",
        "werbung",
        "anzeige",
        "bezahltewerbung",
        "bezahltepartnerschaft",
        "gesponsert",
        "reklam",
        "annons",
        "annonssamarbete",
        "reklamsamarbete",
        "betaltsamarbete",
        "publicité",
        "publicidad",
        "pubblicità",
        "reclame",
    ]
)
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_EMOJI = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
_JOINED = re.compile(f"(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])")
_AT_THE_END = re.compile(
    r"(?:\s*+(?>https?://\S+|(?<!\w)[#@][\w.@-]+))+\s*$"
)  # atomic: in one way, not in many
_TAG = re.compile(r"(?<!\w)#(\w+)")
_LEFT_OUT = re.compile(r"(?:(?:https?://\S+|(?<!\w)@[\w.@-]+)\s*)+")
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+?\d(?:[\s()./-]{0,2}\d){6,}")
_QUOTES = " \"'“”„«»"
_SENTENCE = re.compile(r"(?<=[.!?…])\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language. ``paid`` is the sentence that says so of a creator; ``kinds``: of which kinds of
    pieces a text (by its id) can be said, where not of all."""

    language: str
    credit: str
    disclosure: Disclosure
    texts: Mapping[str, str]
    paid: str = ""
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A text to begin with. ``id`` says which wording it is."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a piece. ``kind`` is photo, video, review and such, "" where nobody knows."""

    text: str
    title: str
    kind: str = ""
    seed: int = 0  # which suggestion comes first


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it goes into the composer. ``text`` holds the link where the network takes it there; ``shortened``:
    the person's words were cut to fit."""

    text: str
    address: str
    shortened: bool


def load_wordings() -> dict[str, Wording]:
    """The packaged words by language."""
    found = {}
    for entry in resources.files("bot.ambassadors").joinpath("wordings").iterdir():
        if entry.name.endswith(".toml"):
            language = entry.name.removesuffix(".toml")
            raw = tomllib.loads(entry.read_text(encoding="utf-8"))
            disclosure = Disclosure(raw["disclosure"], raw["tag"])
            texts = {one["id"]: one["text"] for one in raw["text"]}
            kinds = {one["id"]: frozenset(one["kinds"]) for one in raw["text"] if "kinds" in one}
            found[language] = Wording(language, raw["credit"], disclosure, texts, raw["paid"], kinds)
    return found


def nearest(wordings: Mapping[str, Wording], languages: Sequence[str]) -> Wording:
    """The words for the first of the languages that there are words for, else English."""
    for language in languages:
        if language in wordings:
            return wordings[language]
    return wordings[DEFAULT_LANGUAGE]


def disclosure_of(
    programme: Programme, wording: Wording, network: str, country: str, *, paid: bool = False
) -> Disclosure:
    """What says that the person works here, and of a paid creator that they were paid."""
    found = programme.disclosure(wording.language, network, country)
    if found is None:
        text = _filled(wording.disclosure.text, {"company": programme.company})
        found = Disclosure(text, wording.disclosure.tag)
    return replace(found, text=f"{found.text} {wording.paid}") if paid else found


def says_paid(text: str, tags: Iterable[str]) -> bool:
    """Whether a piece says of itself that it was paid for. What is quoted of it has none of these hashtags."""
    said = {tag.lstrip("#").casefold() for tag in (*tags, *hashtags_in(text))}
    return not said.isdisjoint(PAID_TAGS)


def credit_of(wording: Wording, creator: str, limit: int = CREDIT_LIMIT) -> str:
    """The line that names who made the piece; "" where nobody is known. A handle's "@" is left out: it would name
    somebody else on another network."""
    name = clean_line(creator, limit).replace("@", " ").replace("#", " ").strip()
    return wording.credit.format(creator=" ".join(name.split())) if name else ""


def suggestions(wording: Wording, about: About, programme: Programme) -> list[Suggested]:
    """Two or three texts to choose from that fit the kind of piece. None has a blocked word in it, also not in what
    it quotes, and none names who made the piece: the credit below does."""
    values = {"company": programme.company}
    if quote := quoted(about.text or about.title):
        values["quote"] = quote
    fitting = [
        Suggested(key, _filled(text, values))
        for key, text in wording.texts.items()
        if set(_VARIABLE.findall(text)) <= values.keys()
        and (key not in wording.kinds or about.kind in wording.kinds[key])
    ]
    allowed = [one for one in fitting if programme.blocked_in(one.text) is None]
    quoting = [one for one in allowed if "quote" in _VARIABLE.findall(wording.texts[one.id])]
    others = [one for one in allowed if one not in quoting]

    return (_turned(quoting, about.seed)[:2] + _turned(others, about.seed))[:SUGGESTED]


def _turned(some: list[Suggested], seed: int) -> list[Suggested]:
    start = seed % len(some) if some else 0
    return some[start:] + some[:start]


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Put in once, in one pass: braces in what is put in mean nothing."""
    return _VARIABLE.sub(lambda found: values.get(found[1], ""), text)


def quoted(text: str) -> str:
    """The beginning of what a piece says, short: whole sentences where they fit. Tags, addresses and mentions after
    its end go; what belongs to a sentence stays as it was written, or "…" stands for whom or what it names, so that
    nobody is quoted with half a sentence. Tags that say that it was paid for go too: the disclosure says so in words.
    A sentence that holds a telephone number or a mail address is left out. "" where nothing is left."""
    looked_at = strip_controls(text[: QUOTE_LIMIT * 8])
    plain = " ".join(one for one in _SENTENCE.split(looked_at) if not _CONTACT.search(one))
    words = _TAG.sub(lambda found: "" if found[1].casefold() in PAID_TAGS else found[0], plain)
    line = clean_line(_LEFT_OUT.sub("… ", _without_the_end(words.rstrip(_QUOTES))), QUOTE_LIMIT * 8)
    line = line.strip(_QUOTES)
    if len(line) <= QUOTE_LIMIT:
        return line if any(map(str.isalnum, line)) else ""
    kept = ""
    for sentence in _SENTENCE.split(line):
        if len(kept) + 1 + len(sentence) > QUOTE_LIMIT:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or shortened(line, QUOTE_LIMIT)


def _without_the_end(text: str) -> str:
    """Without the tags, addresses and mentions that stand behind it. The first of them stays where the sentence
    before isn't over: "I love my #Kettle" is one."""
    found = _AT_THE_END.search(text)
    if found is None:
        return text
    before, first = text[: found.start()], found[0].split()[0]
    goes_on = before.rstrip(" ")[-1:].isalnum() or before.endswith(",")
    if not goes_on or "\n" in found[0][: found[0].index(first)] or first.startswith("http"):
        return before
    return f"{before} {first}"


def shortened(text: str, limit: int) -> str:
    """At most so many characters, cut between words where there are any, with "…"."""
    if len(text) <= limit:
        return text
    cut = text[: max(limit - 1, 0)]
    head, space, _ = cut.rpartition(" ")
    kept = head if space and len(head) >= limit // 2 else cut
    return f"{kept.rstrip(' ,;:–-')}…" if limit > 0 else ""


def cleaned(text: str) -> str:
    """A person's words without what nobody sees: it could hide a disclosure, or a blocked word. Emojis that are
    joined from several stay."""
    parts = _JOINED.split(strip_controls(text[:TEXT_LIMIT]))
    return "\u200d".join(map(strip_invisible, parts)).strip()


def post(
    network: Network,
    text: str,
    credit: str,
    disclosure: Disclosure,
    link: str,
    *,
    title: str = "",
    server: str = "",
    room: int | None = None,
) -> Post:
    """What goes into the composer: the person's words, credit, disclosure and link, within the network's limit and
    that of the composer's address. ``room`` is what a field takes in which the post is shown, in characters. Raises
    Refused where even without their words it doesn't fit."""
    own = _own_words(text, credit, disclosure, link)

    def made(limit: int) -> tuple[str, str]:
        words = shortened(own, limit)
        tail = ["" if _stands(credit, words) else credit, _missing(words, disclosure)]
        whole = "\n\n".join(part for part in (words, "\n".join(filter(None, tail))) if part)
        given = f"{whole}\n{link}" if network.takes in (Takes.TEXT, Takes.NOTHING, Takes.LINK) else whole
        return given, composer(network, given, link, title=clean_line(title, 80), server=server)

    def fits(given: str, address: str) -> bool:
        counted = f"{given} {link}" if network.takes is Takes.TEXT_AND_LINK else given
        if room is not None and utf16_units(given) > room:
            return False
        return length(counted, network.counting) <= network.limit and len(address) <= address_limit(network)

    whole = made(len(own))
    if fits(*whole):
        return Post(*whole, shortened=False)
    low, high = (
        0,
        len(own),
    )  # the longest that fits: shortening by halves, since lengths are counted in many ways
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(*made(middle)) else (low, middle - 1)
    if fits(*(found := made(low))):
        return Post(*found, shortened=True)
    raise refused(Why.TOO_LONG, network=network.name)


def _stands(credit: str, words: str) -> bool:
    return not credit or re.search(rf"(?<!\w){re.escape(credit)}(?!\w)", words) is not None


def _own_words(text: str, credit: str, disclosure: Disclosure, link: str) -> str:
    """What the person wrote, without what is added anyway where it stands on a line of its own."""
    added = {
        one.casefold() for one in (credit, disclosure.line, disclosure.text, disclosure.tag, link) if one
    }
    lines = [line.rstrip() for line in cleaned(text).replace(link, "").split("\n")]
    kept = "\n".join(line for line in lines if line.strip().casefold() not in added)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _missing(words: str, disclosure: Disclosure) -> str:
    """The disclosure, where it doesn't stand in the person's words already, whole and on its own."""
    said = words.casefold()
    text = "" if re.search(_whole(disclosure.text), said) else disclosure.text
    tag = "" if not disclosure.tag or re.search(_whole(disclosure.tag), said) else disclosure.tag
    return f"{text} {tag}".strip()


def _whole(part: str) -> str:
    """Finds a disclosure as a sentence of its own: at the beginning of a line or after the end of a sentence."""
    before = r"(?:^|[\n.!?…]\s*)" if not part.startswith("#") else r"(?<!\S)"
    return rf"{before}{re.escape(part.casefold())}(?!\w)"
