"""What the page shows of an ask, as plain values; and the record of what was shown, which a yes refers to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from babel.dates import format_date

from bot.faces.web.pages.speaking import texts_of
from bot.rights.scope import WITHOUT_PROOF, Proof, Use, uses_of
from bot.rights.terms import DEFAULT_LANGUAGE, Terms
from bot.rights.visiting import proved_by_link
from bot.rights.visits import MediaSeen, PieceSeen, Standing, Visit, standing_of
from bot.rights.where import platform_name, web_address

TEXT_SHOWN = 20_000
_STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "image": ("people", "own"),
    "video": ("people", "own"),
    "audio": ("own",),
}
_MAY_DECLINE = (Standing.LATE,)
_MAY_ASK = (Standing.LATE, Standing.GRANTED, Standing.DECLINED, Standing.WITHDRAWN, Standing.ENDED)
_SHOWS_PIECE = (Standing.LATE, Standing.GRANTED)


@dataclass(frozen=True, slots=True)
class ShownUse:
    """One box. ``proof``: it takes more than the link."""

    name: str
    ticked: bool
    proof: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that we hold a copy of (``id``), or a word that there is one elsewhere."""

    id: int
    kind: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class View:
    """Everything a page of an ask may say. ``shown`` is the SHA-256 of ``words``: JSON of what we state and ask, and
    of the piece, so that an answer is to this and nothing else."""

    standing: str
    media_root: str
    note: str = ""
    # the piece
    title: str = ""
    text: str = ""
    text_language: str = ""
    who: str = ""
    url: str = ""
    pictures: Sequence[Picture] = ()
    # what is asked for
    uses: Sequence[ShownUse] = ()
    proof_hint: bool = False
    territory: str = ""
    duration_key: str = ""
    duration_values: dict[str, int | str] = field(default_factory=dict)
    credit: str = ""
    statements: Sequence[str] = ()
    megabytes: int = 0
    terms: str = ""
    terms_version: str = ""
    terms_language: str = ""
    words: bytes = b""
    shown: str = ""
    # what was answered
    granted: Sequence[str] = ()
    since: str = ""
    until: str = ""
    receipt: str = ""
    withdraw: str = ""
    pending: Sequence[str] = ()
    pending_key: str = "consent-pending-how"
    code: str = ""
    may_decline: bool = False
    may_ask: bool = False
    piece_shown: bool = True
    # thanks to colleagues who shared it: "", may, done
    thanks: str = ""
    sharers: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for every ask of an installation."""

    brand: str
    terms: Terms
    megabytes: int


@dataclass(slots=True)
class FormView:
    """What stands in the fields, and what is wrong with it. ``kept``: nothing was sent, and a file is to be chosen
    again. ``anchors`` name the field that an error is about, "" for none."""

    token: str
    credit: str
    question: str = ""
    ticked: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False

    @property
    def anchors(self) -> dict[str, str]:
        fields = ("credit", "people", "own", "original", "question")
        return {name: "uses" if name == "uses" else name if name in fields else "" for name in self.errors}


def view_of(visit: Visit, setting: Setting, language: str, nonce: str, now: datetime) -> View:
    """The page for that visit."""
    ask, item = visit.ask, visit.item
    standing = standing_of(ask, item.life, now)
    found = View(standing.value, f"{nonce}/", territory=ask.territory, credit=ask.credit or _name(visit.item))
    if standing not in (Standing.GONE, Standing.OVER):
        _piece(found, visit)
    if standing is Standing.OPEN:
        _asked(found, visit, setting, language)
        found.note = "consent-answered-note" if ask.status == "answered" else ""
    if standing is Standing.GRANTED:
        found.granted = ask.granted_uses
        found.since = day(ask.licence_from, language)
        found.until = day(ask.licence_until, language)
    found.may_decline = standing in _MAY_DECLINE
    found.may_ask = standing in _MAY_ASK
    found.piece_shown = standing in _SHOWS_PIECE
    found.words = orjson.dumps(_words(found, visit, setting, language), option=orjson.OPT_SORT_KEYS)
    found.shown = hashlib.sha256(found.words).hexdigest()
    return found


def _piece(found: View, visit: Visit) -> None:
    item = visit.item
    found.title, found.text = item.title or "", item.text[:TEXT_SHOWN]
    found.text_language = item.language or item.declared_language or ""
    who = _name(visit.item)
    found.who = f"{who}, {platform_name(item.platform)}" if who else platform_name(item.platform)
    found.url = web_address(item.url)
    found.pictures = [_picture(one) for one in visit.media]


def _picture(media: MediaSeen) -> Picture:
    if media.state == "cached" and media.file:
        return Picture(media.id, media.kind, media.alt or "", media.width or 0, media.height or 0)
    return Picture(0, media.kind if media.kind in _STATEMENTS else "image")


def _asked(found: View, visit: Visit, setting: Setting, language: str) -> None:
    ask = visit.ask
    asked = uses_of(ask.uses)
    sure = proved_by_link(ask) is not Proof.NONE
    found.uses = [
        ShownUse(use.value, True, not sure and use not in WITHOUT_PROOF) for use in Use if use in asked
    ]
    found.proof_hint = any(use.proof for use in found.uses)
    found.duration_key, found.duration_values = duration(ask.duration_days, day(ask.latest, language))
    kinds = {one.kind for one in visit.media}
    found.statements = [
        name for name in ("people", "own") if any(name in _STATEMENTS.get(k, ()) for k in kinds)
    ]
    found.megabytes = setting.megabytes
    found.terms = setting.terms.text(language)
    found.terms_version = setting.terms.version
    found.terms_language = language if language in setting.terms.texts else DEFAULT_LANGUAGE


def duration(days: int, latest: str = "") -> tuple[str, dict[str, int | str]]:
    """How to say how long; 0 days are until it is withdrawn. ``latest`` is a day that was named instead."""
    if latest:
        return "consent-until-day", {"day": latest}
    if not days:
        return "consent-until-withdrawn", {}
    if days % 365 == 0:
        return "consent-years", {"years": days // 365}
    return "consent-days", {"days": days}


def day(moment: datetime | None, language: str) -> str:
    return format_date(moment.date(), format="long", locale=language) if moment is not None else ""


def _name(item: PieceSeen) -> str:
    return (f"@{item.handle.removeprefix('@')}" if item.handle else "") or item.name or ""


_SAID = (
    "consent-hello",
    "consent-lead",
    "consent-pay-none",
    "consent-data-1",
    "consent-data-2",
    "consent-data-3",
)


def _words(found: View, visit: Visit, setting: Setting, language: str) -> dict[str, Any]:
    """What we state and ask, in the words used, without a word of the creator's: of their piece a hash stands in it,
    and the snapshot that a yes keeps holds the piece itself."""
    brand, text = setting.brand, texts_of(language)
    piece = [found.title, found.text, found.url, [[one.kind, one.url] for one in visit.media]]
    return {
        "page": "goodword-consent-page-1",
        "language": language,
        "standing": found.standing,
        "brand": brand,
        "said": [text(key, brand=brand) for key in _SAID],
        "uses": {one.name: text(f"consent-use-{one.name}") for one in found.uses},
        "territory": found.territory or text("consent-worldwide"),
        "duration": text(found.duration_key, **found.duration_values) if found.duration_key else "",
        "statements": {name: text(f"consent-{name}") for name in found.statements},
        "terms": {"version": setting.terms.version, "sha256": setting.terms.sha256(language)},
        "item": visit.item.id,
        "piece": hashlib.sha256(orjson.dumps(piece)).hexdigest(),
    }
