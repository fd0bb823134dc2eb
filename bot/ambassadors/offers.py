"""What somebody was shown, what they did with it, and what that teaches. It flushes; whoever opened the unit of work
commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.picking.reasons import Why as Reasoned
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import OfferState
from bot.ambassadors.tables import Ambassador, Offer
from bot.ambassadors.texts import cleaned
from bot.curation import queries as curated
from bot.curation.rules import slug_of

Key = TypeVar("Key")
TAUGHT_BY = 300
"""Pieces that were offered last, from which it is learnt."""
RECENT = 12
"""Pieces that were offered last, whose creators and kinds the next ones differ from."""
SAYS: Mapping[str, float] = {
    OfferState.SHARED.value: 1.0,
    OfferState.SAVED.value: 0.6,
    OfferState.SKIPPED.value: -1.0,
}
"""What a piece that was shared, saved or skipped says about others like it. One that was only seen says nothing."""
ASKED = "asked"
"""Kept beside the picker's reasons, and no reason: they asked for the piece, so it is no pick of those that come by
themselves."""
DOUBT = 2.0
"""How many pieces' worth of doubt there is at first: one skip is no dislike."""
FADES = 0.98
"""What is left of what a piece says with each that was offered after it."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What somebody wants and what they taught; leanings are from -1 (skipped) to 1 (shared)."""

    tags: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    collections: Mapping[str, frozenset[int]] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    leaning_tags: Mapping[str, float] = field(default_factory=dict)
    leaning_creators: Mapping[int, float] = field(default_factory=dict)
    leaning_kinds: Mapping[str, float] = field(default_factory=dict)
    shared: frozenset[int] = frozenset()
    recent_creators: tuple[int | None, ...] = ()
    recent_kinds: tuple[str, ...] = ()


async def show(
    session: AsyncSession,
    ambassador_id: int,
    picked: Sequence[tuple[int, Sequence[Mapping[str, Any]]]],
    now: datetime,
    *,
    asked: bool = False,
) -> int:
    """Note what somebody is shown: pieces, each with the picker's reasons. Those they were shown before stay as they
    were. ``asked``: they asked for them. How many are new."""
    mark = [{"why": ASKED}] if asked else []
    rows = [
        {
            "ambassador_id": ambassador_id,
            "item_id": item_id,
            "why": [*(dict(reason) for reason in why), *mark],
            "state": OfferState.SHOWN.value,
            "at": now,
            "changed_at": now,
        }
        for item_id, why in picked
    ]
    return await queries.add_offers(session, rows)


async def bring_back(
    session: AsyncSession, row: Offer, why: Sequence[Mapping[str, Any]], now: datetime, *, asked: bool
) -> None:
    """Offer once more, for other reasons, what was offered before. What they would say with it stays, and so does
    that they chose it from the channel."""
    chosen = [dict(one) for one in row.why if one.get("why") == Reasoned.CHANNEL.value]
    mark = [{"why": ASKED}] if asked else []
    row.why, row.at, row.changed_at = [*(dict(one) for one in why), *chosen, *mark], now, now
    await queries.save(session, row)


async def take(session: AsyncSession, ambassador_id: int, item_id: int, now: datetime) -> None:
    """Somebody chose a piece from the channel: theirs like an offer, unless they were offered it before."""
    why = {"why": Reasoned.CHANNEL.value, "text": "", "number": 0}
    await show(session, ambassador_id, [(item_id, [why])], now)


def from_channel(offer: Offer) -> bool:
    """Whether they chose it themselves: it is no pick of the week's number."""
    return any(one.get("why") == Reasoned.CHANNEL.value for one in offer.why)


def asked_for(offer: Offer) -> bool:
    """Whether they asked for it: by joining, or for more."""
    return any(one.get("why") == ASKED for one in offer.why)


async def skip(session: AsyncSession, ambassador_id: int, item_id: int, now: datetime) -> None:
    """Not this one. Raises Refused where it wasn't offered."""
    await _set(session, ambassador_id, item_id, OfferState.SKIPPED, now)


async def save(session: AsyncSession, ambassador_id: int, item_id: int, now: datetime) -> None:
    """Later. Raises Refused where it wasn't offered."""
    await _set(session, ambassador_id, item_id, OfferState.SAVED, now)


async def undo(session: AsyncSession, ambassador_id: int, item_id: int, now: datetime) -> None:
    """Neither skipped nor saved, after all. Raises Refused where it wasn't offered."""
    await _set(session, ambassador_id, item_id, OfferState.SHOWN, now)


async def write(session: AsyncSession, ambassador_id: int, item_id: int, text: str, now: datetime) -> None:
    """Keep what somebody would write with a piece. Raises Refused where it wasn't offered."""
    row = await queries.offer(session, ambassador_id, item_id)
    if row is None:
        raise refused(Why.NOT_OFFERED)
    row.draft, row.changed_at = cleaned(text), now
    await queries.save(session, row)


async def end(session: AsyncSession, ambassador_id: int, item_id: int, now: datetime) -> None:
    """The piece may not be shared any more: what they would have written with it may quote it, and goes. What they
    shared or skipped stays so."""
    still_open = (OfferState.SHOWN, OfferState.SAVED)
    await queries.set_offer(session, ambassador_id, item_id, OfferState.GONE, now, only=still_open)
    await queries.drop_drafts(session, item_id, ambassador_id)


async def _set(
    session: AsyncSession, ambassador_id: int, item_id: int, state: OfferState, now: datetime
) -> None:
    """What was shared stays shared, whatever button of an old message is pressed."""
    only = [one for one in OfferState if one is not OfferState.SHARED]
    if await queries.set_offer(session, ambassador_id, item_id, state, now, only=only):
        return
    if await queries.offer(session, ambassador_id, item_id) is None:
        raise refused(Why.NOT_OFFERED)


async def saved(session: AsyncSession, ambassador_id: int, limit: int = 50) -> list[Offer]:
    """What somebody saved for later, the latest first."""
    return await queries.offers(session, ambassador_id, [OfferState.SAVED], limit)


async def unshared(session: AsyncSession, ambassador_id: int, limit: int = 50) -> list[Offer]:
    """What somebody was offered and neither shared nor skipped: what they saved first, then the latest."""
    found = await queries.offers(session, ambassador_id, [OfferState.SAVED, OfferState.SHOWN], limit)
    return sorted(found, key=lambda one: one.state != OfferState.SAVED)


async def taste_of(session: AsyncSession, ambassador: Ambassador) -> Learned:
    """What somebody wants, as they said it and as they taught it."""
    lessons = await queries.lessons(session, ambassador.id or 0, TAUGHT_BY)
    tags, creators, kinds = _Leanings[str](), _Leanings[int](), _Leanings[str]()
    for age, (_, state, creator, kind, marks) in enumerate(lessons):
        weight = SAYS.get(state, 0.0) * FADES**age
        if weight:
            kinds.add(kind, weight)
            if creator is not None:
                creators.add(creator, weight)
            for tag in dict.fromkeys(marks):
                tags.add(tag, weight)
    wanted = ambassador.interests
    return Learned(
        tags=frozenset(one for one in wanted if one.startswith("#")),
        campaigns=frozenset(_after("campaign:", wanted)),
        collections=await _collections(session, _after("collection:", wanted)),
        languages=frozenset(ambassador.languages),
        leaning_tags=tags.means(),
        leaning_creators=creators.means(),
        leaning_kinds=kinds.means(),
        shared=frozenset(item for item, state, *_ in lessons if state == OfferState.SHARED),
        recent_creators=tuple(creator for _, _, creator, _, _ in lessons[:RECENT]),
        recent_kinds=tuple(kind for _, _, _, kind, _ in lessons[:RECENT]),
    )


def _after(prefix: str, interests: Sequence[str]) -> list[str]:
    return [one.removeprefix(prefix) for one in interests if one.startswith(prefix)]


async def _collections(session: AsyncSession, names: Sequence[str]) -> dict[str, frozenset[int]]:
    """The pieces of the open collections among these, by the collections' names."""
    found = {}
    for name in names:
        row = await curated.collection(session, slug_of(name))
        if row is not None and row.closed_at is None:
            found[row.name] = frozenset(await curated.members(session, row.id or 0))
    return found


class _Leanings(Generic[Key]):
    """Means of what pieces said, drawn towards nothing by the doubt that there is at first."""

    def __init__(self) -> None:
        self._sums: dict[Key, float] = {}
        self._weights: dict[Key, float] = {}

    def add(self, key: Key, weight: float) -> None:
        self._sums[key] = self._sums.get(key, 0.0) + weight
        self._weights[key] = self._weights.get(key, 0.0) + abs(weight)

    def means(self) -> dict[Key, float]:
        return {key: total / (self._weights[key] + DOUBT) for key, total in self._sums.items()}
