"""Wording of permission asks: a different one each time, in the creator's language.

Platforms take identical messages for spam, so there are many templates and the one used longest ago is taken.
Names come from strangers: they are put in once, in one pass, so braces in them mean nothing, and they lose
whatever would mention, link or tag somebody.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from bot.kernel.errors import FixSettings
from bot.kernel.text import clean_line
from bot.rights.scope import WITHOUT_PROOF, Use
from bot.rights.where import platform_name, web_address

VARIABLES = frozenset({"creator", "brand", "mention", "hashtag", "platform", "url"})
REQUIRED = frozenset({"brand", "mention", "hashtag"})  # who asks, and how to say yes
DEFAULT_LANGUAGE = "en"
_SINGLE = {
    "link": (frozenset({"link"}), frozenset({"link"})),
    "also": (frozenset({"uses"}), frozenset({"uses"})),
    "renewal": (VARIABLES, REQUIRED),
    "reminder": (VARIABLES, REQUIRED),
}
"""Texts of which there is one in a language: what they may use, and what they need."""
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_HANDLE = re.compile(r"@?[\w.-]{1,64}(@[\w-]{1,63}(\.[\w-]{1,63}){1,4})?")
_NOT_IN_NAMES = re.compile(r"[^\w\s.,'’()-]|_")
_LINK_LIKE = re.compile(r"(?i)\bwww\.|\bhttps?\b|\w\.[a-z]{2,}\b")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Template:
    """One wording. ``id`` is unique within its language and stays when the text is improved."""

    id: str
    text: str

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(_VARIABLE.findall(self.text))


@dataclass(frozen=True, slots=True)
class Wordings:
    """The templates of one language; at least one of them needs nothing known of the post. ``link`` is the line that
    leads to the private page, ``also`` the one that names uses beyond reposting, each called as in ``uses``;
    ``renewal`` asks to go on, ``reminder`` reminds; "" where nobody wrote one."""

    language: str
    templates: tuple[Template, ...]
    link: str = ""
    also: str = ""
    uses: Mapping[str, str] = field(default_factory=dict)
    renewal: str = ""
    reminder: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who asks: the brand's name, its handle and the hashtag that, together with the handle, means yes."""

    brand: str
    mention: str  # "@brand"
    hashtag: str  # "#yesbrand"


@dataclass(frozen=True, slots=True)
class AskFacts:
    """What is known of an item and its creator for a message."""

    handle: str | None = None
    name: str | None = None
    platform: str = ""
    url: str | None = None
    seed: int = 0  # the item's id: where to begin among wordings that are equally fresh


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to send, which template it came from, and in which language it is."""

    text: str
    template: str
    language: str


def draft(
    facts: AskFacts,
    voice: Voice,
    wordings: Mapping[str, Wordings],
    language: str | None = None,
    avoid: Sequence[str] = (),
) -> Draft:
    """A message in the language nearest to the one wanted: the first of ``drafts``."""
    return drafts(facts, voice, wordings, language, avoid)[0]


def drafts(
    facts: AskFacts,
    voice: Voice,
    wordings: Mapping[str, Wordings],
    language: str | None = None,
    avoid: Sequence[str] = (),
) -> list[Draft]:
    """Messages in the language nearest to the one wanted, the best first.

    ``avoid`` are ids of templates used lately, the latest first: one never used is preferred, else the one
    whose use is longest ago.
    """
    chosen = nearest(wordings, language)
    values = _values(facts, voice)
    fitting = [template for template in chosen.templates if template.variables <= values.keys()]
    start = facts.seed % len(fitting)
    turned = fitting[start:] + fitting[:start]
    freshness = {template: age for age, template in reversed(list(enumerate(avoid)))}
    turned.sort(key=lambda candidate: -freshness.get(candidate.id, len(avoid)))
    return [
        Draft(_VARIABLE.sub(lambda found: values[found[1]], one.text), one.id, chosen.language)
        for one in turned
    ]


def one_of_a_kind(text: str, facts: AskFacts, voice: Voice) -> str | None:
    """A renewal or a reminder in words; None where it needs what isn't known."""
    values = _values(facts, voice)
    if not text or not Template("", text).variables <= values.keys():
        return None
    return _VARIABLE.sub(lambda found: values[found[1]], text)


def with_link(text: str, wordings: Wordings, address: str) -> str:
    """A message with the line that leads to the creator's private page."""
    if not address:
        return text
    return f"{text}\n\n{(wordings.link or '{link}').replace('{link}', address)}"


def with_uses(text: str, wordings: Wordings, uses: Collection[Use]) -> str:
    """A message that names all it asks for. Every wording names the website and the brand's own channels; what goes
    beyond them, and isn't named yet in the words of ``Wordings.uses``, gets a line of its own before the link."""
    said = text.casefold()
    wanted = [wordings.uses.get(use.value, "") for use in Use if use in uses]
    left = [words for words in wanted if words and words.casefold() not in said]
    if not left or not wordings.also:
        return text
    line = wordings.also.replace("{uses}", ", ".join(left))
    beginning = wordings.link.partition("{link}")[0].strip()
    place = text.find(f"\n\n{beginning}") if beginning else -1
    return f"{text}\n\n{line}" if place < 0 else f"{text[:place]}\n\n{line}{text[place:]}"


def nearest(wordings: Mapping[str, Wordings], language: str | None) -> Wordings:
    """The wordings for a language tag: the tag itself, then shorter forms of it, then English, then any."""
    parts = (language or "").replace("_", "-").casefold().split("-")
    for length in range(len(parts), 0, -1):
        found = wordings.get("-".join(parts[:length]))
        if found is not None:
            return found
    return wordings.get(DEFAULT_LANGUAGE) or next(iter(wordings.values()))


def _values(facts: AskFacts, voice: Voice) -> dict[str, str]:
    values = {
        "brand": clean_line(voice.brand, 80),
        "mention": clean_line(voice.mention, 80),
        "hashtag": clean_line(voice.hashtag, 80),
    }
    if creator := address(facts.handle, facts.name):
        values["creator"] = creator
    if platform := _NOT_IN_NAMES.sub("", platform_name(facts.platform)) if facts.platform else "":
        values["platform"] = platform
    if (url := web_address(facts.url)) and len(url) <= 500:
        values["url"] = url
    return values


def address(handle: str | None, name: str | None) -> str:
    """How to address a creator: the handle, else the name without what mentions, tags or links; else ""."""
    trimmed = clean_line(handle or "", 300)
    if _HANDLE.fullmatch(trimmed):
        return trimmed if trimmed.startswith("@") else f"@{trimmed}"
    bare = clean_line(_NOT_IN_NAMES.sub(" ", clean_line(name or "", 300)), 60)
    return "" if _LINK_LIKE.search(bare) else bare


def load_wordings(folder: Path | None = None) -> dict[str, Wordings]:
    """The packaged wordings, replaced language by language by ``<folder>/<language>.toml`` of the operator.

    Raises FixSettings that names the file, the template and the remedy.
    """
    found: dict[str, Wordings] = {}
    for entry in resources.files("bot.rights").joinpath("templates").iterdir():
        if entry.name.endswith(".toml"):
            language = entry.name.removesuffix(".toml")
            found[language] = parse(entry.read_text(encoding="utf-8"), language, entry.name)
    if folder is not None:
        if not folder.is_dir():
            raise FixSettings(
                f"templates_dir names {folder}, which is no folder.", remedy="Correct the path."
            )
        for path in sorted(folder.glob("*.toml")):
            language = path.stem.casefold()
            own = parse(_read(path), language, str(path))
            found[language] = _completed(own, found.get(language) or found[DEFAULT_LANGUAGE])
    return found


def _completed(own: Wordings, packaged: Wordings) -> Wordings:
    """What a message must be able to say, in the operator's words where they wrote any."""
    return own if own.also else replace(own, also=packaged.also, uses=packaged.uses)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FixSettings(f"{path} can't be read: {error}.", remedy="It must be UTF-8 text.") from None


def parse(text: str, language: str, where: str) -> Wordings:
    """The wordings in a TOML text. Raises FixSettings."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FixSettings(f"{where} is not valid TOML: {error}.", remedy="Correct that line.") from None
    entries = raw.get("ask")
    if not isinstance(entries, list) or not _LANGUAGE.fullmatch(language):
        raise FixSettings(
            f"{where} lacks what messages need.",
            remedy="Its name is a language code, as sv.toml; it has [[ask]] entries with id and text.",
        )
    templates = tuple(_template(entry, where) for entry in entries)
    if len({template.id for template in templates}) < len(templates):
        raise FixSettings(f"{where} uses an id twice.", remedy="Give each [[ask]] its own id.")
    if not any(template.variables <= REQUIRED for template in templates):
        raise FixSettings(
            f"{where} has no message for a post of which nothing is known.",
            remedy="Write at least one [[ask]] without {creator}, {platform} and {url}.",
        )
    single = {name: _single(raw, name, where) for name in _SINGLE}
    return Wordings(language, templates, **single, uses=_uses(raw, where, needed=bool(single["also"])))


def _uses(raw: Mapping[str, Any], where: str, *, needed: bool) -> dict[str, str]:
    """What uses beyond reposting are called. Raises FixSettings."""
    table = raw.get("uses", {})
    beyond = {use.value for use in Use} - {use.value for use in WITHOUT_PROOF}
    fine = isinstance(table, dict) and all(isinstance(one, str) and one.strip() for one in table.values())
    if not fine or table.keys() - beyond or (needed and table.keys() != beyond):
        raise FixSettings(
            f"{where}: [uses] doesn't say what each use is called.",
            remedy=f"It has a text for each of {', '.join(sorted(beyond))}.",
        )
    return {name: words.strip() for name, words in table.items()}


def _single(raw: Mapping[str, Any], name: str, where: str) -> str:
    """A text of which there is one in a language. Raises FixSettings."""
    text = raw.get(name, "")
    if not isinstance(text, str):
        raise FixSettings(f"{where}: {name} must be a text.", remedy="Put it in quotation marks.")
    if not text.strip():
        return ""
    allowed, needed = _SINGLE[name]
    used = Template(name, text).variables
    if not needed <= used <= allowed:
        raise FixSettings(
            f"{where}: {name} uses {{{', '.join(sorted(used)) or '...'}}}.",
            remedy=f"It needs {_named(needed)} and may use {_named(allowed)}.",
        )
    return text.strip()


def _named(variables: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(variables))


def _template(entry: Any, where: str) -> Template:
    known = (
        isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("text"), str)
    )
    if not known:
        raise FixSettings(f"{where} has an [[ask]] without id or text.", remedy="Give it both, as text.")
    template = Template(entry["id"], entry["text"].strip())
    unknown = template.variables - VARIABLES
    if unknown or "{" in (rest := _VARIABLE.sub("", template.text)) or "}" in rest:
        raise FixSettings(
            f"{where}: the message {template.id!r} uses {{{', '.join(sorted(unknown)) or '...'}}}.",
            remedy=f"It may use {', '.join(f'{{{name}}}' for name in sorted(VARIABLES))}.",
        )
    if missing := REQUIRED - template.variables:
        raise FixSettings(
            f"{where}: the message {template.id!r} lacks {', '.join(f'{{{name}}}' for name in sorted(missing))}.",
            remedy="A yes needs the hashtag and the mention; a stray hashtag is no consent.",
        )
    return template
