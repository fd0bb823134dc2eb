"""The same bot in SimCord, which models Discord apart from ours: what both accept is no quirk of either."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from pydantic import SecretStr

from bot.contests.definition import Definition, Prize
from bot.contests.rules import ContestAction, Kind
from bot.faces.discord.face import DiscordFace
from bot.kernel.clock import utc_now
from bot.review.rules import Action
from bot.review.service import Decision
from bot.services import Services
from bot.settings import Discord as DiscordSettings
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from cogs.contest.discord_show import show_contest
from tests.support.discord_bot import MANAGER, RULES


@dataclass
class Sim:
    env: Any
    guild: Any
    channel: Any
    services: Services
    face: DiscordFace

    def member(self, name: str) -> Any:
        return self.guild.add_member(self.env.create_user(name))


@contextlib.asynccontextmanager
async def simulated(database: Database, folder: Path) -> AsyncIterator[Sim]:
    """Entered in the test itself: SimCord's clock belongs to the task that enters it."""
    settings = Settings(data_dir=folder, discord=DiscordSettings(bot_token=SecretStr("simulated")))
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    services = build_services(settings, database, work)
    face = DiscordFace(services)
    async with simcord.run(face.client, shard_count=1) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("contests")
        await face.ready()
        yield Sim(env, guild, channel, services, face)
    await services.desk.stop()
    work.close()


async def _contest(sim: Sim) -> int:
    now = utc_now()
    definition = Definition(
        name="Autumn of tea",
        kind=Kind.VOTES,
        rules_text=RULES,
        opens_at=now - timedelta(hours=1),
        entries_close_at=now + timedelta(days=1),
        closes_at=now + timedelta(days=2),
        prizes=(Prize(name="Tea box"),),
    )
    async with unit_of_work(sim.services.database) as session:
        contest = await sim.services.contests.create(session, definition, MANAGER, now, "test")
        assert contest.id is not None
        await sim.services.contests.act(session, contest.id, ContestAction.ANNOUNCE, MANAGER, now, "test")
        await sim.services.contests.advance(session, contest.id, now)
    return contest.id


async def test_enter_vote_and_standings(sqlite_database: Database, tmp_path: Path) -> None:
    async with simulated(sqlite_database, tmp_path) as sim:
        contest = await _contest(sim)
        noor, sam = sim.member("noor"), sim.member("sam")
        listed = await noor.slash(sim.channel, "contest list")
        assert listed.ephemeral
        assert "Autumn of tea" in listed.response.embeds[0].description
        entered = await noor.slash(sim.channel, "contest enter", link="https://social.example/@noor/1")
        assert "Entered as number 1" in entered.response.content
        async with unit_of_work(sim.services.database) as session:
            approve = Decision(1, Action.APPROVE, MANAGER, None, "test")
            await sim.services.reviews.decide(session, [approve], utc_now())
        await show_contest(sim.services, contest)
        card = next(
            each for each in await _shown(sim) if each.embeds and "Entry 1" in (each.embeds[0].title or "")
        )
        voted = await sam.click(card, label="Vote")
        assert voted.ephemeral
        assert "It has 1 vote now" in voted.response.content
        standings = await noor.slash(sim.channel, "contest standings")
        assert "1 vote" in standings.response.embeds[0].description


@pytest.mark.parametrize(
    "command", ["contest me", "contest rules", "contest vote", "contest verify", "contest link"]
)
async def test_every_command_answers_privately(
    sqlite_database: Database, tmp_path: Path, command: str
) -> None:
    async with simulated(sqlite_database, tmp_path) as sim:
        await _contest(sim)
        answer = await sim.member("jonas").slash(sim.channel, command)
        assert answer.ephemeral
        assert answer.response.content or answer.response.embeds


async def _shown(sim: Sim) -> list[discord.Message]:
    channel = await sim.face.places.channel()
    assert isinstance(channel, discord.TextChannel)
    return [each async for each in channel.history()]
