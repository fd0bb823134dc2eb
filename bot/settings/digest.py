"""The section of the digest."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.kernel.daysoff import knows_country
from bot.settings.section import Section, checked_zone

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _country(code: str) -> str:
    if code and not knows_country(code):
        raise ValueError(
            f"“{code[:20]}” is no country whose holidays are known; write one such as SE, or a part of one such as "
            "DE-BY"
        )
    return code.strip().upper()


def _some_day(days: tuple[Day, ...]) -> tuple[Day, ...]:
    if len(set(days)) == 7:
        raise ValueError("must leave a day in the week on which a digest may come")
    return days


class Prices(Section):
    """What things cost the operator. Where a price is empty, nothing is said about money."""

    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""  # EUR
    per_month: Annotated[float, Field(ge=0)] | None = (
        None  # what the work costs: gives cost per approved piece
    )
    per_1000_views: Annotated[float, Field(ge=0)] | None = (
        None  # what the same would cost as an advertisement
    )
    per_engagement: Annotated[float, Field(ge=0)] | None = None


class DigestSection(Section):
    """The weekly digest: when, in which language, and where it is sent. What people change in Slack wins."""

    enabled: bool = True
    time_zone: Annotated[str, AfterValidator(checked_zone)] = "UTC"
    weekday: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    language: Literal["en", "sv", "de"] = "en"
    quiet_days: Annotated[tuple[Day, ...], AfterValidator(_some_day)] = ("sat", "sun")
    holidays: Annotated[str, AfterValidator(_country)] = ""  # a country: no digest on its public holidays
    slack: Literal[False] | str = ""  # a channel; empty: the review channel; false: none
    discord: str = ""  # a channel, for the community edition; empty: none
    mail: tuple[Annotated[str, Field(pattern=r"^[^\s@<>]+@[^\s@<>]+$")], ...] = ()
    prices: Prices = Prices()
