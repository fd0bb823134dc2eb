"""Reading and writing asks."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.rights.rules import AskAction, AskStep
from bot.rights.tables import Ask, AskEvent

_CHUNK = 1000


async def asks_of(session: AsyncSession, item_ids: Collection[int]) -> dict[int, Ask]:
    """The asks about these items, by item; items never asked about are left out."""
    found: dict[int, Ask] = {}
    ids = sorted(item_ids)
    for start in range(0, len(ids), _CHUNK):
        rows = await session.exec(select(Ask).where(col(Ask.item_id).in_(ids[start : start + _CHUNK])))
        found.update({row.item_id: row for row in rows})
    return found


async def ask_events(session: AsyncSession, item_id: int) -> list[AskStep]:
    """Every step of the ask about an item, oldest first."""
    rows = await session.exec(
        select(AskEvent)
        .join(Ask, col(Ask.id) == col(AskEvent.ask_id))
        .where(Ask.item_id == item_id)
        .order_by(col(AskEvent.revision))
    )
    return [_step(row) for row in rows]


async def locked_ask(session: AsyncSession, item_id: int) -> Ask | None:
    """The ask about an item, unchanged by others until the unit of work ends."""
    return (await session.exec(select(Ask).where(Ask.item_id == item_id).with_for_update())).first()


async def seen_request(session: AsyncSession, request_id: str) -> bool:
    """Whether a step was kept for this request before."""
    found = await session.exec(select(AskEvent.id).where(AskEvent.request_id == request_id))
    return found.first() is not None


async def recent_templates(session: AsyncSession, language: str, limit: int) -> list[str]:
    """Ids of the templates used last in a language, the latest first."""
    rows = await session.exec(
        select(Ask.template)
        .where(Ask.language == language, Ask.template != "")
        .order_by(col(Ask.changed_at).desc(), col(Ask.id).desc())
        .limit(limit)
    )
    return list(rows)


async def keep(session: AsyncSession, ask: Ask, step: AskStep) -> None:
    """Write an ask and the step that led to how it stands. Flushes."""
    session.add(ask)
    await session.flush()
    session.add(
        AskEvent(
            ask_id=ask.id or 0,
            revision=step.revision,
            action=step.action.value,
            actor=step.actor,
            actor_name=step.actor_name,
            via=step.via,
            note=step.note,
            text=step.text,
            request_id=step.request_id,
            at=step.at,
        )
    )
    await session.flush()


def _step(row: AskEvent) -> AskStep:
    return AskStep(
        AskAction(row.action),
        row.actor,
        row.actor_name,
        row.at,
        row.revision,
        row.note,
        row.text,
        row.via,
        row.request_id,
    )
