"""Facts: what happened in a stretch of time, each with its piece, its moment and what kind of thing it was.

The same statements give the counts and the rows behind them, so they can't disagree. A fact is read by its moment,
through an index: a week costs a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, reduce
from operator import add
from typing import Any

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import CampaignItem, Item, Measurement, Sighting
from bot.people.tables import Creator
from bot.review.rules import Action
from bot.review.tables import ReviewEvent
from bot.rights.rules import AskAction
from bot.rights.scope import Use, mask
from bot.rights.tables import Ask, AskEvent
from bot.storage.types import UtcDateTime, table_of

ITEM = table_of(Item)
SIGHTING = table_of(Sighting)
MEASUREMENT = table_of(Measurement)
CREATOR = table_of(Creator)
_CAMPAIGN = table_of(CampaignItem)
_REVIEW = table_of(ReviewEvent)
_ASK = table_of(Ask)
_STEP = table_of(AskEvent)

START = sa.bindparam("start", type_=UtcDateTime)
END = sa.bindparam("end", type_=UtcDateTime)
CUSTOMERS = "ugc"
"""The origin of what customers said; the others count in their own slices alone."""

_DECIDES = (Action.APPROVE.value, Action.REJECT.value)
_OVERTURNS = (*_DECIDES, Action.ESCALATE.value, Action.UNDO.value, Action.REOPEN.value)
_ANSWERS = (AskAction.ANSWERED.value, AskAction.GRANTED.value, AskAction.DECLINED.value)
_FIRST_STEPS = {
    AskAction.SENT.value: "asked",
    AskAction.GRANTED.value: "granted",
    AskAction.DECLINED.value: "declined",
    AskAction.WITHDRAWN.value: "withdrawn",
}
GAINS = ("likes", "comments", "shares", "saves", "views", "reach")
_ENGAGEMENT = ("likes", "comments", "shares", "saves")
ENGAGEMENT: Any = reduce(add, (MEASUREMENT.c[f"gained_{one}"] for one in _ENGAGEMENT))
"""What a measurement says that a piece gained."""


def _within(column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(column >= START, column < END)


def _fact(item: Any, measure: Any, at: Any, number: Any = None, who: Any = None) -> Any:
    return sa.select(
        item.label("item_id"),
        (sa.literal(measure) if isinstance(measure, str) else measure).label("measure"),
        at.label("at"),
        (sa.literal(1) if number is None else number).label("number"),
        (sa.literal("") if who is None else who).label("who"),
    )


def _standing(decision: Any) -> sa.ColumnElement[bool]:
    """That nothing since has overturned a decision. A closing doesn't: it says that the piece is gone."""
    later = _REVIEW.alias()
    return ~sa.exists().where(
        later.c.item_id == decision.c.item_id,
        later.c.revision > decision.c.revision,
        later.c.action.in_(_OVERTURNS),
    )


def _first_of_its_kind(step: sa.Table, kinds: tuple[str, ...] | None = None) -> sa.ColumnElement[bool]:
    earlier = _STEP.alias()
    kind = earlier.c.action == step.c.action if kinds is None else earlier.c.action.in_(kinds)
    return ~sa.exists().where(earlier.c.ask_id == step.c.ask_id, earlier.c.revision < step.c.revision, kind)


def _granted_before(step: sa.Table) -> sa.ColumnElement[bool]:
    earlier = _STEP.alias()
    return sa.exists().where(
        earlier.c.ask_id == step.c.ask_id,
        earlier.c.revision < step.c.revision,
        earlier.c.action == AskAction.GRANTED.value,
    )


def _for_website(ask_id: Any) -> sa.ColumnElement[bool]:
    asked = _ASK.alias()
    return sa.exists().where(asked.c.id == ask_id, asked.c.granted_mask.op("&")(mask([Use.WEBSITE])) != 0)


def _permitted_by(item_id: Any, at: Any) -> sa.ColumnElement[bool]:
    """That the website was permitted by then."""
    yes = _STEP.alias()
    return sa.exists().where(
        yes.c.item_id == item_id,
        yes.c.action == AskAction.GRANTED.value,
        yes.c.at <= at,
        _for_website(yes.c.ask_id),
    )


def _permitted_earlier(step: sa.Table) -> sa.ColumnElement[bool]:
    yes = _STEP.alias()
    return sa.exists().where(
        yes.c.item_id == step.c.item_id,
        yes.c.action == AskAction.GRANTED.value,
        sa.or_(yes.c.at < step.c.at, sa.and_(yes.c.at == step.c.at, yes.c.sequence < step.c.sequence)),
        _for_website(yes.c.ask_id),
    )


@cache
def facts() -> sa.Subquery[Any]:
    """Every fact between START and END but for gains: item_id, measure, at, number, who."""
    approved = _REVIEW.alias()
    every = sa.union_all(
        _fact(ITEM.c.id, "found", ITEM.c.found_at).where(_within(ITEM.c.found_at)),
        _fact(ITEM.c.id, "followers", ITEM.c.found_at, CREATOR.c.followers)
        .select_from(ITEM.join(CREATOR, CREATOR.c.id == ITEM.c.creator_id))
        .where(_within(ITEM.c.found_at), CREATOR.c.followers > 0),
        _fact(
            _REVIEW.c.item_id,
            sa.case((_REVIEW.c.action == Action.APPROVE.value, "approved"), else_="rejected"),
            _REVIEW.c.at,
            who=_REVIEW.c.actor,
        ).where(_within(_REVIEW.c.at), _REVIEW.c.action.in_(_DECIDES), _standing(_REVIEW)),
        *(
            _fact(_STEP.c.item_id, measure, _STEP.c.at).where(
                _within(_STEP.c.at), _STEP.c.action == action, _first_of_its_kind(_STEP)
            )
            for action, measure in _FIRST_STEPS.items()
        ),
        _fact(_STEP.c.item_id, "unanswered", _STEP.c.at).where(
            _within(_STEP.c.at),
            _STEP.c.action == AskAction.EXPIRED.value,
            _first_of_its_kind(_STEP),
            ~_granted_before(_STEP),
        ),
        _fact(_STEP.c.item_id, "answered", _STEP.c.at)
        .select_from(_STEP.join(_ASK, _ASK.c.id == _STEP.c.ask_id))
        .where(
            _within(_STEP.c.at),
            _STEP.c.action.in_(_ANSWERS),
            _first_of_its_kind(_STEP, _ANSWERS),
            _ASK.c.asked_at.is_not(None),
        ),
        _fact(_REVIEW.c.item_id, "published", _REVIEW.c.at).where(
            _within(_REVIEW.c.at),
            _REVIEW.c.action == Action.APPROVE.value,
            _standing(_REVIEW),
            _permitted_by(_REVIEW.c.item_id, _REVIEW.c.at),
        ),
        _fact(_STEP.c.item_id, "published", _STEP.c.at)
        .select_from(_STEP.join(approved, approved.c.item_id == _STEP.c.item_id))
        .where(
            _within(_STEP.c.at),
            _STEP.c.action == AskAction.GRANTED.value,
            _for_website(_STEP.c.ask_id),
            ~_permitted_earlier(_STEP),
            approved.c.action == Action.APPROVE.value,
            approved.c.at < _STEP.c.at,
            _standing(approved),
        ),
    )
    return every.subquery("fact")


@cache
def first_answers() -> sa.Subquery[Any]:
    """First answers to requests between START and END: item_id, begun (when it was asked), at."""
    return (
        sa.select(_STEP.c.item_id, _ASK.c.asked_at.label("begun"), _STEP.c.at)
        .select_from(_STEP.join(_ASK, _ASK.c.id == _STEP.c.ask_id))
        .where(
            _within(_STEP.c.at),
            _STEP.c.action.in_(_ANSWERS),
            _first_of_its_kind(_STEP, _ANSWERS),
            _ASK.c.asked_at.is_not(None),
        )
        .subquery("answer")
    )


def first_source(item_id: Any) -> Any:
    """The source that saw a piece first."""
    seen = SIGHTING.alias()
    earliest_first = sa.select(seen.c.source).where(seen.c.item_id == item_id).order_by(seen.c.id)
    return earliest_first.limit(1).scalar_subquery()


def tags_of(sqlite: bool) -> Any:
    """A piece's tags as rows of one column, ``value``; join it with ``sa.true()``."""
    if sqlite:
        return sa.func.json_each(ITEM.c.tags).table_valued("value", name="tag")
    return sa.func.jsonb_array_elements_text(ITEM.c.tags).table_valued("value", name="tag")


@dataclass(frozen=True, slots=True)
class Grouped:
    """Facts of one kind that have all this in common, summed."""

    key: tuple[str | None, ...]
    mood: str | None
    origin: str
    measure: str
    number: int


_MOOD = ITEM.c.sentiment
_PLAIN = (ITEM.c.origin, ITEM.c.platform, ITEM.c.kind)


def _sums() -> list[sa.ColumnElement[Any]]:
    """What measurements add up to, in the order of ``SUMS``."""
    viewed = sa.case((MEASUREMENT.c.views.is_not(None), ENGAGEMENT), else_=0)
    reached = sa.case((MEASUREMENT.c.reach.is_not(None), ENGAGEMENT), else_=0)
    followed = sa.case(
        (sa.exists().where(CREATOR.c.id == ITEM.c.creator_id, CREATOR.c.followers > 0), ENGAGEMENT), else_=0
    )
    singles = [MEASUREMENT.c[f"gained_{one}"] for one in GAINS]
    return [
        sa.func.coalesce(sa.func.sum(one), 0) for one in (*singles, ENGAGEMENT, viewed, reached, followed)
    ]


SUMS = (*(f"gained_{one}" for one in GAINS), "gained", "gained_viewed", "gained_reached", "gained_followed")


async def by_place(session: AsyncSession, start: datetime, end: datetime) -> list[Grouped]:
    """Facts and gains by platform, kind and source."""
    keys = [ITEM.c.platform, ITEM.c.kind, first_source(ITEM.c.id).label("source")]
    return await _grouped(session, start, end, keys, ITEM)


async def by_campaign(session: AsyncSession, start: datetime, end: datetime) -> list[Grouped]:
    """Facts and gains by campaign."""
    joined = ITEM.join(_CAMPAIGN, _CAMPAIGN.c.item_id == ITEM.c.id)
    return await _grouped(session, start, end, [sa.cast(_CAMPAIGN.c.campaign_id, sa.String)], joined)


async def by_tag(session: AsyncSession, start: datetime, end: datetime) -> list[Grouped]:
    """Facts and gains by hashtag."""
    tags = tags_of(_is_sqlite(session))
    return await _grouped(session, start, end, [tags.c.value], ITEM.join(tags, sa.true()))


async def _grouped(
    session: AsyncSession, start: datetime, end: datetime, keys: list[Any], items: Any
) -> list[Grouped]:
    """Facts and gains by what they have in common: ``keys``, the mood and the origin."""
    connection, times = await session.connection(), {"start": start, "end": end}
    fact, common = facts(), [*keys, _MOOD, ITEM.c.origin]
    counted = (
        sa.select(*common, fact.c.measure, sa.func.sum(fact.c.number))
        .select_from(items.join(fact, fact.c.item_id == ITEM.c.id))
        .group_by(*common, fact.c.measure)
    )
    gained = (
        sa.select(*common, *_sums())
        .select_from(items.join(MEASUREMENT, MEASUREMENT.c.item_id == ITEM.c.id))
        .where(_within(MEASUREMENT.c.at))
        .group_by(*common)
    )
    width, found = len(keys), []
    for row in await connection.execute(counted, times):
        found.append(
            Grouped(tuple(row[:width]), row[width], row[width + 1], row[width + 2], int(row[width + 3]))
        )
    for row in await connection.execute(gained, times):
        sums = zip(SUMS, row[width + 2 :], strict=True)
        found += [
            Grouped(tuple(row[:width]), row[width], row[width + 1], measure, int(number))
            for measure, number in sums
            if number
        ]
    return found


async def deciders(session: AsyncSession, start: datetime, end: datetime) -> list[tuple[str, int]]:
    """Who made how many of the standing decisions."""
    fact = facts()
    statement = (
        sa.select(fact.c.who, sa.func.count())
        .select_from(fact.join(ITEM, ITEM.c.id == fact.c.item_id))
        .where(fact.c.measure.in_(["approved", "rejected"]), ITEM.c.origin == CUSTOMERS)
        .group_by(fact.c.who)
    )
    rows = await (await session.connection()).execute(statement, {"start": start, "end": end})
    return [(str(who), int(number)) for who, number in rows]


async def waits(session: AsyncSession, start: datetime, end: datetime) -> list[tuple[str, str | None, float]]:
    """How long pieces waited for their standing decision and requests for their first answer, each with the piece's
    source; in seconds."""
    fact = facts()
    source = first_source(ITEM.c.id)
    connection, times = await session.connection(), {"start": start, "end": end}
    decided = (
        sa.select(sa.literal("decided_in"), source, ITEM.c.found_at, fact.c.at)
        .select_from(fact.join(ITEM, ITEM.c.id == fact.c.item_id))
        .where(fact.c.measure.in_(["approved", "rejected"]), ITEM.c.origin == CUSTOMERS)
    )
    answer = first_answers()
    answered = (
        sa.select(sa.literal("answered_in"), source, answer.c.begun, answer.c.at)
        .select_from(answer.join(ITEM, ITEM.c.id == answer.c.item_id))
        .where(ITEM.c.origin == CUSTOMERS)
    )
    found = []
    for statement in (decided, answered):
        for measure, place, begun, ended in await connection.execute(statement, times):
            found.append((str(measure), place, max(0.0, (_moment(ended) - _moment(begun)).total_seconds())))
    return found


async def gains_of_items(
    session: AsyncSession, start: datetime, end: datetime
) -> list[tuple[int, int | None, int, int]]:
    """What each customer's piece gained: item, creator, ENGAGEMENT, views."""
    statement = (
        sa.select(
            MEASUREMENT.c.item_id,
            ITEM.c.creator_id,
            sa.func.sum(ENGAGEMENT),
            sa.func.sum(MEASUREMENT.c.gained_views),
        )
        .select_from(MEASUREMENT.join(ITEM, ITEM.c.id == MEASUREMENT.c.item_id))
        .where(_within(MEASUREMENT.c.at), ITEM.c.origin == CUSTOMERS)
        .group_by(MEASUREMENT.c.item_id, ITEM.c.creator_id)
    )
    rows = await (await session.connection()).execute(statement, {"start": start, "end": end})
    return [(int(item), creator, int(gained), int(views)) for item, creator, gained, views in rows]


async def found_of_creators(
    session: AsyncSession, start: datetime, end: datetime
) -> list[tuple[int, int, bool]]:
    """How many pieces of each creator were found, and whether nothing of theirs was found before."""
    earlier = ITEM.alias()
    before = sa.exists().where(
        earlier.c.creator_id == ITEM.c.creator_id, earlier.c.found_at < START, earlier.c.origin == CUSTOMERS
    )
    statement = (
        sa.select(ITEM.c.creator_id, sa.func.count(), sa.case((before, 1), else_=0))
        .where(_within(ITEM.c.found_at), ITEM.c.creator_id.is_not(None), ITEM.c.origin == CUSTOMERS)
        .group_by(ITEM.c.creator_id)
    )
    rows = await (await session.connection()).execute(statement, {"start": start, "end": end})
    return [(int(creator), int(number), not known) for creator, number, known in rows]


async def earliest(session: AsyncSession) -> datetime | None:
    """When the first piece was found: nothing happened before."""
    found = await session.scalar(sa.select(sa.func.min(ITEM.c.found_at)))
    return None if found is None else _moment(found)


def _moment(value: Any) -> datetime:
    found = UtcDateTime().process_result_value(value, sa.Dialect())
    assert found is not None
    return found


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"
