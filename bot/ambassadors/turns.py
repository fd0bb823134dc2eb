"""Choosing pieces for somebody, and noting that they are offered. It flushes; whoever opened the unit of work
commits."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers, queries
from bot.ambassadors.picking.rules import Leaning, Picked, Taste
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.picking.values import bare
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.texts import PAID_TAGS
from bot.curation import queries as curated
from bot.curation.programme import Programme
from bot.curation.rules import Mark, standing


async def offer(
    session: AsyncSession,
    picker: Picker,
    row: Ambassador,
    programme: Programme,
    count: int,
    now: datetime,
) -> list[Picked]:
    """Choose at most ``count`` further pieces for somebody, and note that they are offered: the order to show them
    in."""
    ambassador_id = row.id or 0
    marks = await curated.live_marks(session)
    stands = standing(marks, now)
    excluded = await queries.offered_items(session, ambassador_id) | stands.barred
    excluded |= await picker.limits.reached(session, programme.piece_limit, dict(stands.limits), now)
    pinned = {mark.item_id: mark.by_name for mark in marks if mark.kind is Mark.PIN and mark.runs(now)}
    picked = await picker.picks_for(
        session,
        await taste_of(session, row, programme),
        count,
        now,
        excluded=excluded,
        pinned=pinned,
        seed=ambassador_id * 1_000_003 + int(now.timestamp()),
    )
    shown = [(one.item_id, [reason.as_data() for reason in one.why]) for one in picked]
    await offers.show(session, ambassador_id, shown, now)
    return picked


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
