"""Rows of the chain. Its last link is held locked while one is added, so that numbers have no gap and no twin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.chain import START, WORDS, Link, Signer, hash_of, moment, salted
from bot.rights.rules import AskStep
from bot.rights.tables import Ask, AskEvent, RightsChain
from bot.storage.types import UtcDateTime, table_of

PAGE = 500
_CHAIN = table_of(RightsChain)


async def head(session: AsyncSession) -> tuple[int, str]:
    """Number and hash of the last link as the database states them."""
    row = (await session.exec(select(RightsChain))).first()
    return (row.sequence, row.hash) if row is not None and row.sequence else (0, START)


async def chain_state(session: AsyncSession) -> RightsChain | None:
    """The end of the chain and what its last check found; None before the first event."""
    return (await session.exec(select(RightsChain))).first()


async def note_checked(session: AsyncSession, now: datetime, last: int, broken_at: int, problem: str) -> None:
    """Keep what a check of the whole chain found. Since when it is broken stays as it was first seen."""
    first = sa.func.coalesce(_CHAIN.c.broken_since, sa.bindparam("since", type_=UtcDateTime()))
    found = sa.update(_CHAIN).values(
        checked_at=now,
        checked_to=last,
        broken_since=first if problem else None,
        broken_at=broken_at,
        problem=problem,
    )
    await (await session.connection()).execute(found, {"since": now} if problem else {})


async def append(session: AsyncSession, ask: Ask, step: AskStep, credit: str, signer: Signer) -> AskEvent:
    """Chain a step and keep it. Flushes. Whoever calls this holds the ask's row; the chain is locked last."""
    sequence, previous = await _locked_head(session)
    hashes, salts = salted(
        {"actor_name": step.actor_name, "note": step.note, "text": step.text, "credit": credit}
    )
    link = Link(
        sequence=sequence + 1,
        ask_id=ask.id or 0,
        item_id=ask.item_id,
        revision=step.revision,
        action=step.action.value,
        actor=step.actor,
        via=step.via,
        at=moment(step.at),
        data=step.data,
        request_id=step.request_id,
        hashes=hashes,
        previous=previous,
    )
    made = hash_of(link.body())
    row = AskEvent(
        sequence=link.sequence,
        ask_id=link.ask_id,
        item_id=link.item_id,
        revision=link.revision,
        action=link.action,
        actor=link.actor,
        actor_name=step.actor_name or None,
        via=link.via,
        note=step.note or None,
        text=step.text or None,
        credit=credit or None,
        data=dict(step.data),
        hashes=hashes,
        salts=salts,
        request_id=link.request_id,
        at=step.at,
        previous=previous,
        hash=made,
        signature=signer.sign(made),
    )
    session.add(row)
    connection = await session.connection()
    await connection.execute(sa.update(_CHAIN).values(sequence=link.sequence, hash=made))
    await session.flush()
    return row


async def links(session: AsyncSession, after: int = 0) -> AsyncIterator[Link]:
    """Every link in the order in which the rows number themselves, page by page."""
    while True:
        rows = (
            await session.exec(
                select(AskEvent).where(AskEvent.sequence > after).order_by(col(AskEvent.sequence)).limit(PAGE)
            )
        ).all()
        if not rows:
            return
        for row in rows:
            yield link_of(row)
            session.expunge(row)  # a million rows must not gather in the session
        after = rows[-1].sequence


def link_of(row: AskEvent) -> Link:
    words = {name: text for name in WORDS if (text := getattr(row, name)) is not None}
    return Link(
        sequence=row.sequence,
        ask_id=row.ask_id,
        item_id=row.item_id,
        revision=row.revision,
        action=row.action,
        actor=row.actor,
        via=row.via,
        at=moment(row.at),
        data=row.data,
        request_id=row.request_id,
        hashes=row.hashes,
        previous=row.previous,
        hash=row.hash,
        signature=row.signature,
        words=words,
        salts=row.salts,
    )


async def _locked_head(session: AsyncSession) -> tuple[int, str]:
    connection = await session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    first = dialect.insert(_CHAIN).values(id=1, sequence=0, hash="").on_conflict_do_nothing()
    await connection.execute(first)
    row = (await connection.execute(sa.select(_CHAIN.c.sequence, _CHAIN.c.hash).with_for_update())).one()
    return (row.sequence, row.hash) if row.sequence else (0, START)
