"""Where a person's triage stands; it travels in the window itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import orjson

from bot.kernel.errors import TellUser
from bot.review.queries import QueueFilter

MOST_NAMED = 30  # sources or languages in a refusal
MOST_SKIPPED = 150  # a window's metadata takes 3,000 characters


@dataclass(frozen=True, slots=True)
class Progress:
    """``item`` is the one shown, ``last`` the one decided before it, ``skipped`` those passed over."""

    item: int | None = None
    decided: int = 0
    last: int | None = None
    skipped: tuple[int, ...] = ()
    source: str | None = None
    language: str | None = None
    flagged: bool = False
    aside: int | None = None  # what was shown when another was undone: it comes next

    @property
    def only(self) -> QueueFilter:
        return QueueFilter(self.source, self.language, self.flagged)

    @property
    def filtered(self) -> bool:
        return self.flagged or self.source is not None or self.language is not None

    def pack(self) -> str:
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def unpack(cls, metadata: str) -> Progress:
        """From a window's metadata; a fresh start where it can't be read."""
        try:
            found = orjson.loads(metadata or "{}")
            known = {key: value for key, value in found.items() if key in cls.__slots__}
            return cls(**{**known, "skipped": tuple(known.get("skipped", ()))})
        except (orjson.JSONDecodeError, AttributeError, TypeError):
            return cls()

    def skip(self) -> Progress:
        """Pass over the item shown."""
        if self.item is None:
            return self
        return replace(self, skipped=(*self.skipped, self.item)[-MOST_SKIPPED:])

    def back(self, item_id: int) -> Progress:
        """The last decision is undone: its item is shown again."""
        aside = self.item if self.item != item_id else self.aside
        skipped = tuple(one for one in self.skipped if one != item_id)
        decided = max(0, self.decided - 1)
        return replace(self, item=item_id, decided=decided, last=None, skipped=skipped, aside=aside)

    def done(self) -> Progress:
        """The item shown is decided."""
        return replace(self, decided=self.decided + 1, last=self.item)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer."""

    sources: Sequence[str]
    languages: Sequence[str]
    deciders: Mapping[str, str] = field(default_factory=dict)  # whom to escalate to: id and name


def from_words(text: str, sources: Collection[str], languages: Sequence[str]) -> Progress:
    """ "flagged source:blog lang:sv" as a fresh start. Raises TellUser that names what there is, for a word that
    isn't one of these and for a source or language of which nothing can wait."""
    progress = Progress()
    for word in text.split():
        key, _, value = word.partition(":")
        match key.casefold():
            case "flagged" | "flags" if not value:
                progress = replace(progress, flagged=True)
            case "source" if value:
                progress = replace(progress, source=_source(value, sources))
            case "lang" | "language" if value:
                progress = replace(progress, language=_language(value, languages))
            case _:
                raise TellUser(
                    f"Triage doesn't know “{word[:40]}”.", remedy="Try flagged, source:NAME or lang:CODE."
                )
    return progress


def _source(value: str, sources: Collection[str]) -> str:
    for name in sources:
        if name.casefold() == value.casefold():
            return name
    there = f"There are {', '.join(sorted(sources)[:MOST_NAMED])}." if sources else "None is configured yet."
    raise TellUser(f"There is no source “{value[:40]}”.", remedy=there)


def _language(value: str, languages: Sequence[str]) -> str:
    for code in languages:
        if code.casefold() == value.casefold():
            return code
    known = sorted(code for code in languages if code != "und")
    waiting = (
        f"Waiting are {', '.join(known[:MOST_NAMED])}." if known else "No language of what waits is known."
    )
    raise TellUser(f"No item waits in the language “{value[:40]}”.", remedy=waiting)
