"""Which digest somebody means by what they typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_campaign
from bot.contests.queries import named
from bot.contests.tables import Contest
from bot.insights.periods import Period, custom, parse
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

DEFAULT = "week"


@dataclass(frozen=True, slots=True)
class Meant:
    """``about``: "" for everything, "campaign:3", "contest:3"."""

    period: Period
    about: str = ""


async def read(session: AsyncSession, typed: str, now: datetime, zone: str) -> Meant:
    """A period ("month", "2026-W47"; nothing is the last week that is over), or all the time so far of a campaign or
    contest that is named. Raises TellUser."""
    text = " ".join(typed.split())
    kind, _, name = text.partition(" ")
    match kind.casefold():
        case "campaign":
            return await _campaign(session, name, now, zone)
        case "contest":
            return await _contest(session, name, now, zone)
    return Meant(parse(text or DEFAULT, now, zone))


async def _campaign(session: AsyncSession, name: str, now: datetime, zone: str) -> Meant:
    found = await find_campaign(session, name) if name else None
    if found is None:
        raise TellUser(
            f"There is no campaign “{clean_line(name, 60)}”.",
            remedy="Write its name as the settings have it: digest now campaign Autumn.",
        )
    return Meant(_from(found.name, found.created_at, now, zone), f"campaign:{found.id}")


async def _contest(session: AsyncSession, name: str, now: datetime, zone: str) -> Meant:
    found: list[Contest] = await named(session, name) if name else []
    if not found:
        raise TellUser(
            f"There is no contest “{clean_line(name, 60)}”.",
            remedy="Look at /goodword contest for their names.",
        )
    contest = found[0]
    return Meant(
        _from(contest.name, contest.opens_at, min(contest.closes_at, now), zone), f"contest:{contest.id}"
    )


def _from(name: str, start: datetime, end: datetime, zone: str) -> Period:
    if end <= start:
        raise TellUser(f"“{clean_line(name, 60)}” has not begun yet.", remedy="Ask again once it has.")
    return custom(clean_line(name, 80), start, end, zone)
