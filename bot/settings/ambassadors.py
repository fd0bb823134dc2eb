"""The section of the ambassador programme."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from bot.kernel.text import casefold_text
from bot.settings.section import Section, Target, checked_zone

NETWORKS = (
    "linkedin",
    "x",
    "facebook",
    "bluesky",
    "mastodon",
    "threads",
    "whatsapp",
    "mail",
    "copy",
)
"""Ways to share that are known; ``bot.ambassadors.networks`` says how each works."""
DISCLOSURE_LIMIT = 90
TAG_LIMIT = 30
BLOCKED_LIMIT = 60
Points = Annotated[int, Field(ge=0, le=10_000)]
Price = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
Days = Annotated[int, Field(ge=1, le=366)]


def known_networks(names: tuple[str, ...]) -> tuple[str, ...]:
    """In the order in which they are declared, each once. Raises ValueError."""
    unknown = [name for name in names if name not in NETWORKS]
    if unknown:
        raise ValueError(f"“{unknown[0][:30]}” is no network; there are {', '.join(NETWORKS)}")
    return tuple(name for name in NETWORKS if name in names)


def _tag(text: str) -> str:
    text = text.strip()
    if text and (not text.startswith("#") or not text[1:].isalnum()):
        raise ValueError("must be one hashtag such as #employee, or empty")
    return text


Networks = Annotated[tuple[str, ...], AfterValidator(known_networks)]


class PointRules(Section):
    """How many points what gives. Where a network forbids rewards nothing gives any, whatever stands here."""

    share: Points = 10
    shares_a_day: Points = 5  # shares of a person on a day that give points
    said_a_week: Points = (
        5  # shares that count on somebody's word alone; others once somebody follows their link
    )
    first: Points = 5  # more for whoever shares a piece before everybody else
    click: Points = 1  # of each unique visitor
    clicks_a_day: Points = 50  # clicks of a person's links on a day that give points
    conversion: Points = 20
    suggestion: Points = 15  # a suggested piece was approved


class Prices(Section):
    """What the programme costs and what comes of it is worth. Where a price is empty, nothing is said of it."""

    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""  # EUR
    per_month: Price | None = None  # what the programme costs: gives cost per unique click and per conversion
    per_conversion: Price | None = None  # what a conversion is worth of which the shop says no value

    @model_validator(mode="after")
    def _money_has_a_currency(self) -> Prices:
        if not self.currency and (self.per_month is not None or self.per_conversion is not None):
            raise ValueError('prices need their currency, such as currency = "EUR"')
        return self


def names_company(text: str, company: str) -> bool:
    """Whether a disclosure says whom it is about: ``{company}``, or the company's name as words of their own. A
    hashtag alone could be anybody's."""
    name = casefold_text(company)
    named = rf"(?<!\w){re.escape(name)}(?!\w)" if name else r"(?!)"
    return "{company}" in text or re.search(named, casefold_text(text)) is not None


class DisclosureRule(Section):
    """What says that the sharer works here, in one language, by naming the company (``names_company``). Empty
    ``network`` or ``country``: in all of them."""

    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    network: str = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    text: Annotated[str, Field(min_length=1, max_length=DISCLOSURE_LIMIT)]
    tag: Annotated[str, Field(max_length=TAG_LIMIT), AfterValidator(_tag)] = ""


class AmbassadorsSection(Section):
    """Colleagues who share what customers say. What managers change in chat wins over this."""

    enabled: bool = True
    open: bool = False  # the community sees the boards in Discord
    time_zone: Annotated[str, AfterValidator(checked_zone)] = "UTC"  # of weeks and seasons on the boards
    company: Annotated[str, Field(max_length=40)] = ""  # as disclosures say it; empty: the brand's name
    channel: Annotated[str, Field(max_length=80)] = (
        ""  # in which they meet in Slack: for picks of whoever wants them there, and celebrations; empty: none
    )
    networks: Networks = NETWORKS
    picks_a_week: Annotated[int, Field(ge=1, le=100)] = 10  # that come by themselves to one person
    shares_per_piece: Annotated[int, Field(ge=0, le=10_000)] = 0  # within shares_days; 0: any number
    shares_days: Days = 7
    blocked_words: tuple[Annotated[str, Field(min_length=1, max_length=BLOCKED_LIMIT)], ...] = ()
    fades_after_days: Days = 28  # without a share
    without_points: Networks = ()  # networks on which nothing gives points; X is always one
    leads_to: Target = ""  # where shared links lead; empty: the page of the piece here
    points: PointRules = PointRules()
    prices: Prices = Prices()
    disclosures: tuple[DisclosureRule, ...] = ()


def disclosing(own: AmbassadorsSection, info: ValidationInfo) -> AmbassadorsSection:
    """The section among all settings: its disclosures name the company, or the brand where it has no company of its
    own. Raises ValueError."""
    company = own.company or getattr(info.data.get("brand"), "name", "")
    if not all(names_company(one.text, company) for one in own.disclosures):
        raise ValueError(
            "a text of [[ambassadors.disclosures]] doesn't say whom people work for: {company} or the company's name "
            "must stand in it"
        )
    return own
