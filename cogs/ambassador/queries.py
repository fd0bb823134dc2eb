"""Which messages in Slack show picks, and which name people."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.rules import Status
from bot.ambassadors.tables import Ambassador
from bot.faces.slack.picks import queries as picks
from bot.faces.slack.tables import SlackMessage, SlackMessageItem
from bot.faces.web.sharing import RENEWED
from bot.storage.types import begins_with, table_of

PICK = picks.PICK
"""Kind of a message that shows a pick with its buttons."""
HELD = "pick_held"
"""Kind of one from which nothing can be shared for now."""
OVER = "pick_over"
"""Kind of one from which nothing can be shared any more."""
CELEBRATION = "celebration"
"""Kind of one that celebrates somebody in a channel, see ``slack_named``."""
BOARD = "board"
"""Kind of a board that was posted to a channel."""
NAMING = (CELEBRATION, BOARD)
CLOSED = "pick_closed"
"""Kind of one whose person takes no part any more."""
EVERYBODY = 0
"""In place of an ambassador's number, of a piece that stands in the channel for all of them."""
RENEWING = timedelta(days=5)
"""For so long after buttons may get new addresses it is seen to that they do."""
_MESSAGE, _ITEM = table_of(SlackMessage), table_of(SlackMessageItem)
key_of = picks.key_of
_AT_ONCE = 500
_TAKING_PART = (Status.ACTIVE.value, Status.PAUSED.value)


async def messages_of(session: AsyncSession, ambassador_id: int) -> list[SlackMessage]:
    """All messages with somebody's picks that aren't closed, the earliest first."""
    about = begins_with(col(SlackMessage.key), f"{PICK}:{ambassador_id}:")
    statement = select(SlackMessage).where(about, SlackMessage.kind != CLOSED).order_by(col(SlackMessage.id))
    return list(await session.exec(statement))


async def set_kind(session: AsyncSession, key: str, kind: str) -> None:
    """Whether something can be shared from that message."""
    statement = sa.update(_MESSAGE).where(_MESSAGE.c.key == key, _MESSAGE.c.kind != kind).values(kind=kind)
    await (await session.connection()).execute(statement)


async def pieces_shown(session: AsyncSession) -> list[int]:
    """Pieces that can be shared from anybody's message, however old it is. It goes through all messages."""
    statement = (
        sa.select(_ITEM.c.item_id)
        .join(_MESSAGE, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == PICK)
        .distinct()
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def pieces_shown_to(session: AsyncSession, ambassador_id: int) -> list[int]:
    """Pieces that can be shared from somebody's messages, however old those are."""
    statement = (
        sa.select(_ITEM.c.item_id)
        .join(_MESSAGE, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == PICK, begins_with(_MESSAGE.c.key, f"{PICK}:{ambassador_id}:"))
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def pieces_in_channel(session: AsyncSession, limit: int) -> list[int]:
    """Pieces that stand in the channel and can be shared from there, or will be again: the latest first."""
    statement = (
        sa.select(_ITEM.c.item_id)
        .join(_MESSAGE, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind.in_([PICK, HELD]), begins_with(_MESSAGE.c.key, f"{PICK}:{EVERYBODY}:"))
        .order_by(_MESSAGE.c.id.desc())
        .limit(limit)
    )
    return list((await (await session.connection()).execute(statement)).scalars())


async def who_has_picks(session: AsyncSession) -> list[int]:
    """The ambassadors in whose messages something can be shared. It goes through all messages."""
    keys = (
        await (await session.connection()).execute(sa.select(_MESSAGE.c.key).where(_MESSAGE.c.kind == PICK))
    ).scalars()
    return sorted({int(key.split(":")[1]) for key in keys})


async def aging(
    session: AsyncSession, now: datetime, ambassador_id: int | None = None
) -> list[tuple[int, int]]:
    """Whose messages that can be shared from have buttons that need new addresses, and of which pieces: of one
    person's or of everybody's. For some days each time, so that a day on which nothing ran does no harm. It goes
    through all messages."""
    statement = sa.select(_MESSAGE.c.key, _MESSAGE.c.posted_at).where(
        _MESSAGE.c.kind == PICK, _MESSAGE.c.posted_at <= now - RENEWED
    )
    if ambassador_id is not None:
        statement = statement.where(begins_with(_MESSAGE.c.key, f"{PICK}:{ambassador_id}:"))
    rows = await (await session.connection()).execute(statement)
    keys = [key.split(":") for key, posted_at in rows if (now - posted_at) % RENEWED < RENEWING]
    return [(int(key[1]), int(key[2])) for key in keys]


async def pieces_held(session: AsyncSession, ambassador_id: int | None = None) -> list[int]:
    """Pieces whose messages say that they can't be shared for now: of one person's or of everybody's."""
    held = sa.select(_MESSAGE.c.id).where(
        _MESSAGE.c.kind == sa.literal_column(f"'{HELD}'")
    )  # as the index has it
    if ambassador_id is not None:
        held = held.where(begins_with(_MESSAGE.c.key, f"{PICK}:{ambassador_id}:"))
    statement = sa.select(_ITEM.c.item_id).where(_ITEM.c.message_id.in_(held)).distinct()
    return list((await (await session.connection()).execute(statement)).scalars())


async def offered_to(session: AsyncSession, item_ids: Collection[int], kind: str = PICK) -> list[int]:
    """The ambassadors in whose messages these pieces can be shared; with ``HELD``, for now can't."""
    statement = (
        sa.select(_MESSAGE.c.key)
        .join(_ITEM, _MESSAGE.c.id == _ITEM.c.message_id)
        .where(_MESSAGE.c.kind == kind, _ITEM.c.item_id.in_(sorted(item_ids)))
    )
    keys = (await (await session.connection()).execute(statement)).scalars()
    return sorted({int(key.split(":")[1]) for key in keys})


# ---- posts that name people, see ``slack_named`` ----


async def message(session: AsyncSession, key: str) -> SlackMessage | None:
    return (await session.exec(select(SlackMessage).where(SlackMessage.key == key))).first()


async def celebration(session: AsyncSession, badge_id: int) -> SlackMessage | None:
    """The post that celebrates somebody for that badge."""
    statement = select(SlackMessage).where(
        _of_kinds([CELEBRATION]), col(SlackMessage.key).endswith(f":{badge_id}", autoescape=True)
    )
    return (await session.exec(statement)).first()


async def naming(
    session: AsyncSession, kinds: Collection[str], people: Collection[int]
) -> list[SlackMessage]:
    """Posts of these kinds that name any of these ambassadors, the earliest first. Few are ever posted, and somebody
    leaves seldom: they are all looked through."""
    wanted = set(people)
    statement = select(SlackMessage).where(_of_kinds(kinds))
    rows = await session.exec(statement.order_by(col(SlackMessage.id)))
    return [one for one in rows if not wanted.isdisjoint(people_in(one.key))]


def _of_kinds(kinds: Collection[str]) -> sa.ColumnElement[bool]:
    """By their keys, which begin with their kind and have an index."""
    return sa.or_(*(begins_with(_MESSAGE.c.key, f"{kind}:") for kind in kinds))


def people_in(key: str) -> set[int]:
    """Whom a post of that key names."""
    return {int(one) for one in key.split(":")[2].split(",") if one.isdigit()}


async def set_key(session: AsyncSession, key: str, new: str) -> None:
    """The post says something else from now on."""
    statement = sa.update(_MESSAGE).where(_MESSAGE.c.key == key).values(key=new)
    await (await session.connection()).execute(statement)


async def who_is_named(session: AsyncSession, people: Collection[int]) -> dict[int, str]:
    """Those of these ambassadors whose names may stand where others read them: who take part, and don't stay off the
    boards. Names are anybody's text."""
    statement = select(Ambassador.id, Ambassador.name).where(
        col(Ambassador.id).in_(sorted(people)),
        col(Ambassador.status).in_(_TAKING_PART),
        col(Ambassador.on_board),
    )
    return {one or 0: name for one, name in await session.exec(statement)}


async def left_named(session: AsyncSession, *, lost: bool = False) -> int:
    """Posts that still name somebody who left, as far as they can be changed; with ``lost`` those that can't."""
    known = col(SlackMessage.lost)
    standing = select(SlackMessage.key).where(
        _of_kinds(NAMING), known.is_not(None) if lost else known.is_(None)
    )
    named = [people_in(key) for key in await session.exec(standing)]
    everybody = sorted(set[int]().union(*named))
    left = set[int]()
    for start in range(0, len(everybody), _AT_ONCE):
        statement = select(Ambassador.id).where(
            col(Ambassador.id).in_(everybody[start : start + _AT_ONCE]),
            Ambassador.status == Status.LEFT.value,
        )
        left |= {one or 0 for one in await session.exec(statement)}
    return sum(not left.isdisjoint(one) for one in named)
