"""A member of the local Discord enters a message in a contest, is asked about it in private, and answers there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.contests import queries as contests
from bot.intake.reaching.tables import Watch
from bot.intake.reaching.watching import WATCH, watch
from bot.intake.reaching.ways import Pace
from bot.people.rules import Person, Role
from bot.rights import jobs, queries
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone
from bot.rights.rules import AskStep
from bot.rights.scope import Channel, Scope, Use
from bot.rights.tables import Ask
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from tests.support.discord_bot import CHANNEL, DiscordBot, identity_in
from tests.support.waiting import eventually

MIA = Person("U0MIA00001", "Mia", Role.MANAGER)
YES = "Of course! #yesbrand @brand"
TEXT = "Hi @noor! May we show this? If so, please answer with #yesbrand @brand."
USES = frozenset({Use.WEBSITE, Use.ADS})
Json = dict[str, Any]


class Asking:
    """Short ways to enter, ask, answer and look."""

    def __init__(self, bot: DiscordBot) -> None:
        self.bot = bot
        self.services = bot.services
        self.posted = ""
        """The message that was entered last."""
        self.services.outlet(Pace).first = timedelta(0)

    @property
    def now(self) -> datetime:
        return self.services.clock()

    async def entered(self, user: str = "noor", text: str = "Tea in the rain, my contest entry") -> int:
        """A message of a member's that takes part in a contest; its item."""
        posted = await self.bot.discord.post(user, channel=CHANNEL, text=text)
        self.posted = posted["message"]["id"]
        answer = await self.bot.discord.message_command(
            user, channel=CHANNEL, message=posted["message"]["id"], command="Enter this message"
        )
        assert answer["ok"], answer
        async with reading(self.services.database) as session:
            account = await self.bot.account_id(session, user)
            found = await contests.entries_of(session, [account])
        return found[0].item_id

    async def ask(self, item: int, text: str = TEXT) -> int:
        """A manager presses; nothing goes out yet."""
        request = Request(text, Scope(USES, credit="Noor"), Channel.MESSAGE)
        async with unit_of_work(self.services.database) as session:
            done = await self.services.asks.ask(session, item, MIA, self.now, request)
        assert isinstance(done, AskDone), done
        return done.ask.id or 0

    async def send(self, ask: int) -> None:
        await jobs.send(self.services, ask, await self.revision(ask))

    async def asked(self, user: str = "noor") -> int:
        """A member who was asked, the message sent."""
        ask = await self.ask(await self.entered(user))
        await self.send(ask)
        return ask

    async def write(self, text: str, user: str = "noor", reply_to: str = "") -> Json:
        """What a member writes to the bot, which hears it."""
        async with self._heard():
            posted: Json = await self.bot.discord.post(
                user, channel="@goodword", text=text, reply_to=reply_to
            )
        return dict(posted["message"])

    async def edit(self, message: Json, text: str) -> None:
        async with self._heard():
            await self.bot.discord.hands.edit_message(
                "noor", channel="@goodword", message=message["id"], text=text
            )

    async def delete(self, message: Json) -> None:
        async with self._heard():
            await self.bot.discord.hands.delete_message("noor", channel="@goodword", message=message["id"])

    @asynccontextmanager
    async def _heard(self) -> AsyncIterator[None]:
        """Wait until each message of ours in that conversation is to be looked at because of what happened."""
        await self._due(None)
        yield
        await eventually(self._all_due)

    async def _all_due(self) -> bool:
        return all(one.next_at is not None for one in await self.watches())

    async def _due(self, at: datetime | None) -> None:
        async with unit_of_work(self.services.database) as session:
            for each in (await session.exec(select(Watch))).all():
                each.next_at = at

    async def look(self) -> None:
        """Look for answers, as the queue does once it is due."""
        await self._due(self.now)
        self.bot.clock.on(seconds=5)  # whatever was heard meanwhile is due too
        await watch(self.services)

    def directs(self, user: str = "noor") -> list[Json]:
        return self.bot.directs(user)

    def request(self, user: str = "noor") -> Json:
        """The latest message of ours that asks."""
        return [one for one in self.directs(user) if one["components"]][-1]

    async def press(self, message: Json, verb: str, user: str = "noor") -> Json:
        return await self.bot.discord.click(
            user, channel="@goodword", message=message["id"], custom_id=identity_in(message, verb, "permit")
        )

    # what stands

    async def row(self, ask: int) -> Ask:
        async with reading(self.services.database) as session:
            found = await queries.get_ask(session, ask)
        assert found is not None
        return found

    async def status(self, ask: int) -> str:
        return (await self.row(ask)).status

    async def steps(self, ask: int) -> list[AskStep]:
        async with reading(self.services.database) as session:
            return await queries.steps_of(session, ask)

    async def actions(self, ask: int) -> list[str]:
        return [step.action.value for step in await self.steps(ask)]

    async def revision(self, ask: int) -> int:
        return [one for one in await self.steps(ask) if one.action.value in ("sent", "reminded")][-1].revision

    async def watches(self) -> list[Watch]:
        async with reading(self.services.database) as session:
            return list((await session.exec(select(Watch))).all())

    async def told(self) -> str:
        """What the team was told, and what to do about it."""
        return "\n".join(f"{args[0]} {args[1]}" for args in await self.bot.asked(NOTICE))

    async def looks_wanted(self) -> int:
        return len(await self.bot.asked(WATCH))
