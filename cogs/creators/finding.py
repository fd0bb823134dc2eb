"""Whom somebody means by what they typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url, get_items
from bot.faces import words
from bot.intake.privacy.subject import person_of, was_erased
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.queries import Likeness, creator_platforms, creators_called, get_creators
from bot.people.tables import Creator

LISTED = 10
SEARCH = (
    "`/goodword search WORDS` finds pieces by their words and creators; the menu of a card has About this "
    "creator."
)
USAGE = (
    "Which creator? Type a name, @handle, platform:handle, #NUMBER, item:NUMBER or the address of a piece, such as "
    "/goodword creator @anna"
)
_NUMBER = re.compile(r"#(\d{1,18})")
_ITEM = re.compile(r"item:\s*#?(\d{1,18})", re.IGNORECASE)
_ON = re.compile(r"(?P<name>.+\S)\s+on\s+(?P<platform>\w[\w .-]{0,40})", re.IGNORECASE)
_AT = re.compile(r"(?P<platform>[A-Za-z][A-Za-z0-9_-]{0,40}):(?!//)\s*(?P<name>\S.*)")
_SPOKEN = {"twitter": "x", "bsky": "bluesky", "insta": "instagram", "ig": "instagram", "hn": "hackernews"}


@dataclass(frozen=True, slots=True)
class Found:
    """``creator`` is who was meant; None where it may be any of ``candidates`` (``sure``: of just that name).
    ``more``: not all are listed."""

    creator: Creator | None
    candidates: Sequence[Creator] = ()
    sure: bool = True
    more: bool = False


async def find(session: AsyncSession, typed: str) -> Found:
    """Raises TellUser that says how to search, where nobody fits."""
    wanted = " ".join(typed.split())[:500].strip("<>")
    if not wanted:
        raise TellUser(USAGE)
    if wanted.startswith(("https://", "http://")):
        address = wanted.split("|")[0]
        return Found(await _maker(session, await find_by_url(session, address), f"the piece {address}"))
    if match := _ITEM.fullmatch(wanted):
        return Found(await _maker(session, int(match[1]), f"item {match[1]}"))
    if match := _NUMBER.fullmatch(wanted):
        return Found(_one(list((await get_creators(session, [int(match[1])])).values()), wanted))
    platform, name = await _parts(session, wanted)
    return await _named(session, name, platform, wanted)


async def _parts(session: AsyncSession, wanted: str) -> tuple[str, str]:
    """Platform (empty: any) and name. Raises TellUser for a platform from which nobody is known."""
    known = {one.casefold(): one for one in await creator_platforms(session)}
    if match := _ON.fullmatch(wanted):
        said = match["platform"].strip().casefold().replace(" ", "")
        if (platform := _SPOKEN.get(said, said)) in known:
            return known[platform], match["name"]
    if (match := _AT.fullmatch(wanted)) and match["platform"].casefold() != "did":
        said = match["platform"].casefold()
        if (platform := _SPOKEN.get(said, said)) in known:
            return known[platform], match["name"]
        if match.start("name") == len(match["platform"]) + 1:  # "Anna: the painter" is a name
            there = ", ".join(clean_line(one, 40) for one in sorted(known.values())[:20])
            raise TellUser(
                f"No creator on “{clean_line(match['platform'], 40)}” is known.",
                remedy=f"There are creators on {there}." if there else "No creator is known at all yet.",
            )
    return "", wanted


async def _named(session: AsyncSession, name: str, platform: str, wanted: str) -> Found:
    rows = await creators_called(session, name, platform)
    if not rows:
        raise _nobody(wanted)
    best = rows[0][0]
    fitting = [creator for likeness, creator in rows if likeness is best]
    shown, more = fitting[:LISTED], len(fitting) > LISTED
    if best is Likeness.PART and (name.startswith("@") or len(fitting) > 1):
        return Found(None, shown, sure=False, more=more)
    if len(fitting) == 1:
        return Found(fitting[0])
    # Several accounts of one person are one.
    if not more and {one.id for one in fitting} <= set((await person_of(session, fitting[0])).creator_ids):
        return Found(fitting[0])
    return Found(None, shown, more=more)


async def _maker(session: AsyncSession, item_id: int | None, called: str) -> Creator:
    item = (await get_items(session, [item_id])).get(item_id) if item_id is not None else None
    called = clean_line(called, 120)
    if item is None:
        raise TellUser(f"I don't know {called}.", remedy=SEARCH)
    if item.creator_id is None:
        raise TellUser(f"Nobody is known to have made {called}.", remedy="Its source doesn't say who did.")
    return _one(list((await get_creators(session, [item.creator_id])).values()), called)


def _one(found: Sequence[Creator], wanted: str) -> Creator:
    if not found:
        raise _nobody(wanted)
    if was_erased(found[0]):
        raise TellUser(f"Creator {found[0].id} was erased.", remedy="Nothing of them is held any more.")
    return found[0]


def _nobody(wanted: str) -> TellUser:
    return TellUser(f"No creator is called “{clean_line(wanted, 80)}”.", remedy=SEARCH)


def label_of(creator: Creator) -> str:
    """ "Anna (@anna@social.example, Mastodon)", in one line and not escaped."""
    name = clean_line(creator.name or creator.handle or creator.external_id, 80)
    handle = "@" + clean_line(creator.handle, 80).removeprefix("@") if creator.handle else ""
    where = words.platform_word(clean_line(creator.platform, 40))
    inside = ", ".join(part for part in (handle if handle.removeprefix("@") != name else "", where) if part)
    return f"{name} ({inside})"
