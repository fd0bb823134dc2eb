"""A process that keeps a contest's life going, and dies where it is told to.

``python -m tests.bot.contests.life.keeper PLAN``: PLAN is JSON with ``url`` of the database, ``now`` at which its
clock starts, ``relay`` and ``chain`` of the beacon, ``die`` ("before close": as the event is about to be committed;
"after close": once it is), and ``do``, what a person asks of it meanwhile. The process kills itself with SIGKILL, as
the kernel would. The services are those of the product; only who draws and who tells people is missing.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.orm import Session

from bot.contests import queries, wishes
from bot.contests.draw.randomness import Chain
from bot.contests.membership import Membership
from bot.contests.rules import ContestAction
from bot.contests.tables import ContestEvent
from bot.kernel.clock import utc_now
from bot.settings import Settings
from bot.sources.http import HttpPolicy, PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work import Work
from tests.bot.contests.life.stage import MIA, OPENS, Stage, every_job

T = TypeVar("T")
_ACTIONS = "keeper.actions"


class Keeper:
    """What the jobs of contests get."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._ahead = datetime.fromisoformat(plan["now"]) - utc_now()
        self.settings = Settings.model_validate(
            {"contests": {"beacons": [plan["relay"]], "chain": plan["chain"], "draw_margin_seconds": 1}}
        )
        self.database = Database(plan["url"])
        self.work = Work(self.database, every_job(), self, clock=self.clock, reap_every=0.3, beat=0.1)
        self.work.schedule(
            wishes.SWEEP, IntervalTrigger(seconds=1, start_date=OPENS - timedelta(days=1)), wishes.SWEEP
        )
        chain, margin = Chain(**plan["chain"]), timedelta(seconds=1)
        stage = Stage(self.database, chain=chain, margin=margin, work=self.work, clock=self.clock)
        self.contests, self.identities = stage.contests, stage.identities
        self.stage: Stage = stage
        host, port = plan["relay"].removeprefix("http://").split("/")[0].split(":")
        policy = HttpPolicy(allowed=frozenset({(host, int(port))}), pause=0, retry_pause=0)
        self._outlets: dict[type, object] = {
            Membership: Membership(),
            PoliteClient: PoliteClient(policy),
        }

    def clock(self) -> datetime:
        return utc_now() + self._ahead

    def outlet(self, kind: type[T]) -> T:
        found = self._outlets[kind]
        assert isinstance(found, kind)
        return found

    async def do(self, wanted: dict[str, Any]) -> None:
        """What a person asks for: an action of a manager, or a prize to be claimed."""
        self.stage.id = wanted["contest"]
        if "award" in wanted:
            async with reading(self.database) as session:
                award = await queries.award(session, wanted["award"])
                assert award is not None
                assert award.account_id is not None
                account = (await self.identities.known(session, [award.account_id]))[award.account_id]
            async with self.stage.change() as session:
                await self.contests.claim(session, wanted["award"], account, self.clock(), "discord")
            return
        async with self.stage.change() as session:
            action = ContestAction(wanted["action"])
            await self.contests.act(
                session, self.stage.id, action, MIA, self.clock(), "slack", wanted["request"], wanted["data"]
            )


def die_at(stage: str) -> None:
    """Watch every transaction for the event that is meant: what is flushed, what is about to be and what is
    committed."""
    when, _, action = stage.partition(" ")

    def flushed(session: Session, _: object) -> None:
        actions = [one.action for one in session.new if isinstance(one, ContestEvent)]
        session.info.setdefault(_ACTIONS, []).extend(actions)

    def die(session: Session) -> None:
        if action in session.info.get(_ACTIONS, ()):
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(Session, "after_flush", flushed)
    sa.event.listen(Session, "before_commit" if when == "before" else "after_commit", die)


async def keep(plan: dict[str, Any]) -> None:
    if plan.get("die"):
        die_at(plan["die"])
    keeper = Keeper(plan)
    await keeper.work.start()
    if plan.get("up"):
        await asyncio.to_thread(Path(plan["up"]).touch)
    if plan.get("do"):
        await keeper.do(plan["do"])
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(keep(json.loads(sys.argv[1])))
