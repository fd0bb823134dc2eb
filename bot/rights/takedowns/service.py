"""Recording a takedown notice, and lifting one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Person
from bot.rights import wishes
from bot.rights.book import NOTE_LIMIT, Book, Loaded, clean, unknown
from bot.rights.outcomes import AskDone, AskOutcome
from bot.rights.rules import AskAction, AskRefusal, apply
from bot.rights.tables import Takedown
from bot.rights.takedowns import queries

WHO_LIMIT = 200


class TakingDown:
    """It flushes; whoever opened the unit of work commits."""

    _book: Book

    async def take_down(
        self,
        session: AsyncSession,
        item_id: int,
        actor: Person,
        now: datetime,
        *,
        who: str,
        reason: str,
        request_id: str | None = None,
        via: str = "slack",
    ) -> AskOutcome:
        """Keep that ``who`` demands that an item goes, and why. It is licensed for nothing from this commit on, is
        removed from every surface, and the team is told. Raises TellUser where it isn't said who or why."""
        asked_by, why = clean_line(who, WHO_LIMIT), clean(reason, NOTE_LIMIT - WHO_LIMIT - 20)
        if not asked_by:
            raise TellUser(
                "It isn't said who demands it.", remedy="Name them, or say how they can be reached."
            )
        if not why:
            raise TellUser("There is no reason.", remedy="Say what they object to: it is kept as evidence.")
        loaded = await self._about(session, item_id, now)
        if loaded is None:
            return unknown(item_id)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        standing = await queries.standing_takedown(session, item_id)
        note = f"{asked_by}: {why}"
        step = apply(loaded.state, AskAction.TAKEN_DOWN, actor, now, loaded.subject, note)
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        if standing is not None:
            return self._book.refused(loaded, _stands(standing))
        kept = replace(step, via=via, request_id=request_id)
        done = await self._book.keep(session, loaded, kept)
        row = Takedown(item_id=item_id, ask_id=done.ask.id or 0, revision=done.step.revision, at=now)
        row.by, row.by_name = actor.id, actor.name
        await queries.save_takedown(session, row)
        await self._book.work.enqueue_soon(session, wishes.REMOVED, item_id)
        await self._book.notice(
            session,
            f"{clean_line(actor.name, 80)} recorded a takedown notice against item {item_id}. It is shown nowhere"
            " of ours from now on, whatever its creator allowed.",
            "Whether it is gone is looked for, and said here.",
            f"taken-down:{row.id}",
        )
        return done

    async def lift(
        self,
        session: AsyncSession,
        item_id: int,
        actor: Person,
        now: datetime,
        *,
        reason: str,
        request_id: str | None = None,
        via: str = "slack",
    ) -> AskOutcome:
        """End a takedown notice: what is licensed is shown again. Raises TellUser where it isn't said why."""
        why = clean(reason, NOTE_LIMIT)
        if not why:
            raise TellUser("There is no reason.", remedy="Say why the item may be shown again.")
        loaded = await self._about(session, item_id, now)
        if loaded is None:
            return unknown(item_id)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        step = apply(loaded.state, AskAction.LIFTED, actor, now, loaded.subject, why)
        if isinstance(step, AskRefusal):
            return self._book.refused(loaded, step)
        row = await queries.standing_takedown(session, item_id)
        if row is None:
            return self._book.refused(loaded, AskRefusal("not_taken_down", status=loaded.state.status))
        done: AskDone = await self._book.keep(session, loaded, replace(step, via=via, request_id=request_id))
        row.lifted_at, row.lifted_by, row.lifted_by_name = now, actor.id, actor.name
        await queries.save_takedown(session, row)
        await self._book.notice(
            session,
            f"{clean_line(actor.name, 80)} lifted the takedown notice against item {item_id}.",
            "Where it is licensed it is shown again.",
            f"lifted:{row.id}",
        )
        return done

    async def _about(self, session: AsyncSession, item_id: int, now: datetime) -> Loaded | None:
        """The item with the ask that it stands on, over or not: what happens to it is kept there. Where nobody ever
        asked, the record begins with the notice."""
        loaded = await self._book.load(session, item_id, now)
        if loaded is None or loaded.ask is not None or loaded.before is None:
            return loaded
        return await self._book.load_ask(session, loaded.before.id or 0, now)

    async def _gone(self, session: AsyncSession, item_id: int, now: datetime) -> None:
        """It was looked for, and is nowhere."""
        row = await queries.standing_takedown(session, item_id)
        if row is not None and row.gone_at is None:
            row.gone_at = now
            await queries.save_takedown(session, row)


def _stands(row: Takedown) -> AskRefusal:
    return AskRefusal("taken_down", row.by, row.by_name, row.at)
