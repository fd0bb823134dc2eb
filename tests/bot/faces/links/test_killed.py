"""The whole bot as its own process, killed while people follow links: what was answered a second before counts."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx
import pytest

from bot.kernel.clock import utc_now
from bot.links.queries import Clicked, totals
from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.faces.gallery.test_running import free_port
from tests.bot.faces.links.support import CHROME, open_sharing
from tests.support.child import GOODWORD, child, connected, environment, tokens, write_settings
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow
FOLLOWERS = 8
SECONDS = 2.0


async def test_a_kill_loses_nothing_that_was_answered_a_second_before(
    database_url: str, tmp_path: Path
) -> None:
    code, link_id = await _shared(database_url, tmp_path)
    port = free_port()
    async with LocalSlack(limits="off") as slack:
        file = write_settings(
            tmp_path / "goodword.toml", slack, top={"data_dir": tmp_path / "data"}, web={"port": port}
        )
        env = environment(**tokens(slack), GOODWORD_CONFIG=str(file), GOODWORD_DATABASE_URL=database_url)
        async with child(*GOODWORD, "run", cwd=tmp_path, env=env, name="bot") as bot:
            await connected(slack, bot)
            answered: list[float] = []
            following = [
                asyncio.create_task(_follow(f"http://127.0.0.1:{port}/s/{code}", number, answered))
                for number in range(FOLLOWERS)
            ]
            await asyncio.sleep(SECONDS)
            await eventually(lambda: len(answered) > 100, what="people are sent on")
            await asyncio.sleep(1.2)
            await bot.kill()
            killed_at = time.monotonic()
            await asyncio.gather(*following)
            found = await _counted(database_url, link_id)
            before = sum(1 for moment in answered if moment < killed_at - 1)
            assert 0 < before <= found.visitors <= len(answered) + FOLLOWERS
            await bot.start()
            await connected(slack, bot)
            async with httpx.AsyncClient(trust_env=False) as person:
                again = await person.get(f"http://127.0.0.1:{port}/s/{code}", headers=_headers(0, 0))
            assert again.status_code == 302
            assert await bot.terminate() == 0
        assert (await _counted(database_url, link_id)).visitors == found.visitors, (
            "known from before the kill"
        )


def _headers(follower: int, number: int) -> dict[str, str]:
    """A person behind the proxy of this machine, which the server trusts."""
    agent = f"{CHROME} v/{number // 250}"
    return {"user-agent": agent, "x-forwarded-for": f"198.51.{follower}.{number % 250}, 127.0.0.1"}


async def _follow(url: str, follower: int, answered: list[float]) -> None:
    """One new person after the other, until nobody answers any more."""
    async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
        for number in range(100_000):
            try:
                answer = await client.get(url, headers=_headers(follower, number))
            except httpx.HTTPError:
                return
            assert answer.status_code == 302
            answered.append(time.monotonic())


async def _shared(url: str, folder: Path) -> tuple[str, int]:
    database = Database(url)
    try:
        async with open_sharing(database, folder / "before") as sharing:
            sharing.now = utc_now()
            link = await sharing.shared()
            return link.code, link.id or 0
    finally:
        await database.close()


async def _counted(url: str, link_id: int) -> Clicked:
    database = Database(url)
    try:
        async with reading(database) as session:
            return (await totals(session, [link_id]))[link_id]
    finally:
        await database.close()
