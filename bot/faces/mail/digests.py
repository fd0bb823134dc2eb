"""The team's digest as a mail: the same lines as HTML with pictures and as text that reads well alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from jinja2 import Template

from bot.digests.document import (
    Attention,
    ContestLine,
    CreatorLine,
    Document,
    Line,
    Number,
    Piece,
    Sharer,
    Times,
)
from bot.faces.digests.words import Words
from bot.faces.templating import environment
from bot.faces.texts import language_of, say
from bot.kernel.letter import Enclosure, Letter, address_mark, mail_address
from bot.kernel.text import clean_line
from bot.rights.where import web_address

PICTURES_LIMIT = 1_500_000
"""Bytes of all pictures of a letter; one that goes beyond is left out and named."""
_NAME, _URL = 100, 900


class Picture(Protocol):
    """A chart; its size is in pixels."""

    @property
    def name(self) -> str: ...
    @property
    def png(self) -> bytes: ...
    @property
    def alt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section. ``url``: a web address, or ""."""

    name: str
    said: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class _Shown:
    cid: str
    alt: str


def letters(
    document: Document, pictures: Sequence[Picture], addresses: Iterable[str], occasion: str, at: datetime
) -> list[Letter]:
    """One letter an address, each address once. The same arguments give the same letters, so one that is sent again
    is the same mail. ``occasion`` is the digest's: ``digest:17``. Raises TellUser for what is no address."""
    to = {address_mark(one): one for one in map(mail_address, addresses)}
    enclosures, shown, left_out = _enclosed(pictures)
    made = _Digest(document, Words(language_of(document.language), document.period.zone))
    subject = f"{made.title()}: {made.words.headline(document)}"
    foot = made.foot(left_out)
    html = _template().render(
        language=made.words.language,
        subject=subject,
        title=made.title(),
        span=made.span(),
        headline=made.words.headline(document),
        pictures=shown,
        sections=made.sections(),
        foot=foot,
    )
    return [
        Letter(
            key=occasion,
            to=address,
            subject=subject,
            text=made.text(foot),
            html=html,
            language=made.words.language,
            enclosures=enclosures,
            at=at,
        )
        for address in to.values()
    ]


def _enclosed(pictures: Sequence[Picture]) -> tuple[tuple[Enclosure, ...], list[_Shown], list[str]]:
    enclosures: list[Enclosure] = []
    shown: list[_Shown] = []
    left_out: list[str] = []
    room = PICTURES_LIMIT
    for number, one in enumerate(pictures, 1):
        if len(one.png) > room:
            left_out.append(f"chart-{one.name}")
            continue
        room -= len(one.png)
        cid = f"chart-{number}"
        enclosures.append(Enclosure(name=f"{cid}.png", media_type="image/png", content=one.png, cid=cid))
        shown.append(_Shown(cid, clean_line(one.alt, 2000)))
    return tuple(enclosures), shown, left_out


@dataclass(frozen=True, slots=True)
class _Digest:
    document: Document
    words: Words

    def title(self) -> str:
        about = self.document.about_name
        names = [self.document.brand, about, self.document.period.name]
        return " · ".join(clean_line(one, _NAME) for one in names if one)

    def span(self) -> str:
        return self.words.span(self.document.period.start, self.document.period.end)

    def text(self, foot: Sequence[str]) -> str:
        told = [self.title(), self.span(), self.words.headline(self.document)]
        for section in self.sections():
            lines = [section.title.upper()]
            for row in section.rows:
                lines.append(f"- {row.name}: {row.said}" if row.said else f"- {row.name}")
                lines += [f"  {row.url}"] if row.url else []
            told.append("\n".join(lines))
        return "\n\n".join([*told, "-- \n" + "\n".join(foot)]) + "\n"

    def foot(self, left_out: Sequence[str]) -> list[str]:
        """What is missing, why they get it and who can change it."""
        missing = clean_line(self.words.lacking([*self.document.missing, *left_out]))
        said = [self._say("digest-missing", what=missing)] if missing else []
        brand = clean_line(self.document.brand, _NAME) or "Goodword"
        return [*said, self._say("digest-why", brand=brand), self._say("digest-who")]

    def sections(self) -> list[Section]:
        """Those that have something to say."""
        it = self.document
        upcoming = [it.next_contest] if it.next_contest else []
        every: tuple[tuple[str, list[Row]], ...] = (
            ("funnel", [] if it.quiet else self._numbers(it.funnel)),
            ("attention", [self._attention(one) for one in it.attention]),
            ("pieces", [self._piece(one) for one in it.pieces]),
            ("people", self._numbers(it.people)),
            ("creators", [self._creator(one) for one in it.creators]),
            ("rising", [self._creator(one) for one in it.rising]),
            ("sentiment", self._numbers(it.sentiment)),
            ("praise", [self._piece(one) for one in it.praise]),
            ("complaints", [self._piece(one) for one in it.complaints]),
            ("tags", [self._line(one, "#") for one in it.tags]),
            ("campaigns", [self._line(one) for one in it.campaigns]),
            ("sources", [self._line(one) for one in it.sources]),
            ("times", [self._times(one) for one in it.times]),
            ("load", [self._line(one) for one in it.load]),
            ("rates", self._numbers(it.rates)),
            ("engagement", self._numbers(it.engagement)),
            ("origins", [self._line(one) for one in it.origins]),
            ("value", self._numbers(it.value)),
            ("contests", [self._contest(one) for one in it.contests]),
            ("next-contest", [self._contest(one) for one in upcoming]),
            ("ambassadors", self._numbers(it.sharing)),
            ("sharers", [self._sharer(one) for one in it.sharers]),
            ("shared-pieces", [self._piece(one) for one in it.shared_pieces]),
        )
        return [Section(self._say(f"digest-section-{key}"), rows) for key, rows in every if rows]

    def _say(self, key: str, **values: object) -> str:
        return say(self.words.language, key, dict(values))

    def _value(self, number: Number) -> str:
        """The value, and how it stands to the one before: as a change only where it is one."""
        said = self.words.number(number, self.document.currency)
        if number.change in ("up", "down") and number.before is not None:
            return f"{said}, {self.words.change(number)}"
        if number.before is None:
            return said
        bare = {"value": number.before, "low": None, "high": None, "sample": None, "small": False}
        was = self.words.number(number.model_copy(update=bare), self.document.currency)
        return f"{said} ({self._say('digest-before', was=was)})"

    def _named(self, number: Number) -> str:
        return f"{self.words.title(number.figure)} {self._value(number)}"

    def _numbers(self, numbers: Sequence[Number]) -> list[Row]:
        return [Row(self.words.title(one.figure), self._value(one)) for one in numbers]

    def _attention(self, one: Attention) -> Row:
        return Row(self.words.attention(one, clean_line(one.name, _NAME)), "")

    def _piece(self, one: Piece) -> Row:
        if one.gone:
            return Row(self._say("digest-gone"), "")
        title = clean_line(one.title, _NAME) or self.words.untitled(one.kind, one.item_id)
        said = [clean_line(one.creator, _NAME), self._named(one.number) if one.number else ""]
        url = web_address(one.url)
        return Row(title, " · ".join(filter(None, said)), url if len(url) <= _URL else "")

    def _creator(self, one: CreatorLine) -> Row:
        if one.gone:
            return Row(self._say("digest-gone"), "")
        said = [self._named(each) for each in (one.pieces, one.gained) if each is not None]
        return Row(clean_line(one.name, _NAME) or "…", " · ".join(said))

    def _sharer(self, one: Sharer) -> Row:
        if one.gone:
            return Row(self._say("digest-gone"), "")
        return Row(clean_line(one.name, _NAME) or "…", self._named(one.number))

    def _line(self, one: Line, sign: str = "") -> Row:
        said = [*map(self._named, one.numbers), self.words.silence(one)]
        return Row(sign + (clean_line(self.words.line(one), _NAME) or "…"), " · ".join(filter(None, said)))

    def _times(self, one: Times) -> Row:
        values = {"median": self._value(one.median), "p90": self.words.number(one.p90)}
        sure = []
        if one.median.sample is not None:
            sure.append(self._say("digest-sample", count=one.median.sample))
        if one.median.small:
            sure.append(self._say("digest-small"))
        return Row(self.words.title(one.figure), ", ".join([self._say("digest-times", **values), *sure]))

    def _contest(self, one: ContestLine) -> Row:
        said = [self._named(one.entries), self._named(one.votes)]
        if one.phase == "announced" and one.starts_at is not None:
            said = [self.words.date(one.starts_at)]
        return Row(clean_line(one.title, _NAME), " · ".join([*said, *self._leaders(one)]))

    def _leaders(self, one: ContestLine) -> list[str]:
        names = [clean_line(name, _NAME) for name in one.leaders[:3]]
        return [", ".join(f"{place}. {name}" for place, name in enumerate(names, 1))] if names else []


@cache
def _template() -> Template:
    return environment(Path(__file__).parent / "templates").get_template("digest.html")
