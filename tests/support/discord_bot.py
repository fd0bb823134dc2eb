"""Our bot's Discord face against the local Discord: unmodified discord.py over a real socket, a real database, real
handlers. Durable work is not started here: tests call ``show`` where the engine would, so they see one run at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.contests import queries
from bot.contests.definition import Definition
from bot.contests.rules import ContestAction, Kind
from bot.contests.tables import Contest, ContestEntry
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.pace import Pace
from bot.people.rules import Person, Role
from bot.playground.discord import LocalDiscord
from bot.review.rules import Action
from bot.review.service import Decision
from bot.services import Services
from bot.settings import Discord as DiscordSettings
from bot.settings import Settings
from bot.settings.ambassadors import AmbassadorsSection
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from cogs.contest.discord_show import show_contest
from tests.support.discord_fixtures import pointed_at
from tests.support.slack_bot import VirtualTime
from tests.support.work import asked_for

CHANNEL = "contests"
MANAGER = Person("discord:1", "Mia Lindqvist", Role.MANAGER)
RULES = "This contest is run by Kettle & Fern. No purchase necessary."
Json = dict[str, Any]
_numbers = itertools.count(1)


class Clock:
    """The time, which a test may move on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def on(self, **by: float) -> None:
        self.ahead += timedelta(**by)


class DiscordBot:
    """One process of the bot, as far as Discord sees it."""

    def __init__(
        self, discord: LocalDiscord, services: Services, face: DiscordFace, clock: Clock, time: VirtualTime
    ) -> None:
        self.discord = discord
        self.services = services
        self.face = face
        self.clock = clock
        self.time = time

    # arranging

    async def contest(self, *, start: bool = True, **changes: Any) -> int:
        """A contest that runs, unless told otherwise."""
        now = self.clock()
        values: Json = {
            "name": "Autumn of tea",
            "kind": Kind.VOTES,
            "rules_text": RULES,
            "opens_at": now - timedelta(hours=1),
            "entries_close_at": now + timedelta(days=2),
            "closes_at": now + timedelta(days=3),
            "prizes": [{"name": "A box of tea"}],
            **changes,
        }
        definition = Definition.model_validate(values)
        async with unit_of_work(self.services.database) as session:
            contest = await self.services.contests.create(session, definition, MANAGER, now, "test")
            assert contest.id is not None
            if start:
                await self.act(session, contest.id, ContestAction.ANNOUNCE)
                await self.services.contests.advance(session, contest.id, now)
        return contest.id

    async def act(self, session: Any, contest_id: int, action: ContestAction, **data: Any) -> Contest:
        return await self.services.contests.act(
            session, contest_id, action, MANAGER, self.clock(), "test", data=data
        )

    async def do(self, contest_id: int, action: ContestAction, **data: Any) -> Contest:
        """What a manager does elsewhere."""
        async with unit_of_work(self.services.database) as session:
            return await self.act(session, contest_id, action, **data)

    async def enter(self, user: str, *, contest: str = "", approve: bool = True) -> ContestEntry:
        """Let somebody enter a link, and have it approved."""
        link = f"https://social.example/@{user}/{next(_numbers)}"
        answer = await self.slash(user, "contest enter", contest=contest, link=link)
        assert answer["ok"], answer
        async with unit_of_work(self.services.database) as session:
            found = await queries.entries_of(session, [await self.account_id(session, user)])
            if approve:
                wanted = Decision(found[0].item_id, Action.APPROVE, MANAGER, None, "test")
                await self.services.reviews.decide(session, [wanted], self.clock())
        async with unit_of_work(self.services.database) as session:
            entry = await queries.entry(session, found[0].id or 0)
        assert entry is not None
        return entry

    async def account_id(self, session: Any, user: str) -> int:
        person = self.discord.person(user)
        account = await self.services.identities.account(session, "discord", person.id, self.clock())
        return account.id

    async def show(self, contest_id: int) -> None:
        """One run of the durable work that shows a contest."""
        await show_contest(self.services, contest_id)

    async def asked(self, job: str) -> list[list[Any]]:
        """The arguments of every run of durable work that was asked for."""
        return await asked_for(self.services.database, job)

    # acting

    async def slash(self, user: str, command: str, channel: str = CHANNEL, **options: Any) -> Json:
        given = {key: value for key, value in options.items() if value not in ("", None)}
        return await self.discord.slash(user, channel=channel, command=command, options=given)

    async def press(self, user: str, message: Json, verb: str, **more: Any) -> Json:
        """Press the first button of a message that stands for ``contest:verb``, or another area's."""
        identity = identity_in(message, verb, more.get("area", "contest"))
        return await self.discord.click(
            user, channel=more.get("channel", CHANNEL), message=message["id"], custom_id=identity
        )

    async def pick(self, user: str, message: Json, verb: str, *values: str) -> Json:
        identity = identity_in(message, verb)
        return await self.discord.select(
            user, channel=CHANNEL, message=message["id"], custom_id=identity, values=list(values)
        )

    # looking

    def messages(self) -> list[Json]:
        return self.discord.messages(CHANNEL)

    def cards(self) -> list[Json]:
        return [
            each for each in self.messages() if has(each, "vote") or has(each, "votes") or has(each, "judge")
        ]

    def standings(self) -> list[Json]:
        return [each for each in self.messages() if has(each, "standings")]

    def directs(self, user: str) -> list[Json]:
        return self.discord.messages("@goodword", user)


def text_of(message: Json | None) -> str:
    """Everything a message says."""
    assert message is not None
    parts = [message.get("content") or ""]
    for embed in message.get("embeds") or []:
        parts += [
            (embed.get("author") or {}).get("name", ""),
            embed.get("title") or "",
            embed.get("description") or "",
            (embed.get("footer") or {}).get("text", ""),
        ]
        parts += [f"{each['name']}\n{each['value']}" for each in embed.get("fields") or []]
    return "\n".join(filter(None, parts))


def identities(message: Json) -> list[str]:
    return [
        each["custom_id"]
        for row in message.get("components") or []
        for each in row["components"]
        if "custom_id" in each
    ]


def has(message: Json, verb: str) -> bool:
    return any(each.startswith(f"g1:contest:{verb}:") for each in identities(message))


def identity_in(message: Json, verb: str, area: str = "contest") -> str:
    """The identity of the first control for a verb."""
    for each in identities(message):
        if each == f"g1:{area}:{verb}" or each.startswith(f"g1:{area}:{verb}:"):
            return each
    raise AssertionError(f"no {verb} among {identities(message)}")


@contextlib.asynccontextmanager
async def discord_bot(
    discord: LocalDiscord,
    database: Database,
    folder: Path,
    clock: Clock | None = None,
    hurry: float = 20.0,
    ambassadors: AmbassadorsSection | None = None,
    **settings: Any,
) -> AsyncIterator[DiscordBot]:
    """A connected bot process; its stop leaves no task behind."""
    made = Settings(
        data_dir=folder,
        ambassadors=ambassadors or AmbassadorsSection(),
        discord=DiscordSettings(
            bot_token=SecretStr(discord.bot_token),
            api_url=discord.api_url,
            gateway_url=discord.gateway_url,
            manager_roles=("Contest managers",),
            winner_role="Contest winner",
            **settings,
        ),
    )
    with pointed_at(discord):
        work = Enqueuer(database, all_jobs())
        await work.prepare()
        services = build_services(made, database, work)
        services.clock = clock or Clock()
        time = VirtualTime()
        discord.world.ack_seconds = 30.0  # a busy machine is no reason for an answer to come too late
        face = DiscordFace(services, patience=4.0, pace=Pace(time.now, time.sleep), hurry=hurry)
        await face.start()
        try:
            await asyncio.wait_for(face.caught_up.wait(), 10)
            yield DiscordBot(discord, services, face, services.clock, time)
        finally:
            await face.stop()
            await services.desk.stop()
            await services.outlet(PoliteClient).aclose()
            work.close()
