"""Which time and which slice somebody wants to see."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import campaigns, find_campaign
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

DEFAULT = "30d"
LISTED = 10  # names in a remedy
LONGEST = 90
"""Letters of a slice: with period or figure it fits into a menu's option."""
# Slack turns "#tea" into "<#C012AB|tea>" where a channel is called so.
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>|]*)>")


@dataclass(frozen=True, slots=True)
class Wanted:
    """``period`` as ``bot.insights.periods.parse`` reads it; ``slice``: "" or one such as "source:blogs"."""

    period: str = DEFAULT
    slice: str = ""

    def pack(self) -> str:
        """As the value of a button or an option."""
        return f"{self.period}|{self.slice}"

    @classmethod
    def unpack(cls, value: str) -> Wanted:
        """From such a value; what is missing is the default."""
        period, _, slice = value.partition("|")
        return cls(period or DEFAULT, slice)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a window shows: its period is meant as of ``at``, so that tomorrow it is still the same days."""

    wanted: Wanted
    at: datetime

    def pack(self) -> str:
        """As a window's metadata or the value of a button."""
        return f"{int(self.at.timestamp())}|{self.wanted.pack()}"

    @classmethod
    def unpack(cls, value: str) -> Asked | None:
        """From such a value; None for one that isn't."""
        moment, _, wanted = value.partition("|")
        if not moment.isascii() or not moment.isdigit():
            return None
        try:
            return cls(Wanted.unpack(wanted), datetime.fromtimestamp(int(moment), UTC))
        except (ValueError, OverflowError, OSError):
            return None


async def read(session: AsyncSession, typed: str, sources: Collection[str]) -> Wanted:
    """What was typed. Raises TellUser, with what there is, for a source or campaign that isn't there."""
    words = _CHANNEL.sub(r"#\1", typed[:300]).split()
    at = next((n for n, word in enumerate(words) if _begins_slice(word)), len(words))
    period, rest = " ".join(words[:at]) or DEFAULT, words[at:]
    if not rest:
        return Wanted(period)
    if rest[0].startswith("#"):
        return Wanted(period, _tag(" ".join(rest)))
    name = " ".join(rest[1:])
    if rest[0].casefold() == "source":
        return Wanted(period, _source(name, sources))
    return Wanted(period, await _campaign(session, name))


def _begins_slice(word: str) -> bool:
    return word.startswith("#") or word.casefold() in ("source", "campaign")


def _tag(typed: str) -> str:
    tag = typed.removeprefix("#").casefold()
    if not tag or " " in tag or len(tag) > LONGEST - len("tag:"):
        raise TellUser(f"“{clean_line(typed, 60)}” is no hashtag.", remedy="Write one such as #tea.")
    return f"tag:{tag}"


def _source(name: str, sources: Collection[str]) -> str:
    found = next((one for one in sources if one.casefold() == name.casefold()), None)
    if found is None or len(found) > LONGEST - len("source:"):
        raise TellUser(
            f"There is no source “{clean_line(name, 60)}”.",
            remedy=_there_is(sorted(sources), "Add one in the settings."),
        )
    return f"source:{found}"


async def _campaign(session: AsyncSession, name: str) -> str:
    found = await find_campaign(session, name) if name else None
    if found is None:
        names = [one.name for one in await campaigns(session)]
        raise TellUser(
            f"There is no campaign “{clean_line(name, 60)}”.",
            remedy=_there_is(names, "Put a piece into one, and there is."),
        )
    return f"campaign:{found.id}"


def _there_is(names: list[str], otherwise: str) -> str:
    if not names:
        return f"There is none yet. {otherwise}"
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"There is {', '.join(clean_line(one, 60) for one in names[:LISTED])}{more}."
