"""Permissions in words, for every face. Plain text."""

from __future__ import annotations

from collections.abc import Iterable

from bot.rights.scope import Channel, Use

HALF_YEAR, YEAR = 183, 365  # days
USES = {
    Use.WEBSITE: "website",
    Use.MAIL: "mail",
    Use.SOCIAL: "own social channels",
    Use.ADS: "ads",
    Use.PRINT: "print",
    Use.EMPLOYEES: "employees",
}
EXPLAINED = {
    Use.WEBSITE: "Website",
    Use.MAIL: "Mail: newsletters and the like",
    Use.SOCIAL: "Own social channels, with credit",
    Use.ADS: "Ads: paid advertising",
    Use.PRINT: "Print",
    Use.EMPLOYEES: "Employees share it",
}
CLEARANCES = {"paid": "Paid creator", "pre-cleared": "Cleared beforehand"}
WAYS = {
    Channel.HAND: "by hand",
    Channel.LINK: "by a private link",
    Channel.REPLY: "by a reply",
    Channel.MESSAGE: "by direct message",
    Channel.MAIL: "by mail",
}


def uses_words(uses: Iterable[str]) -> str:
    """ "website, own social channels", in the order in which uses are declared."""
    wanted = set(uses)
    return ", ".join(USES[use] for use in Use if use.value in wanted)


def way_words(channel: str) -> str:
    """ "by a reply"; "" for a way that this version doesn't know."""
    return next((said for way, said in WAYS.items() if way.value == channel), "")


def days_words(days: int) -> str:
    """ "2 years", "45 days"."""
    if days == HALF_YEAR:
        return "6 months"
    years, rest = divmod(days, YEAR)
    count, unit = (years, "year") if years and not rest else (days, "day")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
