"""Two whole bots on one PostgreSQL: a digest goes out once, also when one is killed the moment it is seen."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.digests import queries
from bot.digests.service import Digests
from bot.insights.periods import parse
from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.wiring import all_jobs
from bot.work import Enqueuer
from tests.support.child import Child, child, connected, environment, tokens, write_settings
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
CHANNEL = "#content-review"


def _digests(slack: LocalSlack, name: str) -> list[Mapping[str, Any]]:
    """The channel's messages that carry a header with that week."""
    return [one for one in slack.messages(CHANNEL) if name in str((one.get("blocks") or [{}])[0])]


async def test_each_digest_stands_once_whichever_bot_dies(
    slack: LocalSlack, postgres_url: str, tmp_path: Path
) -> None:
    settings = write_settings(
        tmp_path / "goodword.toml",
        slack,
        top={"data_dir": tmp_path / "data"},
        web={"enabled": False},
    )
    env = environment(**tokens(slack), GOODWORD_DATABASE_URL=postgres_url)
    command = (sys.executable, "-m", "tests.support.run_bot", str(settings), "1", "10")
    database = Database(postgres_url)
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    digests = Digests(work)

    async def send(name: str) -> int:
        now = datetime.now(UTC)
        async with unit_of_work(database) as session:
            period = parse(name, now, "UTC")
            row = await digests.send_now(
                session, "slack", CHANNEL, period, "U0MIA00001", request=name, now=now
            )
        return row.id or 0

    async def state(digest_id: int) -> str:
        async with reading(database) as session:
            row = await queries.get(session, digest_id)
        return "" if row is None else row.state

    async with AsyncExitStack() as stack:
        bots: list[Child] = []
        for count in (1, 2):
            made = child(*command, cwd=tmp_path, env=env, name=f"bot-{count}")
            bots.append(await stack.enter_async_context(made))
            await connected(slack, bots[-1], count)
        for name, victim in (("2026-W40", bots[0]), ("2026-W41", bots[1])):
            digest_id = await send(name)
            await eventually(lambda name=name: _digests(slack, name), what="it is seen", within=60)  # type: ignore[misc]
            await victim.kill()
            await eventually(
                lambda digest_id=digest_id: _is(state, digest_id, "sent"),  # type: ignore[misc]
                what="it is known to be sent",
                within=120,
            )
            assert len(_digests(slack, name)) == 1
            await victim.start()
            await connected(slack, victim, 2)
        assert [len(_digests(slack, one)) for one in ("2026-W40", "2026-W41")] == [1, 1]
    await database.close()


async def _is(state: Any, digest_id: int, wanted: str) -> bool:
    return bool(await state(digest_id) == wanted)
