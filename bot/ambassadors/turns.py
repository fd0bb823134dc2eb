"""Choosing pieces for somebody, and noting that they are offered. It flushes; whoever opened the unit of work
commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers, queries
from bot.ambassadors.picking.rules import IN_A_ROW, Leaning, Picked, Reason, Taste, Why
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.picking.values import bare
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.texts import PAID_TAGS
from bot.curation import queries as curated
from bot.curation.programme import Programme
from bot.curation.rules import Mark, Marked, standing
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use


async def offer(
    session: AsyncSession,
    picker: Picker,
    row: Ambassador,
    programme: Programme,
    count: int,
    now: datetime,
    *,
    asked: bool = False,
) -> list[Picked]:
    """Choose at most ``count`` further pieces for somebody, and note that they are offered: the order to show them
    in. What was pinned since they were offered it comes once more, before the others. ``asked``: they asked for
    them."""
    ambassador_id = row.id or 0
    marks = await curated.live_marks(session)
    stands = standing(marks, now)
    barred = stands.barred | await picker.limits.reached(
        session, programme.piece_limit, dict(stands.limits), now
    )
    pins = [mark for mark in marks if mark.kind is Mark.PIN and mark.runs(now)]
    again = await _again(
        session, ambassador_id, [one for one in pins if one.item_id not in barred], count, now, asked=asked
    )
    picked = await picker.picks_for(
        session,
        await taste_of(session, row, programme),
        count - len(again),
        now,
        excluded=await queries.offered_items(session, ambassador_id) | barred,
        pinned={mark.item_id: mark.by_name for mark in pins},
        seed=ambassador_id * 1_000_003 + int(now.timestamp()),
    )
    shown = [(one.item_id, [reason.as_data() for reason in one.why]) for one in picked]
    await offers.show(session, ambassador_id, shown, now, asked=asked)
    return [*again, *picked]


async def _again(
    session: AsyncSession,
    ambassador_id: int,
    pins: Sequence[Marked],
    count: int,
    now: datetime,
    *,
    asked: bool,
) -> list[Picked]:
    """What was pinned after somebody was offered it, and they neither shared nor skipped it, is offered once more, at
    most ``count`` of it. The creator whose pieces came last twice waits."""
    pinned = [one.item_id for one in pins]
    known = {one.item_id: one for one in await queries.open_offers(session, ambassador_id, pinned)}
    missed = [
        mark
        for mark in pins
        if mark.item_id in known and mark.at is not None and known[mark.item_id].at < mark.at
    ]
    if not missed or count < 1:
        return []
    ids = [mark.item_id for mark in missed]
    allowed = await licensed_among(session, ids, Use.EMPLOYEES, now)
    creators = await queries.creators_of(session, ids)
    lessons = await queries.lessons(session, ambassador_id, IN_A_ROW)
    last = [creator for _, _, creator, _, _ in reversed(lessons)]
    found = list[Picked]()
    for mark in missed:
        creator = creators.get(mark.item_id)
        thrice = creator is not None and last[-IN_A_ROW:] == [creator] * IN_A_ROW
        if mark.item_id in allowed and not thrice and len(found) < count:
            reason = Reason(Why.PINNED, mark.by_name)
            await offers.bring_back(session, known[mark.item_id], [reason.as_data()], now, asked=asked)
            found.append(Picked(mark.item_id, (reason,)))
            last.append(creator)
    return found


async def withheld(
    session: AsyncSession, picker: Picker, programme: Programme, now: datetime
) -> frozenset[int]:
    """Pieces that nobody shares for now, whatever their licence says: hidden, held back, or shared as often as they
    may be."""
    stands = standing(await curated.live_marks(session), now)
    limits = dict(stands.limits)
    return stands.barred | await picker.limits.reached(session, programme.piece_limit, limits, now)


async def taste_of(session: AsyncSession, row: Ambassador, programme: Programme) -> Taste:
    """What somebody wants, as the picker takes it. Tags that stand on nearly every piece are no wish and no blame."""
    common = programme.common_tags | PAID_TAGS
    learned = await offers.taste_of(session, row)
    return Taste(
        tags=frozenset(one for one in learned.tags if bare(one) not in common),
        campaigns=learned.campaigns,
        collections=learned.collections,
        languages=learned.languages,
        leaning=Leaning(
            {tag: weight for tag, weight in learned.leaning_tags.items() if bare(tag) not in common},
            learned.leaning_creators,
            learned.leaning_kinds,
        ),
        common=common,
        shared=learned.shared,
        recent_creators=learned.recent_creators,
        recent_kinds=learned.recent_kinds,
    )
