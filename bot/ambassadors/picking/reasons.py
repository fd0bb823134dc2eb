"""Why a piece is offered to somebody: codes with their values, which faces word. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.ambassadors.picking.values import Candidate, Taste, bare, base_language

MOST = 3
"""So many reasons are said at most."""
ENOUGH = 2
"""With so many, what holds for all pieces of a turn isn't said."""
SMALL_FOLLOWERS = 1000
"""Below this a creator is called small; who is small is only said where followers are known."""
LIKED_FROM = 10
"""Fewer reactions are never "much liked", whatever the others of the platform have."""
LEANS_FROM = 0.25
"""From this on a leaning is worth a word."""
GOOD_FROM = 0.95
"""Reached only by what is happy, has something to see, and is neither too short nor too long."""
_DAY = timedelta(days=1)


class Why(StrEnum):
    """A reason. The value is stored: never rename one."""

    PINNED = "pinned"  # text: by whom
    FOREIGN = (
        "foreign"  # text: the code of its language, which the person doesn't read; only where it is pinned
    )
    TAG = "tag"  # text: the interest as the person wrote it
    CAMPAIGN = "campaign"  # text: its name
    COLLECTION = "collection"  # text: its name
    LEANING = "leaning"  # text: a tag of what the person saved or shared
    NEW = "new"  # number: whole days since it was found, 0 to 2
    LIKED = "liked"  # number: reactions; among the most liked tenth of its platform
    SMALL = "small"  # number: the creator's followers
    OTHER_KIND = "other-kind"  # text: the kind, which isn't that of the last piece offered
    OTHER_CREATOR = "other-creator"  # of nobody whom the person was offered lately
    GOOD = "good"  # happy, with a picture or video, neither too short nor too long
    ABOUT = "about"  # text: a tag of the piece that few others have
    UNSEEN = "unseen"  # the person wasn't offered it so far
    CHANNEL = "channel"  # the person chose it themselves, where others were offered it


_FIRST = frozenset({Why.PINNED, Why.FOREIGN})
_OF_ITSELF = frozenset(
    {Why.NEW, Why.LIKED, Why.SMALL, Why.OTHER_KIND, Why.GOOD, Why.OTHER_CREATOR, Why.ABOUT}
)
"""What doesn't come of what the person said or did."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``text`` comes from people and is escaped by whoever shows it."""

    why: Why
    text: str = ""
    number: int = 0

    def as_data(self) -> dict[str, Any]:
        """As it is kept with an offer."""
        return {"why": self.why.value, "text": self.text, "number": self.number}

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Reason | None:
        """From what was kept; None for a reason that this version doesn't know."""
        try:
            why = Why(data.get("why", ""))
        except ValueError:
            return None
        return cls(why, str(data.get("text", "")), int(data.get("number", 0)))


def reasons_of(
    one: Candidate, taste: Taste, now: datetime, pinned_by: str | None = None, last_kind: str = ""
) -> list[Reason]:
    """All that speaks for a piece, the weightiest first. ``last_kind``: of the piece offered before it."""
    return list(_true(one, taste, now, pinned_by, last_kind))


def telling(turn: Sequence[Sequence[Reason]]) -> list[tuple[Reason, ...]]:
    """For each piece of a turn at most MOST of its reasons; at least one. Who pinned it comes first. Of the others
    those come first that few pieces of the turn share, and what holds for all of them is only said where a piece has
    less than ENOUGH: three times the same tells nothing apart."""
    shared = Counter((one.why, one.text) for reasons in turn for one in reasons)

    def place(reason: Reason) -> tuple[bool, int]:
        return reason.why not in _FIRST, 0 if reason.why in _FIRST else shared[reason.why, reason.text]

    def of_all(reason: Reason) -> bool:
        return len(turn) > 1 and shared[reason.why, reason.text] == len(turn) and reason.why in _OF_ITSELF

    found = []
    for reasons in turn:
        apart = sorted((one for one in reasons if not of_all(one)), key=place)[:MOST]
        more = [one for one in reasons if of_all(one)][: max(0, ENOUGH - len(apart))]
        found.append((*apart, *more) or (Reason(Why.UNSEEN),))
    return found


def _true(
    one: Candidate, taste: Taste, now: datetime, pinned_by: str | None, last_kind: str
) -> Iterator[Reason]:
    if pinned_by is not None:
        yield Reason(Why.PINNED, pinned_by)
        if not taste.reads(one.language):
            yield Reason(Why.FOREIGN, base_language(one.language))
    wanted = taste.wanted_tags
    carried = next((wanted[tag] for tag in sorted(one.tags) if tag in wanted), None)
    if carried is not None:
        yield Reason(Why.TAG, carried.strip().lstrip("#"))
    campaign = next((name for name in sorted(one.campaigns) if name in taste.campaigns), None)
    if campaign is not None:
        yield Reason(Why.CAMPAIGN, campaign)
    collection = next(
        (name for name in sorted(taste.collections) if one.item_id in taste.collections[name]), None
    )
    if collection is not None:
        yield Reason(Why.COLLECTION, collection)
    liked = _leans(one, taste) if carried is None else ""
    if liked:
        yield Reason(Why.LEANING, liked)
    yield from _of_itself(one, taste, now, last_kind)
    about = next((tag for tag in sorted(one.tags) if tag not in taste.common), "")
    if about and about != (carried and bare(carried)) and about != liked:
        yield Reason(Why.ABOUT, about)


def _leans(one: Candidate, taste: Taste) -> str:
    weights = taste.leaning.bare_tags
    best = max(one.tags, key=lambda tag: (weights.get(tag, 0.0), tag), default="")
    return best if weights.get(best, 0.0) >= LEANS_FROM else ""


def _of_itself(one: Candidate, taste: Taste, now: datetime, last_kind: str) -> Iterator[Reason]:
    age = now - one.found_at
    if timedelta(0) <= age < 3 * _DAY:
        yield Reason(Why.NEW, number=age // _DAY)
    if one.engagement >= 1 and one.reactions >= LIKED_FROM:
        yield Reason(Why.LIKED, number=one.reactions)
    if one.followers is not None and one.followers < SMALL_FOLLOWERS:
        yield Reason(Why.SMALL, number=one.followers)
    if last_kind and one.kind and one.kind != last_kind:
        yield Reason(Why.OTHER_KIND, one.kind)
    if one.quality >= GOOD_FROM:
        yield Reason(Why.GOOD)
    known = one.creator_id is not None and taste.recent_creators
    if known and one.creator_id not in taste.recent_creators:
        yield Reason(Why.OTHER_CREATOR)
