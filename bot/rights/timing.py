"""What time does to permissions: the reminder, the end of an unanswered ask, warnings, the end of a licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.people.rules import SYSTEM
from bot.rights import queries, wishes
from bot.rights.asking import BY_ITSELF, Asking
from bot.rights.book import Loaded
from bot.rights.clearances.service import Clearing
from bot.rights.limits import warning_due
from bot.rights.rules import WAITING, AskAction, AskRefusal, AskStatus, apply
from bot.rights.scope import Channel
from bot.rights.takedowns.service import TakingDown


class Timing(Asking, Clearing, TakingDown):
    """It flushes; whoever opened the unit of work commits."""

    async def advance(self, session: AsyncSession, ask_id: int, now: datetime) -> None:
        """Whatever is due. Doing it twice finds nothing due the second time, and a clock that was set back brings
        nothing back."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None or loaded.ask.due_at is None or loaded.ask.due_at > now:
            return
        ask = loaded.ask
        if loaded.state.status is AskStatus.GRANTED and ask.licence_until is not None:
            if ask.licence_until <= now:
                await self._expire(session, loaded, now)
            else:
                await self._warn(session, loaded, ask.licence_until, now)
        elif loaded.state.status in WAITING and ask.ends_at is not None and ask.ends_at <= now:
            await self._expire(session, loaded, now)
        elif loaded.state.status is AskStatus.ASKED and ask.remind_at is not None and ask.remind_at <= now:
            await self._remind(session, loaded, now)

    async def _expire(self, session: AsyncSession, loaded: Loaded, now: datetime) -> None:
        granted = loaded.state.status is AskStatus.GRANTED
        data = {"what": "licence" if granted else "unanswered"}
        step = apply(loaded.state, AskAction.EXPIRED, SYSTEM, now, loaded.subject, data=data)
        if isinstance(step, AskRefusal):
            return
        done = await self._book.keep(session, loaded, replace(step, via="system"))
        if granted:
            await self._renewal_alone(session, loaded.item_id)
            await self._book.notice(
                session,
                f"The permission for item {loaded.item_id} has run out. It leaves every place of ours.",
                "To show it again, ask its creator again.",
                f"expired:{done.ask.id}",
            )

    async def _renewal_alone(self, session: AsyncSession, item_id: int) -> None:
        """What was to be renewed is over: nothing stands beside the renewal any more."""
        renewal = await queries.live_renewal(session, item_id)
        if renewal is not None:
            renewal.renewal = False
            await queries.save(session, renewal)

    async def _warn(self, session: AsyncSession, loaded: Loaded, until: datetime, now: datetime) -> None:
        ask = loaded.ask
        days = warning_due(now, until, ask.warned, self._book.limits.warn_days) if ask is not None else None
        if ask is None or days is None:
            return
        step = apply(loaded.state, AskAction.WARNED, SYSTEM, now, loaded.subject, data={"days": days})
        if isinstance(step, AskRefusal):
            return
        told = [one for one in self._book.limits.warn_days if one >= days]
        await self._book.keep(session, loaded, replace(step, via="system"), changes={"warned": told})
        await self._book.notice(
            session,
            f"The permission for item {loaded.item_id} ends on {until:%Y-%m-%d}.",
            "Ask its creator to go on: one click asks for the same again, in the same way where that can be.",
            f"warned:{ask.id}:{days}",
            [
                ("Ask to renew", "rights", "renew", ask.id or 0, ask.standing_revision),
                ("Open its record", "rights", "open", loaded.item_id, 0),
            ],
        )

    async def _remind(self, session: AsyncSession, loaded: Loaded, now: datetime) -> None:
        """Where the product sends by itself it reminds by itself; else the team is told, once, that it may."""
        ask = loaded.ask
        if ask is None:
            return
        if Channel(ask.channel) in BY_ITSELF and ask.delivery == "sent":
            await self.remind(session, ask.id or 0, SYSTEM, now, via="system")
            if ask.status == AskStatus.REMINDED:
                return
        data = {"what": "reminder-due"}
        step = apply(loaded.state, AskAction.NOTED, SYSTEM, now, loaded.subject, data=data)
        if isinstance(step, AskRefusal):
            return
        await self._book.keep(session, loaded, replace(step, via="system"), changes={"remind_at": None})
        if not loaded.subject.do_not_contact:
            await self._book.notice(
                session,
                f"Nobody has answered the permission request about item {loaded.item_id} yet.",
                "One friendly reminder is fine: send it where you asked, then record it.",
                f"reminder:{ask.id}",
            )

    async def removed(
        self, session: AsyncSession, item_id: int, surfaces: Sequence[str], now: datetime
    ) -> None:
        """Keep that an item is gone from these surfaces, as was looked for, and tell the team; once an ending."""
        await self._gone(session, item_id, now)
        asks = await queries.all_asks(session, item_id)
        if not asks:
            await self._cleared_removed(session, item_id, surfaces, now)
            return
        loaded = await self._book.load_ask(session, asks[-1].id or 0, now)
        if loaded is None:
            return
        steps = await queries.ask_events(session, item_id)
        told = max((one.at for one in steps if one.action is AskAction.REMOVED), default=None)
        if told is not None and told >= await self._book.ended_at(session, loaded, now):
            return
        data = {"surfaces": sorted(surfaces)}
        step = apply(loaded.state, AskAction.REMOVED, SYSTEM, now, loaded.subject, data=data)
        if isinstance(step, AskRefusal):
            return
        done = await self._book.keep(session, loaded, replace(step, via="system"))
        await self._tell_removed(session, item_id, surfaces, f"{done.ask.id}:{done.step.revision}")

    async def _tell_removed(
        self, session: AsyncSession, item_id: int, surfaces: Sequence[str], occasion: str
    ) -> None:
        await self._book.notice(
            session,
            f"Item {item_id} is gone from: {', '.join(sorted(surfaces)) or 'no place'}. That was checked.",
            "Look for copies that were made by hand.",
            f"removed:{occasion}",
        )

    async def _cleared_removed(
        self, session: AsyncSession, item_id: int, surfaces: Sequence[str], now: datetime
    ) -> None:
        """Nobody was ever asked: a clearance let it be shown. The team is told, once an ending."""
        loaded = await self._book.load(session, item_id, now)
        if loaded is not None and loaded.creator is not None:
            await self._tell_removed(
                session, item_id, surfaces, await self._book.ending(session, loaded, now)
            )

    async def not_removed(self, session: AsyncSession, item_id: int, problems: Sequence[str]) -> None:
        """Tell the team, once an ending, that an item still stands where it must not."""
        asks = await queries.all_asks(session, item_id)
        revision = asks[-1].revision if asks else 0
        await self._book.notice(
            session,
            f"Item {item_id} could not be removed everywhere. {'; '.join(problems)}.",
            "It is tried again; until then take it down by hand.",
            f"not-removed:{item_id}:{revision}",
        )

    async def item_changed(self, session: AsyncSession, item_ids: Sequence[int], now: datetime) -> None:
        """Review decided anew on these items, or closed them: what may no longer be shown is removed."""
        for ask in await queries.ended_granted(session, item_ids):
            await self._book.work.enqueue_soon(session, wishes.REMOVED, ask.item_id)
        await self._cleared_changed(session, item_ids, now)
