"""The programme as it runs now: what the settings say, with what managers set instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.campaigns import CAMPAIGN_NAME_LIMIT
from bot.curation import queries
from bot.curation.rules import Limit, Setting
from bot.curation.tables import CurationOverride
from bot.kernel.text import casefold_text, clean_line
from bot.settings import Settings
from bot.settings.ambassadors import PointRules, Prices, names_company

DISCLOSURE = "disclosure"
NEVER_REWARDED = frozenset({"x"})
"""X's developer policy forbids programmes that reward people for posting, or for what others do with their posts.
No setting gives points there."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What says that the sharer works here: a sentence that names the company, and a hashtag or none ("")."""

    text: str
    tag: str = ""

    @property
    def line(self) -> str:
        """As it stands in a post."""
        return f"{self.text} {self.tag}".strip()


@dataclass(frozen=True, slots=True)
class Changed:
    """Who set something instead of the settings, and when."""

    key: str
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Programme:
    """What holds now. ``disclosures`` are by language, network and country, "" for all of them; the packaged ones of
    each language come last (see ``bot.ambassadors.texts``). ``leads_to`` is where shared links lead, "" to the page
    of the piece here; ``collections_lead`` (by id) and ``campaigns_lead`` (by name, in the settings' order) win over
    it, see ``bot.curation.leading``. ``common_tags`` are the brand's own hashtags and those that pieces are found by,
    case folded and without "#": they stand on nearly every piece, so they say nothing about one."""

    enabled: bool
    company: str
    zone: str
    networks: tuple[str, ...]
    picks_a_week: int
    piece_limit: Limit | None
    blocked_words: tuple[str, ...]
    fades_after_days: int
    points: PointRules
    without_points: frozenset[str]
    disclosures: Mapping[tuple[str, str, str], Disclosure] = field(default_factory=dict)
    changed: tuple[Changed, ...] = ()
    prices: Prices = field(default_factory=Prices)
    leads_to: str = ""
    collections_lead: Mapping[int, str] = field(default_factory=dict)
    campaigns_lead: Mapping[str, str] = field(default_factory=dict)
    common_tags: frozenset[str] = frozenset()

    def rewards(self, network: str) -> bool:
        """Whether shares there, and what follows from them, may give points."""
        return network not in self.without_points

    def disclosure(self, language: str, network: str, country: str) -> Disclosure | None:
        """The words for a language: what is said for the network and country, for the country, for the network, for
        all. The country comes before the network, since law does. What doesn't name the company, say since its name
        changed, says nothing. None: the packaged ones."""
        for where in ((network, country), ("", country), (network, ""), ("", "")):
            found = self.disclosures.get((language, *where))
            if found is not None and names_company(found.text, self.company):
                return replace(found, text=found.text.replace("{company}", self.company))
        return None

    def blocked_in(self, text: str) -> str | None:
        """The first blocked word that stands in a text, as managers wrote it; case and spelling forms don't count."""
        said = casefold_text(text)
        for word in self.blocked_words:
            if re.search(rf"(?<!\w){re.escape(casefold_text(word))}(?!\w)", said):
                return word
        return None


def from_settings(settings: Settings) -> Programme:
    """What the settings say alone."""
    own = settings.ambassadors
    limit = Limit(own.shares_per_piece, own.shares_days) if own.shares_per_piece else None
    return Programme(
        enabled=own.enabled,
        company=own.company or settings.brand.name,
        zone=own.time_zone,
        networks=own.networks,
        picks_a_week=own.picks_a_week,
        piece_limit=limit,
        blocked_words=own.blocked_words,
        fades_after_days=own.fades_after_days,
        points=own.points,
        without_points=frozenset(own.without_points) | NEVER_REWARDED,
        disclosures={
            (one.language, one.network, one.country): Disclosure(one.text, one.tag) for one in own.disclosures
        },
        prices=own.prices,
        leads_to=own.leads_to,
        campaigns_lead={
            clean_line(one.name, CAMPAIGN_NAME_LIMIT): one.leads_to
            for one in settings.campaigns
            if one.leads_to
        },
        common_tags=common_tags(settings),
    )


def common_tags(settings: Settings) -> frozenset[str]:
    """Hashtags that say nothing about a piece: the brand's and its campaigns', and those that sources look for."""
    brand = settings.brand
    names = (
        brand.name,
        brand.name.replace("&", "and"),
        settings.ambassadors.company,
        brand.handle.lstrip("@").split("@")[0],
    )
    found = ["".join(filter(str.isalnum, one)) for one in names]
    found += [brand.hashtag, *(one.hashtag for one in settings.campaigns)]
    for source in settings.sources.values():
        given = source.own().get("hashtags", ())
        found += [one for one in given if isinstance(one, str)] if isinstance(given, (list, tuple)) else []
    return frozenset(tag for one in found if (tag := casefold_text(one).strip().lstrip("#")))


def overruled(programme: Programme, overrides: Iterable[CurationOverride]) -> Programme:
    """The programme with what managers set instead."""
    changed, values, disclosures = list[Changed](), dict[str, Any](), dict(programme.disclosures)
    collections = dict[int, str]()
    for row in overrides:
        changed.append(Changed(row.key, row.by, row.by_name, row.at))
        kind, _, rest = row.key.partition(":")
        value = row.value
        if kind == DISCLOSURE:
            language, network, country = rest.split(":")
            disclosures[language, network, country] = Disclosure(value["text"], value.get("tag", ""))
        elif kind == Setting.NETWORKS:
            values["networks"] = tuple(name for name in programme.networks if name in value["names"])
        elif kind == Setting.BLOCKED_WORDS:
            values["blocked_words"] = tuple(value["words"])
        elif kind == Setting.PICKS_A_WEEK:
            values["picks_a_week"] = int(value["number"])
        elif kind == Setting.PIECE_LIMIT:
            shares = int(value["shares"])
            values["piece_limit"] = Limit(shares, int(value["days"])) if shares else None
        elif kind == Setting.LEADS_TO and rest:
            collections[int(rest)] = value["url"]
        elif kind == Setting.LEADS_TO:
            values["leads_to"] = value["url"]
    return replace(
        programme,
        disclosures=disclosures,
        changed=tuple(changed),
        collections_lead=collections,
        **values,
    )


async def programme(session: AsyncSession, settings: Settings) -> Programme:
    """What holds now."""
    return overruled(from_settings(settings), await queries.overrides(session))
