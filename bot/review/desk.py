"""Where clicks become decisions: those of the same moment share one transaction (group commit).

A click may only be acknowledged once its decision is committed, and commits are what costs. So while one is
under way the next decisions gather, and go together. One bad decision harms no other: a batch that fails is
done again one by one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextvars import Context
from dataclasses import dataclass

import sqlalchemy as sa

from bot.kernel.clock import Clock, utc_now
from bot.kernel.errors import TryLater
from bot.review.service import Decision, Outcome, Reviews, checked
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work

GATHER = 0.001  # seconds without a further click after which a batch goes, while people are clicking at once
GATHER_LONGEST = 0.01  # seconds that a batch waits at most
CROWDED_FOR = 0.2  # seconds after several decisions went together in which others are likely to
LARGEST = 200  # decisions in a transaction; a bigger one would keep its last clicker waiting
# Errors of the database and not of a decision: a lock held too long, a deadlock, a lost connection.
_OF_THE_DATABASE = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)


@dataclass(slots=True)
class _Waiting:
    decision: Decision
    answer: asyncio.Future[Outcome]


class Desk:
    """Takes decisions and answers each after its commit. Make one for each process."""

    def __init__(
        self, database: Database, reviews: Reviews, *, clock: Clock = utc_now, gather: float = GATHER
    ) -> None:
        self._database = database
        self._reviews = reviews
        self._clock = clock
        self._gather = gather
        self._waiting: list[_Waiting] = []
        self._runner: asyncio.Task[None] | None = None
        self._stopped = False
        self._crowded_until = 0.0

    async def decide(self, decision: Decision) -> Outcome:
        """Do one decision, and return what came of it once that is committed. Call it outside a unit of work.

        Raises TellUser when the decision lacks what its action needs, TryLater while the bot stops, and the
        database's own error when it can't be reached: then nothing was done and the click may be repeated.
        A caller that is cancelled in the meantime does not take the decision back.
        """
        if self._stopped:
            raise TryLater("Goodword is restarting.", remedy="Click again in a few seconds.")
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(checked(decision), answer))
        if self._runner is None:
            # Its own context: a caller's unit of work or log fields are not the runner's.
            self._runner = asyncio.get_running_loop().create_task(
                self._run(), name="review.desk", context=Context()
            )
        return await answer

    async def stop(self) -> None:
        """Take nothing more, and answer what was taken."""
        self._stopped = True
        if self._runner is not None:
            await self._runner

    async def _run(self) -> None:
        """Work until nothing waits. Lone decisions go at once; while people click at once, a batch waits a
        moment for the others: those who were answered together go on together."""
        loop = asyncio.get_running_loop()
        batch: Sequence[_Waiting] = ()
        try:
            while self._waiting:
                crowded = loop.time() < self._crowded_until
                await self._let_gather(len(batch)) if crowded else await asyncio.sleep(0)
                batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
                await self._answer(batch)
                if len(batch) > 1:
                    self._crowded_until = loop.time() + CROWDED_FOR
        finally:
            self._runner = None
            for left in (*batch, *self._waiting):  # some are without an answer only when cancelled
                left.answer.cancel()

    async def _let_gather(self, last: int) -> None:
        """Wait while clicks keep coming, until there are as many as the last time: a transaction costs about as
        much for fifty of them as for five."""
        loop = asyncio.get_running_loop()
        deadline, before = loop.time() + GATHER_LONGEST, -1
        enough = min(last, LARGEST) or LARGEST
        while before < len(self._waiting) < enough and loop.time() < deadline:
            before = len(self._waiting)
            await asyncio.sleep(self._gather)

    async def _answer(self, batch: Sequence[_Waiting]) -> None:
        error = await self._try(batch)
        if isinstance(error, _OF_THE_DATABASE):
            error = await self._try(batch)
        if error is None:
            return
        if len(batch) == 1 or isinstance(error, _OF_THE_DATABASE):
            for waiting in batch:
                if not waiting.answer.done():
                    waiting.answer.set_exception(error)
            return
        for waiting in batch:
            await self._answer([waiting])

    async def _try(self, batch: Sequence[_Waiting]) -> Exception | None:
        """Do these in one transaction, and answer them; or do none of them and give the error."""
        try:
            async with unit_of_work(self._database) as session:
                decisions = [waiting.decision for waiting in batch]
                outcomes = await self._reviews.decide(session, decisions, self._clock())
        except Exception as error:  # noqa: BLE001 - whoever clicked gets it as the answer
            return error
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(outcome)
        return None
